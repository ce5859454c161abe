"""Same harm, same remedy: whether equal complaints are answered alike, whoever complains and however.

Complaints are matched in strata: the same failure, the same fault, a like price paid. In each stratum those of one
group are compared with all others, and the strata are weighed together by Mantel and Haenszel. What chance alone
would do is known exactly as mean, spread and skew of dealing the same outcomes out at random within each stratum;
the chance of a difference follows from these three by the Wilson-Hilferty form of Pearson's third type.

Source: Mantel and Haenszel 1959; Woodruff 1952 for medians; Holm 1979 for many looks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from amends.rules.chances import Chance, Curve, Sums, Weights, curve, summed, weighed
from amends.rules.harms import Matched

LEAST = 10
"""So many matched complaints must stand on either side; below it nothing is claimed."""
MOST_SKEW = 0.5
"""So lopsided at most may chance be: above it too few complaints carry the outcome, such as one refusal among forty."""
LEVEL = 0.05


class Measure(StrEnum):
    """What is compared: what was given of the price paid, the wait for an answer, whether it was refused."""

    REMEDY = "remedy"
    WAIT = "wait"
    REFUSED = "refused"


class Verdict(StrEnum):
    """What may be said of a difference: it is clear, it may be chance, none is seen, or there are too few."""

    CLEAR = "clear"
    MAYBE = "maybe"
    NONE = "none"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group against all others with the same harm.

    `theirs`, `others`, `difference`, `low` and `high` are in percent of the price, minutes, or percent refused;
    `money` is the difference of what was given. `chance` is how often chance alone would part them so far.
    """

    dimension: int
    group: str
    measure: Measure
    verdict: Verdict
    cases: int
    others_cases: int
    theirs: float = 0.0
    others: float = 0.0
    difference: float = 0.0
    low: float = 0.0
    high: float = 0.0
    chance: float = 1.0
    money: float = 0.0

    @property
    def is_worse(self) -> bool:
        """Answers whether this group fares worse: less given, a longer wait, more often refused."""
        return self.difference < 0 if self.measure is Measure.REMEDY else self.difference > 0


def compare(matched: Matched, dimensions: int) -> list[Comparison]:
    """Answers every group of every dimension against all others, judged together: Holm over all that is claimed.

    Where a dimension has two groups only, the one that fares worse is told. Nothing depends on what groups are called.
    """
    found: list[Comparison] = []
    outcomes = _outcomes(matched)
    for dimension in range(dimensions):
        sides = _sides(matched, dimension, outcomes)
        compared = [
            _compared(sides, dimension, group, measure) for group in sides.members for measure in Measure
        ]
        found += compared if len(sides.members) != 2 else _one_of_two(compared)
    return judged(found)


def _one_of_two(compared: Sequence[Comparison]) -> list[Comparison]:
    """Answers one of each pair that says the same from both sides."""
    half = len(compared) // 2
    return [
        one if one.is_worse or not other.is_worse else other
        for one, other in zip(compared[:half], compared[half:], strict=True)
    ]


def judged(compared: Sequence[Comparison]) -> list[Comparison]:
    """Answers the comparisons with what may be said of each, so that all together err in one report of twenty."""
    claimed = sorted((one.chance, place) for place, one in enumerate(compared) if _is_claimed(one))
    clear: set[int] = set()
    for done, (chance, place) in enumerate(claimed):
        if chance > LEVEL / (len(claimed) - done):
            break
        clear.add(place)
    return [
        replace(one, verdict=_verdict(one, place in clear)) if _is_claimed(one) else one
        for place, one in enumerate(compared)
    ]


def _is_claimed(one: Comparison) -> bool:
    return one.verdict is not Verdict.TOO_FEW


def _verdict(one: Comparison, is_clear: bool) -> Verdict:
    if one.low <= 0 <= one.high or one.chance > LEVEL:
        return Verdict.NONE
    return Verdict.CLEAR if is_clear else Verdict.MAYBE


def worst_first(compared: Iterable[Comparison]) -> list[Comparison]:
    """Answers what is clear and worse first, then what may be, then the rest; too few to say stands last."""
    order = [Verdict.CLEAR, Verdict.MAYBE, Verdict.NONE, Verdict.TOO_FEW]
    return sorted(
        compared, key=lambda one: (order.index(one.verdict), not one.is_worse, one.chance, -one.cases)
    )


# Sums over strata


class _Outcomes(NamedTuple):
    """What came of each complaint: percent of the price given, the money itself, whether refused, in percent."""

    share: Sequence[float]
    money: Sequence[float]
    refused: Sequence[float]


def _outcomes(matched: Matched) -> _Outcomes:
    return _Outcomes(
        [100 * one.given / one.price for one in matched.harms],
        [float(one.given) for one in matched.harms],
        [100.0 * one.is_refused for one in matched.harms],
    )


class _Sides(NamedTuple):
    """The complaints whose group in one dimension is known, the shortest wait first: where, whose, how long.

    `members` holds for each group the indexes of its complaints.
    """

    indexes: Sequence[int]
    places: Sequence[int]
    groups: Sequence[str]
    minutes: Sequence[int]
    counts: Mapping[int, int]
    members: Mapping[str, Sequence[int]]
    all_places: Sequence[int]
    all_minutes: Sequence[int]
    outcomes: _Outcomes
    whole: Mapping[str, Mapping[int, Sums]]


def _sides(matched: Matched, dimension: int, outcomes: _Outcomes) -> _Sides:
    indexes = [index for index, one in enumerate(matched.harms) if one.groups[dimension]]
    groups = [matched.harms[index].groups[dimension] for index in indexes]
    members: dict[str, list[int]] = {}
    for index, group in zip(indexes, groups, strict=True):
        members.setdefault(group, []).append(index)
    places = [matched.places[index] for index in indexes]
    named = outcomes._asdict().items()
    return _Sides(
        indexes,
        places,
        groups,
        [matched.harms[index].minutes for index in indexes],
        Counter(places),
        members,
        matched.places,
        [one.minutes for one in matched.harms],
        outcomes,
        {name: summed(matched.places, indexes, values) for name, values in named},
    )


def _weights(sides: _Sides, group: str) -> Weights:
    of: dict[int, tuple[int, int, float]] = {}
    for place, mine in Counter(sides.all_places[index] for index in sides.members[group]).items():
        others = sides.counts[place] - mine
        if others:
            of[place] = (mine, others, mine * others / (mine + others))
    found = of.values()
    return Weights(
        of, sum(one[2] for one in found), sum(one[0] for one in found), sum(one[1] for one in found)
    )


def _compared(sides: _Sides, dimension: int, group: str, measure: Measure) -> Comparison:
    weights = _weights(sides, group)
    few = Comparison(dimension, group, measure, Verdict.TOO_FEW, weights.cases, weights.others)
    if min(weights.cases, weights.others) < LEAST:
        return few
    if measure is Measure.WAIT:
        return _compared_waits(sides, few, weights)
    found = _chance(sides, group, weights, "share" if measure is Measure.REMEDY else "refused")
    if abs(found.skew) > MOST_SKEW:
        return few
    money = _chance(sides, group, weights, "money").difference if measure is Measure.REMEDY else 0.0
    down, up = found.margins
    return replace(
        few,
        verdict=Verdict.NONE,
        theirs=found.theirs,
        others=found.others,
        difference=found.difference,
        low=found.difference - up,
        high=found.difference - down,
        chance=found.of_chance,
        money=money,
    )


def _chance(sides: _Sides, group: str, weights: Weights, outcome: str) -> Chance:
    values: Sequence[float] = getattr(sides.outcomes, outcome)
    return weighed(weights, sides.whole[outcome], summed(sides.all_places, sides.members[group], values))


# Waits: medians, and shares above them


def _compared_waits(sides: _Sides, few: Comparison, weights: Weights) -> Comparison:
    """Answers the medians of both sides as if both had the same mix of complaints, and how far they may lie apart."""
    mine, rest = _curves(sides, weights, few.group)
    middle = rest.at(0.5)
    found = weighed(
        weights,
        _longer(sides.places, sides.minutes, middle),
        _longer(mine.places, mine.minutes, middle),
    )
    if abs(found.skew) > MOST_SKEW:
        return few
    theirs, (down, up) = mine.at(0.5), found.margins
    return replace(
        few,
        verdict=Verdict.NONE,
        theirs=theirs,
        others=middle,
        difference=theirs - middle,
        low=mine.at(0.5 - up) - middle,
        high=mine.at(0.5 - down) - middle,
        chance=found.of_chance,
    )


def _longer(places: Sequence[int], minutes: Sequence[int], middle: float) -> dict[int, Sums]:
    """Answers for each stratum how many waited longer than this; who waited just so long counts half."""
    start, end = bisect_left(minutes, middle), bisect_right(minutes, middle)
    longer, even = Counter(places[end:]), Counter(places[start:end])
    return {
        place: Sums(
            count,
            longer[place] + even[place] / 2,
            longer[place] + even[place] / 4,
            longer[place] + even[place] / 8,
        )
        for place, count in Counter(places).items()
    }


def _curves(sides: _Sides, weights: Weights, group: str) -> tuple[Curve, Curve]:
    """Answers the waits of a group and those of all others, in the strata that hold both."""
    of, whole = weights.of, weights.whole
    theirs = {place: weight / mine / whole for place, (mine, _rest, weight) in of.items()}
    others = {place: weight / rest / whole for place, (_mine, rest, weight) in of.items()}
    members = [index for index in sides.members[group] if sides.all_places[index] in of]
    rest = [
        (place, minutes)
        for place, minutes, one in zip(sides.places, sides.minutes, sides.groups, strict=True)
        if one != group and place in of
    ]
    return (
        curve(
            [sides.all_places[index] for index in members],
            [sides.all_minutes[index] for index in members],
            theirs,
        ),
        curve([place for place, _minutes in rest], [minutes for _place, minutes in rest], others),
    )
