"""The page that settles a complaint in one contact: two steps without JavaScript, once for each key."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from amends.cases.models import Case, OneContact, Settlement
from amends.people.models import Customer, Membership
from amends.people.scope import every_brand
from amends.rules.vocabulary import Role
from tests.cases.remedying import put_in_force
from tests.conftest import Cast, complain, signed_in

PAGE = "/contacts/solve/"
KEY = "7f3c1d52-0000-4000-8000-000000000021"
FIRST = {
    "brand": "norvia",
    "key": KEY,
    "channel": "phone",
    "cause": "company",
    "seriousness": "normal",
    "text": "The parcel never came.",
    "who": "Noa Berg, noa@example.org",
    "checked": "Named the order.",
    "failure": "late",
    "want": "The parcel",
    "price_paid": "30.00",
    "step": "options",
}
SECOND = {"step": "settle", "option": "A", "said": "It is with you tomorrow by ten.", "proof": "Order 4471"}


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, a policy in force, and every brand in view."""
    put_in_force(cast.norvia)
    with every_brand():
        yield cast


def said(response: HttpResponse) -> str:
    return response.content.decode()


def post(client: Client, **more: str) -> HttpResponse:
    return client.post(PAGE, {**FIRST, **more})  # type: ignore[return-value]


def mark_in(page: str) -> str:
    found = re.search(r'name="mark" value="([^"]*)"', page)
    assert found is not None, page
    return found[1]


def settle(client: Client, **more: str) -> HttpResponse:
    first = {name: value for name, value in more.items() if name in FIRST and name != "step"}
    shown = mark_in(said(post(client, **first)))
    return post(client, **{**SECOND, "mark": shown, **more})


def test_two_steps_and_it_is_solved_and_closed(desk: Cast) -> None:
    client = signed_in(desk.rep)
    first = post(client)
    assert first.status_code == 200
    assert "again en" in said(first) and "gift en" in said(first)
    assert Case.objects.count() == 0
    done = settle(client)
    case = Case.objects.get()
    assert done.status_code == 302 and done.headers["Location"] == f"/cases/{case.uuid}/#right"
    assert (case.ending, case.owner_id, case.want) == ("solved", desk.rep.pk, "The parcel")
    assert "Solved in one contact" in said(client.get(f"/cases/{case.uuid}/"))  # type: ignore[arg-type]


def test_pressed_twice_it_is_one_case(desk: Cast) -> None:
    client = signed_in(desk.rep)
    first, again = settle(client), settle(client)
    assert first.headers["Location"] == again.headers["Location"]
    assert Case.objects.count() == OneContact.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"checked": ""}, "Check who this is, then give it."),
        ({"option": "B"}, "The case closes by itself"),
        ({"price_paid": "65.00", "option": "B"}, "Somebody else must approve it first"),
        ({"proof": ""}, "The case closes by itself"),
        ({"step": "open"}, "so the case stays open"),
        ({"step": "open", "option": ""}, "What they pick is written down on the case"),
    ],
)
def test_what_can_not_be_closed_says_why_and_where(desk: Cast, more: dict[str, str], sentence: str) -> None:
    client = signed_in(desk.rep)
    done = settle(client, **more)
    assert done.status_code == 302
    assert sentence in said(client.get(done.headers["Location"].partition("#")[0]))  # type: ignore[arg-type]
    assert Case.objects.get().is_open


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"text": " "}, "Write what they said."),
        ({"want": ""}, "Write the one outcome that the customer asks for."),
        ({"channel": "letter"}, "Choose how they came."),
        ({"price_paid": "many"}, "Write an amount"),
        ({"option": ""}, "Choose the option that they picked."),
        ({"option": "Z"}, "Choose the option that they picked."),
        ({"said": ""}, "Write what you told them."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(desk: Cast, more: dict[str, str], sentence: str) -> None:
    client = signed_in(desk.rep)
    shown = mark_in(said(post(client)))
    refused = post(client, **{**SECOND, "mark": shown, **more})
    assert refused.status_code == 422
    assert sentence in said(refused) and 'name="who"' in said(refused) and "Noa Berg" in said(refused)
    assert Case.objects.count() == 0


def test_nobody_settles_on_options_that_have_changed_since_they_were_shown(desk: Cast) -> None:
    client = signed_in(desk.rep)
    shown = mark_in(said(post(client)))
    again = post(client, **{**SECOND, "mark": shown, "price_paid": "20.00"})
    assert again.status_code == 200
    assert "What can be offered has changed" in said(again)
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"failure": "danger"}, "a specialist goes on with it"),
        ({"cause": "customer"}, "Reasons are the answer here"),
        ({"failure": ""}, "The policy can’t say yet"),
    ],
)
def test_what_is_not_to_be_mended_here_opens_a_case_and_goes_no_further(
    desk: Cast, more: dict[str, str], sentence: str
) -> None:
    client = signed_in(desk.rep)
    shown = said(post(client, **more))
    assert sentence in shown and 'value="settle"' not in shown
    done = post(client, **{**more, "step": "open"})
    assert done.status_code == 302
    case = Case.objects.get()
    assert case.is_open and Settlement.objects.count() == 0


def test_without_a_policy_the_case_is_opened_and_nothing_is_offered(cast: Cast) -> None:
    client = signed_in(cast.rep)
    assert "no policy in force" in said(post(client))
    with every_brand():
        assert post(client, step="open").status_code == 302
        assert Case.objects.get().is_open


def test_who_has_that_address_is_the_same_customer_and_may_be_said_to_be_another(desk: Cast) -> None:
    complain(desk)
    dana = Customer.objects.get()
    client, who = signed_in(desk.rep), "Dana Levin, dana@example.org"
    shown = said(post(client, who=who))
    assert f'name="customer" value="{dana.uuid}" checked' in shown
    settle(client, who=who)
    assert Case.objects.order_by("-id")[0].customer_id == dana.pk


def test_a_foreign_brand_does_not_exist_and_its_customer_is_not_taken(desk: Cast) -> None:
    client = signed_in(desk.rep)
    assert client.get(f"{PAGE}?brand=sunfold").status_code == 404
    assert post(client, brand="sunfold").status_code == 404
    with every_brand():
        foreign = Customer.objects.create(
            brand=desk.sunfold, uuid="7f3c1d52-0000-4000-8000-000000000022", created_at="2026-01-01T00:00Z"
        )
    settle(client, customer=str(foreign.uuid))
    assert Case.objects.get().customer_id != foreign.pk


def test_the_brand_is_named_and_another_one_is_a_link_away(desk: Cast) -> None:
    Membership.objects.create(staff=desk.rep, brand=desk.sunfold, role=Role.REP.value)
    page = said(signed_in(desk.rep).get(f"{PAGE}?brand=sunfold"))  # type: ignore[arg-type]
    assert 'class="page page--form brand-sunfold"' in page
    assert 'href="/contacts/solve/?brand=norvia"' in page
