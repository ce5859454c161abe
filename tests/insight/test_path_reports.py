"""Where the front line had no power, who left, and what was given, as pages and as files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.http import HttpResponse

from amends.cases.actions.contacts import reply_to_customer
from amends.cases.actions.escalation import Lacking, escalate_case
from amends.cases.actions.leaving import Parting, Talk, find_critical, note_leaving, record_win_back
from amends.cases.actions.stages import close_case
from amends.cases.models import Case, PayoutAccount, Remedy
from amends.people.models import Customer
from amends.people.scope import every_brand
from amends.rules.ladder import Climb
from amends.rules.leaving import Critical, LossReason, Outcome
from amends.rules.vocabulary import Channel, Ending
from tests.cases.remedying import choose, failed_case, put_in_force
from tests.conftest import NOON, Cast, complain, signed_in

LATER = NOON + timedelta(days=1)


@pytest.fixture
def desk(cast: Cast) -> Cast:
    """The cast, and a policy in force."""
    put_in_force(cast.norvia)
    return cast


def answer(cast: Cast, address: str, name: str) -> HttpResponse:
    """Answers what somebody gets a day later."""
    with time_machine.travel(LATER, tick=False):
        response: Any = signed_in(getattr(cast, name)).get(address)
    return response  # type: ignore[no-any-return]


def ask(cast: Cast, address: str, name: str = "manager") -> str:
    """Answers a page as somebody sees it a day later."""
    response = answer(cast, address, name)
    assert response.status_code == 200
    return response.content.decode()


def table(cast: Cast, address: str, name: str = "manager") -> list[dict[str, str]]:
    """Answers the rows of a file."""
    text = ask(cast, address, name).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def restricted(case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    return case


def powerless(cast: Cast, case: Case) -> None:
    escalate_case(
        actor=cast.actor("rep"),
        case_uuid=case.uuid,
        why=Climb.POWERLESS,
        lacking=Lacking(remedy="back", amount_minor=6_000),
        now=NOON,
    )


def demanded(cast: Cast, case: Case, had_chance: bool | None) -> None:
    escalate_case(
        actor=cast.actor("rep"), case_uuid=case.uuid, why=Climb.DEMANDED, had_chance=had_chance, now=NOON
    )


def test_every_report_is_on_the_list_and_says_when_there_is_nothing(cast: Cast) -> None:
    shown = ask(cast, "/insight/")
    for name, said in (
        ("powerless", "Nobody was without power in this time"),
        ("losses", "No customer left in this time"),
        ("remedies", "Nothing was given in this time"),
    ):
        assert f'href="/insight/{name}/"' in shown
        assert said in ask(cast, f"/insight/{name}/")


@pytest.mark.parametrize("name", ["powerless", "losses", "remedies"])
def test_another_brands_figures_do_not_exist_and_no_table_but_the_known(cast: Cast, name: str) -> None:
    for address in (f"/insight/{name}/?brand=sunfold", f"/insight/{name}/table.csv?brand=sunfold"):
        assert answer(cast, address, "manager").status_code == 404
    assert answer(cast, f"/insight/{name}/table.csv?table=moon", "manager").status_code == 404


def test_a_row_of_the_policy_says_what_would_have_helped_and_names_nobody(desk: Cast) -> None:
    with every_brand():
        powerless(desk, failed_case(desk))
        demanded(desk, complain(desk), had_chance=True)
        demanded(desk, complain(desk), had_chance=False)
    shown = ask(desk, "/insight/powerless/")
    assert "1 time without power" in shown and "Row parcels.1 of the policy" in shown
    assert "€60.00" in shown and "€10.00" in shown
    assert "After a fair chance for the front line" in shown
    main = shown[shown.index("<main") : shown.index("</main>")]
    assert not re.search(r"\b(Rep|Supervisor|Specialist)\b", main)
    assert table(desk, "/insight/powerless/table.csv") == [
        {
            "brand": "norvia",
            "policy_row": "parcels.1",
            "remedy": "back",
            "times": "1",
            "at_most": "60.00",
            "lacking_each": "10.00",
            "a_year": "3128.57",
            "currency": "EUR",
        }
    ]
    (demands,) = table(desk, "/insight/powerless/table.csv?table=demands")
    assert (demands["with_chance"], demands["without_chance"], demands["not_said"]) == ("1", "1", "0")


def test_only_who_may_write_the_policy_is_led_to_its_authority(desk: Cast) -> None:
    address = 'href="/insight/policy/norvia/authority/"'
    assert address in ask(desk, "/insight/powerless/", "manager")
    assert address not in ask(desk, "/insight/powerless/", "supervisor")


def test_restricted_cases_count_only_for_who_may_know_of_them(desk: Cast) -> None:
    with every_brand():
        case, other = failed_case(desk), complain(desk)
        powerless(desk, case)
        demanded(desk, other, had_chance=True)
        for one in (case, other):
            restricted(one)
    assert "1 time without power" in ask(desk, "/insight/powerless/", "supervisor")
    assert "Nobody was without power" in ask(desk, "/insight/powerless/", "administrator")


def lost(cast: Cast, **more: Any) -> Case:
    """Answers a case of somebody who left, with the talk after it."""
    case = failed_case(cast)
    rep = cast.actor("rep")
    note_leaving(actor=rep, case_uuid=case.uuid, parting=Parting(outcome=Outcome.LEAVES), now=NOON)
    close_case(actor=rep, case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=NOON)
    talk = Talk(
        reason=LossReason.UNSOLVED,
        words="Nobody called.",
        offered_remedy="back",
        offered_minor=8_000,
        came_back=True,
    )
    record_win_back(actor=rep, case_uuid=case.uuid, talk=talk, now=NOON)
    return case


def told_to_switch(cast: Cast) -> Case:
    case = complain(cast)
    contact = reply_to_customer(
        actor=cast.actor("rep"), case_uuid=case.uuid, text="Then go.", channel=Channel.PHONE, now=NOON
    )
    find_critical(
        actor=cast.actor("supervisor"),
        case_uuid=case.uuid,
        contact_uuid=contact.uuid,
        code=Critical.TOLD_TO_SWITCH,
        now=NOON,
    )
    return case


def test_losses_say_why_what_was_lacking_and_what_was_lost(desk: Cast) -> None:
    with every_brand():
        case, said = lost(desk), told_to_switch(desk)
        Customer.objects.update(value_minor=30_000, currency="EUR")
    shown = ask(desk, "/insight/losses/", "supervisor")
    assert "1 talk after a loss, 1 came back" in shown and "Their trouble was not solved" in shown
    assert "€80.00" in shown and "€30.00" in shown and "€300.00" in shown
    for one in (case, said):
        assert f'href="/cases/{one.uuid}/"' in shown and one.reference in shown
    (row,) = table(desk, "/insight/losses/table.csv")
    assert (row["policy_row"], row["lacking"], row["lost_a_year"]) == ("parcels.1", "30.00", "300.00")
    assert row["references"] == case.reference
    assert [one["talks"] for one in table(desk, "/insight/losses/table.csv?table=reasons")] == ["1"]
    outcomes = table(desk, "/insight/losses/table.csv?table=outcomes")
    assert {one["outcome"]: one["cases"] for one in outcomes} == {
        "undecided": "0",
        "stays": "0",
        "leaves": "1",
    }
    (found,) = table(desk, "/insight/losses/table.csv?table=critical")
    assert (found["reference"], found["channel"]) == (said.reference, "phone")


def test_what_was_said_in_a_restricted_case_is_listed_only_for_who_may_know_of_it(desk: Cast) -> None:
    with every_brand():
        hidden = (restricted(lost(desk)), restricted(told_to_switch(desk)))
    shown, blank = (ask(desk, "/insight/losses/", name) for name in ("supervisor", "administrator"))
    assert all(one.reference in shown for one in hidden)
    assert not any(one.reference in blank or str(one.uuid) in blank for one in hidden)
    assert table(desk, "/insight/losses/table.csv?table=critical", "administrator") == []


def test_a_case_about_the_reader_is_in_no_list(desk: Cast) -> None:
    with every_brand():
        case = told_to_switch(desk)
        Case.objects.filter(pk=case.pk).update(about_staff=desk.supervisor)
    assert case.reference not in ask(desk, "/insight/losses/", "supervisor")
    assert case.reference in ask(desk, "/insight/losses/", "manager")


@pytest.fixture
def given(desk: Cast) -> Iterator[Cast]:
    """Somebody gave three times to one customer, once just under their limit; one more waits for approval."""
    with every_brand():
        cases = [failed_case(desk, price=price) for price in (4_800, 1_000, 1_200)]
        for case in cases:
            choose(desk.actor("rep"), case)
        Customer.objects.update(name="=Dana Levin")
    yield desk


def test_what_was_given_and_what_waits_is_said_with_since_when(given: Cast) -> None:
    with every_brand():
        first = Remedy.objects.order_by("id").first()
        assert first is not None
        Remedy.objects.filter(pk=first.pk).update(state="issued", issued_at=NOON)
    shown = ask(given, "/insight/remedies/", "supervisor")
    assert "1 remedy given" in shown and "To be carried out" in shown
    (row,) = table(given, "/insight/remedies/table.csv", "supervisor")
    assert (row["kind"], row["times"]) == (first.kind, "1")
    waiting = table(given, "/insight/remedies/table.csv?table=waiting", "supervisor")
    assert waiting and all(one["since"].startswith(f"{NOON:%Y-%m-%d}") for one in waiting)
    sums = table(given, "/insight/remedies/table.csv?table=sums", "supervisor")
    assert sum(int(one["count"]) for one in sums) == len(waiting)


def test_what_could_not_be_handed_over_is_told_from_what_waits(given: Cast) -> None:
    with every_brand():
        Remedy.objects.filter(state="approved").update(trouble="refused", next_at=None)
        Remedy.objects.filter(pk=Remedy.objects.values("pk")[:1]).update(state="chosen", trouble="")
    shown = ask(given, "/insight/remedies/")
    assert "Could not be handed over" in shown and "Somebody else’s approval" in shown


LISTED = ("near", "pairs", "accounts")


def check_hidden(cast: Cast, name: str) -> None:
    """Checks that somebody who may not manage the policy sees sums, and never who gave to whom."""
    shown = ask(cast, "/insight/remedies/", name)
    assert "What waits now" in shown and "for managers only" in shown
    assert "Dana Levin" not in shown and "Just under a limit" not in shown
    for one in LISTED:
        assert answer(cast, f"/insight/remedies/table.csv?table={one}", name).status_code == 403


def test_who_gave_to_whom_is_for_managers_only(given: Cast) -> None:
    check_hidden(given, "supervisor")
    shown = ask(given, "/insight/remedies/", "manager")
    assert "The same two people often" in shown and "=Dana Levin" in shown and "Just under a limit" in shown
    (pair,) = table(given, "/insight/remedies/table.csv?table=pairs")
    assert (pair["chosen_by"], pair["times"], pair["sum"]) == ("Rep", "3", "70.00")
    (near,) = table(given, "/insight/remedies/table.csv?table=near")
    assert (near["amount"], near["limit"]) == ("48.00", "50.00")
    assert f">{near['reference']}</bdi>" in shown


def test_the_negative_control_without_the_permission_the_lists_are_shown(
    given: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.insight.views.remedies._may_watch", lambda actor, asked: True)
    with pytest.raises(AssertionError):
        check_hidden(given, "supervisor")


def test_no_cell_of_a_file_computes(given: Cast) -> None:
    (pair,) = table(given, "/insight/remedies/table.csv?table=pairs")
    assert pair["customer"] == "'=Dana Levin"


def test_a_restricted_case_is_behind_no_list_for_who_may_not_know_of_it(given: Cast) -> None:
    with every_brand():
        case = restricted(Case.objects.order_by("id")[0])
    assert case.reference in ask(given, "/insight/remedies/", "manager")
    assert case.reference not in ask(given, "/insight/remedies/", "administrator")
    assert table(given, "/insight/remedies/table.csv?table=pairs", "administrator") == []
    assert table(given, "/insight/remedies/table.csv?table=near", "administrator") == []


def test_an_account_that_several_customers_have_is_listed_by_its_last_digits(given: Cast) -> None:
    with every_brand():
        mine = Customer.objects.of(given.norvia.pk).order_by("id")[0]
        other = Customer.objects.create(brand=given.norvia, uuid=uuid4(), name="Somebody", created_at=NOON)
        for customer in (mine, other):
            PayoutAccount.objects.create(
                brand=given.norvia,
                uuid=uuid4(),
                customer=customer,
                digest="same",
                last_four="3000",
                added_at=NOON,
            )
    assert "•••• 3000" in ask(given, "/insight/remedies/")
    (row,) = table(given, "/insight/remedies/table.csv?table=accounts")
    assert row["last_four"] == "3000" and "Somebody" in row["customers"]


@pytest.mark.parametrize("name", ["powerless", "losses", "remedies"])
def test_in_hebrew_the_page_is_mirrored(given: Cast, name: str) -> None:
    with time_machine.travel(LATER, tick=False):
        client = signed_in(given.manager)
        response = client.get(f"/insight/{name}/", headers={"accept-language": "he"})
    assert 'dir="rtl"' in response.content.decode()
