"""Finds the phrases of one language in a text, all in one pass, each with the place that says so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import ahocorasick

from amends.language.aligned import Aligned
from amends.language.book import NOT, Part, Phrasebook, phrasebooks
from amends.language.scripts import HAN_CLASS

_FAR: Final = 34
_FAR_HAN: Final = 9
"""So many signs may stand between two parts of a phrase: some five words, or as many Chinese characters."""
_DENIED: Final = 28
_DENIED_HAN: Final = 6
"""So far what denies something reaches."""
_SENTENCE_END: Final = re.compile(r"[.!?…。！？]+(?=\s|$|[^\W\d])|\n\s*\n")
_CLAUSE_END: Final = re.compile(r"[.!?…。！？:,，;；]| - |\b(?:but|however|но|однако|men|אבל)\b|但|不过")
_HAN: Final = re.compile(f"[{HAN_CLASS}]")


@dataclass(frozen=True, slots=True)
class Cue:
    """A label, and the place of the words that show it. Units: code points of the text as written."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Use:
    """One use of a literal: as a part of a phrase, and what may stand at its sides."""

    label: str
    phrase: int
    part: int
    last: int
    size: int
    is_open_left: bool
    is_open_right: bool
    is_tight: bool


class Matcher:
    """The phrases of one book, ready to be found."""

    def __init__(self, book: Phrasebook) -> None:
        self._prefix = re.compile(f"(?<!\\w)[{book.prefixes}]{{1,4}}$") if book.prefixes else None
        self._automaton: Any = ahocorasick.Automaton()
        uses: dict[str, list[_Use]] = defaultdict(list)
        for number, phrase in enumerate(book.phrases):
            for place, part in enumerate(phrase.parts):
                for text in _spellings(part):
                    uses[text].append(_use(phrase.label, number, place, len(phrase.parts) - 1, part, text))
        for text, found in uses.items():
            self._automaton.add_word(text, tuple(found))
        if uses:
            self._automaton.make_automaton()
        self._is_empty = not uses

    def cues(self, text: Aligned) -> list[Cue]:
        """Answers what the phrases show, in the order of their places; what denies a phrase is not looked at yet."""
        if self._is_empty:
            return []
        found = [
            Cue(label, text.origin(start), text.origin(end - 1) + 1)
            for label, start, end in self._joined(text.text)
        ]
        return sorted(found, key=lambda cue: (cue.start, cue.end))

    def _hits(self, text: str) -> Iterator[tuple[_Use, int, int]]:
        for last, uses in self._automaton.iter(text):
            end = last + 1
            for use in uses:
                start = end - use.size
                if (use.is_open_left or self._begins(text, start)) and (
                    use.is_open_right or _ends(text, end)
                ):
                    yield use, start, _word_end(text, end) if use.is_open_right else end

    def _begins(self, text: str, start: int) -> bool:
        if start == 0 or not text[start - 1].isalnum() or _is_han(text, start):
            return True
        return bool(self._prefix and self._prefix.search(text, max(0, start - 5), start))

    def _joined(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Answers whole phrases: those of one part at once, the others when their last part is met near enough."""
        begun: dict[tuple[int, int], tuple[int, int]] = {}
        for use, start, end in self._hits(text):
            first = start
            if use.part:
                before = begun.get((use.phrase, use.part - 1))
                if before is None or not _follows(text, before[1], start, is_tight=use.is_tight):
                    continue
                first = before[0]
            if use.part == use.last:
                yield use.label, first, end
            else:
                begun[use.phrase, use.part] = (first, end)


def _spellings(part: Part) -> Iterable[str]:
    """Answers a part as written, and as those write it who leave the apostrophe out."""
    return {part.text, part.text.replace("'", "")} - {""}


def _use(label: str, phrase: int, place: int, last: int, part: Part, text: str) -> _Use:
    return _Use(label, phrase, place, last, len(text), part.is_open_left, part.is_open_right, part.is_tight)


def _is_han(text: str, place: int) -> bool:
    return bool(_HAN.match(text[place])) if place < len(text) else False


def _word_end(text: str, end: int) -> int:
    if _HAN.match(text[end - 1]):
        return end
    while end < len(text) and text[end].isalnum():
        end += 1
    return end


def _ends(text: str, end: int) -> bool:
    return end == len(text) or not text[end].isalnum() or bool(_HAN.match(text[end - 1]))


def _follows(text: str, end: int, start: int, *, is_tight: bool) -> bool:
    between = text[end:start]
    if is_tight:
        return start >= end and between in ("", " ")
    far = _FAR_HAN if _HAN.search(between) else _FAR
    return start >= end and len(between) <= far and not _SENTENCE_END.search(between)


@lru_cache(maxsize=16)
def matcher(language: str) -> Matcher:
    """Answers the phrases of a language; both ways of writing Chinese have one."""
    books = phrasebooks()
    return Matcher(books.get(language.partition("-")[0]) or Phrasebook(language, ()))


def undenied(text: str, cues: Iterable[Cue], deniable: frozenset[str]) -> list[Cue]:
    """Answers the cues that hold: not those that only look like their label, nor those that somebody denies.

    `deniable` are the labels that a negator before or after them takes away: "I am not going to sue".
    """
    found = list(cues)
    negators = [cue for cue in found if cue.label == "negator"]
    after = [cue for cue in found if cue.label == "negator.after"]
    looks = [cue for cue in found if cue.label.endswith(NOT)]
    return [
        cue
        for cue in found
        if not cue.label.startswith("negator")
        and not cue.label.endswith(NOT)
        and not any(one.label == cue.label + NOT and _overlap(one, cue) for one in looks)
        and not (cue.label in deniable and _is_denied(text, cue, negators, after))
    ]


def _overlap(one: Cue, other: Cue) -> bool:
    return one.start < other.end and other.start < one.end


def _is_denied(text: str, cue: Cue, before: list[Cue], after: list[Cue]) -> bool:
    return any(_reaches(text, one.end, cue.start) for one in before if one.start < cue.start) or any(
        _reaches(text, cue.end, one.start) for one in after if one.end > cue.end
    )


def _reaches(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    far = _DENIED_HAN if _HAN.search(text[max(0, end - 1) : start + 1]) else _DENIED
    return len(between) <= far and not _CLAUSE_END.search(between)
