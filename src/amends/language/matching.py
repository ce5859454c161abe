"""Finds the phrases of one language in a text, all in one pass, each with the place that says so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import ahocorasick

from amends.language.aligned import Aligned
from amends.language.book import NOT, Phrasebook, phrasebook
from amends.language.labels import READ_LABELS, REPLY_LABELS, TONE_LABELS
from amends.language.lines import (
    Slot,
    around,
    edges,
    keys_of,
    needs_of,
    slots_of,
    telling,
    word_of,
    words_needed,
)
from amends.language.scripts import HAN_CLASS

_DENIED: Final = 28
_DENIED_HAN: Final = 6
"""So far what denies something reaches."""
_CLAUSE_END: Final = re.compile(
    r"[.!?…。！？:,，;；]| - |\b(?:but|however|instead|но|однако|а|ала|обаче|men|utan|אבל|אלא)\b|但|不过|而是"
)
_COMMA: Final = re.compile("[,，、]")
_HAN: Final = re.compile(f"[{HAN_CLASS}]")
_NOTHING: Final = re.compile("(?!)")
_NEGATORS: Final = ("negator", "negator.after")
PURPOSES: Final = {"read": READ_LABELS, "reply": REPLY_LABELS, "tone": TONE_LABELS}
"""What phrases are looked for; each purpose has its own, so that none is looked for in vain."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A label, and the place of the words that show it. Units: code points of the text as written."""

    label: str
    start: int
    end: int


class _Line:
    """One line of a book, and what else than its telling word a text must have; worked out when it is first met."""

    __slots__ = ("_needs", "book", "label", "place", "slots")

    def __init__(self, label: str, slots: tuple[Slot, ...], place: int, book: Phrasebook) -> None:
        self.label, self.slots, self.place, self.book = label, slots, place, book
        self._needs: tuple[frozenset[str], ...] | None = None

    def may_be_in(self, keys: set[str]) -> bool:
        """Answers whether a text with these keys can have the line at all."""
        if self._needs is None:
            self._needs = needs_of(self.slots, self.place, self.book.prefixes)
        return not any(need.isdisjoint(keys) for need in self._needs)


class _Use:
    """What must stand around a telling word; its patterns are made when a text may have the whole line."""

    __slots__ = ("_after", "_before", "_option", "line")

    def __init__(self, line: _Line, option: str) -> None:
        self.line, self._option = line, option
        self._before = self._after = _NOTHING

    def span(self, text: str, backwards: str, start: int, end: int) -> tuple[int, int] | None:
        """Answers where the whole phrase stands around its word; None where it does not."""
        if self._after is _NOTHING:
            line = self.line
            is_han = line.book.language == "zh"
            patterns = around(line.slots, line.place, self._option, line.book.prefixes, is_han=is_han)
            self._before, self._after = map(_compiled, patterns)
        after = self._after.match(text, end)
        if after is None:
            return None
        before = self._before.match(backwards, len(text) - start)
        return (len(text) - before.end(), after.end()) if before else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class Matcher:
    """The phrases of one book under some labels, ready to be found."""

    def __init__(self, book: Phrasebook, labels: Collection[str] | None = None) -> None:
        uses: dict[str, dict[tuple[bool, bool], list[_Use]]] = defaultdict(lambda: defaultdict(list))
        lines = [
            (one.label, slots_of(one.text))
            for one in book.lines
            if labels is None or one.label.removesuffix(NOT) in labels or one.label in _NEGATORS
        ]
        lines_with = Counter(word for _label, slots in lines for word in words_needed(slots))
        for label, slots in lines:
            place = telling(slots, lines_with)
            line = _Line(label, slots, place, book)
            for option in slots[place].options:
                begins, ends = edges(slots, place, option)
                # Where letters may stand fast before a word, it may begin within another.
                edge = (begins and not book.prefixes, ends)
                word, use = word_of(option), _Use(line, option)
                for spelling in {word, word.replace("'", "")}:
                    uses[spelling][edge].append(use)
        self._automaton: Any = ahocorasick.Automaton()
        for word, found in uses.items():
            self._automaton.add_word(word, (len(word), tuple(found.items())))
        self._is_empty = not uses
        if uses:
            self._automaton.make_automaton()

    def cues(self, text: Aligned) -> list[Cue]:
        """Answers what the phrases show, in the order of their places; what denies a phrase is not looked at yet."""
        if self._is_empty:
            return []
        found = {
            Cue(label, text.origin(start), text.origin(end - 1) + 1)
            for label, start, end in self._found(text.text)
        }
        return sorted(found, key=lambda cue: (cue.start, cue.end, cue.label))

    def _found(self, text: str) -> Iterator[tuple[str, int, int]]:
        backwards, size, keys = text[::-1], len(text), keys_of(text)
        for last, (length, groups) in self._automaton.iter(text):
            end, start = last + 1, last + 1 - length
            is_begun = start == 0 or not text[start - 1].isalnum() or bool(_HAN.match(text[start - 1]))
            is_ended = end == size or not text[end].isalnum() or bool(_HAN.match(text[end]))
            for (begins, ends), uses in groups:
                if (begins and not is_begun) or (ends and not is_ended):
                    continue
                for use in uses:
                    if use.line.may_be_in(keys) and (span := use.span(text, backwards, start, end)):
                        yield use.line.label, *span


@cache
def matcher(language: str, purpose: str) -> Matcher:
    """Answers the phrases of a language for one purpose: read, reply, tone; both ways of writing Chinese share them."""
    return Matcher(phrasebook(language.partition("-")[0]), frozenset(PURPOSES[purpose]))


def undenied(text: str, cues: Iterable[Cue], deniable: Collection[str]) -> list[Cue]:
    """Answers the cues that hold: not those that only look like their label, nor those that somebody denies.

    `deniable` are the labels that a negator before or after them takes away: "I am not going to sue".
    """
    found = list(cues)
    negators = [cue for cue in found if cue.label == "negator"]
    after = [cue for cue in found if cue.label == "negator.after"]
    # What only looks like a label does so within one clause.
    looks = [cue for cue in found if cue.label.endswith(NOT) and not _COMMA.search(text, cue.start, cue.end)]
    return [
        cue
        for cue in found
        if cue.label not in _NEGATORS
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
