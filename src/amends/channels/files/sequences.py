"""Whether the numbers of a file ascend with time, and what day each number can then have."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from collections.abc import Sequence as Listed
from dataclasses import dataclass

_GRAINS = (1, 5, 25, 125)
_FEWEST = 8
_ASCENDING_SHARE = 0.9
_WIDEST_TOLERANCE = 45
_WITHIN = 0.98
_EDGE_PARTS = 8
_EDGE_FACTOR = 3
_FEWEST_FOR_EDGE = 40
NEVER = 0
ALWAYS = 4_000_000
"""Day counts before and after every date of the calendar: an open side of a window."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Numbers that ascend (or descend) with time: knots of number and day, and how exactly they hold.

    Units: days are counts of days; `reach` is the most days per number seen, 0 where too little is known.
    """

    source: str
    descending: bool
    keys: tuple[int, ...]
    days: tuple[int, ...]
    tolerance: int
    anchors: int
    share: float
    reach: float

    def window(self, key: int, use_reach: bool = False) -> tuple[int, int]:
        """Answers the first and last day that a number can have."""
        if self.descending:
            key = -key
        before, after = bisect_left(self.keys, key) - 1, bisect_right(self.keys, key)
        first = self.days[before] if before >= 0 else self._beyond(key - self.keys[0], use_reach)
        last = self.days[after] if after < len(self.days) else self._beyond(key - self.keys[-1], use_reach)
        return first - self.tolerance, last + self.tolerance

    def _beyond(self, step: int, use_reach: bool) -> int:
        """Answers the farthest day beyond an end: open, or as far as the numbers' own pace carries,
        threefold.
        """
        near = abs(step) * _EDGE_PARTS <= self.keys[-1] - self.keys[0]
        if not (use_reach and self.reach and near):
            return NEVER if step <= 0 else ALWAYS
        carried = int(abs(step) * self.reach * _EDGE_FACTOR) + 2
        return self.days[0] - carried if step <= 0 else self.days[-1] + carried


def find_sequence(source: str, keys: Listed[int], days: Listed[int]) -> Sequence | None:
    """Answers how the days of the certain rows ascend with their numbers, None where they do not.

    A number of 0 is missing. Rows that break the order are left out if they are few; jitter of some days
    becomes
    tolerance, found by looking at ever coarser groups until their middles ascend.
    """
    pairs = sorted((key, day) for key, day in zip(keys, days, strict=True) if key)
    if len(pairs) < _FEWEST:
        return None
    mirrored = sorted((-key, day) for key, day in pairs)
    found = [_ascending(source, pairs, False), _ascending(source, mirrored, True)]
    usable = [sequence for sequence in found if sequence]
    return min(usable, key=lambda sequence: (sequence.tolerance, -sequence.share), default=None)


def _ascending(source: str, pairs: list[tuple[int, int]], descending: bool) -> Sequence | None:
    for grain in _GRAINS:
        points = _middles(pairs, grain) if grain > 1 else pairs
        if len(points) < _FEWEST:
            return None
        spine = _longest_ascending(points)
        share = len(spine) / len(points)
        if share < _ASCENDING_SHARE:
            continue
        knots = _turning_points(spine)
        bare = Sequence(source, descending, *_columns(knots), 0, len(pairs), share, 0.0)
        tolerance = _tolerance(bare, pairs)
        if tolerance <= _WIDEST_TOLERANCE and knots[-1][1] - knots[0][1] > max(2, 2 * tolerance):
            reach = _reach(knots) if len(pairs) >= _FEWEST_FOR_EDGE else 0.0
            return Sequence(source, descending, bare.keys, bare.days, tolerance, len(pairs), share, reach)
    return None


def _columns(knots: list[tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(key for key, _ in knots), tuple(day for _, day in knots)


def _middles(pairs: list[tuple[int, int]], grain: int) -> list[tuple[int, int]]:
    groups = (pairs[at : at + grain] for at in range(0, len(pairs) - grain + 1, grain))
    return [(group[len(group) // 2][0], sorted(day for _, day in group)[len(group) // 2]) for group in groups]


def _longest_ascending(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Answers the longest run of points, not all neighbours, whose days never fall."""
    tails: list[int] = []
    tops: list[int] = []
    before = [-1] * len(points)
    for at, (_, day) in enumerate(points):
        place = bisect_right(tails, day)
        before[at] = tops[place - 1] if place else -1
        if place == len(tails):
            tails.append(day)
            tops.append(at)
        else:
            tails[place], tops[place] = day, at
    return list(reversed(list(_chain(points, before, tops[-1]))))


def _chain(points: list[tuple[int, int]], before: list[int], at: int) -> Iterator[tuple[int, int]]:
    while at >= 0:
        yield points[at]
        at = before[at]


def _turning_points(spine: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Answers the first and last point of each day: all that a window needs."""
    last = len(spine) - 1
    return [
        point
        for at, point in enumerate(spine)
        if at in (0, last) or spine[at - 1][1] != point[1] or spine[at + 1][1] != point[1]
    ]


def _tolerance(sequence: Sequence, pairs: list[tuple[int, int]]) -> int:
    """Answers how far the certain rows lie outside their windows, the worst two in a hundred left out."""
    outside = sorted(_outside(sequence, -key if sequence.descending else key, day) for key, day in pairs)
    return outside[int(_WITHIN * (len(outside) - 1))]


def _outside(sequence: Sequence, key: int, day: int) -> int:
    first, last = sequence.window(key)
    return max(0, first - day, day - last)


def _reach(knots: list[tuple[int, int]]) -> float:
    """Answers the most days per number in any part of the file: how slowly its numbers may pass."""
    width = max(1, (knots[-1][0] - knots[0][0]) // _EDGE_PARTS)
    paces = []
    for part in range(_EDGE_PARTS):
        start = knots[0][0] + part * width
        inside = [knot for knot in knots if start <= knot[0] <= start + width]
        if len(inside) > 1 and inside[-1][0] > inside[0][0]:
            paces.append((inside[-1][1] - inside[0][1]) / (inside[-1][0] - inside[0][0]))
    return max(paces) if len(paces) >= _EDGE_PARTS // 2 else 0.0


def ascending_share(keys: Listed[int], days: Listed[int]) -> float:
    """Answers which share of rows keeps its order when read by number, in the better direction."""
    stride = max(1, len(keys) // 20_000)
    pairs = sorted((keys[at], days[at]) for at in range(0, len(keys), stride) if keys[at] and days[at])
    if len(pairs) < _FEWEST or len({day for _, day in pairs}) < 3:
        return 0.0
    mirrored = sorted((-key, day) for key, day in pairs)
    return max(len(_longest_ascending(pairs)), len(_longest_ascending(mirrored))) / len(pairs)
