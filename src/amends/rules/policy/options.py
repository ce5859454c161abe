"""What can be offered in one case, whose authority covers it, and what is due in any event."""

from __future__ import annotations

from typing import NamedTuple

from amends.rules.policy.amounts import WHOLE
from amends.rules.policy.compiled import Compiled, PlacedRow
from amends.rules.policy.document import LADDER_OF_AUTHORITY, Holder
from amends.rules.policy.facts import Facts
from amends.rules.policy.offers import ReadyOffer
from amends.rules.vocabulary import Situation


class Power(NamedTuple):
    """Who asks, and what was given already. Units: minor units."""

    holder: Holder
    team: str = ""
    given_in_case: int = 0
    given_today: int = 0


class Option(NamedTuple):
    """One option: what it holds, what it is worth, who may give it, and why not where nobody here may.

    `worth` is None where a fact is missing, which `needs` names. `proportion` is the worth in basis points of
    the price paid, where that is known.
    """

    code: str
    fix: str
    extra: str
    worth: int | None
    holder: Holder | None
    refusal: str
    needs: tuple[str, ...]
    proportion: int | None


class Answer(NamedTuple):
    """What a policy says of one case."""

    situation: Situation
    row: PlacedRow | None
    options: tuple[Option, ...]
    due: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether the facts were enough to find a situation."""
        return self.row is not None


def answer(compiled: Compiled, facts: Facts, power: Power) -> Answer:
    """Answers what may be offered in a case with these facts by this person.

    A case that fits no row is explained, and `needs` names the facts that could change that.
    """
    number = compiled.winner(compiled.found.fitting(facts))
    due = due_by_law(compiled, facts)
    if number is None:
        return Answer(Situation.EXPLAIN, None, (), due, _unknown(compiled, facts))
    row = compiled.rows[number]
    options = tuple([_option(offer, facts, power) for offer in compiled.offers[number]])
    return Answer(row.row.then, row, options, due, ())


def due_by_law(compiled: Compiled, facts: Facts) -> tuple[str, ...]:
    """Answers what law or charter makes due, by code: no option replaces it, and nobody needs to ask."""
    mask = compiled.entitled.fitting(facts) if compiled.entitled.count else 0
    if not mask:
        return ()
    return tuple(code for at, code in enumerate(compiled.policy.entitlements) if mask >> at & 1)


def supervisor_adds(
    options: tuple[Option, ...], power: Power, holder: Holder = Holder.SUPERVISOR
) -> tuple[str, ...]:
    """Answers which options somebody higher could give and this person can't; often none, and a rep may say so."""
    reach = LADDER_OF_AUTHORITY[: LADDER_OF_AUTHORITY.index(holder) + 1]
    return tuple(
        option.code for option in options if option.refusal == "above_authority" and option.holder in reach
    )


def _option(offer: ReadyOffer, facts: Facts, power: Power) -> Option:
    fix, extra = offer.fix.worth(facts), offer.extra.worth(facts)
    if fix is None or extra is None:
        needs = tuple(part.of for part, worth in ((offer.fix, fix), (offer.extra, extra)) if worth is None)
        return Option(offer.code, offer.fix.remedy, offer.extra.remedy, None, None, "needs", needs, None)
    total = fix + extra
    lowest, refusal = _covered(offer, power, fix, extra)
    paid = facts.get("price_paid")
    proportion = total * WHOLE // int(paid) if paid else None
    return Option(offer.code, offer.fix.remedy, offer.extra.remedy, total, lowest, refusal, (), proportion)


def _covered(offer: ReadyOffer, power: Power, fix: int, extra: int) -> tuple[Holder | None, str]:
    """Answers the lowest holder whose limits cover all of it in this case, and why this person's do not."""
    lowest: Holder | None = None
    in_case = power.given_in_case + fix + extra
    for ceiling in offer.ceilings.get(power.team) or offer.ceilings[""]:
        if in_case > ceiling.per_case or fix > ceiling.fix or extra > ceiling.extra:
            continue
        if ceiling.holder is power.holder:
            is_too_much = power.given_today + fix + extra > ceiling.per_day
            return lowest or ceiling.holder, "above_day" if is_too_much else ""
        if lowest is None and ceiling.holder is not Holder.WIN_BACK:
            lowest = ceiling.holder
    return lowest, "above_authority" if lowest else "above_everyone"


def _unknown(compiled: Compiled, facts: Facts) -> tuple[str, ...]:
    asked = (column.cells.fact for column in compiled.found.columns)
    return tuple(fact for fact in asked if facts.get(fact) is None)
