"""The promise book as it is stored: shifts, absences with a cover, holidays, and hours that are full."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from amends.cases import promise_book as book_module
from amends.cases.actions.shifts import note_absence, plan_week, set_brand_hours
from amends.cases.holidays import public_holidays
from amends.cases.models import Case, Promise, Shift
from amends.cases.promise_book import day_hours, promise_book
from amends.cases.recording import NotFound, Refused
from amends.errors import DomainError
from amends.people.models import Customer, Membership, Staff
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope
from amends.rules.vocabulary import Role
from tests.cases.promising import TODAY, promised
from tests.conftest import NOON, Cast, complain

pytestmark = pytest.mark.usefixtures("everywhere")
LONDON = ZoneInfo("Europe/London")
NINE_TO_FIVE = {key: [(time(9), time(17))] for key in range(5)}


def local(hour: int, day: int = 12) -> datetime:
    return datetime(2026, 5, day, hour, tzinfo=LONDON).astimezone(UTC)


def at(hour: int, minute: int = 0, day: int = 12) -> object:
    end = time(hour, minute)
    start = (datetime.combine(date(2026, 5, day), end) - timedelta(minutes=30)).time()
    return book_hours(date(2026, 5, day), start, end)


def book_hours(day: date, starts: time, ends: time) -> object:
    return type(TODAY)(day, starts, ends)


@pytest.fixture
def planned(cast: Cast) -> Case:
    """The rep works from nine to five on weekdays; a complaint that came before noon."""
    plan_week(actor=SYSTEM, brand=cast.norvia, staff=cast.rep, week=NINE_TO_FIVE, zone="Europe/London")
    return complain(cast, now=NOON - timedelta(hours=1))


def test_who_is_not_on_shift_promises_nothing_and_hears_when_they_are(cast: Cast, planned: Case) -> None:
    for hours in (at(18), at(10, day=16)):
        with pytest.raises(Refused, match="owner_not_on_shift") as refused:
            promised(cast, planned, hours=hours)
    assert refused.value.values["free"] == tuple(local(hour, 18) for hour in (9, 10, 11))
    assert promised(cast, planned, hours=at(17)).cover_id is None


def test_who_goes_home_at_half_past_works_until_then(cast: Cast, planned: Case) -> None:
    half = {1: [(time(9), time(16, 30))]}
    plan_week(actor=SYSTEM, brand=cast.norvia, staff=cast.rep, week=half, zone="Europe/London")
    assert promised(cast, planned, hours=at(16, 30)).owner_id == cast.rep.pk
    with pytest.raises(Refused, match="owner_not_on_shift"):
        promised(cast, planned, hours=at(16, 45))


def test_a_full_hour_says_what_is_free(cast: Cast, planned: Case) -> None:
    for minute in (20, 40, 59):
        promised(cast, planned, hours=at(15, minute))
    with pytest.raises(Refused, match="hour_full") as refused:
        promised(cast, planned, hours=at(16))
    assert refused.value.values["free"] == (local(13), local(14), local(16))
    assert promised(cast, planned, hours=at(16, 10))


def test_the_negative_control_a_book_that_holds_nothing_lets_a_full_hour_through(
    cast: Cast, planned: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book_module, "_holds", lambda **asked: [])
    with pytest.raises(pytest.fail.Exception):
        test_a_full_hour_says_what_is_free(cast, planned)


def test_a_promise_that_ended_frees_its_hour(cast: Cast, planned: Case) -> None:
    for minute in (20, 40, 59):
        promised(cast, planned, hours=at(15, minute))
    Promise.objects.filter(due_at=local(15) + timedelta(minutes=20)).update(state="kept")
    assert promised(cast, planned, hours=at(16))


def test_who_is_away_needs_a_cover_who_is_there(cast: Cast, planned: Case) -> None:
    away = {"actor": SYSTEM, "brand": cast.norvia, "staff": cast.rep}
    note_absence(**away, starts_at=local(9, 13), ends_at=local(17, 13))  # type: ignore[arg-type]
    note_absence(**away, starts_at=local(9, 14), ends_at=local(17, 14), cover=cast.specialist)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="owner_not_on_shift"):
        promised(cast, planned, hours=at(12, day=13))
    covered = promised(cast, planned, hours=at(12, day=14))
    assert (covered.owner_id, covered.cover_id) == (cast.rep.pk, cast.specialist.pk)
    note_absence(
        actor=SYSTEM, brand=cast.norvia, staff=cast.specialist, starts_at=local(9, 14), ends_at=local(17, 14)
    )
    with pytest.raises(Refused, match="owner_not_on_shift"):
        promised(cast, planned, hours=at(12, day=14))


def test_what_a_cover_takes_over_fills_the_covers_hour(cast: Cast, planned: Case) -> None:
    note_absence(
        actor=SYSTEM,
        brand=cast.norvia,
        staff=cast.rep,
        starts_at=local(9, 14),
        ends_at=local(17, 14),
        cover=cast.specialist,
    )
    for minute in (10, 20, 30):
        promised(cast, planned, hours=at(11, minute, day=14))
    for owner in (cast.rep, cast.specialist):
        with pytest.raises(Refused, match="hour_full"):
            promised(cast, planned, hours=at(11, 40, day=14), owner_id=owner.pk)


def test_a_public_holiday_and_a_closed_day_are_nobodys_shift(cast: Cast, planned: Case) -> None:
    week = [((time(8), time(20)),)] * 7
    set_brand_hours(
        actor=SYSTEM, brand=cast.norvia, week=week, region="GB-ENG", closed_days=[date(2026, 5, 26)]
    )
    assert date(2026, 5, 25) in public_holidays("GB-ENG", (2026,))
    for day in (25, 26):
        with pytest.raises(Refused, match="owner_not_on_shift") as refused:
            promised(cast, planned, hours=at(12, day=day))
        assert refused.value.values["free"][0] == local(9, 27)  # type: ignore[index]
    assert promised(cast, planned, hours=at(12, day=27))


def test_without_a_plan_the_brands_hours_hold_and_without_those_every_hour(cast: Cast) -> None:
    case = complain(cast, now=NOON - timedelta(hours=1))
    assert promised(cast, case, hours=at(23))
    set_brand_hours(actor=SYSTEM, brand=cast.norvia, week=[((time(8), time(20)),)] * 5 + [(), ()])
    with pytest.raises(Refused, match="owner_not_on_shift"):
        promised(cast, case, hours=at(23))
    assert promised(cast, case, hours=at(19))


def test_the_book_counts_in_the_customers_hours(cast: Cast, planned: Case) -> None:
    Customer.objects.filter(pk=planned.customer_id).update(zone="Asia/Kolkata")
    promise = promised(cast, planned, hours=book_hours(date(2026, 5, 12), time(19), time(20)))
    assert promise.due_at == datetime(2026, 5, 12, 14, 30, tzinfo=UTC)
    book = promise_book(cast.norvia, cast.rep.pk, NOON, NOON)
    assert book.held(datetime(2026, 5, 12, 13, 30, tzinfo=UTC)) == 1
    assert book.free_hours(NOON, "Asia/Kolkata", most=1)[0].minute == 30


@pytest.mark.parametrize(
    ("zone", "day", "count"),
    [
        ("Europe/London", date(2026, 3, 29), 23),
        ("Europe/London", date(2026, 10, 25), 25),
        ("Asia/Shanghai", date(2026, 10, 25), 24),
        ("Asia/Kolkata", date(2026, 10, 25), 24),
    ],
)
def test_a_day_has_the_hours_that_its_clock_shows(zone: str, day: date, count: int) -> None:
    assert len(day_hours(day, zone)) == count


def test_a_week_is_planned_anew_by_who_leads(cast: Cast, planned: Case) -> None:
    with pytest.raises(Refused, match="role"):
        plan_week(actor=cast.actor("rep"), brand=cast.norvia, staff=cast.rep, week={}, zone="UTC")
    plan_week(actor=cast.actor("supervisor"), brand=cast.norvia, staff=cast.rep, week={}, zone="UTC")
    assert not Shift.objects.exists()


def test_nobody_plans_for_another_brand(cast: Cast) -> None:
    with brand_scope([cast.norvia.pk]), pytest.raises(NotFound):
        plan_week(actor=cast.actor("stranger"), brand=cast.norvia, staff=cast.rep, week={}, zone="UTC")
    with pytest.raises(Refused, match="owner_may_not"):
        plan_week(actor=SYSTEM, brand=cast.norvia, staff=cast.stranger, week={}, zone="UTC")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"region": "ATLANTIS"}, "region_unknown"),
        ({"region": "DE-XX"}, "region_unknown"),
        ({"week": []}, "week_not_seven_days"),
        ({"promises_an_hour": 0}, "number_wrong"),
    ],
)
def test_a_calendar_that_can_not_be_is_refused(cast: Cast, change: dict[str, object], code: str) -> None:
    given = {"actor": SYSTEM, "brand": cast.norvia, "week": [()] * 7, **change}
    with pytest.raises(DomainError, match=code):
        set_brand_hours(**given)  # type: ignore[arg-type]


def test_an_absence_ends_after_it_begins_and_nobody_covers_themselves(cast: Cast) -> None:
    given = {"actor": SYSTEM, "brand": cast.norvia, "staff": cast.rep, "starts_at": local(9)}
    for more in ({"ends_at": local(9)}, {"ends_at": local(10), "cover": cast.rep}):
        with pytest.raises(DomainError, match="window_backwards"):
            note_absence(**given, **more)  # type: ignore[arg-type]


def test_one_persons_hour_is_one_whichever_brand_they_speak_for(cast: Cast, planned: Case) -> None:
    Membership.objects.create(staff=cast.rep, brand=cast.sunfold, role=Role.REP.value)
    for minute in (10, 20, 30):
        promised(cast, planned, hours=at(15, minute))
    book = promise_book(cast.sunfold, cast.rep.pk, NOON, NOON)
    assert book.held(local(15)) == 3
    assert Staff.objects.filter(pk__in={book.own.person_id}).get() == cast.rep
