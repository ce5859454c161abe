"""Who wants to leave, and who left: how it ended, why, and what may be offered to keep somebody.

Source: RU2, RU5 to RU8, SV17.
"""

from __future__ import annotations

from enum import StrEnum

from amends.rules.policy.document import Condition, RemedyKind


class Outcome(StrEnum):
    """How it stands with somebody who said that they would leave."""

    UNDECIDED = "undecided"
    STAYS = "stays"
    LEAVES = "leaves"


class LossReason(StrEnum):
    """Why a customer left, as they say it afterwards."""

    UNSOLVED = "unsolved"
    PRICE = "price"
    COMPETITOR = "competitor"
    TREATMENT = "treatment"
    NEED_GONE = "need_gone"
    OTHER = "other"


class Critical(StrEnum):
    """What must never be said to a customer."""

    TOLD_TO_SWITCH = "told_to_switch"


SAVING = frozenset(RemedyKind) - {RemedyKind.GIFT, RemedyKind.VOUCHER}
"""Kinds that may be offered to keep somebody: they mend, or lower a price. A gift adds something to what they have,
and a voucher ties them to a next purchase."""


def why_not_save(kind: RemedyKind, is_leaving: bool) -> str:
    """Answers why a remedy is no save offer, as a code; empty where it may be one, or nobody wants to leave."""
    return "save_offer_adds" if is_leaving and kind not in SAVING else ""


def is_because_of_leaving(conditions: tuple[tuple[str, Condition], ...]) -> bool:
    """Answers whether a row of the policy gives what it gives because somebody wants to leave."""
    return any(fact == "leave_intent" and condition.is_so for fact, condition in conditions)
