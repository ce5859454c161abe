"""Prepare without scripts: each press carries everything on, nothing is refused, nothing is kept."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from amends.rules.preparing.asked import Page
from amends.rules.preparing.draft import Attempt, Medium, Number, Result, Rung, Told
from amends.seat.prepare.reading import draft_from, place_from
from tests.conftest import Cast

SAID = {
    "company": "Norvia Telecom",
    "thing": "cable",
    "point-0": "Nobody came on Saturday",
    "day-0": "2026-05-09",
    "proof-0": "The text of 7 May",
    "point-1": "The line is dead",
    "bare-1": "1",
    "number-account": "4711 0815",
    "my-name": "Dana Levin",
    "my-email": "dana@example.org",
    "tried-0": "Waited nine minutes",
    "tried-day-0": "2026-05-11",
    "tried-way-0": "phone",
    "tried-who-0": "Mira",
    "result": "repair",
    "wish": "A technician this week",
    "why": "I took a day off.",
    "words": "The line is dead. Please send somebody this week.",
    "told-0": "Somebody calls back",
    "told-day-0": "2026-05-12",
    "told-hour-0": "12:00",
    "rung": "rep",
    "asked-day": "2026-05-10",
    "country": "GB",
    "medium": "email",
}


def browser(**more: str) -> Client:
    return Client(HTTP_HOST="localhost", **more)  # type: ignore[arg-type]


def pressed(go: str, page: str, **said: str) -> str:
    answer = browser().post("/prepare/", {**SAID, "page": page, "go": go, **said})
    assert answer.status_code == 200
    return answer.content.decode()


def shown(html: str) -> str:
    """Answers the one page that is not hidden."""
    sections = html.split('<section class="ask" data-page="')[1:]
    seen = [one.split('"')[0] for one in sections if " hidden>" not in one.split(">")[0] + ">"]
    assert len(seen) == 1
    return seen[0]


def test_a_form_is_read_as_a_draft() -> None:
    draft = draft_from(SAID)
    assert [one.text for one in draft.points] == ["Nobody came on Saturday", "The line is dead"]
    assert draft.points[0].day == date(2026, 5, 9) and draft.points[1].is_bare
    assert draft.numbers == {Number.ACCOUNT: "4711 0815"}
    assert draft.attempts == (Attempt("Waited nine minutes", date(2026, 5, 11), Medium.PHONE, "Mira"),)
    assert draft.told == (Told("Somebody calls back", "", date(2026, 5, 12), time(12)),)
    assert (draft.result, draft.first_result, draft.rung) == (Result.REPAIR, Result.REPAIR, Rung.REP)


@given(
    st.dictionaries(
        st.sampled_from([*SAID, "page", "asked-times", "not-tried", "news"]), st.text(), max_size=12
    )
)
def test_nothing_that_anybody_may_post_is_too_odd_to_read(said: dict[str, str]) -> None:
    draft_from(said)
    assert place_from(said).page in Page


@pytest.mark.django_db
def test_a_press_leads_on_and_carries_everything(cast: Cast) -> None:
    html = pressed("next", "tried")
    assert shown(html) == "outcome"
    for name, value in SAID.items():
        assert f'name="{name}"' in html, name
        assert value in html, name
    assert shown(pressed("back", "tried")) == "shows.1"
    assert shown(pressed("shows.0", "outcome")) == "shows.0"
    assert shown(pressed("stay", "words")) == "words"
    assert shown(pressed("nonsense", "words")) == "words"


@pytest.mark.django_db
def test_one_row_more_is_given_when_it_is_asked_for(cast: Cast) -> None:
    assert 'name="point-2"' not in pressed("stay", "happened")
    assert 'name="point-2"' in pressed("more", "happened")


@pytest.mark.django_db
def test_what_is_missing_is_a_way_to_its_page(cast: Cast) -> None:
    html = pressed("stay", "outcome")
    assert "8 of 10" in html
    assert '<button class="link" name="go" value="numbers">the address</button>' in html


@pytest.mark.django_db
def test_the_mirror_shows_each_kind_of_hard_word_once_and_calm_words_none(cast: Cast) -> None:
    harsh = pressed("stay", "words", words="You people are useless! You are idiots. FIX IT NOW!!!")
    assert 1 <= harsh.count('<li class="look">') <= 3
    assert "They did not cause it" in harsh
    assert "Calm and clear" in pressed("stay", "words")


@pytest.mark.django_db
def test_a_wish_that_changed_and_a_wish_that_is_two_are_narrowed_gently(cast: Cast) -> None:
    assert "You first wanted something else" in pressed("stay", "outcome", **{"first-result": "refund"})
    assert "You first wanted something else" not in pressed("stay", "outcome")
    two = pressed("stay", "outcome", wish="I want a refund and an apology and a new router")
    assert "more than one wish" in two


@pytest.mark.django_db
def test_what_somebody_feels_has_no_name_and_so_is_never_sent(cast: Cast) -> None:
    html = pressed("stay", "words")
    field = next(part for part in html.split("<textarea") if "data-never-sent" in part.split(">")[0])
    assert "name=" not in field.split(">")[0]


@pytest.mark.django_db
def test_the_language_changes_and_what_was_said_stays(cast: Cast) -> None:
    answer = browser().post("/prepare/", {**SAID, "page": "with", "lang": "he"})
    html = answer.content.decode()
    assert 'lang="he" dir="rtl"' in html and "Nobody came on Saturday" in html
    assert answer.cookies["amends_language"].value == "he"
    assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
def test_preparing_writes_nothing_at_all(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        for page in Page:
            pressed("stay", page.value)
            pressed("stay", page.value, brand="norvia")
    assert asked.captured_queries
    assert {query["sql"].split()[0] for query in asked.captured_queries} == {"SELECT"}


@pytest.mark.django_db
def test_no_page_tells_for_whom_this_desk_works(cast: Cast) -> None:
    page = browser().get("/prepare/").content.decode()
    assert "Norvia" not in page and "Sunfold" not in page
    assert "Norvia Telecom" in browser().get("/prepare/norvia/").content.decode()
    assert browser().get("/prepare/nobody/").status_code == 404
