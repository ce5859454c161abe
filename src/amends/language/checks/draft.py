"""What a check is given: the reply as it stands, and what the case says; and what a check answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import cached_property

from amends.language.facts import Found
from amends.language.matching import Cue


class Severity(IntEnum):
    """How much a finding matters; only what blocks keeps a reply from leaving."""

    HINT = 1
    WARN = 2
    GRAVE = 3
    BLOCK = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at, where it stands, and the values its sentence names. Units: code points."""

    id: str
    severity: Severity
    start: int
    end: int
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the case says, as far as a reply is held against it; what nobody knows is empty.

    `said` is what the customer wrote; `fault` is company, supplier, customer, nobody, unknown or empty; `limit_minor`
    is what the writer may still give in this case, in minor units of `currency`, and `known_minor` are amounts of the
    case, such as the price paid; `own_last` are the writer's last replies elsewhere and `own_here` those in this case;
    `facts` are approved sentences that may be repeated; `known` are addresses and numbers that belong to this customer
    or to the brand; `blocked` are ids that the brand's policy adds to those which block.
    """

    language: str = ""
    said: str = ""
    wants: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    emotions: tuple[str, ...] = ()
    fault: str = ""
    situation: str = ""
    is_heard: bool | None = None
    is_leaving: bool = False
    is_complaint: bool = True
    limit_minor: int | None = None
    currency: str = ""
    own_last: tuple[str, ...] = ()
    own_here: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    known_minor: tuple[int, ...] = ()
    blocked: frozenset[str] = frozenset()
    at: datetime | None = None


@dataclass(frozen=True)
class Draft:
    """A reply about to leave: its words, its language, the phrases and facts in it, and the case it answers."""

    text: str
    language: str
    cues: Sequence[Cue]
    found: Sequence[Found] = ()
    case: Context = field(default_factory=Context)
    before: frozenset[str] = frozenset()
    """What the brand's earlier replies in this case said already: it need not be said again."""

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Answers where each sentence stands."""
        return tuple(sentences_of(self.text))

    def having(self, *labels: str) -> list[Cue]:
        """Answers the phrases under one of these labels, in order."""
        return [cue for cue in self.cues if cue.label in labels]

    def sentence_at(self, place: int) -> tuple[int, int]:
        """Answers the sentence around a place."""
        return next((one for one in self.sentences if one[0] <= place < one[1]), (0, len(self.text)))


Check = Callable[[Draft], Iterator[Finding]]

_ENDS = ".!?…。！？\n"


def sentences_of(text: str) -> Iterator[tuple[int, int]]:
    """Answers where each sentence begins and ends; a full stop within a number or an address ends none."""
    start = 0
    for place, sign in enumerate(text):
        if sign not in _ENDS:
            continue
        after = text[place + 1 : place + 2]
        if sign == "." and after and not after.isspace():
            continue
        if text[start:place].strip():
            yield start, place + 1
        start = place + 1
    if text[start:].strip():
        yield start, len(text)
