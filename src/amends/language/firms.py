"""Firms that everybody knows, found also where no capital tells: in Hebrew and Chinese, first in a sentence, in haste.

They stand under `[name]` in the lexicon of a language (`language/lexicons/`). Each becomes the sign of a name in the
folded text, as a word with a capital does (amends.language.aligned).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from amends.language.aligned import Aligned
from amends.language.kinds import HEBREW_PREFIXES, firm_names
from amends.language.matching import no_names
from amends.language.scripts import HAN_CLASS, NAME

_LONGEST_WORD: Final = 30
_MOST_PREFIXES: Final = 3
"""So many letters stand fast before a Hebrew word at most: `וכשמסלקום` is rarely written."""


class Firms:
    """The firms that everybody knows who speaks a language; `erik*` is every word that begins so."""

    def __init__(self, names: Sequence[str], prefixes: Collection[str] = ()) -> None:
        self._goes_on = [name.endswith("*") for name in names]
        self._prefixes = prefixes
        words = [name.removesuffix("*") for name in names]
        self._automaton = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest, store_patterns=False)

    def named(self, folded: Aligned) -> Aligned:
        """Answers a folded text with the sign of a name for every letter of each firm; the same one without any."""
        places = [*self._places(folded.text)]
        if not places:
            return folded
        letters = list(folded.text)
        for start, end in places:
            letters[start:end] = NAME * (end - start)
        return Aligned("".join(letters), folded.places, folded.moved)

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        for at, start, end in self._automaton.find_matches_as_indexes(text):
            if _is_letter(text[start]):
                if not self._begins(text, start):
                    continue
                stop = end + _LONGEST_WORD * self._goes_on[at]
                while end < stop and end < len(text) and _is_letter(text[end]):
                    end += 1
                if end < len(text) and _is_letter(text[end]):
                    continue
            yield start, end

    def _begins(self, text: str, start: int) -> bool:
        """Answers whether a word begins at a place, or after letters that may stand fast before one."""
        for before in reversed(text[max(start - _MOST_PREFIXES - 1, 0) : start]):
            if not _is_letter(before):
                return True
            if before not in self._prefixes:
                return False
        return start <= _MOST_PREFIXES


def _is_letter(char: str) -> bool:
    """Answers whether a sign is of a word that has blanks around it; Chinese characters have none."""
    return char == NAME or (char < HAN_CLASS[0] and char.isalnum())


@cache
def firms_of(language: str) -> Firms:
    """Answers the firms of a language but those that its book says name none; both ways of writing Chinese share them."""
    name = language.partition("-")[0]
    known = no_names(language)
    return Firms(
        [one for one in firm_names(name) if one.removesuffix("*") not in known],
        HEBREW_PREFIXES if name == "he" else (),
    )
