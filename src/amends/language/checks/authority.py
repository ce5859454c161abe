"""An amount in a reply lies within what its writer may give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from amends.language.checks.draft import Context, Draft, Finding, Severity
from amends.language.facts import Found
from amends.money import places

_GIVING = ("amends", "answer.refund", "answer.compensation", "promise")


def find(draft: Draft) -> Iterator[Finding]:
    """Answers each amount above the limit that stands where something is given; what was paid or is quoted is none."""
    if draft.case.limit_minor is None:
        return
    giving = {draft.sentence_at(cue.start) for cue in draft.having(*_GIVING)}
    by_sentence: dict[tuple[int, int], list[tuple[Found, int]]] = {}
    for one in draft.found:
        sentence = draft.sentence_at(one.start)
        if one.kind == "amount" and sentence in giving:
            minor = _minor(one.value, draft.case.currency)
            if minor is not None:
                by_sentence.setdefault(sentence, []).append((one, minor))
    for amounts in by_sentence.values():
        yield from _above(amounts, draft.case)


def _above(amounts: Sequence[tuple[Found, int]], case: Context) -> Iterator[Finding]:
    """Answers what is above the limit; "of the 90 you paid we give back 60" names an amount of the case beside it."""
    given = [pair for pair in amounts if pair[1] not in case.known_minor] or amounts
    for one, minor in given:
        if case.limit_minor is not None and minor > case.limit_minor:
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
