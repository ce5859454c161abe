"""Whether a phrase is meant: which kinds of words stand before it, within it and after it, and how near.

"No lawyers", "suing? not me" and "we are not leaving you" hold the phrases of people who do. Where a word that denies
stands, who it is about, and whether a clause ends between, is told by kinds of words (amends.language.kinds), which
are the same in every language: one table serves all, with what each piece speaks for or against each label. Source:
learned by `python -m bench.said.surroundings` from the tables under `tests/corpora`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from amends.language.aligned import Aligned
from amends.language.keeping import kept
from amends.language.kinds import ENDS, FIRST_SIGN, KINDS, kinds_of
from amends.language.matching import CLAUSE_END, Cue
from amends.language.packed import weight
from amends.language.signs import Sign, Weighed, taken_apart

TABLE: Final = Path(__file__).with_name("signs") / "around.txt"
STEPS: Final = 16
"""So many steps of a weight are one natural logarithm of odds."""
_FARS: Final = "123559999999"
"""How far a word stands from the phrase, in words (of Chinese in those of a kind); what stands further says nothing."""
_WIDTH: Final = 90
"""So far it is looked for words. Units: code points."""
_NEXT: Final = 2
"""So many words of the sentence that follows are looked at: "suing? not me"."""
_SUPPORT: Final = STEPS / 45
"""So much a step counts of what the sentences around say: 45 of them are a logarithm. Measured on lines kept aside."""
_MOST_SUPPORT: Final = 120
"""No more than this speaks against."""
_SHOWN: Final = 22
"""So much what weak signs show is held to be supported by them."""
_SUPPORTED: Final = 60
"""With so much more than it needs, a phrase is meant whatever stands beside it. Units: steps of those sums."""
_NOT: Final = chr(ord(FIRST_SIGN) + KINDS.index("not"))
_DENIALS: Final = frozenset(f"{side}{far}{_NOT}" for side in "<>" for far in "123")
"""What stands close by and denies; with what is said in between it weighs by itself: "not leaving", "not buying"."""
_ENDING: Final = re.compile(f"[{''.join(ENDS)}]+")


class Surroundings:
    """A text in which places are asked for; its words are looked up when the first is."""

    def __init__(self, text: str, marked: Aligned, language: str) -> None:
        self._text, self._marked = text, marked
        self._lexicon = kinds_of(language.partition("-")[0])

    @cached_property
    def _parted(self) -> str:
        return self._lexicon.parted(self._marked.text)

    @cached_property
    def _clauses(self) -> list[int]:
        """Answers where clauses end in the folded text, at commas too."""
        return [self._marked.place(found.start()) for found in CLAUSE_END.finditer(self._text)]

    def pieces(self, start: int, end: int) -> set[str]:
        """Answers what stands around a place: a sign for the side and the clause, how far, and of which kind."""
        start, end = self._marked.place(start), self._marked.place(end)
        within = {sign for sign in self._lexicon.signs(self._parted[start:end]) if sign}
        pieces = {*self._before(start), *self._after(end)}
        denials = [piece[:-1] for piece in pieces if piece in _DENIALS]
        return pieces.union(f"={sign}" for sign in within).union(
            f"&{one}{sign}" for one in denials for sign in within
        )

    def _before(self, start: int) -> Iterator[str]:
        text = self._parted
        first = max(start - _WIDTH, 0)
        # A word that is cut may be another one.
        first = text.find(" ", first, start) + 1 or first if first else 0
        first = max(first, *(text.rfind(mark, first, start) + 1 for mark in ENDS))
        at = bisect_right(self._clauses, start)
        clause = max(self._clauses[at - 1] if at else 0, first)
        near, far = self._lexicon.signs(text[clause:start]), self._lexicon.signs(text[first:clause])
        yield from _placed("<", reversed(near))
        yield from _placed("(", reversed(far), len(near))
        if (not first or text[first - 1] in ENDS) and (count := len(near) + len(far)) < len(_FARS):
            yield f"^{count == 0:d}"

    def _after(self, end: int) -> Iterator[str]:
        text = self._parted
        ending = _ENDING.search(text, end, end + _WIDTH)
        last = ending.start() if ending else _whole(text, end, end + _WIDTH)
        at = bisect_left(self._clauses, end)
        clause = min(self._clauses[at], last) if at < len(self._clauses) else last
        near, far = self._lexicon.signs(text[end:clause]), self._lexicon.signs(text[clause:last])
        yield from _placed(">", near)
        yield from _placed(")", far, len(near))
        if ending and (count := len(near) + len(far)) < len(_FARS):
            yield f".{ending[0][0]}{count == 0:d}"
            following = text[ending.end() : _whole(text, ending.end(), ending.end() + _WIDTH // 2)]
            yield from _placed("+", self._lexicon.signs(_ENDING.split(following, maxsplit=1)[0])[:_NEXT])


def _placed(side: str, signs: Iterable[str], first: int = 0) -> Iterator[str]:
    """Answers pieces for the kinds of words that follow each other on one side."""
    return (f"{side}{far}{sign}" for far, sign in zip(_FARS[first:], signs, strict=False) if sign)


def _whole(text: str, start: int, end: int) -> int:
    """Answers an end before which no word is cut, where words have blanks between."""
    return (
        len(text)
        if end >= len(text)
        else max(text.rfind(" ", start, end), start)
        if " " in text[start:end]
        else end
    )


class Meanings:
    """What pieces speak for or against each label, and how little is not believed."""

    def __init__(self, limits: dict[str, tuple[int, float]], weights: dict[str, int]) -> None:
        self._limits, self._weights = limits, weights

    def is_meant(self, label: str, start: int, end: int, around: Surroundings, support: int = 0) -> bool:
        """Answers whether what stands in a place is meant; of a label that nobody doubts it is.

        `support` is what the sentences around say beyond what the label needs.
        """
        if label not in self._limits:
            return True
        at, limit = self._limits[label]
        known = map(self._weights.get, around.pieces(start, end))
        weights = [one for one in known if one is not None]
        said = max(support, -_MOST_SUPPORT) * _SUPPORT
        return weight(sum(weights), len(weights), at) + said >= limit

    def believed(self, cues: Collection[Cue], words: Weighed, around: Surroundings) -> list[Cue]:
        """Answers the cues of phrases that are meant."""
        return [
            cue
            for cue in cues
            if (support := words.support(cue.label, cue.start)) > _SUPPORTED
            or self.is_meant(cue.label, cue.start, cue.end, around, support)
        ]

    def standing(self, shown: Iterable[Sign], words: Weighed, around: Surroundings) -> list[Sign]:
        """Answers what weak signs show and is meant, by the word that tells most; only where a label is doubted."""
        return [
            sign
            for sign in shown
            if sign.label not in self._limits
            or self.is_meant(sign.label, *words.telling(sign.label), around, _SHOWN)
        ]


@cache
def meanings() -> Meanings:
    """Answers what is known of all languages."""
    needed, pieces, weights = kept("around.signs", TABLE.read_bytes(), taken_apart)
    return Meanings(
        {label: (at, doubted) for at, (label, _shown, doubted) in enumerate(needed)},
        dict(zip(pieces, weights, strict=True)),
    )
