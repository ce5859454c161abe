"""Once it is over the customer says how it was, once for each closing, and reads what was changed because of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from amends.cases.actions.contacts import reply_to_customer
from amends.cases.actions.feedback import Felt, answer_feedback, give_feedback
from amends.cases.actions.stages import close_case, reopen_case
from amends.cases.keys import give_link
from amends.cases.models import Case, CaseEvent, Contact, Feedback, Outgoing
from amends.cases.recording import NotFound, Refused
from amends.errors import DomainError
from amends.people.models import Staff
from amends.people.permissions import SYSTEM, Actor
from amends.people.scope import every_brand
from amends.rules.vocabulary import Channel, Ending, Listened
from tests.cases.acts import answered
from tests.cases.remedying import put_in_force
from tests.conftest import NOON, Cast, complain, signed_in

REPORT = "/insight/feedback/"


@pytest.fixture
def desk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast, a policy in force, and a clock that stands at noon."""
    put_in_force(cast.norvia)
    monkeypatch.setenv("AMENDS_FROZEN_AT", NOON.isoformat())
    with every_brand():
        yield cast


def ended(cast: Cast, ending: Ending = Ending.SOLVED) -> Case:
    """Answers a case that the rep and the specialist answered, closed."""
    case = answered(cast, complain(cast), NOON)
    reply_to_customer(
        actor=cast.actor("specialist"), case_uuid=case.uuid, text="And so.", channel=Channel.PHONE, now=NOON
    )
    return close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=ending, now=NOON)


def visiting(case: Case) -> Client:
    """Answers a browser in which the customer of this case has opened it."""
    client = Client(HTTP_HOST="localhost")
    client.post(f"/my/open/{give_link(actor=SYSTEM, case_uuid=case.uuid, now=NOON)}/")
    return client


def page(client: Client, case: Case) -> str:
    """Answers the customer's page."""
    return client.get(f"/my/{case.uuid}/").content.decode()


def tell(client: Client, case: Case, **form: str) -> HttpResponse:
    """Sends the form."""
    answer = client.post(f"/my/{case.uuid}/feedback/", form)
    assert isinstance(answer, HttpResponse)
    return answer


def people_to_thank(said: str) -> dict[str, str]:
    """Answers the first names that may be thanked, with what stands for each."""
    select = re.findall(r'<select id="feedback-whom".*?</select>', said, re.DOTALL)[0]
    found = re.findall(r'<option value="([0-9a-f-]{36})"[^>]*>([^<]+)<', select)
    return {name: value for value, name in found}


@pytest.mark.parametrize("ending", [Ending.SOLVED, Ending.DISPUTED, Ending.PRESUMED])
def test_each_closed_case_asks_how_it_was_and_keeps_it(desk: Cast, ending: Ending) -> None:
    case = ended(desk, ending)
    client = visiting(case)
    whom = people_to_thank(page(client, case))
    assert list(whom) == ["Rep", "Specialist"]
    said = {"text": "Answer sooner.", "whom": whom["Specialist"], "thanks_text": "So patient.", "felt": "no"}
    assert tell(client, case, **said).status_code == 302
    row = Feedback.objects.get()
    assert (row.better, row.thanks, row.thanked, row.listened) == (
        *("Answer sooner.", "So patient."),
        *(desk.specialist, "no"),
    )
    event = CaseEvent.objects.get(case=case, kind="own.feedback")
    assert event.actor_kind == "customer" and "sooner" not in event.data


def test_the_negative_control_an_open_case_does_not_ask_and_takes_nothing(desk: Cast) -> None:
    case = answered(desk, complain(desk), NOON)
    client = visiting(case)
    assert "What should we do better?" not in page(client, case)
    refused = tell(client, case, text="Too slow.")
    assert refused.status_code == 422 and "open again" in refused.content.decode()
    assert not Feedback.objects.exists()


def test_it_is_changed_in_the_same_visit_and_in_no_other(desk: Cast) -> None:
    case = ended(desk)
    first, second = visiting(case), visiting(case)
    tell(first, case, text="Answer sooner.")
    assert "You can change it until you leave" in page(first, case)
    tell(first, case, text="Answer much sooner.", felt="partly")
    assert Feedback.objects.get().better == "Answer much sooner."
    assert "What should we do better?" not in page(second, case)
    assert "Answer much sooner." in page(second, case)
    assert tell(second, case, text="Nothing at all.").status_code == 422
    first.post(f"/my/{case.uuid}/leave/")
    assert tell(first, case, text="Nothing at all.").status_code == 404
    assert tell(visiting(case), case, text="Nothing at all.").status_code == 422
    assert Feedback.objects.get().better == "Answer much sooner."


def test_a_case_that_is_closed_again_asks_again(desk: Cast) -> None:
    case = ended(desk)
    tell(visiting(case), case, text="Answer sooner.")
    reopen_case(actor=desk.actor("rep"), case_uuid=case.uuid, reason="It fails again.", now=NOON)
    assert "Answer sooner." in page(visiting(case), case)
    close_case(actor=desk.actor("rep"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=NOON)
    tell(visiting(case), case, text="Mend it whole.")
    assert list(Feedback.objects.order_by("closing").values_list("closing", "better")) == [
        (0, "Answer sooner."),
        (1, "Mend it whole."),
    ]


@pytest.mark.parametrize("form", [{}, {"text": "  "}, {"felt": "very"}, {"whom": "x"}])
def test_nothing_said_is_nothing_kept(desk: Cast, form: dict[str, str]) -> None:
    case = ended(desk)
    assert tell(visiting(case), case, **form).status_code == 422
    assert not Feedback.objects.exists()


def test_only_who_wrote_to_the_customer_in_this_case_is_thanked(desk: Cast) -> None:
    case, other = ended(desk), ended(desk)
    theirs = Contact.objects.filter(case=case, direction="in").get()
    elsewhere = Contact.objects.filter(case=other, direction="out").first()
    assert elsewhere is not None
    for named in (theirs.uuid, elsewhere.uuid, uuid4()):
        assert tell(visiting(case), case, whom=str(named), text="Thanks").status_code == 422
    assert not Feedback.objects.exists()


def test_a_customer_of_another_case_and_people_who_work_here_say_nothing_in_their_place(desk: Cast) -> None:
    case, other = ended(desk), complain(desk)
    client = visiting(other)
    client.cookies["amends_my"]["path"] = "/"
    assert tell(client, case, text="Let me in").status_code == 404
    for actor in (desk.actor("manager"), SYSTEM):
        with pytest.raises(NotFound):
            give_feedback(actor=actor, case_uuid=case.uuid, felt=Felt(better="Great"), now=NOON)


def said_by(case: Case, text: str, listened: Listened | None = None, hours: int = 0) -> Feedback:
    """Answers what a customer said some hours after noon."""
    actor = Actor(kind="customer", name="", own_case_id=case.pk)
    felt = Felt(better=text, listened=listened)
    return give_feedback(actor=actor, case_uuid=case.uuid, felt=felt, now=NOON - timedelta(hours=9 - hours))


def reported(person: Staff, **asked: str) -> str:
    """Answers the manager's page."""
    return signed_in(person).get(REPORT, asked).content.decode()


def test_the_manager_reads_the_newest_or_the_unhappy_first(desk: Cast) -> None:
    for text, listened, hours in (
        ("Alpha", Listened.NO, 1),
        ("Bravo", Listened.YES, 2),
        ("Charlie", Listened.PARTLY, 3),
    ):
        said_by(ended(desk), text, listened, hours)
    words = "Alpha|Bravo|Charlie"
    assert re.findall(words, reported(desk.manager)) == ["Charlie", "Bravo", "Alpha"]
    assert re.findall(words, reported(desk.manager, first="unhappy")) == ["Alpha", "Charlie", "Bravo"]


def test_what_was_changed_is_read_by_the_customer_and_told_by_mail(desk: Cast, settings: Any) -> None:
    settings.PUBLIC_URL = "https://complaints.example.org"
    case = ended(desk)
    client = visiting(case)
    tell(client, case, text="Answer sooner.")
    row = Feedback.objects.get()
    form = {"of_case": str(case.uuid), "row": str(row.uuid), "we_did": "Two more people answer now."}
    assert signed_in(desk.manager).post(REPORT, form).status_code == 302
    said = page(client, case)
    assert "You said" in said and "We did" in said and "Two more people answer now." in said
    # What was answered is not written anew.
    assert tell(client, case, text="Something else.").status_code == 422
    assert [one.notice for one in Outgoing.objects.filter(notice__isnull=False)] == [[f"changed:{row.pk}"]]
    assert "Two more people answer now." in reported(desk.manager)


def test_an_empty_answer_comes_back_and_changes_nothing(desk: Cast) -> None:
    case = ended(desk)
    row = said_by(case, "Answer sooner.")
    form = {"of_case": str(case.uuid), "row": str(row.uuid), "we_did": "  "}
    refused = signed_in(desk.manager).post(REPORT, form)
    assert refused.status_code == 422 and "Write something first." in refused.content.decode()
    with pytest.raises(DomainError):
        answer_feedback(
            actor=desk.actor("manager"), case_uuid=case.uuid, feedback_uuid=row.uuid, text="", now=NOON
        )


@pytest.mark.parametrize("role", ["rep", "specialist", "supervisor", "administrator"])
def test_only_managers_answer(desk: Cast, role: str) -> None:
    case = ended(desk)
    row = said_by(case, "Answer sooner.")
    form = {"of_case": str(case.uuid), "row": str(row.uuid), "we_did": "Done."}
    assert signed_in(getattr(desk, role)).post(REPORT, form).status_code == 403
    with pytest.raises(Refused):
        answer_feedback(
            actor=desk.actor(role), case_uuid=case.uuid, feedback_uuid=row.uuid, text="Done.", now=NOON
        )


def test_what_is_of_another_brand_or_about_the_manager_does_not_exist_for_them(desk: Cast) -> None:
    case = ended(desk)
    row = said_by(case, "Answer sooner.")
    with pytest.raises(NotFound):
        answer_feedback(
            actor=desk.actor("stranger"), case_uuid=case.uuid, feedback_uuid=row.uuid, text="No.", now=NOON
        )
    assert "Answer sooner." in reported(desk.manager)
    Case.objects.filter(pk=case.pk).update(about_staff=desk.manager, is_restricted=True)
    assert "Answer sooner." not in reported(desk.manager)
    form = {"of_case": str(case.uuid), "row": str(row.uuid), "we_did": "Nothing."}
    assert signed_in(desk.manager).post(REPORT, form).status_code == 404


def test_the_case_shows_it_quietly_and_only_where_there_is_any(desk: Cast) -> None:
    case, silent = ended(desk), ended(desk)
    row = said_by(case, "Answer sooner.", Listened.NO)
    Feedback.objects.filter(pk=row.pk).update(thanked=desk.rep)
    said = signed_in(desk.rep).get(f"/cases/{case.uuid}/").content.decode()
    assert "Answer sooner." in said and "They thank Rep." in said and "They did not feel heard" in said
    assert (
        "Afterwards, the customer said"
        not in signed_in(desk.rep).get(f"/cases/{silent.uuid}/").content.decode()
    )


def test_the_file_that_is_taken_along_holds_it(desk: Cast) -> None:
    case = ended(desk)
    tell(visiting(case), case, text="Answer sooner.")
    assert "Answer sooner." in visiting(case).get(f"/my/{case.uuid}/take/").content.decode()
