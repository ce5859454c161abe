"""The Consult page and the case's question panel: asked by a rep, answered by a supervisor, seen by both."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amends.cases.actions.consults import escalate_waiting_consults
from amends.cases.models import Consult
from amends.clock import now
from amends.people.scope import every_brand
from tests.cases.asking import FOUR_MINUTES, asked, policy_holds
from tests.conftest import signed_in
from tests.desk.forms import ACT_FORMS, lead_there
from tests.desk.world import World, body, browser

QUESTION = {"text": "Eighty back?", "option": "B", "remedy": "back", "amount": "80,00", "minutes": "4"}


@pytest.fixture
def desk(world: World) -> World:
    """The world with a policy, and nothing asked in Norvia's case."""
    lead_there(ACT_FORMS["ask"], world.cast, world.own.case, now())
    policy_holds(world.cast, now())
    return world


def ask(desk: World, **more: str) -> int:
    """Asks as the rep, and answers the status."""
    client = browser(desk, "rep")
    return client.post(f"/cases/{desk.own.case.uuid}/ask/", {**QUESTION, **more}).status_code


def the_question() -> Consult:
    """Answers the last question of Norvia's case."""
    with every_brand():
        return Consult.objects.filter(case__gist__contains="pelican").latest("pk")


def answer(desk: World, name: str, who: str = "supervisor", **form: str) -> int:
    """Answers it as somebody, and answers the status."""
    return browser(desk, who).post(f"/consult/{the_question().uuid}/{name}/", form).status_code


def test_a_rep_asks_a_supervisor_approves_and_the_rep_reads_it(desk: World) -> None:
    assert ask(desk) == 302
    page = body(browser(desk, "supervisor").get("/consult/"))
    assert "Eighty back?" in page and "€80.00" in page and "Approve €80.00" in page
    assert "You may grant up to €100.00 in this case." in page
    assert answer(desk, "approve") == 302
    case = body(browser(desk, "rep").get(f"/cases/{desk.own.case.uuid}/"))
    assert "Supervisor approved €80.00" in case and "It holds for this case only" in case
    assert "Eighty back?" in body(browser(desk, "supervisor").get("/consult/"))


def test_an_amount_is_amended_and_a_refusal_comes_with_its_reason(desk: World) -> None:
    ask(desk)
    client = browser(desk, "supervisor")
    for amount in ("", "much", "100.01"):
        refused = client.post(f"/consult/{the_question().uuid}/amend/", {"amount": amount, "text": "Kept."})
        assert refused.status_code == 422
        assert 'id="amend-amount-error"' in body(refused) and "Kept." in body(refused)
    assert answer(desk, "decline") == 422
    assert answer(desk, "amend", amount="62.50") == 302
    assert the_question().granted_minor == 6_250


def test_whoever_comes_second_is_told_who_has_it(desk: World) -> None:
    ask(desk)
    assert answer(desk, "take") == 302
    for who in ("specialist", "manager"):
        assert answer(desk, "approve", who) == 422
        page = body(browser(desk, who).get(f"/consult/{the_question().uuid}/"))
        assert "Supervisor has the question in hand" in page
        assert "/approve/" not in page
    assert the_question().is_open


def test_for_a_stranger_there_is_no_question(desk: World) -> None:
    ask(desk)
    for name in ("take", "approve", "amend", "decline", "join", "right"):
        assert answer(desk, name, "stranger", text="x", amount="1") == 404
        assert answer(desk, name, "nobody", text="x", amount="1") == 404
    assert browser(desk, "supervisor").post(f"/consult/{uuid4()}/take/").status_code == 404
    assert answer(desk, "delete") == 404
    assert the_question().state == "asked"


@pytest.mark.parametrize("who", ["rep", "administrator"])
def test_who_may_not_answer_reads_the_question_and_is_refused(desk: World, who: str) -> None:
    ask(desk)
    for name in ("take", "approve", "join"):
        assert answer(desk, name, who) == 422
    page = body(browser(desk, who).get(f"/consult/{the_question().uuid}/"))
    assert "Eighty back?" in page and "/approve/" not in page
    assert "Questions go to those above" in body(browser(desk, who).get("/consult/"))


def test_a_rep_takes_the_question_back_and_asks_another(desk: World) -> None:
    ask(desk)
    assert ask(desk) == 422
    client = browser(desk, "rep")
    assert client.post(f"/cases/{desk.own.case.uuid}/withdraw_question/").status_code == 302
    assert client.post(f"/cases/{desk.own.case.uuid}/withdraw_question/").status_code == 422
    assert ask(desk) == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", " "),
        ("amount", ""),
        ("amount", "-5"),
        ("amount", "1e9"),
        ("remedy", "palace"),
        ("minutes", "0"),
    ],
)
def test_a_question_that_can_not_be_asked_comes_back_with_what_was_typed(
    desk: World, field: str, value: str
) -> None:
    client = browser(desk, "rep")
    refused = client.post(f"/cases/{desk.own.case.uuid}/ask/", {**QUESTION, field: value})
    assert refused.status_code == 422
    assert f'id="ask-{field}-error"' in body(refused)


def test_a_rep_grants_alone_when_nobody_is_there_and_a_supervisor_looks_at_it(desk: World) -> None:
    ask(desk)
    page = body(browser(desk, "rep").get(f"/cases/{desk.own.case.uuid}/"))
    assert "You may grant up to €60.00 yourself" in page
    client = browser(desk, "rep")
    address = f"/cases/{desk.own.case.uuid}/grant_unattended/"
    assert client.post(address, {"amount": "60.01"}).status_code == 422
    assert client.post(address, {"amount": "60.00"}).status_code == 302
    assert "Rep granted €60.00" in body(browser(desk, "supervisor").get("/consult/"))
    assert answer(desk, "not_right") == 302
    assert the_question().was_right is False


def test_an_unanswered_question_appears_to_the_manager(desk: World) -> None:
    moment = now()
    asked(desk.cast, desk.own.case, moment)
    assert "No question waits for you" in body(browser(desk, "manager").get("/consult/"))
    with every_brand():
        escalate_waiting_consults(now=moment + FOUR_MINUTES)
    assert "May I give it back?" in body(browser(desk, "manager").get("/consult/"))


def count_reads(desk: World, who: str) -> int:
    """Answers how often Today asks for questions."""
    client = signed_in(desk.people[who])
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get("/")
    return sum("cases_consult" in one["sql"] for one in seen.captured_queries)


def test_the_count_costs_one_read_and_none_for_those_who_may_not_answer(desk: World) -> None:
    ask(desk)
    assert {who: count_reads(desk, who) for who in ("rep", "administrator", "supervisor")} == {
        "rep": 0,
        "administrator": 0,
        "supervisor": 1,
    }
    assert 'href="/consult/"' not in body(browser(desk, "rep").get("/"))
