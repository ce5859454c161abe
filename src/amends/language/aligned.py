"""A text as phrases are looked for in it, and where each place of it stands in the text as it was written."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from typing import Final

from amends.language.scripts import HAN_CLASS, NAME, alike, fold, pointed

_CLUSTER: Final = re.compile(r".[\u0300-\u036f\u0591-\u05c7]*", re.DOTALL)
_SPACES: Final = re.compile(r" {2,}")
_BLANKS: Final = r"[^\S\n]{0,20}"
EMPTY_LINE: Final = rf"\n{_BLANKS}\n|\u2029"
_PARAGRAPH: Final = re.compile(
    rf"(?<=[^\s.!?…。！？])(?:\n(?={_BLANKS}\n)|[^\S\n](?={_BLANKS}\n{_BLANKS}\n)|\u2029)"
)
"""The first sign of an empty line, where a sentence has ended; the end of a full line stands within many."""
# What may stand between two words of a phrase: "sorry, but", "sorry - but", a line's end.
_PARTING: Final = ",;，、；\t\n\r\v\f\u00a0\u2028\u2029*_|"
_SIGNS: Final = dict.fromkeys(_PARTING, " ") | {"。": ".", "…": "."}


# A word with a capital that begins no sentence. It begins with a plain blank, so that the search leaps.
_NAMED: Final = re.compile(r" (?<=[\w,;)] )[\"“„«'‘’]?(?P<name>[A-ZÀ-ÖØ-ÞЀ-Я][\w&+]+)")
# One or two words in quotation marks, with a capital where a language has any: a name wherever it stands, but what
# somebody said is none. One letter may stand fast before it in Hebrew; two are a shortened word ("dv\"h").
_QUOTED: Final = re.compile(
    r"[\"“„«״「『](?<![:：].)(?<!: .)(?<![א-ת]{2}.)"
    rf"(?P<name>[A-ZÀ-ÖØ-ÞЀ-Яא-ת][\w&+-]{{1,20}}|[{HAN_CLASS}][\w&+-]{{1,7}})(?: [\w&+-]{{1,20}})?"
    rf"[\"”“»״」』](?![^\W{HAN_CLASS}])"
)
_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Aligned:
    """The folded text, with one space between words; `places` says how far what follows a place was moved."""

    text: str
    places: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()

    def origin(self, place: int) -> int:
        """Answers where a place of the folded text stands in the text as written. Units: code points."""
        at = bisect_right(self.places, place)
        return place + self.moved[at - 1] if at else place

    def place(self, origin: int) -> int:
        """Answers the first place of the folded text that stands there in the text as written, or after it."""
        if not self.places:
            return min(origin, len(self.text))
        return bisect_left(range(len(self.text)), origin, key=self.origin)


_UNEVEN: Final = "\ufffe"


class _Folds(dict[int, str]):
    """What each character becomes; one that becomes none or several, the sign that stands for that."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _SIGNS.get(char) or alike(fold(char))
        self[code] = folded = folded if len(folded) == 1 else _UNEVEN
        return folded


_FOLDS: Final = _Folds()


def aligned(text: str) -> Aligned:
    """Answers a text ready for matching; nothing in it makes this fail, and it takes one pass."""
    if "\n" in text or "\u2029" in text:
        text = _PARAGRAPH.sub(".", text)
    if not unicodedata.is_normalized("NFC", text):
        return _by_clusters(text)
    folded = text.translate(_FOLDS)
    return _by_clusters(text) if _UNEVEN in folded else _narrowed(folded, (), ())


def names_in(text: str) -> list[re.Match[str]]:
    """Answers the words of a text that a capital or quotation marks tell to be names.

    None where every third word has a capital.
    """
    found = list(_NAMED.finditer(text))
    if len(found) * _WORDS > text.count(" "):
        return []
    if any(mark in text for mark in '"“„«״「『'):
        found += _QUOTED.finditer(text)
    return found


def named(names: Iterable[re.Match[str]], folded: Aligned, known: Container[str]) -> Aligned:
    """Answers a folded text with one sign for the first letter of each name; the same one where none is left.

    Of a quoted name it stands for every letter and both marks, so that two words are one. `known` are folded words
    that people write with a capital and that are no name of a firm.
    """
    found = [one for one in names if fold(one["name"]) not in known]
    if not found:
        return folded
    letters = list(folded.text)
    for one in found:
        if one.re is _QUOTED:
            start, end = folded.place(one.start()), folded.place(one.end())
            letters[start:end] = NAME * (end - start)
        else:
            letters[folded.place(one.start() + 1)] = NAME
    return Aligned("".join(letters), folded.places, folded.moved)


def folded_phrase(text: str) -> str:
    """Answers a phrase of a phrasebook as it stands in an aligned text."""
    return aligned(text).text.strip()


def _by_clusters(text: str) -> Aligned:
    parts: list[str] = []
    steps: dict[int, int] = {}
    at = 0
    for found in _CLUSTER.finditer(text):
        cluster, start = found[0], found.start()
        part = _remembered(cluster) if len(cluster) <= _USUAL else _folded(cluster)
        if len(part) != len(cluster):
            # Within what grew, every place is one of the cluster; what follows moves on.
            steps |= {
                at + more: start + min(more, len(cluster) - 1) - at - more for more in range(1, len(part))
            }
            steps[at + len(part)] = found.end() - at - len(part)
        parts.append(part)
        at += len(part)
    return _narrowed("".join(parts), tuple(steps), tuple(steps.values()))


def _folded(cluster: str) -> str:
    """Answers what a character and the marks on it become."""
    return _SIGNS.get(cluster) or alike(fold(cluster))


_remembered = lru_cache(maxsize=8_192)(_folded)
_USUAL: Final = 4
"""Characters with more marks are seldom met twice, and may be as long as a text."""


def _narrowed(text: str, places: tuple[int, ...], moved: tuple[int, ...]) -> Aligned:
    """Answers the text with one space where several stood, and each number as one word."""
    text = pointed(text)
    if "  " not in text:
        return Aligned(text, places, moved)
    ends: list[int] = []
    taken: list[int] = []
    gone = 0
    for found in _SPACES.finditer(text):
        gone += found.end() - found.start() - 1
        ends.append(found.end() - gone)
        taken.append(gone)
    narrow = Aligned(_SPACES.sub(" ", text), tuple(ends), tuple(taken))
    if not places:
        return narrow
    # Both kinds of moves together: where a place stood before the spaces went, and where that stands as written.
    wide = Aligned(text, places, moved)
    ended = list(map(add, ends, taken))
    steps = sorted({*ends, *(place - _gone_before(place, ended, taken) for place in places)})
    return Aligned(
        narrow.text, tuple(steps), tuple(wide.origin(narrow.origin(step)) - step for step in steps)
    )


def _gone_before(place: int, ended: list[int], taken: list[int]) -> int:
    """Answers how many signs were taken before a place of the wide text, of all whose spaces ended there or before."""
    at = bisect_right(ended, place)
    return taken[at - 1] if at else 0
