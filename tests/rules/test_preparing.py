"""What a rep will ask, by which way one asks, who is asked next: as a customer prepares it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.rules.preparing.asked import (
    FOUND_BY,
    STEPS,
    Page,
    Place,
    Question,
    asked,
    missing,
    places,
    step_on,
)
from amends.rules.preparing.bodies import body_for
from amends.rules.preparing.climbing import (
    BETWEEN_REQUESTS,
    PATIENCE,
    Again,
    Standing,
    ask_again,
    broken,
    ladder,
)
from amends.rules.preparing.draft import (
    Attempt,
    Draft,
    Medium,
    Number,
    Person,
    Point,
    Result,
    Rung,
    Thing,
    Told,
)
from amends.rules.preparing.media import Because, advise

NOW = datetime(2026, 5, 12, 14, 6, tzinfo=UTC)
WHOLE = Draft(
    company="Norvia Telecom",
    thing=Thing.CABLE,
    points=(
        Point("Nobody came", date(2026, 5, 9), "The text of 7 May"),
        Point("The line is dead", is_bare=True),
    ),
    numbers={Number.ACCOUNT: "4711", Number.PLACE: "12 Mill Lane", Number.MODEL: "Box 3"},
    me=Person("Dana Levin", "dana@example.org"),
    attempts=(Attempt("Waited nine minutes", date(2026, 5, 11), Medium.PHONE, "Mira"),),
    result=Result.REPAIR,
)


def test_who_prepared_everything_misses_nothing_and_an_empty_page_everything() -> None:
    assert missing(WHOLE) == ()
    assert {one.code for one in missing(Draft())} >= {Question.NAME, Question.HAPPENED, Question.OUTCOME}
    assert all(not one.is_ready for one in asked(Draft()))


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"me": Person(email="dana@example.org")}, Question.NAME, Place(Page.ME)),
        ({"me": Person("Dana Levin")}, Question.REACH, Place(Page.ME)),
        ({"numbers": {Number.PLACE: "x", Number.MODEL: "y"}}, Number.ACCOUNT, Place(Page.NUMBERS)),
        ({"points": (Point("a", None, "b"),)}, Question.DAY, Place(Page.HAPPENED)),
        ({"points": (*WHOLE.points, Point("c"))}, Question.SHOWN, Place(Page.SHOWS, 2)),
        ({"attempts": ()}, Question.TRIED, Place(Page.TRIED)),
        ({"attempts": (Attempt("Called"),)}, Question.WHO, Place(Page.TRIED)),
        ({"result": None}, Question.OUTCOME, Place(Page.OUTCOME)),
    ],
)
def test_each_thing_that_lacks_is_named_with_its_page(
    change: dict[str, object], code: object, place: Place
) -> None:
    lacking = missing(replace(WHOLE, **change))  # type: ignore[arg-type]
    assert [(one.code, one.place) for one in lacking] == [(code, place)]


def test_every_matter_is_found_by_something_and_every_page_has_a_step() -> None:
    assert set(FOUND_BY) == set(Thing) and all(FOUND_BY.values())
    assert list(STEPS) == list(Page)
    assert list(STEPS.values()) == sorted(STEPS.values()) and set(STEPS.values()) == set(range(1, 9))


def test_what_shows_it_is_asked_once_for_each_point() -> None:
    assert [one.at for one in places(WHOLE) if one.page is Page.SHOWS] == [0, 1]
    assert step_on(WHOLE, Place(Page.SHOWS, 0), 1) == Place(Page.SHOWS, 1)
    assert step_on(WHOLE, Place(Page.SHOWS, 1), 1) == Place(Page.TRIED)


@given(st.sampled_from(list(Page)), st.integers(0, 20), st.integers(-3, 3))
def test_nobody_steps_off_the_ends(page: Page, at: int, by: int) -> None:
    assert step_on(WHOLE, Place(page, at), by) in places(WHOLE)


@pytest.mark.parametrize(
    ("change", "medium", "reason"),
    [
        ({"result": Result.REPAIR}, Medium.PHONE, Because.REPAIR_BY_PHONE),
        ({"result": Result.CREDIT}, Medium.PHONE, Because.MONEY_BY_PHONE),
        ({"result": Result.EXPLANATION}, Medium.EMAIL, Because.BILL_IN_WRITING),
        ({"result": Result.CANCELLATION}, Medium.EMAIL, Because.CHANGE_IN_WRITING),
        ({"result": Result.APOLOGY}, Medium.EMAIL, Because.KEEPS_RECORD),
        ({"is_line_busy": True}, Medium.PUBLIC, Because.LINE_BUSY),
        ({"attempts": WHOLE.attempts * 2}, Medium.LETTER, Because.CALLED_OFTEN),
        ({"brand": "norvia"}, Medium.DESK, Because.ON_AMENDS),
    ],
)
def test_call_or_write_depends_on_what_is_wanted_and_what_was_tried(
    change: dict[str, object], medium: Medium, reason: Because
) -> None:
    advice = advise(replace(WHOLE, **change), NOW)  # type: ignore[arg-type]
    assert advice.medium is medium and advice.reasons[0] is reason


def test_who_calls_in_the_afternoon_is_told_to_wait_for_the_morning() -> None:
    assert Because.EARLY in advise(WHOLE, NOW).reasons
    assert Because.EARLY not in advise(WHOLE, NOW.replace(hour=9)).reasons


PROMISE = Told("Somebody calls back", "Mira", date(2026, 5, 12), time(12))


def test_a_promise_is_broken_only_when_its_hour_has_passed() -> None:
    told = replace(WHOLE, told=(PROMISE, Told("Soon")))
    assert broken(told, NOW) is PROMISE
    assert broken(told, NOW.replace(hour=11, minute=59)) is None
    assert broken(replace(WHOLE, told=(Told("Soon"), Told("Today", day=NOW.date()))), NOW) is None


@given(st.sampled_from(list(Rung)[:-1]), st.integers(0, 40))
def test_the_next_one_is_open_after_a_fair_time_and_not_before(rung: Rung, days: int) -> None:
    draft = replace(WHOLE, rung=rung, asked_on=NOW.date() - timedelta(days=days))
    nearest = ladder(draft, NOW)[list(Rung).index(rung) + 1]
    assert (nearest.standing is Standing.OPEN) == (timedelta(days=days) >= PATIENCE[rung])
    # Never for ever: whatever was promised since, a day stands there.
    assert nearest.opens_on == draft.asked_on + PATIENCE[rung]  # type: ignore[operator]


def test_a_missed_promise_opens_the_next_one_at_once_and_without_one_it_stays_shut() -> None:
    asked_today = replace(WHOLE, rung=Rung.REP, asked_on=NOW.date())
    standing = [one.standing for one in ladder(replace(asked_today, told=(PROMISE,)), NOW)]
    assert standing[:3] == [Standing.HERE, Standing.OPEN, Standing.LATER]
    assert ladder(asked_today, NOW)[1].standing is Standing.LATER


@pytest.mark.parametrize(
    ("news", "days", "times", "state"),
    [
        ("", 30, 1, Again.SAY_NEWS),
        ("A photo", 6, 1, Again.WAIT),
        ("A photo", 7, 1, Again.READY),
        ("A photo", 30, 3, Again.ENOUGH),
    ],
)
def test_one_asks_again_after_a_week_with_something_new_and_three_times_at_most(
    news: str, days: int, times: int, state: Again
) -> None:
    refused = NOW.date() - timedelta(days=days)
    request = ask_again(replace(WHOLE, refused_on=refused, news=news, asked_times=times), NOW.date())
    assert request is not None and request.state is state
    if request.on:
        assert request.on == refused + BETWEEN_REQUESTS
    assert ask_again(WHOLE, NOW.date()) is None


def test_a_body_outside_is_named_for_its_day_and_only_where_it_is_known() -> None:
    before = body_for("GB", Thing.PHONE, date(2026, 4, 7))
    after = body_for("GB", Thing.PHONE, date(2026, 4, 8))
    assert before is not None and before.wait_days == 56
    assert after is not None and after.wait_days == 42
    assert body_for("BG", Thing.SHOP, NOW.date()) is None
    assert body_for("", Thing.PHONE, NOW.date()) is None
