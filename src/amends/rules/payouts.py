"""Accounts that money goes to: who may add one, and why one is looked at twice before it is paid to."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from amends.rules.policy.document import RemedyKind
from amends.rules.vocabulary import Verification


class AccountKind(StrEnum):
    """What kind of number an account has."""

    IBAN = "iban"
    OTHER = "other"


class Doubt(StrEnum):
    """Why somebody else must agree before money goes to an account."""

    NEW = "new"
    SHARED = "shared"


class RevealReason(StrEnum):
    """Why somebody wants to see a whole number."""

    PAY_BY_HAND = "pay_by_hand"
    CUSTOMER_ASKS = "customer_asks"
    LOOK_INTO = "look_into"
    IDENTIFY = "identify"


PAYABLE = frozenset({RemedyKind.REFUND, RemedyKind.CREDIT})
"""Kinds of remedy that can leave to an account."""


def why_not_add(level: Verification, *, has_authority: bool, is_known: bool) -> str:
    """Answers why an account may not be added for this customer yet, as a code; empty where it may.

    A new account needs the full check, or somebody whose authority for the customer was seen; one that the customer
    had before needs the partial check only.
    """
    is_sure = level is Verification.FULL or (level is Verification.REPRESENTATIVE and has_authority)
    if is_sure or (is_known and level is Verification.PARTIAL):
        return ""
    return "needs_full_check"


def why_not_direct(namer: int | None, giver: int | None, adder: int | None, *, is_doubted: bool) -> str:
    """Answers why this person may not say that money goes to an account, as a code; empty where they may.

    A doubted account takes two: who names it neither added it nor gives what goes there.
    """
    return "account_doubted" if is_doubted and namer in (None, giver, adder) else ""


def doubts(added_at: datetime, others: int, now: datetime, new_for: timedelta) -> tuple[Doubt, ...]:
    """Answers what speaks for a second look: the account is new, or other customers have it too."""
    found = [Doubt.NEW] if now - added_at < new_for else []
    return (*found, Doubt.SHARED) if others else tuple(found)
