"""What is left alone for a customer, as billing asks it: by program, by export, brand by brand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import yaml
from django.http import HttpResponse
from django.test import Client

from amends.cases.actions.circumstances import dispute_amount
from amends.cases.actions.contacts import receive_contact
from amends.cases.actions.customers import record_vulnerability
from amends.cases.actions.policies import activate_policy
from amends.cases.actions.stages import close_case
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Case, CaseEvent, Circumstances, ProgramToken
from amends.cases.pauses import pause_for, quiet_of
from amends.cases.recording import Refused
from amends.channels.files.exporting import COLUMNS, export_rows, own_mapping
from amends.clock import now
from amends.errors import DomainError
from amends.people.links import token_hash
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope, every_brand
from amends.rules.pause import NO_PAUSE, Disputed, Pause, Paused
from amends.rules.vocabulary import Channel, Ending, Role
from tests.cases.acts import answered
from tests.cases.remedying import BEFORE, policy_text
from tests.conftest import NOON, Cast, complain


@pytest.fixture
def desk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast with every brand in view, at noon; two programs, one of each brand."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", NOON.isoformat())
    for brand in (cast.norvia, cast.sunfold):
        ProgramToken.objects.create(
            brand=brand, name="Billing", role=Role.REP.value, token_hash=token_hash(brand.slug)
        )
    with every_brand():
        yield cast


def disputed(cast: Cast, case: Case, amount: int | None = 4_900) -> Circumstances:
    return dispute_amount(actor=cast.actor("rep"), case_uuid=case.uuid, amount_minor=amount, now=NOON)


def ask(path: str, brand: str = "norvia") -> HttpResponse:
    client = Client(HTTP_HOST="localhost", HTTP_AUTHORIZATION=f"Bearer {brand}")
    return client.get(f"/api/v1/{path}")


def quiet_days(cast: Cast, days: int) -> None:
    said = yaml.safe_load(policy_text())
    text = yaml.safe_dump({**said, "quiet_days": days})
    cast.norvia.currency = "EUR"
    cast.norvia.save()
    with brand_scope([cast.norvia.pk]):
        activate_policy(actor=SYSTEM, brand=cast.norvia, text=text, now=BEFORE - timedelta(days=1))


def closed(cast: Cast, case: Case) -> Case:
    answered(cast, case, NOON)
    close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.SOLVED, now=NOON)
    return Case.objects.get(pk=case.pk)


def pause(cast: Cast, case: Case) -> Pause:
    case = Case.objects.select_related("customer").get(pk=case.pk)
    assert case.customer is not None
    return pause_for(case.customer, quiet_of(cast.norvia, now()))


def test_the_amount_in_dispute_stands_with_the_case_without_any_policy(desk: Cast) -> None:
    case = complain(desk)
    disputed(desk, case)
    assert pause(desk, case).disputed == (Disputed(4_900, desk.norvia.currency),)
    disputed(desk, case, None)
    assert pause(desk, case).disputed == (Disputed(None, desk.norvia.currency),)
    said = CaseEvent.objects.filter(case=case, kind="amount.disputed").values_list("data", flat=True)
    assert [json.loads(data)["amount"] for data in said] == [4_900, None]


@pytest.mark.parametrize("amount", [-1, 10**12 + 1])
def test_an_amount_that_can_not_be_is_refused(desk: Cast, amount: int) -> None:
    with pytest.raises(DomainError, match="amount_wrong"):
        disputed(desk, complain(desk), amount)


def test_of_a_closed_case_nothing_is_disputed_any_more(desk: Cast) -> None:
    case = closed(desk, complain(desk))
    with pytest.raises(Refused, match="closed"):
        disputed(desk, case)
    assert pause(desk, case) == NO_PAUSE


def test_after_a_failure_it_stays_quiet_as_long_as_the_policy_says(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet_days(desk, 14)
    case = closed(desk, complain(desk))
    last = (NOON + timedelta(days=14)).date()
    assert (pause(desk, case).until_on, Paused.PRICE_RISE in pause(desk, case).what) == (last, True)
    monkeypatch.setenv("AMENDS_FROZEN_AT", (NOON + timedelta(days=15)).isoformat())
    assert pause(desk, case) == NO_PAUSE


def test_a_program_asks_by_id_address_number_or_its_own_reference(desk: Cast) -> None:
    case = complain(desk, external_reference="CRM-77 41")
    disputed(desk, case)
    customer = Case.objects.select_related("customer").get(pk=case.pk).customer
    assert customer is not None
    expected = {
        "customer": str(customer.uuid),
        "paused": ["sales", "price_rise", "dunning_disputed"],
        "disputed": [{"amount_minor": 4_900, "currency": desk.norvia.currency}],
        "until": None,
    }
    for who in (str(customer.uuid), "Dana@Example.org", "CRM-77 41"):
        answer = ask(f"customers/{who}/pause")
        assert (answer.status_code, json.loads(answer.content)) == (200, expected), who


def test_where_the_customer_is_vulnerable_everything_is_said_and_not_why(desk: Cast) -> None:
    case = complain(desk)
    record_vulnerability(
        actor=desk.actor("rep"), case_uuid=case.uuid, driver="Oxygen at home", known_how="said so", now=NOON
    )
    answer = ask("customers/dana@example.org/pause")
    assert "dunning_all" in json.loads(answer.content)["paused"]
    assert b"Oxygen" not in answer.content


def test_a_complaint_that_the_token_may_not_see_still_stops_dunning_and_is_not_told(desk: Cast) -> None:
    case = complain(desk)
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    answer = ask("customers/dana@example.org/pause")
    assert json.loads(answer.content)["paused"]
    assert case.reference.encode() not in answer.content


@pytest.mark.parametrize(
    "who", ["nobody@example.org", "CRM-0", "00000000-0000-4000-8000-000000000000", "%20"]
)
def test_whom_nobody_knows_is_a_problem_with_404(desk: Cast, who: str) -> None:
    complain(desk)
    answer = ask(f"customers/{who}/pause")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_another_brands_token_finds_no_customer_of_ours(desk: Cast) -> None:
    case = complain(desk, external_reference="CRM-7741")
    customer = Case.objects.select_related("customer").get(pk=case.pk).customer
    assert customer is not None
    for who in (str(customer.uuid), "dana@example.org", "CRM-7741"):
        assert ask(f"customers/{who}/pause", "sunfold").status_code == 404
    assert json.loads(ask("pauses", "sunfold").content) == {"customers": [], "next_cursor": ""}


def test_all_of_a_brand_come_a_page_at_a_time(desk: Cast) -> None:
    people = [f"person{number}@example.org" for number in range(5)]
    for address in people:
        complain_as(desk, address)
        complain_as(desk, address)
    seen, cursor = [], ""
    for _ in range(4):
        page = json.loads(ask(f"pauses?limit=2&cursor={cursor}").content)
        seen += [one["customer"] for one in page["customers"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 5
    assert cursor == ""


def complain_as(cast: Cast, address: str) -> None:
    inbound = InboundContact(channel=Channel.PHONE, text="It broke.", caller=Caller(email=address))
    receive_contact(actor=cast.actor("rep"), brand=cast.norvia, inbound=inbound, now=NOON)


@pytest.mark.parametrize("asked", ["cursor=x", "cursor=-1", "limit=0", "limit=501", "cursor=" + "9" * 19])
def test_a_page_that_can_not_be_is_a_problem_with_422(desk: Cast, asked: str) -> None:
    answer = ask(f"pauses?{asked}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")


def test_without_a_token_nothing_is_said(desk: Cast) -> None:
    for path in ("pauses", "customers/dana@example.org/pause"):
        assert ask(path, "wrong").status_code == 401


def test_the_export_says_of_each_case_what_is_paused_and_how_much_is_in_dispute(desk: Cast) -> None:
    disputed(desk, complain(desk))
    row = next(iter(export_rows([desk.norvia], NOON)))
    assert row["Paused"] == "sales price_rise dunning_disputed"
    assert (row["Disputed"], row["Disputed currency"], row["Paused until"]) == (
        4_900,
        desk.norvia.currency,
        "",
    )


def test_the_export_says_until_when_it_stays_quiet(desk: Cast) -> None:
    quiet_days(desk, 3)
    closed(desk, complain(desk))
    row = next(iter(export_rows([desk.norvia], NOON)))
    assert row["Paused until"] == (NOON + timedelta(days=3)).date().isoformat()


def test_an_export_of_before_there_were_pauses_is_still_known_as_ours() -> None:
    assert own_mapping(COLUMNS) is not None
    assert own_mapping(COLUMNS[:-5]) is not None
    assert own_mapping(COLUMNS[:-6]) is None
