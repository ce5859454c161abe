"""A day's budget, in order of time: what fits is given, what does not needs somebody above and takes nothing of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Wish(NamedTuple):
    """What one person would give on one day. Units: minor units."""

    staff: int
    day: Hashable
    amount: int


@dataclass(slots=True)
class Beyond:
    """How many wishes there were, and how many were beyond a day's budget, worth how much. Units: minor units."""

    wishes: int = 0
    beyond: int = 0
    beyond_minor: int = 0


def beyond_budget(wishes: Iterable[Wish], most: int) -> Beyond:
    """Answers what a budget for each person and day would not have covered of wishes in order of time."""
    found = Beyond()
    given: dict[tuple[int, Hashable], int] = defaultdict(int)
    for staff, day, amount in wishes:
        found.wishes += 1
        if given[staff, day] + amount <= most:
            given[staff, day] += amount
        else:
            found.beyond += 1
            found.beyond_minor += amount
    return found
