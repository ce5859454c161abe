"""Weak signs: words of which none says it, and which say it together.

Who means to harm themselves, threatens, or can't help themselves often says so in no phrase that a book holds. Beside
each book lies a table of pieces of words, with what each speaks for or against: a logistic regression, kept as text.
Source: learned by `python -m bench.said.weighing` from the lines of the books and of the tables under `tests/corpora`,
and against texts that people wrote about other things. Units: log odds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick

from amends.language.aligned import Aligned
from amends.language.labels import BOOKS
from amends.language.scripts import HAN_CLASS

_SENTENCE: Final = re.compile(r"[^\s.!?][^.!?]*[.!?]*")
_HAN: Final = re.compile(f"[{HAN_CLASS}]")
STRETCH: Final = 300
STRETCH_HAN: Final = 110
"""So long are the longest lines that the weights were learned from. Units: code points."""
FEWEST: Final = 20
"""Some four words have so many pieces; fewer say much by chance, and what is said in so few stands in a book."""


class Sign(NamedTuple):
    """A label that weak signs show together, and the sentence with most of them. Units: code points as written."""

    start: int
    end: int
    label: str


_Hit = tuple[int, int, int]
"""Which piece, where it begins and where it ends, in a text with a blank before it."""


class Signs:
    """The weighed pieces of one language, ready to be found; `needed` is the sum that shows each label."""

    def __init__(
        self, needed: Mapping[str, float], pieces: Sequence[str], weights: Sequence[Sequence[float]]
    ) -> None:
        self._needed = needed
        columns = zip(*weights, strict=True)
        self._weights: dict[str, tuple[float, ...]] = dict(zip(needed, columns, strict=False))
        self._automaton = AhoCorasick(pieces, store_patterns=False)
        self._longest = STRETCH_HAN if any(map(_HAN.search, pieces)) else STRETCH

    @property
    def labels(self) -> tuple[str, ...]:
        """Answers what can be shown."""
        return tuple(self._needed)

    def numbers(self, text: str) -> set[int]:
        """Answers which pieces an aligned text has."""
        return {number for number, _start, _end in self._hits(text)}

    def shown(self, text: Aligned, known: Collection[str]) -> Iterator[Sign]:
        """Answers the labels that are shown beside those `known` already."""
        asked = [label for label in self._weights if label not in known]
        hits = self._hits(text.text) if asked else []
        # Most texts are short and show nothing.
        if len(text.text) <= self._longest and not self._says({hit[0] for hit in hits}, asked):
            return
        stretches = list(_stretches(text.text, self._longest))
        for stretch in stretches:
            inside = hits if len(stretches) == 1 else _between(hits, stretch[0], stretch[-1])
            numbers = {number for number, _start, _end in inside}
            for label in asked:
                if self.sum(numbers, label) > self._needed[label]:
                    start, end = max(pairwise(stretch), key=lambda one: self._part(inside, label, *one))
                    last = start + len(text.text[start:end].rstrip()) - 1
                    yield Sign(text.origin(start), text.origin(last) + 1, label)

    def sum(self, numbers: Collection[int], label: str) -> float:
        """Answers how much pieces speak for a label, whatever their number. Units: log odds."""
        weights = self._weights[label]
        return sum([weights[number] for number in numbers]) / sqrt(max(len(numbers), FEWEST))

    def _says(self, numbers: Collection[int], labels: Iterable[str]) -> bool:
        return any(self.sum(numbers, label) > self._needed[label] for label in labels)

    def _hits(self, text: str) -> list[_Hit]:
        # A word begins with a blank, also the first.
        hits: list[_Hit] = self._automaton.find_matches_as_indexes(f" {text}", overlapping=True)
        return hits

    def _part(self, hits: list[_Hit], label: str, start: int, end: int) -> float:
        return sum(self._weights[label][number] for number, _start, _end in _between(hits, start, end))


def _between(hits: list[_Hit], start: int, end: int) -> list[_Hit]:
    return [hit for hit in hits if start <= hit[1] < end]


def _stretches(text: str, longest: int) -> Iterator[list[int]]:
    """Answers a text in stretches of whole sentences, each as the places where its sentences begin, and its end."""
    places: list[int] = []
    for found in _SENTENCE.finditer(text):
        if places and found.end() - places[0] > longest:
            yield [*places, found.start()]
            places = []
        places.append(found.start())
    if places:
        yield [*places, len(text)]


@cache
def signs_of(language: str) -> Signs:
    """Answers the weak signs of a language; both ways of writing Chinese share theirs."""
    name = language.partition("-")[0]
    if name not in BOOKS:
        return Signs({}, (), ())
    return read_signs(files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8"))


def read_signs(text: str) -> Signs:
    """Answers the signs in a table: on its first line labels and the sum that each needs, then weights and a piece."""
    head, *lines = text.splitlines()
    words = head.split()
    rows = [line.partition("|") for line in lines]
    return Signs(
        dict(zip(words[::2], map(float, words[1::2]), strict=True)),
        [piece for _weights, _sign, piece in rows],
        [[*map(float, weights.split())] for weights, _sign, _piece in rows],
    )
