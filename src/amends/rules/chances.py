"""What chance alone would do: two sides of matched complaints, weighed together stratum by stratum.

Mean, spread and skew of dealing the same outcomes out at random within each stratum are known exactly; how often
chance parts two sides so far follows from these three by the Wilson-Hilferty form of Pearson's third type.

Source: Mantel and Haenszel 1959; Wilson and Hilferty 1931.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import copysign, erfc, sqrt
from typing import NamedTuple

NINETY_FIVE = 1.959964
_STRAIGHT, _CLOSE = 1e-6, 1e-9


class Sums(NamedTuple):
    """The outcomes of some complaints of one stratum, added up, with their squares and cubes."""

    size: int
    total: float
    squares: float
    cubes: float


def summed(places: Sequence[int], indexes: Iterable[int], values: Sequence[float]) -> dict[int, Sums]:
    """Answers the sums of these complaints in each stratum."""
    held: dict[int, list[float]] = {}
    for index in indexes:
        held.setdefault(places[index], []).append(values[index])
    return {place: _sums(found) for place, found in held.items()}


def _sums(found: Sequence[float]) -> Sums:
    squares = [value * value for value in found]
    cubes = sum(square * value for square, value in zip(squares, found, strict=True))
    return Sums(len(found), sum(found), sum(squares), cubes)


class Weights(NamedTuple):
    """Mantel-Haenszel weights of the strata that hold both sides, with the counts behind them."""

    of: Mapping[int, tuple[int, int, float]]
    whole: float
    cases: int
    others: int


class Chance(NamedTuple):
    """Two sides under one outcome, weighed together, and what dealing it out at random would do to the difference."""

    theirs: float
    others: float
    spread: float
    skew: float

    @property
    def difference(self) -> float:
        """Answers by how much the one side lies above the others."""
        return self.theirs - self.others

    @property
    def of_chance(self) -> float:
        """Answers how often chance alone would part the two sides at least so far."""
        if not self.spread:
            return 1.0
        return erfc(abs(score(self.difference / self.spread, self.skew)) / sqrt(2))

    @property
    def margins(self) -> tuple[float, float]:
        """Answers how far chance alone takes the difference down and up in ninety-five reports of a hundred."""
        return quantile(-NINETY_FIVE, self.skew) * self.spread, quantile(NINETY_FIVE, self.skew) * self.spread


def weighed(weights: Weights, both: Mapping[int, Sums], mine: Mapping[int, Sums]) -> Chance:
    """Answers one side against the rest, from the sums of both together and of the one side."""
    theirs = others = spread = skew = 0.0
    for place, (count, rest, weight) in weights.of.items():
        whole, part = both[place], mine[place]
        theirs += weight * part.total / count
        others += weight * (whole.total - part.total) / rest
        variance, third = _moments(whole)
        spread += weight * variance
        skew += third * count * rest * (rest - count)
    bent = skew / spread**1.5 if spread else 0.0
    return Chance(theirs / weights.whole, others / weights.whole, sqrt(spread) / weights.whole, bent)


def _moments(sums: Sums) -> tuple[float, float]:
    """Answers spread and skew of a draw without putting back from one stratum, but for the draw's own size."""
    n = sums.size
    mean = sums.total / n
    variance = max(0.0, sums.squares - sums.total * mean) / (n - 1)
    if n < 3:
        return variance, 0.0
    third = sums.cubes - 3 * mean * sums.squares + 2 * n * mean**3
    return variance, third / (n * (n - 1) * (n - 2))


def score(units: float, skew: float) -> float:
    """Answers how many spreads of the normal curve a skewed difference of so many spreads is worth."""
    if abs(skew) < _STRAIGHT:
        return units
    base = 1 + skew * units / 2
    return 6 / skew * (copysign(abs(base) ** (1 / 3), base) - 1) + skew / 6


def quantile(normal: float, skew: float) -> float:
    """Answers how many spreads of a skewed difference so many of the normal curve are worth."""
    if abs(skew) < _STRAIGHT:
        return normal
    return 2 / skew * (((normal - skew / 6) * skew / 6 + 1) ** 3 - 1)


class Curve(NamedTuple):
    """The waits of one side, the shortest first, each with the share of the common mix that waited up to it."""

    places: Sequence[int]
    minutes: Sequence[int]
    reached: Sequence[float]

    def at(self, share: float) -> float:
        """Answers the wait below which so large a share lies, half way where two are as good."""
        wanted = min(1.0, max(0.0, share)) * self.reached[-1]
        place = min(bisect_right(self.reached, wanted - _CLOSE), len(self.minutes) - 1)
        is_between = abs(self.reached[place] - wanted) < _CLOSE and place + 1 < len(self.minutes)
        return (self.minutes[place] + self.minutes[place + int(is_between)]) / 2


def curve(places: Sequence[int], minutes: Sequence[int], shares: Mapping[int, float]) -> Curve:
    """Answers the waits of one side, which stand in order, with what each stratum weighs."""
    return Curve(places, minutes, list(accumulate(map(shares.__getitem__, places))))
