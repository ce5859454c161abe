"""Search finds what is there, newest first, in its own brand, by every path that makes it fast."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amends.cases import search
from amends.cases.actions.contacts import receive_contacts
from amends.cases.inbound import InboundContact
from amends.cases.models import Case
from amends.cases.search import document, find
from amends.people.permissions import SYSTEM
from amends.people.scope import ScopeMissing, brand_scope, every_brand
from amends.rules.vocabulary import Channel
from tests.conftest import NOON, Cast, complain

pytestmark = pytest.mark.django_db

TEXTS = (
    "the router is broken",
    "the refund is late, the router is fine",
    "router broken again",
    "我要投诉这家公司",
    "a refundable ticket",
    "broken refund router",
)


@pytest.fixture
def keys(cast: Cast) -> list[int]:
    """Answers the keys of Norvia's cases, one for each text, the newest last."""
    contacts = [
        InboundContact(
            channel=Channel.EMAIL,
            text=text,
            gist="x",
            is_history=True,
            is_closed=number % 2 == 1,
            occurred_at=NOON + timedelta(days=30 * number),
        )
        for number, text in enumerate(TEXTS)
    ]
    with brand_scope([cast.norvia.pk]):
        made = receive_contacts(actor=SYSTEM, brand=cast.norvia, inbounds=contacts, now=NOON)
        by_id = dict(Case.objects.values_list("id", "recent_key"))
    return [by_id[one.case_id or 0] for one in made]


def found(cast: Cast, words: str, wanted: int = 10, **only: object) -> list[int]:
    with brand_scope([cast.norvia.pk]):
        return find(cast.norvia.pk, words, wanted, **only).keys


ASKED = (
    ("router", [5, 2, 1, 0]),
    ("broken router", [5, 2, 0]),
    ("投訴", [3]),
    ("refund*", [5, 4, 1]),
    ("refund* router", [5, 1]),
    ('"router is"', [1, 0]),
    ('"is router"', []),
    ("nothing", []),
)


@pytest.mark.parametrize(("words", "expected"), ASKED)
def test_the_newest_comes_first(words: str, expected: list[int], cast: Cast, keys: list[int]) -> None:
    assert found(cast, words) == [keys[place] for place in expected]


@pytest.mark.parametrize(("words", "expected"), ASKED)
def test_looking_through_fewer_of_the_newest_changes_nothing(
    words: str, expected: list[int], cast: Cast, keys: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "NEWEST", 1)
    assert found(cast, words, wanted=6) == [keys[place] for place in expected]


@pytest.mark.parametrize(("words", "expected"), ASKED)
def test_few_are_the_first_of_many(words: str, expected: list[int], cast: Cast, keys: list[int]) -> None:
    assert found(cast, words, wanted=2) == [keys[place] for place in expected][:2]


def test_a_filter_beside_the_words(cast: Cast, keys: list[int]) -> None:
    assert found(cast, "router", is_open=True) == [keys[2], keys[0]]


def test_an_unknown_filter_is_refused(cast: Cast) -> None:
    with pytest.raises(KeyError):
        found(cast, "router", gist="x")


def test_a_search_that_stops_early_says_so(
    cast: Cast, keys: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PHRASE_SCAN", 1)
    with brand_scope([cast.norvia.pk]):
        assert find(cast.norvia.pk, '"router is"', 5).is_cut


def test_the_next_page_begins_where_the_last_ended(cast: Cast, keys: list[int]) -> None:
    with brand_scope([cast.norvia.pk]):
        assert find(cast.norvia.pk, "router", 2, before=keys[2]).keys == [keys[1], keys[0]]


def test_another_brand_is_out_of_reach(cast: Cast, keys: list[int]) -> None:
    with brand_scope([cast.sunfold.pk]), pytest.raises(ScopeMissing):
        find(cast.norvia.pk, "router", 10)
    with brand_scope([cast.sunfold.pk]):
        assert find(cast.sunfold.pk, "router", 10).keys == []


def test_a_document_holds_each_token_once() -> None:
    tokens = document("late late refund", "late").split()
    assert len(tokens) == len(set(tokens))


@pytest.mark.parametrize("size", [1, 4, 50])
def test_what_lies_years_apart_is_found_newest_first_and_of_one_brand_only(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    # Among the newest nothing is found, so every hit comes from the months.
    monkeypatch.setattr(search, "NEWEST", 1)
    days = [0, 1, 2, 40, 41, 300, 301, 302, 303, 500, 501, 900, 1_400, 1_401, 2_000]
    words = ["zebra" if at % 3 else "lion" for at in range(len(days))]
    for day, word in zip(days, words, strict=True):
        complain(cast, f"A {word} at the door.", now=NOON - timedelta(days=day))
    with every_brand():
        for word in ("zebra", "lion", "tiger"):
            ours = [
                case.recent_key
                for case in Case.objects.order_by("-recent_key")
                if word in case.contacts.get().text
            ]
            before = None
            found: list[int] = []
            while page := search.find(cast.norvia.pk, word, size, before).keys:
                found += page
                before = page[-1]
            assert found == ours
            assert search.find(cast.sunfold.pk, word, size).keys == []
