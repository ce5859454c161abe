"""Firms that everybody knows, found also where no capital tells: in Hebrew and Chinese, first in a sentence, in haste.

They stand under `[name]` in the lexicon of a language (`language/lexicons/`). In the folded text each of their letters
becomes the sign of a name, as the first of a word with a capital does (amends.language.aligned).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick

from amends.language.aligned import Aligned
from amends.language.kinds import HEBREW_PREFIXES, firm_names
from amends.language.matching import no_names
from amends.language.scripts import HAN_CLASS, NAME, POINT

_LONGEST_WORD: Final = 30
_MOST_PREFIXES: Final = 3
"""So many letters stand fast before a Hebrew word at most: `וכשמסלקום` is rarely written."""


class Firms:
    """The firms that everybody knows who speaks a language; `erik*` is every word that begins so."""

    def __init__(self, names: Sequence[str], prefixes: Collection[str] = ()) -> None:
        self._more = [_LONGEST_WORD if name.endswith("*") else 0 for name in names]
        """How many letters may follow each."""
        self._prefixes = prefixes
        self._automaton = AhoCorasick([name.removesuffix("*") for name in names], store_patterns=False)

    def named(self, folded: Aligned) -> Aligned:
        """Answers a folded text with the sign of a name for every letter of each firm; the same one without any."""
        parts, done = list[str](), 0
        for start, end in self._places(folded.text):
            parts += folded.text[done:start], NAME * (end - start)
            done = end
        return Aligned("".join(parts) + folded.text[done:], folded.places, folded.moved) if done else folded

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Answers where firms stand, one after the other; of those that begin together the longest."""
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        whole = filter(None, (self._place(text, *hit) for hit in hits))
        done = 0
        for start, end in sorted(whole, key=_first_and_longest):
            if start >= done:
                yield start, end
                done = end

    def _place(self, text: str, at: int, start: int, end: int) -> tuple[int, int] | None:
        """Answers where a firm that was met stands as a word of its own; None where it is part of another."""
        if not _is_letter(text[start]):
            return start, end
        last = end + self._more[at]
        while end < min(last, len(text)) and _is_letter(text[end]):
            end += 1
        is_whole = end == len(text) or not _is_letter(text[end])
        return (start, end) if is_whole and self._begins(text, start) else None

    def _begins(self, text: str, start: int) -> bool:
        """Answers whether a word begins at a place, or after letters that may stand fast before one."""
        for before in reversed(text[max(start - _MOST_PREFIXES - 1, 0) : start]):
            if not _is_letter(before):
                return True
            if before not in self._prefixes:
                return False
        return start <= _MOST_PREFIXES


def _first_and_longest(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], -place[1]


def _is_letter(char: str) -> bool:
    """Answers whether a sign is of a word that has blanks around it; Chinese characters have none."""
    return char in (NAME, POINT) or (char < HAN_CLASS[0] and char.isalnum())


@cache
def firms_of(language: str) -> Firms:
    """Answers the firms of a language, but those that name none, as its book says.

    Of payment services, say, customers mostly write that they paid with them.
    """
    name = language.partition("-")[0]
    known = no_names(language)
    return Firms(
        [one for one in firm_names(name) if one.removesuffix("*") not in known],
        HEBREW_PREFIXES if name == "he" else (),
    )
