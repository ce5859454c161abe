"""The case page says what is left alone, what to listen for, who wants to leave, and asks after a loss."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from amends.cases.actions.circumstances import dispute_amount, set_circumstances
from amends.cases.actions.contacts import reply_to_customer
from amends.cases.actions.customers import record_vulnerability
from amends.cases.actions.leaving import Parting, note_leaving
from amends.cases.actions.stages import close_case
from amends.cases.models import Case, CriticalFinding, Escalation, WinBack
from amends.channels.files.exporting import export_rows
from amends.desk.path_words import LISTEN
from amends.people.models import Staff
from amends.people.scope import every_brand
from amends.rules.leaving import Outcome
from amends.rules.recovery import Step
from amends.rules.vocabulary import LANGUAGES, Channel, Ending
from tests.cases.remedying import failed_case, put_in_force
from tests.conftest import NOON, Cast, complain, signed_in


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, a policy in force, and every brand in view."""
    put_in_force(cast.norvia)
    with every_brand():
        yield cast


def page(person: Staff, case: Case) -> str:
    return signed_in(person).get(f"/cases/{case.uuid}/").content.decode()


def test_every_step_has_a_card_that_says_what_to_listen_for(desk: Cast) -> None:
    assert set(LISTEN) == {step.value for step in Step}
    assert all(len(str(words)) < 120 for words in LISTEN.values())
    assert str(LISTEN["heard"]) in page(desk.rep, complain(desk))


def test_a_fault_is_held_against_what_the_brand_promises_everybody(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOON + timedelta(hours=1), tick=False)
    promise = dict.fromkeys(LANGUAGES, "On the day we said.") | {"zh-Hant": "說好的那天。"}
    put_in_force(cast.norvia, brand_promise=promise)
    with every_brand():
        case, client = failed_case(cast), signed_in(cast.rep)
        assert "On the day we said." in page(cast.rep, case)
        found = {"text": "It was late.", "cause": "company", "supplier": "", "below": "yes"}
        assert client.post(f"/cases/{case.uuid}/investigate/", found).status_code == 302
        case.refresh_from_db()
        assert case.below_promise is True
        assert "below what we promise" in page(cast.rep, case)
        assert next(export_rows([cast.norvia], NOON))["Below promise"] == "yes"
    address = f"/insight/promises/?brand={cast.norvia.slug}"
    report = signed_in(cast.manager).get(address).content.decode()
    chinese = signed_in(cast.manager).get(address, headers={"accept-language": "zh-hant"})
    assert "說好的那天。" in chinese.content.decode()
    assert "On the day we said." in report and "1 of 1 case held against it was below it." in report


def test_an_open_case_says_what_is_left_alone_on_its_page_and_on_the_customers(desk: Cast) -> None:
    case = complain(desk)
    assert "no dunning of what is disputed" in page(desk.rep, case)
    dispute_amount(actor=desk.actor("rep"), case_uuid=case.uuid, amount_minor=4_900, now=NOON)
    assert "no dunning of €49.00" in page(desk.rep, case)
    customer = Case.objects.select_related("customer").get(pk=case.pk).customer
    assert customer is not None
    shown = signed_in(desk.rep).get(f"/customers/{customer.uuid}/").content.decode()
    assert "no dunning of €49.00" in shown


def test_where_the_customer_is_vulnerable_the_page_says_that_nothing_is_dunned(desk: Cast) -> None:
    case = complain(desk)
    record_vulnerability(
        actor=desk.actor("rep"), case_uuid=case.uuid, driver="Alone", known_how="said so", now=NOON
    )
    assert "no dunning of anything" in page(desk.rep, case)


def test_leave_intent_opens_what_may_be_given_alone_without_gifts_to_offer(desk: Cast) -> None:
    case = failed_case(desk)
    assert 'id="act-leaving"' not in page(desk.rep, case)
    set_circumstances(actor=desk.actor("rep"), case_uuid=case.uuid, stated={"leave_intent": True}, now=NOON)
    shown = page(desk.rep, case)
    panel = shown.partition('id="act-leaving"')[2].partition("</details>")[0]
    assert "What you may give without asking" in panel and "back en" in panel
    assert 'value="tenth"' in panel and 'value="gift"' not in panel


def test_what_would_have_helped_is_asked_for_beside_no_power_and_refused_without(desk: Cast) -> None:
    case, client = failed_case(desk), signed_in(desk.rep)
    address = f"/cases/{case.uuid}/escalate/"
    for form, sentence in (
        ({"why": "powerless"}, "remedy"),
        ({"why": "powerless", "remedy": "back"}, "amount"),
        ({"why": "powerless", "remedy": "back", "amount": "-1"}, "Write an amount"),
    ):
        refused = client.post(address, form)
        assert refused.status_code == 422 and sentence in refused.content.decode()
    assert client.post(address, {"why": "powerless", "remedy": "back", "amount": "70.00"}).status_code == 302
    assert Escalation.objects.get().amount_minor == 7_000
    assert "nothing about you" in client.get(f"/cases/{case.uuid}/").content.decode()


def test_only_who_reviews_is_asked_to_mark_a_contact(desk: Cast) -> None:
    case = complain(desk)
    said = reply_to_customer(
        actor=desk.actor("rep"), case_uuid=case.uuid, text="Then go.", channel=Channel.PHONE, now=NOON
    )
    assert 'id="act-critical"' not in page(desk.rep, case)
    assert 'id="act-critical"' in page(desk.supervisor, case)
    form = {"contact": str(said.uuid), "code": "told_to_switch"}
    assert signed_in(desk.rep).post(f"/cases/{case.uuid}/critical/", form).status_code == 422
    assert signed_in(desk.supervisor).post(f"/cases/{case.uuid}/critical/", form).status_code == 302
    assert CriticalFinding.objects.count() == 1
    assert "“Go ahead and switch” was said" in page(desk.rep, case)


def test_a_lost_customers_closed_case_asks_for_the_talk_and_shows_it(desk: Cast) -> None:
    case, rep = failed_case(desk), desk.actor("rep")
    note_leaving(actor=rep, case_uuid=case.uuid, parting=Parting(outcome=Outcome.LEAVES), now=NOON)
    assert 'id="act-win_back"' not in page(desk.rep, case)
    close_case(actor=rep, case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=NOON)
    assert 'id="act-win_back"' in page(desk.rep, case)
    form = {"reason": "price", "text": "Too dear.", "remedy": "back", "amount": "80.00", "back": "yes"}
    assert signed_in(desk.rep).post(f"/cases/{case.uuid}/win_back/", form).status_code == 302
    assert WinBack.objects.get().came_back is True
    shown = page(desk.rep, case)
    assert "Too dear." in shown and "The front line could have given €50.00 at most." in shown


def test_a_late_claim_shows_what_a_refusal_would_cost_and_is_decided_like_any_other(
    cast: Cast, everywhere: None
) -> None:
    put_in_force(cast.norvia, claim_windows=[{"for": {"failure": "late"}, "days": 30}])
    case = failed_case(cast)
    assert "30 are allowed" not in page(cast.rep, case)
    Case.objects.filter(pk=case.pk).update(occurred_at=NOON - timedelta(days=31))
    shown = page(cast.rep, case)
    assert "Reported 31 days after it happened, 30 are allowed" in shown
    assert "To put it right costs" in shown
    assert 'value="upheld"' in shown and 'value="not_upheld"' in shown
