"""What a customer chooses of what was offered: once, of what still stands, and settled when it is known who they are."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from amends.cases.actions.customers import verify_customer
from amends.cases.actions.remedies import offer_remedies
from amends.cases.models import Case, CaseEvent, Offer, Settlement
from amends.people.models import Customer
from amends.rules.vocabulary import Channel, Verification
from tests.cases.remedying import failed_case
from tests.conftest import NOON, Cast, signed_in
from tests.seat.test_own_case import act, desk, page, visiting

__all__ = ["desk"]


def offered(desk: Cast, codes: tuple[str, ...] = ("A", "B")) -> Case:
    case = failed_case(desk)
    offer_remedies(
        actor=desk.actor("rep"),
        case_uuid=case.uuid,
        codes=codes,
        text="Choose.",
        channel=Channel.PHONE,
        now=NOON,
    )
    return case


def checked(desk: Cast, case: Case) -> None:
    verify_customer(
        actor=desk.actor("rep"),
        case_uuid=case.uuid,
        level=Verification.PARTIAL,
        how="two questions",
        now=NOON,
    )


def chosen(client: Client, case: Case, code: str = "B", **more: object) -> HttpResponse:
    said = page(client, case)
    form = {name: re.findall(rf'name="{name}" value="([^"]+)"', said)[0] for name in ("offer", "key")}
    return act(client, case, "choose", **{**form, "option": code, **more})


def test_a_customer_chooses_once_by_the_authority_of_who_offered(desk: Cast) -> None:
    case = offered(desk)
    client = visiting(case)
    said = page(client, case)
    form = {name: re.findall(rf'name="{name}" value="([^"]+)"', said)[0] for name in ("offer", "key")}
    for _ in range(2):
        assert act(client, case, "choose", **form, option="B").status_code == 302
    [settlement] = Settlement.objects.filter(case=case)
    assert (settlement.is_customers_choice, settlement.state, settlement.staff_id) == (
        True,
        "approved",
        desk.rep.pk,
    )
    event = CaseEvent.objects.get(case=case, kind="settlement.chosen")
    assert (event.actor_kind, event.actor_id) == ("customer", None)
    # Another tab that still shows the options is told so, and nothing is doubled.
    assert act(client, case, "choose", offer=form["offer"], key=uuid4(), option="A").status_code == 422
    assert Settlement.objects.filter(case=case).count() == 1
    assert 'name="option"' not in page(client, case)


def test_an_offer_that_changed_meanwhile_says_so(desk: Cast) -> None:
    case = offered(desk)
    client = visiting(case)
    said = page(client, case)
    form = {name: re.findall(rf'name="{name}" value="([^"]+)"', said)[0] for name in ("offer", "key")}
    offer_remedies(
        actor=desk.actor("rep"),
        case_uuid=case.uuid,
        codes=("A",),
        text="Or so.",
        channel=Channel.PHONE,
        now=NOON,
    )
    refused = act(client, case, "choose", **form, option="B")
    assert refused.status_code == 422 and "has changed meanwhile" in refused.content.decode()
    assert not Settlement.objects.filter(case=case).exists()
    offer = Offer.objects.filter(case=case).latest("id")
    offer.options = [{**one, "worth": (one["worth"] or 0) + 1} for one in offer.options]
    offer.save()
    assert chosen(client, case, "A").status_code == 422


@pytest.mark.parametrize("form", [{}, {"option": "Z"}, {"offer": "x"}, {"key": "x"}, {"option": ""}])
def test_a_choice_that_is_none_is_refused(desk: Cast, form: dict[str, str]) -> None:
    case = offered(desk)
    client = visiting(case)
    answer = chosen(client, case, **form) if form else act(client, case, "choose")
    assert answer.status_code == 422
    assert not Settlement.objects.filter(case=case).exists()


def test_what_is_chosen_before_anybody_knows_who_it_is_is_kept_and_settled_then(desk: Cast) -> None:
    case, other = offered(desk), offered(desk)
    assert case.customer_id == other.customer_id
    Customer.objects.filter(pk=case.customer_id).update(verification="none")
    assert chosen(visiting(other), other, "A").status_code == 302
    client = visiting(case)
    for _ in range(2):
        assert chosen(client, case, "A").status_code == 302
    said = page(client, case)
    assert "We have your choice" in said and re.search(r'value="A" required checked', said)
    assert not Settlement.objects.filter(case=case).exists()
    assert chosen(client, case, "B").status_code == 302
    kinds = CaseEvent.objects.filter(case=case, kind="own.picked").values_list("data", flat=True)
    assert [json.loads(one)["option"] for one in kinds] == ["A", "B"]
    # Who checks them gives it at once, and is told so before.
    at_desk = signed_in(desk.rep)
    told = "They chose B on their page"
    assert told in at_desk.get(f"/cases/{case.uuid}/").content.decode()
    checked(desk, case)
    settled = Settlement.objects.get(case=case)
    assert (settled.code, settled.is_customers_choice) == ("B", True)
    assert "What you get" in page(client, case)
    assert told not in at_desk.get(f"/cases/{case.uuid}/").content.decode()
    # What they chose in another case waited for the same check.
    assert Settlement.objects.get(case=other).code == "A"


def test_what_was_chosen_of_another_offer_is_not_settled(desk: Cast) -> None:
    case = offered(desk)
    Customer.objects.filter(pk=case.customer_id).update(verification="none")
    chosen(visiting(case), case, "A")
    offer_remedies(
        actor=desk.actor("rep"), case_uuid=case.uuid, codes=("A", "B"), text="Again.", channel=Channel.PHONE,
        now=NOON,
    )  # fmt: skip
    checked(desk, case)
    assert not Settlement.objects.filter(case=case).exists()
