"""Call or write: by which way this matter is best put, and why.

Source: SV7, SV9, BG19, BG20, HE15.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from amends.rules.preparing.draft import Draft, Medium, Result

NOON: Final = 12
BUSY_CALLS: Final = 2
"""After so many calls that led nowhere another way is better."""


class Because(StrEnum):
    """Why a way is advised."""

    REPAIR_BY_PHONE = "repair_by_phone"
    MONEY_BY_PHONE = "money_by_phone"
    BILL_IN_WRITING = "bill_in_writing"
    CHANGE_IN_WRITING = "change_in_writing"
    LINE_BUSY = "line_busy"
    CALLED_OFTEN = "called_often"
    ON_AMENDS = "on_amends"
    KEEPS_RECORD = "keeps_record"
    EARLY = "early"


_BY_PHONE: Final[Mapping[Result, Because]] = {
    Result.REPAIR: Because.REPAIR_BY_PHONE,
    Result.DELIVERY: Because.REPAIR_BY_PHONE,
    Result.REFUND: Because.MONEY_BY_PHONE,
    Result.PART_REFUND: Because.MONEY_BY_PHONE,
    Result.CREDIT: Because.MONEY_BY_PHONE,
    Result.REPLACEMENT: Because.REPAIR_BY_PHONE,
}
_IN_WRITING: Final[Mapping[Result, Because]] = {
    Result.CORRECTION: Because.BILL_IN_WRITING,
    Result.EXPLANATION: Because.BILL_IN_WRITING,
    Result.CANCELLATION: Because.CHANGE_IN_WRITING,
    Result.CHANGE: Because.CHANGE_IN_WRITING,
}


@dataclass(frozen=True, slots=True)
class Advice:
    """The way to take, why, and when it is a call: whether to wait for the morning."""

    medium: Medium
    reasons: tuple[Because, ...]


def advise(draft: Draft, now: datetime) -> Advice:
    """Answers the best way for this matter."""
    if draft.brand:
        return Advice(Medium.DESK, (Because.ON_AMENDS,))
    calls = sum(one.way is Medium.PHONE for one in draft.attempts)
    if draft.is_line_busy:
        return Advice(Medium.PUBLIC, (Because.LINE_BUSY,))
    if calls >= BUSY_CALLS:
        return Advice(Medium.LETTER, (Because.CALLED_OFTEN, Because.KEEPS_RECORD))
    if draft.result and (why := _BY_PHONE.get(draft.result)):
        return Advice(Medium.PHONE, (why, Because.EARLY) if now.hour >= NOON else (why,))
    if draft.result and (why := _IN_WRITING.get(draft.result)):
        return Advice(Medium.EMAIL, (why, Because.KEEPS_RECORD))
    return Advice(Medium.EMAIL, (Because.KEEPS_RECORD,))
