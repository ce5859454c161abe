"""How a customer is reached next stands on both sides of a case in one sentence, and either side may change it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from amends.cases.actions.representatives import Named, name_representative
from amends.cases.actions.stages import close_case
from amends.cases.keys import give_link
from amends.cases.models import Case, CaseEvent
from amends.people.models import Address, Customer
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.rules.vocabulary import Ending
from tests.cases.acts import answered
from tests.conftest import NOON, Cast, complain, signed_in

EVENING = "By telephone, today from 17:00 to 20:00"
"""In Jerusalem, where noon in London is the early afternoon."""


@pytest.fixture
def desk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast, and a clock that stands at noon."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", NOON.isoformat())
    with every_brand():
        yield cast


@pytest.fixture
def case(desk: Cast) -> Case:
    """A complaint of somebody in Jerusalem whose mail and telephone are known."""
    case = complain(desk)
    Customer.objects.filter(pk=case.customer_id).update(zone="Asia/Jerusalem")
    Address.objects.create(
        brand=desk.norvia, customer_id=case.customer_id, kind="phone", value="+972 3 1", value_key="97231"
    )
    return case


def visiting(case: Case, *, for_representative: bool = False) -> Client:
    client = Client(HTTP_HOST="localhost")
    link = give_link(actor=SYSTEM, case_uuid=case.uuid, now=NOON, for_representative=for_representative)
    assert client.post(f"/my/open/{link}/").status_code == 302
    return client


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_what_the_customer_asks_for_is_what_both_sides_read(desk: Cast, case: Case) -> None:
    mine, rep = visiting(case), signed_in(desk.rep)
    sides = ((mine, f"/my/{case.uuid}/"), (rep, f"/cases/{case.uuid}/"))
    for client, address in sides:
        assert "By telephone, now and until 20:00" in said(client, address)
    assert mine.post(f"/my/{case.uuid}/reach/", {"way": "phone:eve"}).status_code == 302
    for client, address in sides:
        assert EVENING in said(client, address)
    assert rep.post(f"/cases/{case.uuid}/reach/", {"way": "email"}).status_code == 302
    for client, address in sides:
        page = said(client, address)
        assert "By e-mail, at any hour" in page and EVENING not in page
    assert "By e-mail" in said(rep, f"/cases/{case.uuid}/record/")
    kinds = list(CaseEvent.objects.filter(case=case, kind="case.described").values_list("data", flat=True))
    assert len(kinds) == 2 and all("contact_preference" in one for one in kinds)


def test_the_same_word_again_is_no_event(case: Case) -> None:
    mine = visiting(case)
    for _ in range(3):
        mine.post(f"/my/{case.uuid}/reach/", {"way": "email"})
    assert CaseEvent.objects.filter(case=case, kind="case.described").count() == 1


def test_a_way_that_is_none_changes_nothing_and_says_so(desk: Cast, case: Case) -> None:
    for client, address in (
        (visiting(case), f"/my/{case.uuid}/reach/"),
        (signed_in(desk.rep), f"/cases/{case.uuid}/reach/"),
    ):
        answer = client.post(address, {"way": "pigeon"})
        assert answer.status_code == 422 and "Choose" in answer.content.decode()
    case.refresh_from_db()
    assert case.contact_preference == ""


def test_a_closed_case_asks_nothing(desk: Cast, case: Case) -> None:
    mine = visiting(case)
    answered(desk, case, NOON)
    close_case(
        actor=desk.actor("rep"), case_uuid=case.uuid, ending=Ending.SOLVED, reason="They said so.", now=NOON
    )
    assert "/reach/" not in said(mine, f"/my/{case.uuid}/")
    answer = mine.post(f"/my/{case.uuid}/reach/", {"way": "email"})
    assert answer.status_code == 422 and "This case is closed" in answer.content.decode()


def test_who_acts_for_the_customer_is_not_asked_how_the_customer_is_reached(desk: Cast, case: Case) -> None:
    until = datetime(2026, 6, 1, tzinfo=UTC).date()
    named = Named(name="Noa Berg", email="noa@example.net", authority="a letter", until=until)
    name_representative(actor=desk.actor("rep"), case_uuid=case.uuid, named=named, now=NOON)
    assert "/reach/" not in said(visiting(case, for_representative=True), f"/my/{case.uuid}/")


def test_where_nobody_can_be_reached_the_desk_is_told_to_ask(desk: Cast, case: Case) -> None:
    Address.objects.filter(customer_id=case.customer_id).delete()
    assert "No way to them is known" in said(signed_in(desk.rep), f"/cases/{case.uuid}/")
    assert "We know no way to you" in said(visiting(case), f"/my/{case.uuid}/")
