"""What the options of a row are worth, in SQL: everything that is known beforehand is worked out beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from amends.rules.policy.amounts import MOST, WHOLE, share
from amends.rules.policy.document import Holder
from amends.rules.policy.offers import Part, ReadyOffer

NOTHING = "CAST(NULL AS BIGINT)"
_BEYOND = 10**18


class Words(NamedTuple):
    """What dialects say differently: least and greatest, whether these leave out what is empty, whole division."""

    least: str = "LEAST"
    greatest: str = "GREATEST"
    leave_out_empty: bool = True
    divided: str = "/"
    kept: str = "MATERIALIZED"
    """How a part of the statement is worked out once, where the dialect would work it out at each use."""


class _Sum(NamedTuple):
    """An amount: what is fixed of it, the parts that are a share of something in the case, and its bounds."""

    fixed: int
    shares: tuple[Part, ...]
    least: int
    most: int


def cheapest(offers: Iterable[ReadyOffer], words: Words) -> str:
    """Answers what the cheapest option of a row is worth."""
    return _one_of(words.least, _extremes([_sum(one.fix, one.extra) for one in offers], min, words), words)


def dearest(offers: Iterable[ReadyOffer], words: Words) -> str:
    """Answers what the dearest option of a row is worth."""
    amounts = _extremes([_sum(one.fix, one.extra) for one in offers], max, words)
    return _one_of(words.greatest, amounts, words, -1)


def front(offers: Iterable[ReadyOffer], holder: Holder, words: Words) -> str | None:
    """Answers the cheapest option that a holder may give alone; None where the limit of a case alone decides.

    Then it is the cheapest of all, if that is within the limit, and nothing otherwise.
    """
    ready = [(one, _limits(one, holder)) for one in offers]
    if all(len(limits) == 1 for _, limits in ready):
        return None
    own = dict.fromkeys(said for one, limits in ready if (said := _own(one, limits, words)))
    return _one_of(words.least, list(own), words)


def _limits(offer: ReadyOffer, holder: Holder) -> list[tuple[_Sum, int]]:
    """Answers what of an offer may be how much at most: first all of it, then parts with a lower limit of their own."""
    ceiling = next((one for one in offer.ceilings[""] if one.holder is holder), None)
    if ceiling is None:
        return []
    whole = min(ceiling.per_case, ceiling.per_day)
    parts = [(_sum(offer.fix), ceiling.fix), (_sum(offer.extra), ceiling.extra)]
    # What the whole may not pass no part of it passes, and what can't be so much needs no limit.
    lower = [(one, most) for one, most in parts if most < whole and one.most > most]
    return [(_sum(offer.fix, offer.extra), whole), *lower]


def _own(offer: ReadyOffer, limits: Sequence[tuple[_Sum, int]], words: Words) -> str:
    if not limits or any(amount.least > most for amount, most in limits):
        return ""
    worth = _said(_sum(offer.fix, offer.extra), words)
    asked = [f"{_said(amount, words)} <= {most}" for amount, most in limits if amount.most > most]
    return f"CASE WHEN {' AND '.join(asked)} THEN {worth} END" if asked else worth


def _sum(*parts: Part) -> _Sum:
    bounds = [_bounds(part) for part in parts]
    return _Sum(
        sum(part.fixed or 0 for part in parts),
        tuple(sorted(part._replace(remedy="") for part in parts if part.fixed is None)),
        sum(low for low, _ in bounds),
        sum(high for _, high in bounds),
    )


def _bounds(part: Part) -> tuple[int, int]:
    if part.fixed is not None:
        return part.fixed, part.fixed
    return part.at_least, max(part.at_least, min(part.at_most, share(MOST, part.share)))


def _extremes(sums: Iterable[_Sum], better: Callable[[int, int], int], words: Words) -> list[str]:
    """Answers the amounts among which the extreme is: of those that differ in what is fixed alone, one is."""
    best: dict[tuple[Part, ...], _Sum] = {}
    for one in sums:
        other = best.get(one.shares, one)
        best[one.shares] = one._replace(fixed=better(one.fixed, other.fixed))
    return [_said(one, words) for one in best.values()]


def _one_of(function: str, amounts: Sequence[str], words: Words, beyond: int = _BEYOND) -> str:
    if len(amounts) < 2:
        return amounts[0] if amounts else NOTHING
    if words.leave_out_empty:
        return f"{function}({', '.join(amounts)})"
    filled = ", ".join(f"COALESCE({amount}, {beyond})" for amount in amounts)
    return f"NULLIF({function}({filled}), {beyond})"


def _said(amount: _Sum, words: Words) -> str:
    if not amount.shares:
        return f"CAST({amount.fixed} AS BIGINT)"
    fixed = [str(amount.fixed)] if amount.fixed else []
    return f"({' + '.join([*(_share(part, words) for part in amount.shares), *fixed])})"


def _share(part: Part, words: Words) -> str:
    """Answers a share within its bounds; empty where the amount is, because what is empty passes both bounds by."""
    amount = _of(part, words)
    bounds = []
    if part.at_least > 0:
        bounds.append(f"WHEN {amount} < {part.at_least} THEN {part.at_least}")
    if part.at_most < share(MOST, part.share):
        bounds.append(f"WHEN {amount} > {part.at_most} THEN {part.at_most}")
    return f"CASE {' '.join(bounds)} ELSE {amount} END" if bounds else amount


def _of(part: Part, words: Words) -> str:
    times, rest = divmod(part.share, WHOLE)
    amount = f"CAST({part.of} AS BIGINT)"
    if rest:
        return f"({amount} * {part.share} + {WHOLE // 2}) {words.divided} {WHOLE}"
    return amount if times == 1 else f"{amount} * {times}"
