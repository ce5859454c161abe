"""Marks that say whose words are whose: an answer to a customer with anybody else's mark in it is a leak.

The words of every case carry the mark of its customer, a note of the desk one that is nobody's.
"""

from __future__ import annotations

import hmac
import re
import secrets
import threading
from collections import Counter
from dataclasses import dataclass, field

# Without vowels a mark is no word of any language, and without digits no number that a reply would be stopped for.
_SIGNS = "bcdfghklmnprstvwxz"
_LENGTH = 16
MARK = re.compile(f"qj[{_SIGNS}]{{{_LENGTH}}}jq")
_MOST_TOLD = 20


def mark_of(seed: str, number: int) -> str:
    """Answers the mark of one customer: the same for the same seed, and not to be guessed."""
    digest = hmac.digest(seed.encode(), str(number).encode(), "sha256")
    return f"qj{''.join(_SIGNS[byte % len(_SIGNS)] for byte in digest[:_LENGTH])}jq"


def nobodys_mark() -> str:
    """Answers a fresh mark for words that no customer may ever read."""
    return mark_of(secrets.token_hex(16), 0)


def foreign(said: str, own: str) -> list[str]:
    """Answers every mark in an answer but the reader's own."""
    return sorted(set(MARK.findall(said)) - {own})


@dataclass
class Watch:
    """What was looked at, and what was wrong with it."""

    looked: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self, kind: str, said: str, own: str, *, has_own: bool) -> None:
        """Looks at one answer: no mark may stand in it but the reader's own, which must where `has_own`."""
        with self._lock:
            self.looked[kind] += 1
            if found := foreign(said, own):
                self._fault("leak", f"{kind} of {own or 'nobody'} held {', '.join(found)}")
            if has_own and own not in said:
                self._fault("lacking", f"{kind} of {own} did not hold their own words")

    def let_in(self, status: int, own: str) -> None:
        """Notes that somebody else's case was answered for."""
        with self._lock:
            self._fault("let_in", f"{own} was answered {status} at the address of somebody else's case")

    def _fault(self, kind: str, text: str) -> None:
        self.faults[kind] += 1
        if len(self.told) < _MOST_TOLD:
            self.told.append(text)
