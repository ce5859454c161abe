"""The ladder upwards: which rung comes next, and when a case climbs by itself."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from amends.rules.policy.document import Rung


class Climb(StrEnum):
    """Why a case goes one rung up; a code, so that it can be counted."""

    THIRD_PERSON = "third_person"
    DEMANDED = "demanded"
    POWERLESS = "powerless"
    UNSETTLED = "unsettled"


def first_rung(ladder: Mapping[str, Rung]) -> str:
    """Answers the rung on which nobody stands above another: the one that no rung leads to. Empty without any."""
    led_to = {rung.next for rung in ladder.values()}
    return next((code for code in ladder if code not in led_to), "")


def rung_above(ladder: Mapping[str, Rung], code: str) -> str:
    """Answers the next rung up, the first one for a case that stands on none; empty at the end of the ladder."""
    if not code or code not in ladder:
        return first_rung(ladder)
    return ladder[code].next or ""


def climbs_by_itself(people: int, most: int) -> bool:
    """Answers whether the customer has explained it to as many people as the policy lets them."""
    return people >= most
