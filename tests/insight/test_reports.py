"""The list of reports, promises kept and questions asked, as pages."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from amends.cases.actions.consults import Reply, answer_consult
from amends.cases.models import Supplier
from amends.people.scope import every_brand
from amends.rules.consults import Verdict
from tests.cases.asking import asked, policy_holds
from tests.cases.promising import DUE, promised, watched
from tests.conftest import NOON, Cast, complain, signed_in


def ask(cast: Cast, address: str, name: str = "supervisor") -> str:
    """Answers a page as somebody sees it a day after the hour promised."""
    with time_machine.travel(DUE + timedelta(days=1), tick=False):
        response = signed_in(getattr(cast, name)).get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_leads_to_every_report_and_stands_in_the_frame_of_those_who_lead(cast: Cast) -> None:
    shown = ask(cast, "/insight/")
    for address in ("/insight/same-harm/", "/insight/promises/", "/insight/questions/"):
        assert f'href="{address}"' in shown
        ask(cast, address)
    assert 'href="/insight/"' in ask(cast, "/")
    assert 'href="/insight/"' not in ask(cast, "/", "rep")


def test_promises_kept_stand_beside_what_was_made_by_supplier_too(cast: Cast) -> None:
    assert "Nothing was promised in this time" in ask(cast, "/insight/promises/")
    with every_brand():
        supplier = Supplier.objects.create(brand=cast.norvia, name="Linewright")
        case = complain(cast)
        promised(cast, case, supplier_id=supplier.pk)
        watched(DUE)
    shown = ask(cast, "/insight/promises/?days=90")
    assert "Suppliers they depended on" in shown and "Linewright" in shown
    assert "0%" in shown and "Withdrawn late counts as broken." in shown


def test_another_brands_promises_are_not_told(cast: Cast) -> None:
    with every_brand():
        promised(cast, complain(cast))
    assert signed_in(cast.supervisor).get("/insight/promises/?brand=sunfold").status_code == 404
    assert signed_in(cast.stranger).get("/insight/promises/").status_code == 403


def test_questions_say_what_the_front_line_could_give_itself(cast: Cast) -> None:
    assert "Nobody asked in this time" in ask(cast, "/insight/questions/")
    policy_holds(cast, NOON - timedelta(days=30))
    for number in range(5):
        moment = NOON - timedelta(days=20 - number)
        consult = asked(cast, complain(cast, text=f"Number {number}.", now=moment), moment)
        with every_brand():
            answer_consult(
                actor=cast.actor("supervisor"),
                consult_uuid=consult.uuid,
                reply=Reply(verdict=Verdict.APPROVE, text="Yes."),
                now=moment + timedelta(seconds=30),
            )
    shown = ask(cast, "/insight/questions/")
    assert "5 questions" in shown and "Approved 5 of 5 times" in shown and "30 s" in shown
