"""The demonstration's promises: one in every state for both brands, and the shifts of those who keep them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from amends.cases.actions.contacts import continue_case, reply_to_customer
from amends.cases.actions.promises import (
    attempt_promise,
    break_due_promises,
    keep_promise,
    make_promise,
    move_promise,
    withdraw_promise,
)
from amends.cases.actions.shifts import note_absence, plan_week, set_brand_hours
from amends.cases.models import Case, Promise, Supplier
from amends.cases.promise_hours import Hours, zone_at
from amends.errors import DomainError
from amends.people.models import Brand, Staff
from amends.people.permissions import SYSTEM
from amends.rules.promises import PromiseKind
from amends.rules.vocabulary import Channel, Role, Situation
from amends.site.demonstration.people import NORVIA, SUNFOLD
from amends.site.demonstration.promise_words import DONE, LEFT, OTHER_HOUR, PROMISED, TAKEN_BACK
from amends.site.demonstration.telling import Cast, Hand

DAY, NIGHT = ((time(7), time(20)),), ((time(19), time(9)),)
NIGHT_PEOPLE = frozenset({"Mira Katz", "Kolya Denev"})
"""Somebody is there at every hour, whenever the demonstration is opened."""
PLANNED = frozenset({Role.REP, Role.TEAM_LEADER, Role.SPECIALIST})
MINUTE = timedelta(minutes=1)
MOST_TRIED, MOST_ASKED = 3, 8
"""So many cases and people are tried for one promise: where nobody is there at that hour, there is none to tell."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One promise to be told: minutes from now on, when it was made and its window, and what happened then."""

    kind: PromiseKind
    made: int
    since: int
    until: int
    then: Callable[[_Told], None] | None = None
    customer: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """A promise that was made, ready for what happened to it."""

    promise: Promise
    case: Case
    hand: Hand
    now: datetime

    def at(self, minutes: int) -> datetime:
        """Answers a moment, in minutes from now on."""
        return self.now + minutes * MINUTE


def _break(told: _Told) -> None:
    break_due_promises(now=told.promise.due_at + timedelta(seconds=4), most=100)


def _say(told: _Told, words: Mapping[str, str], minutes: int) -> int:
    text = words[told.case.language]
    return reply_to_customer(
        actor=told.hand.actor,
        case_uuid=told.case.uuid,
        text=text,
        channel=Channel.PHONE,
        now=told.at(minutes),
    ).pk


def _hear(told: _Told, minutes: int) -> int:
    return continue_case(
        actor=told.hand.actor,
        case_uuid=told.case.uuid,
        channel=Channel.PHONE,
        text=OTHER_HOUR[told.case.language],
        now=told.at(minutes),
    ).pk


def _keep(minutes: int) -> Callable[[_Told], None]:
    def keep(told: _Told) -> None:
        proof = _say(told, DONE, minutes)
        keep_promise(
            actor=told.hand.actor,
            case_uuid=told.case.uuid,
            promise_uuid=told.promise.uuid,
            contact_id=proof,
            now=told.at(minutes + 1),
        )

    return keep


def _try(*minutes: int, message: bool) -> Callable[[_Told], None]:
    def attempt(told: _Told) -> None:
        for number, minute in enumerate(minutes, start=1):
            is_last = number == len(minutes)
            left = _say(told, LEFT, minute) if message and is_last else None
            attempt_promise(
                actor=told.hand.actor,
                case_uuid=told.case.uuid,
                promise_uuid=told.promise.uuid,
                message_id=left,
                now=told.at(minute),
            )

    return attempt


def _move(heard: int, since: int, until: int) -> Callable[[_Told], None]:
    def move(told: _Told) -> None:
        word = _hear(told, heard)
        move_promise(
            actor=told.hand.actor,
            case_uuid=told.case.uuid,
            promise_uuid=told.promise.uuid,
            hours=_hours(told.case, told.at(since), told.at(until)),
            word_id=word,
            now=told.at(heard + 1),
        )

    return move


def _withdraw(minutes: int) -> Callable[[_Told], None]:
    def withdraw(told: _Told) -> None:
        withdraw_promise(
            actor=told.hand.actor,
            case_uuid=told.case.uuid,
            promise_uuid=told.promise.uuid,
            reason=TAKEN_BACK[told.case.language],
            now=told.at(minutes),
        )

    return withdraw


def _keep_late(minutes: int) -> Callable[[_Told], None]:
    def keep(told: _Told) -> None:
        _break(told)
        _keep(minutes)(told)

    return keep


CALL, ANSWER = PromiseKind.CALL_BACK, PromiseKind.ANSWER
PLANS: Mapping[str, Sequence[Plan]] = {
    NORVIA: (
        Plan(CALL, -3_300, -3_240, -2_940, _try(-3_180, -3_100, -2_980, message=True)),
        Plan(CALL, -1_700, -1_560, -1_440, _keep(-1_470)),
        Plan(PromiseKind.DELIVER, -3_000, 60, 300, _withdraw(-1_800)),
        Plan(ANSWER, -290, -60, -26, _break, customer="Dana Levin"),
        Plan(CALL, -230, -40, 118, _try(-30, message=False)),
        Plan(PromiseKind.REPAIR, -210, 1_100, 1_220),
        Plan(CALL, -400, 40, 1_400, _move(-70, 1_500, 1_560)),
    ),
    SUNFOLD: (
        Plan(CALL, -3_300, -3_240, -2_940, _try(-3_200, -3_000, message=True)),
        Plan(ANSWER, -1_900, -1_700, -1_500, _keep(-1_530)),
        Plan(ANSWER, -3_000, -1_500, -1_460, _keep_late(-1_400)),
        Plan(ANSWER, -2_500, 1_440, 1_500, _withdraw(-400)),
        Plan(CALL, -240, -30, 24),
        Plan(PromiseKind.PAY, -200, 2_600, 2_800),
        Plan(PromiseKind.DELIVER, -420, 60, 1_500, _move(-90, 2_700, 2_780)),
    ),
}
"""The promises of each brand, the longest done first. What is still to come is few enough for one glance at Today."""


def plan_shifts(brands: Mapping[str, Brand], cast: Cast, now: datetime) -> None:
    """Plans everybody's week, in their own time; one person is away tomorrow and covered, another is not."""
    for brand in brands.values():
        set_brand_hours(actor=SYSTEM, brand=brand, week=[DAY] * 7)
        for hand in cast.hands:
            if brand.pk in hand.brands and hand.role in PLANNED:
                hours = NIGHT if hand.staff.name in NIGHT_PEOPLE else DAY
                week = dict.fromkeys(range(7), hours)
                plan_week(actor=SYSTEM, brand=brand, staff=hand.staff, week=week, zone=hand.staff.zone)
        _away(brand, cast, now, "Tomasz Wilk", "Ines Morel")
        _away(brand, cast, now + timedelta(days=2), "Wei Zhao", "")


def _away(brand: Brand, cast: Cast, now: datetime, name: str, cover: str) -> None:
    people = {hand.staff.name: hand.staff for hand in cast.hands if brand.pk in hand.brands}
    person: Staff | None = people.get(name)
    if person is None:
        return
    clock = ZoneInfo(person.zone)
    start = datetime.combine(now.astimezone(clock).date() + timedelta(days=1), time(), clock)
    ends = start + timedelta(days=1)
    note_absence(
        actor=SYSTEM, brand=brand, staff=person, starts_at=start, ends_at=ends, cover=people.get(cover)
    )


def make_promises(brands: Mapping[str, Brand], cast: Cast, now: datetime) -> int:
    """Makes the promises and lets happen what happened; answers how many there are."""
    made = 0
    for slug, plans in PLANS.items():
        cases = _cases(brands[slug])
        for plan in plans:
            case = _told_to(plan, cases, brands[slug], cast, now)
            if case is not None:
                cases.pop(case)
                made += 1
    break_due_promises(now=now - MINUTE, most=1_000)
    return made


def _cases(brand: Brand) -> dict[Case, datetime]:
    """Answers the cases that may be promised something, with the moment of the last thing that happened in them."""
    rows = Case.objects.of(brand.pk).filter(
        is_open=True, waiting="", is_restricted=False, acknowledged_at__isnull=False, about_staff=None
    )
    rows = rows.exclude(situation=Situation.HOLD.value).exclude(customer=None)
    rows = rows.annotate(last_at=Max("events__at")).order_by("pk")
    return {case: case.last_at for case in rows.select_related("customer", "owner")}


def _told_to(
    plan: Plan, cases: Mapping[Case, datetime], brand: Brand, cast: Cast, now: datetime
) -> Case | None:
    fitting = [(case, made_at) for case in cases if (made_at := _made_at(plan, case, cases[case], now))]
    fitting.sort(key=lambda one: (not _is_meant(one[0], plan), one[0].owner is None, one[0].pk))
    for case, made_at in fitting[:MOST_TRIED]:
        hands = _hands(case, brand, cast)[:MOST_ASKED]
        if any(_tell(plan, case, hand, now, made_at) for hand in hands):
            return case
    return None


def _made_at(plan: Plan, case: Case, last_at: datetime, now: datetime) -> datetime | None:
    """Answers when the promise was made: after all that was told of the case; None where there is no room for it."""
    made_at = now + plan.made * MINUTE
    if _is_meant(case, plan):
        made_at = max(made_at, last_at + MINUTE)
    return made_at if last_at < made_at < now + (plan.until - 20) * MINUTE else None


def _is_meant(case: Case, plan: Plan) -> bool:
    return case.customer is not None and case.customer.name == plan.customer


def _hands(case: Case, brand: Brand, cast: Cast) -> list[Hand]:
    """Answers who may keep it: whose case it is, else who speaks the language, else who is there at that hour."""
    able = [hand for hand in cast.hands if brand.pk in hand.brands and hand.role in PLANNED]
    return sorted(able, key=lambda one: (one.staff != case.owner, case.language not in one.staff.languages))


def _tell(plan: Plan, case: Case, hand: Hand, now: datetime, made_at: datetime) -> bool:
    with suppress(DomainError), transaction.atomic():
        promise = make_promise(
            actor=hand.actor,
            case_uuid=case.uuid,
            kind=plan.kind,
            text=PROMISED[case.language][plan.kind],
            hours=_hours(case, now + plan.since * MINUTE, now + plan.until * MINUTE),
            owner_id=hand.staff.pk,
            supplier_id=_supplier(case, plan),
            now=made_at,
        )
        if plan.then is not None:
            plan.then(_Told(promise, case, hand, now))
        return True
    return False


def _supplier(case: Case, plan: Plan) -> int | None:
    """Answers who brings or mends it, where somebody does that for the brand."""
    if plan.kind not in (PromiseKind.DELIVER, PromiseKind.REPAIR):
        return None
    return Supplier.objects.of(case.brand_id).values_list("pk", flat=True).first()


def _hours(case: Case, since: datetime, until: datetime) -> Hours:
    """Answers a window as the customer's clock shows it; one that would run past midnight ends with the day."""
    zone = ZoneInfo(zone_at(case))
    ends = until.astimezone(zone).replace(second=0, microsecond=0)
    starts = since.astimezone(zone).replace(second=0, microsecond=0)
    if starts.date() != ends.date():
        starts = ends.replace(hour=0, minute=0)
    if starts >= ends:
        ends = starts + 5 * MINUTE
    return Hours(ends.date(), starts.time(), ends.time())
