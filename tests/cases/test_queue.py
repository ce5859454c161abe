"""The queue's filters and counts stop where they must, and say so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amends.cases import queue as queues
from amends.cases.actions.contacts import receive_contacts
from amends.cases.inbound import InboundContact
from amends.cases.queue import VIEWS, counts, counts_of, queue, summed
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope
from amends.rules.vocabulary import Channel
from tests.conftest import NOON, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cases(cast: Cast) -> None:
    """Six open cases in each brand; the third came by text message."""
    for brand in (cast.norvia, cast.sunfold):
        contacts = [
            InboundContact(
                channel=Channel.SMS if number == 2 else Channel.PHONE,
                text=f"words {number}",
                is_history=True,
                occurred_at=NOON + timedelta(minutes=number),
            )
            for number in range(6)
        ]
        with brand_scope([brand.pk]):
            receive_contacts(actor=SYSTEM, brand=brand, inbounds=contacts, now=NOON)


def test_a_filter_without_an_index_finds_what_fits(cast: Cast) -> None:
    with brand_scope([cast.norvia.pk]):
        page = queue(cast.actor("rep"), [cast.norvia.pk], "all", NOON, filters={"channel": "sms"})
    assert ([row["gist"] for row in page.rest], page.is_cut) == (["words 2"], False)


def test_a_filter_without_an_index_stops_and_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "SCAN", 1)
    with brand_scope([cast.norvia.pk]):
        page = queue(cast.actor("rep"), [cast.norvia.pk], "all", NOON, filters={"channel": "sms"})
    assert (page.rest, page.is_cut) == ([], True)


def test_counts_of_views_and_filters_come_in_one_query_for_each_brand(
    cast: Cast, django_assert_num_queries: object
) -> None:
    both = [cast.norvia.pk, cast.sunfold.pk]
    asked = [("all", {}), ("all", {"channel": "sms"}), ("mine", {})]
    with brand_scope(both), django_assert_num_queries(2):  # type: ignore[operator]
        assert counts_of(SYSTEM, both, asked, NOON) == [12, 2, 0]


def test_counts_stop_at_one_past_the_most(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "MOST_COUNTED", 7)
    both = [cast.norvia.pk, cast.sunfold.pk]
    with brand_scope(both):
        assert summed(counts(SYSTEM, both, NOON), both)["all"] == 8


def test_every_view_is_counted(cast: Cast) -> None:
    with brand_scope([cast.norvia.pk]):
        held = counts(cast.actor("rep"), [cast.norvia.pk], NOON)[cast.norvia.pk]
    assert tuple(held) == VIEWS
    assert (held["all"], held["nobody"], held["mine"]) == (6, 6, 0)
