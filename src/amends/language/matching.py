"""Finds the phrases of one language in a text, all in one pass, each with the place that says so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick

from amends.language.aligned import EMPTY_LINE, Aligned
from amends.language.book import NOT, book_bytes, read_book
from amends.language.indexing import Index, Use, index_of, unpacked, uses_of
from amends.language.keeping import kept
from amends.language.labels import NAMING, READ_LABELS, REPLY_LABELS, TONE_LABELS
from amends.language.lines import (
    Joint,
    Slot,
    after_word,
    bare_sides,
    before_word,
    beside,
    is_han,
    keys_of,
    needs_of,
    stands_alone,
)
from amends.language.scripts import HAN_CLASS, fold

_DENIED: Final = 28
_DENIED_HAN: Final = 6
"""So far what denies something reaches."""
_BUT: Final = ("but", "however", "instead", "но", "однако", "а", "ала", "обаче", "men", "utan", "אבל", "אלא")
_BUTS: Final = "|".join(
    dict.fromkeys(way(word) for word in _BUT for way in (str.lower, str.upper, str.title))
)
_FIRST: Final = "".join(dict.fromkeys(word[0] for word in _BUTS.split("|")))
# How one may begin is looked at first: most places fail there, in half the time.
CLAUSE_END: Final = re.compile(
    rf"(?=[!?…。！？，;；.:,\n\u2029 {_FIRST}但不而])"
    rf"(?:[!?…。！？，;；]|(?<!\d)[.:,]|[.:,](?!\d)|{EMPTY_LINE}| - |\b(?:{_BUTS})\b|但|不过|而是)"
)
_COMMA: Final = re.compile("[,，、]")
_HAN: Final = re.compile(f"[{HAN_CLASS}]")
NAMES: Final = "names"
_NO_NAME: Final = f"name{NOT}"
PURPOSES: Final = {
    "read": READ_LABELS,
    "reply": REPLY_LABELS,
    "tone": TONE_LABELS,
    NAMES: NAMING,
}
"""What phrases are looked for; each purpose has its own, so that none is looked for in vain."""


class Cue(NamedTuple):
    """A label, and the place of the words that show it. Units: code points of the text as written."""

    start: int
    end: int
    label: str
    is_parted: bool = False
    """The line itself has a comma in it."""


class _Line:
    """One line of a book, taken apart when it is first met."""

    __slots__ = ("is_parted", "label", "needs", "sides", "slots")

    def __init__(self, kept: tuple[str, bytes, bool], place: int, index: Index) -> None:
        self.label, packed, self.is_parted = kept
        self.slots = unpacked(packed)
        self.sides = beside(self.slots, place)
        # A place with few ways fails soonest. In Chinese the short patterns are quicker than asking.
        needs = () if index.is_han else needs_of(self.slots, place, index.prefixes)
        self.needs = tuple(sorted(needs, key=len))
        """What else than its telling word a text must have."""


class Keys:
    """The words of a text that phrases need, found when the first of them asks; a name is none that any needs."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def words(self) -> set[str]:
        """Answers the words of the text and how they begin, each Chinese character, and each two side by side."""
        return keys_of(self._text)


_Match = Callable[[str, int], re.Match[str] | None]


class _Use:
    """What must stand around a telling word; its patterns are made when a text may have the whole line."""

    __slots__ = (
        "_after",
        "_before",
        "_has_after",
        "_has_before",
        "_is_after_first",
        "_made",
        "index",
        "is_whole",
        "line",
        "option",
    )

    def __init__(self, line: _Line, use: Use, index: Index) -> None:
        self.line, self.index, self._made = line, index, use
        self.option = line.slots[use.place].options[use.option]
        self.is_whole = stands_alone(line.slots, self.option, has_prefixes=bool(index.prefixes))
        is_bare_before, is_bare_after = bare_sides(self.option)
        # With no other word on a side its edge is all, and that was looked at already.
        self._has_before = use.place > 0 or not is_bare_before or bool(index.prefixes)
        self._has_after = use.place + 1 < len(line.slots) or not is_bare_after
        self._is_after_first = self._has_after and _is_sooner_after(line.slots, use.place)
        self._before: _Match | None = None
        self._after: _Match | None = None

    def span(self, text: str, backwards: str, start: int, end: int) -> tuple[int, int] | None:
        """Answers where the whole phrase stands around its word; None where it does not."""
        begun, ended = start, end
        if self._is_after_first:
            if not (after := (self._after or self._made_after())(text, end)):
                return None
            ended = after.end()
        if self._has_before:
            if not (before := (self._before or self._made_before())(backwards, len(text) - start)):
                return None
            begun = len(text) - before.end()
        if self._has_after and not self._is_after_first:
            if not (after := (self._after or self._made_after())(text, end)):
                return None
            ended = after.end()
        return begun, ended

    def _made_before(self) -> _Match:
        slots, place, index = self.line.slots, self._made.place, self.index
        pattern = before_word(slots, place, self.option, index.prefixes, is_han=index.is_han)
        self._before = _compiled(pattern).match
        return self._before

    def _made_after(self) -> _Match:
        pattern = after_word(self.line.slots, self._made.place, self.option, is_han=self.index.is_han)
        self._after = _compiled(pattern).match
        return self._after


def _is_sooner_after(slots: Sequence[Slot], place: int) -> bool:
    """Answers whether what must follow a word fails sooner than what must stand before it.

    Beside a word few places are tried, over a gap many; else the side with fewer words, or the other is never compiled.
    """
    is_far_before = place > 0 and slots[place].joint is Joint.GAP
    is_far_after = place + 1 < len(slots) and slots[place + 1].joint is Joint.GAP
    if is_far_before != is_far_after:
        return is_far_before
    return place * 2 >= len(slots)


_Signs = frozenset[str]
_Way = tuple[int, _Signs, tuple[frozenset[str], ...], _Use]
"""How many signs before a word must be one of which, what else a text must have, and the rest."""
_Ahead = tuple[int, dict[str, list[_Way]]]
"""How many signs after a word tell which ways are left: few of many are looked at."""
_Group = tuple[bool, bool, int, int, list[_Way], list[_Ahead]]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class Matcher:
    """The phrases of one book under some labels, ready to be found."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lines: dict[int, _Line] = {}
        self._ready: list[list[_Group] | None] = [None] * len(index.words)
        self._automaton = AhoCorasick(index.words, store_patterns=False)

    def cues(self, text: Aligned, keys: Keys | None = None) -> list[Cue]:
        """Answers what the phrases show, in the order of their places; what denies a phrase is not looked at yet.

        Whoever looks through a text twice gives the same `keys`.
        """
        if not self._index.words:
            return []
        found = set(self._found(text.text, keys or Keys(text.text)))
        if text.places:
            cues = [
                Cue(text.origin(start), text.origin(end - 1) + 1, label, is_parted)
                for start, end, label, is_parted in found
            ]
        else:
            cues = list(map(Cue._make, found))
        cues.sort()
        return cues

    def _found(self, text: str, keys: Keys) -> Iterator[tuple[int, int, str, bool]]:
        backwards, size = text[::-1], len(text)
        words: set[str] | None = None
        ready, made = self._ready, self._made
        for at, first, _last in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for begins, ends, skipped, length, ways, aheads in ready[at] or made(at):
                start = first + skipped
                end = start + length
                # A word that goes on is another word; beside Chinese it ends.
                if begins and start and (sign := text[start - 1]).isalnum() and not is_han(sign):
                    continue
                if ends and end < size and (sign := text[end]).isalnum() and not is_han(sign):
                    continue
                for signs, table in aheads:
                    if more := table.get(text[end : end + signs]):
                        ways = ways + more
                for before, behind, needs, use in ways:
                    if before and (start < before or text[start - before : start] not in behind):
                        continue
                    if needs and words is None:
                        words = keys.words
                    for need in needs:
                        if need.isdisjoint(words or ()):
                            break
                    else:
                        if use.is_whole:
                            yield start, end, use.line.label, use.line.is_parted
                        elif span := use.span(text, backwards, start, end):
                            yield *span, use.line.label, use.line.is_parted

    def _made(self, at: int) -> list[_Group]:
        """Answers the uses of a word, by how its edges must stand; made when it is first met."""
        groups: dict[tuple[bool, bool, int, int], list[tuple[_Signs, _Way]]] = defaultdict(list)
        for use in uses_of(self._index, at):
            line = self._lines.get(use.line)
            if line is None:
                kept = self._index.lines[use.line]
                line = self._lines[use.line] = _Line(kept, use.place, self._index)
            one = _Use(line, use, self._index)
            behind, ahead = (
                signs if is_bare else frozenset[str]()
                for signs, is_bare in zip(line.sides, bare_sides(one.option), strict=True)
            )
            edges = (use.begins, use.ends, use.skipped, use.length)
            groups[edges].append((ahead, (_length(behind), behind, line.needs, one)))
        made = [(*edges, *_by_ahead(ways)) for edges, ways in groups.items()]
        self._ready[at] = made
        return made


def _by_ahead(ways: Iterable[tuple[_Signs, _Way]]) -> tuple[list[_Way], list[_Ahead]]:
    """Answers the ways that any sign may follow, and the others by the signs that must."""
    free: list[_Way] = []
    tables: dict[int, dict[str, list[_Way]]] = defaultdict(lambda: defaultdict(list))
    for ahead, way in ways:
        if not ahead:
            free.append(way)
        for signs in ahead:
            tables[len(signs)][signs].append(way)
    return free, [(length, dict(table)) for length, table in tables.items()]


def _length(signs: _Signs) -> int:
    return len(next(iter(signs), ""))


@cache
def matcher(language: str, purpose: str) -> Matcher:
    """Answers the phrases of a language for one purpose: read, reply, tone; both ways of writing Chinese share them."""
    name = language.partition("-")[0]
    labels = frozenset(PURPOSES[purpose])

    def made(text: str) -> tuple[object, ...]:
        return tuple(index_of(read_book(text), labels, names=purpose == NAMES))

    return Matcher(Index._make(kept(f"{name}.{purpose}", book_bytes(name), made)))


@cache
def no_names(language: str) -> frozenset[str]:
    """Answers the words of a language that are written with a capital and name no firm."""

    def made(text: str) -> tuple[str, ...]:
        return tuple(one.text for one in read_book(text).lines if one.label == _NO_NAME)

    name = language.partition("-")[0]
    lines: tuple[str, ...] = kept(f"{name}.{_NO_NAME}", book_bytes(name), made)
    return frozenset(word for line in lines for word in fold(line).split())


class Looks:
    """What only looks like a label, and takes away what it overlaps; within one clause, unless its line has a comma."""

    def __init__(self, text: str, cues: Iterable[Cue]) -> None:
        self._places: dict[str, tuple[list[int], list[int]]] = {}
        for cue in sorted([cue for cue in cues if cue.label.endswith(NOT)]):
            if cue.is_parted or not _COMMA.search(text, cue.start, cue.end):
                starts, ends = self._places.setdefault(cue.label.removesuffix(NOT), ([], []))
                starts.append(cue.start)
                ends.append(max(cue.end, ends[-1] if ends else 0))

    def touch(self, label: str, start: int, end: int) -> bool:
        """Answers whether something in a place only looks like a label."""
        if label not in self._places:
            return False
        starts, ends = self._places[label]
        before = bisect_left(starts, end)
        return before > 0 and ends[before - 1] > start

    def standing(self, cues: Iterable[Cue]) -> list[Cue]:
        """Answers the cues that do not only look like their label."""
        said = [cue for cue in cues if not cue.label.endswith(NOT)]
        if not self._places:
            return said
        return [cue for cue in said if not self.touch(cue.label, cue.start, cue.end)]


def undenied(text: str, cues: Iterable[Cue], deniable: Collection[str]) -> list[Cue]:
    """Answers the cues that nobody denies, without what denies them.

    `deniable` are the labels that a negator before or after them takes away: "I am not going to sue".
    """
    said: list[Cue] = []
    negators: list[Cue] = []
    after: list[Cue] = []
    kinds = {"negator": negators, "negator.after": after}
    for cue in cues:
        kinds.get(cue.label, said).append(cue)
    if not negators and not after:
        return said
    return [one for one in said if one.label not in deniable or not _is_denied(text, one, negators, after)]


def _is_denied(text: str, cue: Cue, before: list[Cue], after: list[Cue]) -> bool:
    return any(one.start < cue.start and _reaches(text, one.end, cue.start) for one in before) or any(
        one.end > cue.end and _reaches(text, cue.end, one.start) for one in after
    )


def _reaches(text: str, end: int, start: int) -> bool:
    if start - end > _DENIED:
        return False
    far = _DENIED_HAN if _HAN.search(text, max(0, end - 1), start + 1) else _DENIED
    return start - end <= far and not CLAUSE_END.search(text[end:start])
