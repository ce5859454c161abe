"""Complaints that are alike: the same failure, the same fault, a like price paid."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

BAND_LEAST, BAND_MOST, BAND_SPREAD = 25, 10, 2
"""A band of prices holds so many complaints or a tenth of them, and its dearest is at most twice its cheapest."""


@dataclass(frozen=True, slots=True)
class Harm:
    """One decided complaint; `groups` holds its value in each dimension, empty where nobody knows.

    Units: minor units of one currency, minutes.
    """

    key: int
    failure: str
    fault: str
    price: int
    given: int
    minutes: int
    is_refused: bool
    groups: tuple[str, ...]


class Stratum(NamedTuple):
    """Complaints that are alike: what failed, whose fault, and a band of prices, both ends within it."""

    failure: str
    fault: str
    lowest: int
    highest: int


class Matched(NamedTuple):
    """The complaints in the order of their wait, and beside each the number of its stratum."""

    harms: Sequence[Harm]
    places: Sequence[int]
    strata: Sequence[Stratum]


def match(harms: Iterable[Harm]) -> Matched:
    """Answers the complaints with their strata; those without a price, a failure or a fault are not matched."""
    known = [one for one in harms if one.price > 0 and one.failure and one.fault]
    known.sort(key=lambda one: (one.minutes, one.key))
    alike: dict[tuple[str, str], list[int]] = {}
    for one in known:
        alike.setdefault((one.failure, one.fault), []).append(one.price)
    strata: list[Stratum] = []
    found: dict[tuple[str, str], tuple[int, list[int]]] = {}
    for (failure, fault), prices in sorted(alike.items()):
        bands = price_bands(prices)
        found[failure, fault] = len(strata), [low for low, _high in bands]
        strata += [Stratum(failure, fault, low, high) for low, high in bands]
    return Matched(known, [_place(one, *found[one.failure, one.fault]) for one in known], strata)


def _place(one: Harm, first: int, lows: list[int]) -> int:
    return first + bisect_right(lows, one.price) - 1


def price_bands(prices: Iterable[int]) -> list[tuple[int, int]]:
    """Answers bands of like prices; equal prices are never parted."""
    ordered = sorted(prices)
    least = max(BAND_LEAST, len(ordered) // BAND_MOST)
    bands: list[tuple[int, int]] = []
    count = 0
    for price in ordered:
        is_new = not bands or (
            price != bands[-1][1] and (count >= least or price > BAND_SPREAD * bands[-1][0])
        )
        if is_new:
            bands.append((price, price))
            count = 0
        bands[-1] = (bands[-1][0], price)
        count += 1
    return bands
