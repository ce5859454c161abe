"""Weak signs: words of which none says it, and which say it together; and what they say against a phrase.

Who means to harm themselves, threatens or goes often says so in no phrase that a book holds; and what looks like a
phrase may stand among words with which nobody means it. Beside each book lie tables of pieces of words, with what
each speaks for or against: a logistic regression, kept as text; and of kinds of words (amends.language.kinds), so
that words which no line has weigh as others of their kind do. Source: learned by `python -m bench.said.weighing` from
the lines of the books and of the tables under `tests/corpora`, and against texts about other things.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from functools import cache
from math import inf
from pathlib import Path
from typing import Any, Final, NamedTuple

from ahocorasick_rs import AhoCorasick

from amends.language.aligned import Aligned
from amends.language.keeping import kept
from amends.language.kinds import ENDS, Rows, is_of_kinds, kind_pieces, kinds_of, rows_of
from amends.language.labels import BOOKS
from amends.language.lines import is_han
from amends.language.packed import MOST, bar, exceeding, is_high, packed, weight

WINDOW: Final = 130
WINDOW_HAN: Final = 52
"""Sentences are weighed together as long as they are no longer than this. Units: code points."""
_SENTENCE: Final = re.compile(r"[^\s.!?][^.!?]{0,240}[.!?]*")
_SURE: Final = 30
"""So much more than it needs makes a label sure. Units: steps."""
_NEVER: Final = "-"
_LONGEST_WORD: Final = 30
_BETWEEN_WORDS: Final = frozenset((*ENDS, *' ()[]"«»“”„'))
_DIGIT: Final = re.compile("[1-9]")
"""The third time and the fourth say the same."""


class Needed(NamedTuple):
    """What a label needs. Units: steps of its weights, summed.

    A sum above `shown` shows it where no phrase does; a phrase for it with a sum below `doubted` is not believed.
    """

    label: str
    shown: float
    doubted: float


class Sign(NamedTuple):
    """A label that weak signs show together, and the sentence with most of them. Units: code points as written."""

    start: int
    end: int
    label: str
    is_sure: bool
    """They speak for it by far more than it needs."""


_Span = tuple[int, int]
_Sum = tuple[int, int]
"""The weights of all pieces between two places in one sum, and how many they are."""


class Signs:
    """The weighed pieces of one language for one purpose, ready to be found; first comes what they may show."""

    def __init__(
        self,
        needed: Sequence[Needed],
        pieces: Sequence[str],
        weights: Sequence[int],
        window: int = WINDOW,
        kinds: Rows | None = None,
    ) -> None:
        self.weighed = [*enumerate(needed)]
        self._needed = {one.label: (at, one) for at, one in self.weighed}
        self.showing = [(at, one) for at, one in self.weighed if one.shown < inf]
        self.doubtable = frozenset(one.label for one in needed if one.doubted > -inf)
        self._bars: dict[int, int] = {}
        self.weights, self.window = weights, window
        # Those of kinds come last.
        first = bisect_left(pieces, True, key=is_of_kinds)
        self._automaton = AhoCorasick(pieces[:first], store_patterns=False)
        self._of_kinds = {piece: first + at for at, piece in enumerate(pieces[first:])}
        self._kinds = kinds if self._of_kinds else None

    def need(self, label: str) -> tuple[int, Needed]:
        """Answers which weights are a label's own and what it needs; nothing where nobody weighs it."""
        return self._needed.get(label) or (0, Needed(label, inf, -inf))

    def bar(self, count: int) -> int:
        """Answers what a sum of so many pieces is held against, to see whether it shows a label."""
        if (found := self._bars.get(count)) is None:
            found = self._bars[count] = bar([one.shown for _at, one in self.showing], count)
        return found

    def found(self, text: str) -> tuple[Sequence[int], Sequence[int]]:
        """Answers which pieces of words an aligned text has, and where each of them ends, in the order of their ends.

        Blanks stand around a word, also the first and the last: places are those of the text with one before it.
        Every digit is `0`.
        """
        text = _DIGIT.sub("0", f" {text} ")
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        numbers, _starts, ends = zip(*hits, strict=True) if hits else ((), (), ())
        return numbers, ends

    def of_kinds(self, texts: Sequence[str]) -> list[set[int]]:
        """Answers which pieces of kinds each of some aligned texts has."""
        if self._kinds is None:
            return [set() for _ in texts]
        known = self._of_kinds.get
        found = [set(map(known, kind_pieces(row))) for row in rows_of(self._kinds, texts)]
        return [{number for number in numbers if number is not None} for numbers in found]


class Weighed:
    """A text whose pieces were found: what its sentences speak for, some at a time or each by itself."""

    def __init__(self, text: Aligned, signs: Signs) -> None:
        self._text, self._signs = text, signs
        self._numbers, self._ends = signs.found(text.text) if signs.weights else ((), ())
        self._of_sentences: dict[_Span, _Sum] = {}
        self._group(signs.window)

    def each_alone(self) -> Weighed:
        """Answers the same text with each sentence by itself."""
        one = copy(self)
        one._group(0)
        return one

    def _group(self, window: int) -> None:
        self._groups = _groups(self._text.text, window) if self._numbers else []
        self._starts = [self._text.origin(group[0][0]) for group in self._groups]
        self._sums = self._summed([(group[0][0], group[-1][1]) for group in self._groups])

    def _summed(self, spans: Sequence[_Span]) -> list[_Sum]:
        """Answers the sum of all pieces in each of some places."""
        kinds = self._signs.of_kinds([self._text.text[start:end] for start, end in spans])
        return [self._sum(*span, found) for span, found in zip(spans, kinds, strict=True)]

    def _sum(self, start: int, end: int, found: set[int]) -> _Sum:
        # In what was looked through, a blank stands before the text, and one may belong to the last word.
        first, last = bisect_right(self._ends, start + 1), bisect_right(self._ends, end + 2)
        # What is said twice says it no more.
        found.update(self._numbers[first:last])
        if len(found) > MOST:
            found = set(sorted(found)[:MOST])
        return sum(map(self._signs.weights.__getitem__, found)), len(found)

    def shown(self, known: Collection[str]) -> Iterator[Sign]:
        """Answers the labels that weak signs show beside those `known` already, each in the sentence with most."""
        bits = 0
        for total, count in self._sums:
            bits |= exceeding(total, self._signs.bar(count))
        # Most texts show little or nothing.
        for at, needed in self._signs.showing if bits else ():
            if not is_high(bits, at) or needed.label in known:
                continue
            most, group = max(
                (weight(total, count, at), group)
                for (total, count), group in zip(self._sums, self._groups, strict=True)
            )
            if most > needed.shown:
                start, end = self._most(group, at) if len(group) > 1 else group[0]
                last = start + len(self._text.text[start:end].rstrip()) - 1
                is_sure = most > needed.shown + _SURE
                yield Sign(self._text.origin(start), self._text.origin(last) + 1, needed.label, is_sure)

    def _most(self, group: Iterable[_Span], at: int) -> _Span:
        """Answers the sentence of a group that speaks most for a label."""
        sums = self._of_sentences
        new = [sentence for sentence in group if sentence not in sums]
        sums.update(zip(new, self._summed(new), strict=True))
        return max(group, key=lambda sentence: weight(*sums[sentence], at))

    def telling(self, label: str) -> tuple[int, int]:
        """Answers the word whose pieces speak most for a label, where most does. Units: code points as written."""
        at = self._signs.need(label)[0]
        _most, group = max(
            (weight(total, count, at), group)
            for (total, count), group in zip(self._sums, self._groups, strict=True)
        )
        words: dict[_Span, int] = defaultdict(int)
        first, last = bisect_right(self._ends, group[0][0] + 1), bisect_right(self._ends, group[-1][1] + 2)
        for number, end in zip(self._numbers[first:last], self._ends[first:last], strict=True):
            words[_word_at(self._text.text, end - 2)] += weight(self._signs.weights[number], 1, at)
        start, end = max(words, key=words.__getitem__, default=group[0])
        return self._text.origin(start), self._text.origin(end - 1) + 1

    def doubted(self, phrases: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
        """Answers the phrases around which the words speak against their labels; each has its place as written."""
        if not self._groups:
            return set()
        doubted = set[tuple[str, int]]()
        for label, start in phrases:
            at, needed = self._signs.need(label)
            if weight(*self._sum_at(start), at) < needed.doubted:
                doubted.add((label, start))
        return doubted

    def support(self, label: str, start: int) -> int:
        """Answers what the sentences around a place as written say for a label beyond what shows it. Units: steps."""
        at, needed = self._signs.need(label)
        return (
            int(weight(*self._sum_at(start), at) - needed.shown) if self._groups and needed.shown < inf else 0
        )

    def _sum_at(self, start: int) -> _Sum:
        """Answers the sum of the sentences in which a place as written stands."""
        return self._sums[max(bisect_right(self._starts, start) - 1, 0)]

    def sums(self, label: str) -> list[int]:
        """Answers what sentences speak for a label, some at a time. Units: as `Needed`."""
        at = self._signs.need(label)[0]
        return [weight(total, count, at) for total, count in self._sums]


def _word_at(text: str, place: int) -> _Span:
    """Answers the word in which a piece ends, or just after which; of Chinese the last two characters."""
    place = min(place, len(text) - 1)
    place -= text[place] == " "
    if is_han(text[place]):
        return max(place - 1, 0), place + 1
    start, end = place, place + 1
    while start and place - start < _LONGEST_WORD and _is_within_word(text[start - 1]):
        start -= 1
    while end < len(text) and end - place < _LONGEST_WORD and _is_within_word(text[end]):
        end += 1
    return start, end


def _is_within_word(sign: str) -> bool:
    return sign not in _BETWEEN_WORDS and not is_han(sign)


def parts_of(text: str, window: int) -> list[str]:
    """Answers the parts of an aligned text that are weighed: its sentences, some at a time."""
    return [text[group[0][0] : group[-1][1]] for group in _groups(text, window)]


def _groups(text: str, window: int) -> list[list[_Span]]:
    """Answers the sentences of a text in groups, each as many as are no longer than a window, one at least."""
    groups: list[list[_Span]] = []
    for found in _SENTENCE.finditer(text):
        sentence = found.span()
        if groups and sentence[1] - groups[-1][0][0] <= window:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return groups


@cache
def signs_of(language: str, purpose: str) -> Signs:
    """Answers the weak signs of a language for a purpose; both ways of writing Chinese share theirs."""
    name = language.partition("-")[0]
    if name not in BOOKS:
        return Signs((), (), ())
    table = Path(__file__).with_name(f"{name}.{purpose}.txt").read_bytes()
    needed, pieces, weights = kept(f"{name}.{purpose}.signs", table, taken_apart)
    kinds = kinds_of(name) if pieces and is_of_kinds(pieces[-1]) else None
    return Signs([*map(Needed._make, needed)], pieces, weights, window_of(name), kinds)


def window_of(language: str) -> int:
    """Answers how long sentences of a language may be to be weighed together. Units: code points."""
    return WINDOW_HAN if language.startswith("zh") else WINDOW


def taken_apart(table: str) -> tuple[Any, ...]:
    """Answers what labels need, the pieces and their weights.

    A table's first line has each label, what shows it and what makes it doubted; then the weights of a piece, and it.
    """
    head, *lines = table.splitlines()
    words = head.split()
    count = len(words) // 3
    needed = [
        (label, inf if shown == _NEVER else float(shown), -inf if doubted == _NEVER else float(doubted))
        for label, shown, doubted in zip(*[iter(words)] * 3, strict=True)
    ]
    return needed, [line[count:] for line in lines], [packed(line[:count]) for line in lines]
