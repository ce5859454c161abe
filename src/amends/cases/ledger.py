"""The ledger of what is given: every act on both sides, each side once; a day's giving held to its limit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet, Sum

from amends.cases.models import Case, Given, LedgerEntry, Remedy, Settlement
from amends.cases.recording import Entry, Refused
from amends.people.models import Customer
from amends.people.prepared import prepared
from amends.rules.remedies import SPENT, Act, Origin, State, lines, moved

_COUNTED = tuple(state.value for state in SPENT)
_ALONE = (Origin.OPTION.value, Origin.GESTURE.value)


def move(entry: Entry, remedy: Remedy, act: Act, **more: object) -> None:
    """Moves a remedy on, writes both sides into the ledger and says it in the record; the case is locked.

    Raises: Refused('remedy_moved_on') when it is no longer where this act begins.
    """
    before = State(remedy.state)
    after = moved(act, before)
    if after is None:
        raise Refused("remedy_moved_on", state=remedy.state)
    remedy.state = after.value
    remedy.save()
    for line in lines(act, before, remedy.amount_minor, remedy.supplier_id is not None):
        LedgerEntry.objects.create(
            brand_id=remedy.brand_id,
            case_id=remedy.case_id,
            remedy=remedy,
            act=act.value,
            account=line.account.value,
            supplier_id=remedy.supplier_id,
            amount_minor=line.amount,
            currency=remedy.currency,
            at=entry.now,
        )
    entry.event(
        f"remedy.{after.value}",
        remedy=remedy.pk,
        code=remedy.code,
        amount=remedy.amount_minor,
        currency=remedy.currency,
        **more,
    )


def given_in_case(brand_id: int, case_id: int) -> int:
    """Answers what was given in a case within people's authority; what law makes due is apart. Queries: 1."""
    return sum(total for (total,) in _given(brand=brand_id, case=case_id))


@prepared
def _given(*, brand: int, case: int) -> QuerySet[Settlement, tuple[int]]:
    rows = Settlement.objects.of(brand).filter(case_id=case, state__in=_COUNTED, origin__in=_ALONE)
    return rows.values_list("total_minor")


def is_owing(case: Case) -> bool:
    """Answers whether something chosen or due in a case is not carried out yet. Queries: 1."""
    open_states = (State.CHOSEN.value, State.APPROVED.value)
    return Remedy.objects.of(case.brand_id).filter(case=case, state__in=open_states).exists()


def counted(remedies: Iterable[Remedy]) -> int:
    """Answers the same as `given_in_case`, from remedies that were read with their settlements."""
    held = {one.settlement_id: one.settlement for one in remedies}.values()
    return sum(one.total_minor for one in held if one.state in _COUNTED and one.origin in _ALONE)


class MadeUp(NamedTuple):
    """What was given lately to one customer, and to everybody of their household."""

    customer: int
    household: int


def made_up(customer: Customer, since: datetime) -> MadeUp:
    """Answers what was given to a customer and their household since then, what law made due included. Queries: 1."""
    asked: dict[str, Any] = {"brand": customer.brand_id, "since": since}
    if customer.household_id is None:
        own = sum(total for total, _ in _made_up_for(**asked, customer=customer.pk))
        return MadeUp(own, own)
    rows = _made_up_among(**asked, household=customer.household_id)
    own = sum(total for total, owner in rows if owner == customer.pk)
    return MadeUp(own, sum(total for total, _ in rows))


_Total = tuple[int, int]


@prepared
def _made_up_for(*, brand: int, since: datetime, customer: int) -> QuerySet[Settlement, _Total]:
    return _made_up_in(brand, since, Case.objects.of(brand).filter(customer_id=customer))


@prepared
def _made_up_among(*, brand: int, since: datetime, household: int) -> QuerySet[Settlement, _Total]:
    people = Customer.objects.of(brand).filter(household_id=household).values("pk")
    return _made_up_in(brand, since, Case.objects.of(brand).filter(customer_id__in=people))


def _made_up_in(brand: int, since: datetime, cases: QuerySet[Case]) -> QuerySet[Settlement, _Total]:
    # From the customer's few cases to what was given in them; the other way round reads everybody's.
    rows = Settlement.objects.of(brand).filter(case_id__in=cases.values("pk"))
    return rows.filter(state__in=_COUNTED, chosen_at__gte=since).values_list(
        "total_minor", "case__customer_id"
    )


class GivenToday(NamedTuple):
    """What one person gave on one day: all of it, and the small gestures among it."""

    given: int
    gestures: int


def given_today(brand_id: int, staff_id: int, day: date) -> GivenToday:
    """Answers what a person gave on a day. Queries: 1."""
    return next(
        (GivenToday(*row) for row in _given_on(brand=brand_id, staff=staff_id, day=day)), GivenToday(0, 0)
    )


@prepared
def _given_on(*, brand: int, staff: int, day: date) -> QuerySet[Given, tuple[int, int]]:
    rows = Given.objects.of(brand).filter(staff_id=staff, day_on=day)
    return rows.values_list("given_minor", "gestures_minor")


class Day(NamedTuple):
    """Whose day it is that an amount is given on."""

    brand_id: int
    staff_id: int
    on: date


def take_from_day(day: Day, amount: int, most: int) -> None:
    """Counts an amount towards a person's day, or nothing: one statement, so that two hands can't both fit.

    Raises: Refused('above_day').
    """
    if not amount:
        return
    Given.objects.bulk_create([Given(**_key(day))], ignore_conflicts=True)
    row = Given.objects.of(day.brand_id).filter(staff_id=day.staff_id, day_on=day.on)
    if not row.filter(given_minor__lte=most - amount).update(given_minor=F("given_minor") + amount):
        raise Refused("above_day", most=most)


def take_gesture(day: Day, amount: int, most: int) -> None:
    """Counts an amount towards a person's small gestures of the day, or nothing. Raises: Refused('above_gestures')."""
    if not amount:
        return
    Given.objects.bulk_create([Given(**_key(day))], ignore_conflicts=True)
    row = Given.objects.of(day.brand_id).filter(staff_id=day.staff_id, day_on=day.on)
    taken = row.filter(gestures_minor__lte=most - amount).update(gestures_minor=F("gestures_minor") + amount)
    if not taken:
        raise Refused("above_gestures", most=most)


def give_back_to_day(settlement: Settlement) -> None:
    """Takes back from a day what was counted towards it and then not given."""
    if settlement.charged_to_id is None or not settlement.total_minor:
        return
    row = Given.objects.of(settlement.brand_id).filter(
        staff_id=settlement.charged_to_id, day_on=settlement.given_on
    )
    name = "gestures_minor" if settlement.origin == Origin.GESTURE.value else "given_minor"
    row.filter(**{f"{name}__gte": settlement.total_minor}).update(**{name: F(name) - settlement.total_minor})


def _key(day: Day) -> dict[str, object]:
    return {"brand_id": day.brand_id, "staff_id": day.staff_id, "day_on": day.on}


class Balance(NamedTuple):
    """What stands on one account, of one supplier where it is a recharge."""

    account: str
    supplier: str
    currency: str
    amount: int


def balances(brand_id: int) -> Sequence[Balance]:
    """Answers what stands on each account of a brand; they sum to nought. Queries: 1."""
    sides = LedgerEntry.objects.of(brand_id).values_list("account", "supplier__name", "currency")
    summed = sides.annotate(amount=Sum("amount_minor")).order_by("account", "supplier__name", "currency")
    return [Balance(account, name or "", currency, amount) for account, name, currency, amount in summed]


def unbalanced() -> Sequence[tuple[int, str]]:
    """Answers remedies and acts whose two sides do not sum to nought, for the brands in scope."""
    sides = LedgerEntry.objects.values("remedy_id", "act").annotate(total=Sum("amount_minor"))
    return [(row["remedy_id"], row["act"]) for row in sides.exclude(total=0).order_by("remedy_id", "act")]
