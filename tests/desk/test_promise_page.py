"""Promises on the case page and on Today: clocks, lines, the form with its book, and refusals that name free hours."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amends.cases.actions.promises import attempt_promise, keep_promise
from amends.cases.models import Case, Promise
from amends.cases.promise_hours import Hours
from amends.people.models import Customer
from amends.people.scope import every_brand
from tests.cases.promising import DUE, MINUTE, of, promised, spoken, watched
from tests.conftest import NOON, Cast, complain, signed_in

FORM = {"kind": "call_back", "text": "We ring you", "on": "2026-05-12", "since": "15:00", "until": "16:00"}


@pytest.fixture
def case(cast: Cast) -> Case:
    """A complaint that came an hour before noon."""
    return complain(cast, now=NOON - timedelta(hours=1))


def page(client: Client, case: Case, moment: object = NOON, query: str = "") -> str:
    with time_machine.travel(moment, tick=False):  # type: ignore[arg-type]
        return client.get(f"/cases/{case.uuid}/{query}").content.decode()


def post(cast: Cast, case: Case, name: str, moment: object = NOON, **form: object) -> object:
    with time_machine.travel(moment, tick=False):  # type: ignore[arg-type]
        return signed_in(cast.rep).post(f"/cases/{case.uuid}/{name}/", form)


def test_the_form_opens_with_the_book_of_the_day(cast: Cast, case: Case) -> None:
    client = signed_in(cast.rep)
    assert 'id="act-promise"' not in page(client, case)
    shown = page(client, case, query="?book=1")
    assert 'id="act-promise" open' in shown and "book__hour--free" in shown
    assert 'value="2026-05-12"' in shown and "in London time." in shown
    assert 'value="2026-05-20"' in page(client, case, query="?book=2026-05-20")


@pytest.mark.parametrize(
    "query", ["?book=x", "?book=9999-12-31", "?book=2026-05-12&who=99999999999", "?book=&who=x"]
)
def test_an_address_that_asks_for_nonsense_shows_today(cast: Cast, case: Case, query: str) -> None:
    assert 'value="2026-05-12"' in page(signed_in(cast.rep), case, query=query)


def test_a_promise_is_made_shown_and_kept(cast: Cast, case: Case) -> None:
    done = post(cast, case, "promise", who=cast.rep.pk, **FORM)
    assert done.status_code == 302, done.content.decode()  # type: ignore[attr-defined]
    client = signed_in(cast.rep)
    shown = page(client, case)
    assert "We ring you" in shown and "Call back" in shown
    with every_brand():
        promise = Promise.objects.get()
        spoken(cast, case, NOON + 5 * MINUTE)
    assert "Does that keep the promise?" in page(client, case, NOON + 6 * MINUTE)
    said = {"promise": promise.uuid, "ours": "yes", "said": "They know now."}
    assert post(cast, case, "promise_keep", NOON + 7 * MINUTE, **said).status_code == 302  # type: ignore[attr-defined]
    shown = page(client, case, NOON + 8 * MINUTE)
    assert "stream-line--kept" in shown and "clock--kept" in shown


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"until": ""}, "Give a date and both hours"),
        ({"since": "25:00"}, "Give a date and both hours"),
        ({"on": "2026-05-11"}, "That hour has passed"),
        ({"until": "14:00"}, "must be later"),
        ({"text": ""}, "Write what is promised"),
        ({"kind": "sing"}, "Choose what is promised"),
        ({"who": "77777"}, "may not work on this case"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, case: Case, change: dict[str, str], said: str
) -> None:
    form = {**FORM, "who": str(cast.rep.pk), "text": "We bring a pelican", **change}
    refused = post(cast, case, "promise", **form)
    shown = refused.content.decode()  # type: ignore[attr-defined]
    assert (refused.status_code, said in shown) == (422, True), said  # type: ignore[attr-defined]
    assert "pelican" in shown or "text" in change
    assert 'id="act-promise" open' in shown


def test_a_full_hour_names_free_ones_in_the_customers_time(cast: Cast, case: Case) -> None:
    with every_brand():
        Customer.objects.filter(pk=case.customer_id).update(zone="Europe/Sofia")
        for _ in range(3):
            promised(cast, case)
    shown = post(cast, case, "promise", who=cast.rep.pk, **FORM).content.decode()  # type: ignore[attr-defined]
    assert "That hour is full. Free from 16:00, 17:00 and 18:00." in shown
    assert "book__hour--full" in shown


def test_a_broken_promise_is_first_on_today_and_a_line_in_the_conversation(cast: Cast, case: Case) -> None:
    with every_brand():
        promised(cast, case)
        watched(DUE)
    for person in (cast.rep, cast.supervisor):
        with time_machine.travel(DUE + 26 * MINUTE, tick=False):
            today = signed_in(person).get("/").content.decode()
        assert "One promise broken" in today and "26 min late" in today
    shown = page(signed_in(cast.rep), case, DUE + 26 * MINUTE)
    assert "stream-line--broken" in shown and "Promise broken" in shown
    assert "Nobody has made it good yet." in shown


def test_tries_are_counted_and_an_hour_elsewhere_is_said_in_both_times(cast: Cast, case: Case) -> None:
    with every_brand():
        Customer.objects.filter(pk=case.customer_id).update(zone="Asia/Shanghai", city="Xi'an")
        promise = promised(cast, case, hours=Hours(NOON.date(), time(22), time(23)))
        attempt_promise(**of(promise, cast, promise.starts_at + MINUTE))
    shown = page(signed_in(cast.rep), case, promise.starts_at + 2 * MINUTE)
    assert "1 of 3 calls" in shown and "your time" in shown and "Xi&#39;an time" in shown


def test_a_refusal_of_one_promise_opens_that_promises_form(cast: Cast, case: Case) -> None:
    with every_brand():
        first, second = promised(cast, case), promised(cast, case)
    refused = post(cast, case, "promise_withdraw", promise=second.uuid, reason="")
    shown = refused.content.decode()  # type: ignore[attr-defined]
    assert 'id="act-promise_withdraw-2" open' in shown
    assert 'id="act-promise_withdraw-1" open' not in shown
    assert 'href="#promise_withdraw-2-reason"' in shown
    assert first.uuid != second.uuid


def test_the_page_asks_as_little_as_before_and_the_book_five_things_more(cast: Cast, case: Case) -> None:
    with every_brand():
        promise = promised(cast, case)
        keep_promise(**of(promise, cast, NOON + 2 * MINUTE), contact_id=spoken(cast, case, NOON + MINUTE).pk)
    client = signed_in(cast.rep)
    counts = {}
    for query in ("", "?book=1"):
        page(client, case, NOON + 3 * MINUTE, query)
        with CaptureQueriesContext(connection) as asked:
            page(client, case, NOON + 3 * MINUTE, query)
        counts[query] = len(asked)
    assert counts["?book=1"] - counts[""] == 5
    with CaptureQueriesContext(connection) as asked, time_machine.travel(NOON, tick=False):
        client.get("/")
    assert not any("cases_promise" in one["sql"] for one in asked)
