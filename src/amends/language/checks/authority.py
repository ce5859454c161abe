"""An amount in a reply lies within what its writer may give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from amends.language.checks.draft import Draft, Finding, Severity
from amends.money import places

_GIVING = ("amends", "answer.refund", "answer.compensation", "promise")


def find(draft: Draft) -> Iterator[Finding]:
    """Answers each amount above the limit that stands where something is given; what was paid or is quoted is none."""
    if draft.case.limit_minor is None:
        return
    giving = {draft.sentence_at(cue.start) for cue in draft.having(*_GIVING)}
    for one in draft.found:
        if one.kind != "amount" or draft.sentence_at(one.start) not in giving:
            continue
        minor = _minor(one.value, draft.case.currency)
        if minor is not None and minor > draft.case.limit_minor and minor not in draft.case.known_minor:
            yield Finding("authority.amount", Severity.BLOCK, one.start, one.end, (("amount", one.text),))


def _minor(value: str, currency: str) -> int | None:
    """Answers an amount in the case's minor units; None for another currency, which cannot be compared."""
    said, _space, number = value.rpartition(" ")
    if said and currency and said != currency:
        return None
    try:
        amount = Decimal(number)
    except InvalidOperation:
        return None
    return int(amount.scaleb(places(currency or said)))
