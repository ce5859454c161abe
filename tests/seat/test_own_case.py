"""A customer comes to their own case by a key, sees what is theirs, and acts once; nobody else comes in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from amends.cases.actions.contacts import reply_to_customer
from amends.cases.actions.notes import add_note
from amends.cases.actions.promises import break_due_promises, keep_promise
from amends.cases.actions.stages import close_case
from amends.cases.delivery import deliver_due
from amends.cases.keys import CODE_LIFE, LINK_LIFE, MOST_TRIES, VISIT_LIFE, give_code, give_link
from amends.cases.models import (
    Attachment,
    Case,
    CaseEvent,
    CaseKey,
    Contact,
    Outgoing,
    Promise,
)
from amends.cases.recording import Refused
from amends.cases.ways import Letter
from amends.people.permissions import SYSTEM, Answer
from amends.people.scope import every_brand
from amends.rules.vocabulary import Channel, Ending
from tests.cases.acts import answered
from tests.cases.promising import MINUTE, heard, of, promised, spoken
from tests.cases.remedying import failed_case, put_in_force
from tests.conftest import NOON, Cast, complain, signed_in

SECRET = "kingfisher"
"""A word of a note and of a colleague's name, which no customer may ever read."""


@pytest.fixture
def desk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast, a policy in force, and a clock that stands at noon."""
    put_in_force(cast.norvia)
    at(monkeypatch, NOON)
    with every_brand():
        yield cast


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setenv("AMENDS_FROZEN_AT", moment.isoformat())


def link_to(case: Case) -> str:
    return f"/my/open/{give_link(actor=SYSTEM, case_uuid=case.uuid, now=NOON)}/"


def visiting(case: Case) -> Client:
    """Answers a browser in which the customer of this case has opened it."""
    client = Client(HTTP_HOST="localhost")
    done = client.post(link_to(case))
    assert done.headers["Location"] == f"/my/{case.uuid}/"
    return client


def page(client: Client, case: Case) -> str:
    answer = client.get(f"/my/{case.uuid}/")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store, private"
    return answer.content.decode()


def act(client: Client, case: Case, name: str, **form: object) -> HttpResponse:
    answer = client.post(f"/my/{case.uuid}/{name}/", form)
    assert isinstance(answer, HttpResponse)
    return answer


def last_event(case: Case) -> CaseEvent:
    return CaseEvent.objects.filter(case=case).latest("seq")


def test_only_a_press_uses_a_link_up_and_it_opens_once(desk: Cast) -> None:
    case = complain(desk)
    link = link_to(case)
    for _ in range(3):
        # A mail server that looks at every link opens nothing and uses nothing up.
        looked = Client(HTTP_HOST="localhost").get(link)
        assert looked.status_code == 200 and "amends_my" not in looked.cookies
        assert "line has been dead" not in looked.content.decode()
    client = Client(HTTP_HOST="localhost")
    done = client.post(link)
    cookie = done.cookies["amends_my"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/my/{case.uuid}/", True, "Lax")
    assert "The line has been dead" in page(client, case)
    again = Client(HTTP_HOST="localhost").post(link)
    assert again.status_code == 410 and "amends_my" not in again.cookies


@pytest.mark.parametrize("life", ["link", "visit"])
def test_a_link_and_a_visit_end_by_themselves(desk: Cast, monkeypatch: pytest.MonkeyPatch, life: str) -> None:
    case = complain(desk)
    link, client = link_to(case), visiting(case)
    at(monkeypatch, NOON + (LINK_LIFE if life == "link" else VISIT_LIFE))
    if life == "link":
        assert Client(HTTP_HOST="localhost").post(link).status_code == 410
    assert client.get(f"/my/{case.uuid}/").status_code == 404


def test_a_visit_opens_one_case_and_no_other(desk: Cast) -> None:
    mine, other = complain(desk), complain(desk, "Another line is dead.")
    client = visiting(mine)
    client.cookies["amends_my"]["path"] = "/"
    for address in (f"/my/{other.uuid}/", f"/my/{other.uuid}/take/", f"/my/{uuid4()}/", "/my/open/x/"):
        answer = client.get(address)
        assert answer.status_code in (404, 410) and "Another line" not in answer.content.decode()
    assert act(client, other, "say", text="Let me in").status_code == 404
    assert Contact.objects.filter(case=other).count() == 1
    # Whether there is such a case can't be told from the answer.
    nothing, foreign = client.get(f"/my/{uuid4()}/"), client.get(f"/my/{other.uuid}/")
    assert nothing.content == foreign.content


def test_the_negative_control_a_visit_that_asks_for_no_key_of_the_case_is_caught(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = complain(desk), complain(desk, "Another line is dead.")
    client = visiting(mine)
    client.cookies["amends_my"]["path"] = "/"
    monkeypatch.setattr("amends.cases.recording.may", lambda *_: Answer(True))
    monkeypatch.setattr("amends.seat.door._own", lambda **_: [other])
    assert act(client, other, "say", text="Let me in").status_code == 302


def test_a_colleague_who_is_signed_in_comes_in_by_no_other_way(desk: Cast) -> None:
    case = complain(desk)
    for name in ("rep", "manager", "stranger"):
        assert signed_in(getattr(desk, name)).get(f"/my/{case.uuid}/").status_code == 404
    # And a key works in their browser too, for the case alone.
    client = signed_in(desk.stranger)
    assert client.post(link_to(case)).status_code == 302
    assert "The line has been dead" in page(client, case)


def test_what_stays_inside_is_nowhere_on_the_customers_pages(desk: Cast) -> None:
    desk.supervisor.name = f"Ruth {SECRET.title()}"
    desk.supervisor.save()
    case = failed_case(desk)
    add_note(actor=desk.actor("rep"), case_uuid=case.uuid, text=f"A {SECRET} sat on the line.", now=NOON)
    reply_to_customer(
        actor=desk.actor("supervisor"), case_uuid=case.uuid, text="We look.", channel=Channel.PHONE, now=NOON
    )
    client = visiting(case)
    for said in (page(client, case), client.get(f"/my/{case.uuid}/take/?download").content.decode()):
        assert "We look." in said and "Ruth" in said
        assert SECRET not in said.lower()
        assert not [
            inside for inside in ("It was late.", "Specialist", "queue", "Seriousness") if inside in said
        ]


def test_a_code_is_for_who_was_verified_and_ends_after_five_wrong_ones(desk: Cast) -> None:
    rep = desk.actor("rep")
    with pytest.raises(Refused, match="unknown_caller"):
        give_code(actor=rep, case_uuid=complain(desk).uuid, now=NOON)
    case = failed_case(desk)
    code = give_code(actor=rep, case_uuid=case.uuid, now=NOON)
    client = Client(HTTP_HOST="localhost")
    right = {"reference": case.reference.lower().replace("-", " "), "code": code.lower()}
    for _ in range(MOST_TRIES - 1):
        assert client.post("/my/", {**right, "code": "00000000"}).status_code == 422
    assert client.post("/my/", right).headers["Location"] == f"/my/{case.uuid}/"
    assert Client(HTTP_HOST="localhost").post("/my/", right).status_code == 422
    second = {**right, "code": give_code(actor=rep, case_uuid=case.uuid, now=NOON)}
    for _ in range(MOST_TRIES):
        client.post("/my/", {**right, "code": "00000000"})
    assert client.post("/my/", second).status_code == 422


def test_a_code_is_not_kept_and_gets_old(desk: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = failed_case(desk)
    code = give_code(actor=desk.actor("rep"), case_uuid=case.uuid, now=NOON)
    assert code.replace(" ", "") not in str(CaseKey.objects.values_list())
    at(monkeypatch, NOON + CODE_LIFE)
    asked = {"reference": case.reference, "code": code}
    assert Client(HTTP_HOST="localhost").post("/my/", asked).status_code == 422


def test_what_is_written_and_sent_reaches_the_case(desk: Cast) -> None:
    case = complain(desk)
    client = visiting(case)
    file = SimpleUploadedFile("meter.txt", b"0000 kWh")
    assert act(client, case, "say", text="It is dead again.", files=file).status_code == 302
    contact = Contact.objects.filter(case=case).latest("id")
    assert (contact.text, contact.direction, contact.channel) == ("It is dead again.", "in", "web")
    assert contact.staff_id is None
    [kept] = Attachment.objects.filter(case=case)
    answer = client.get(f"/my/{case.uuid}/files/{kept.uuid}/")
    assert b"".join(answer) == b"0000 kWh"  # type: ignore[arg-type]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="meter.txt"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    empty = act(client, case, "say", text=" ")
    assert empty.status_code == 422 and "Write something first" in empty.content.decode()


def test_a_file_of_the_desk_is_not_the_customers(desk: Cast) -> None:
    case = complain(desk)
    client = visiting(case)
    act(client, case, "say", text="See.", files=SimpleUploadedFile("meter.txt", b"0000 kWh"))
    Attachment.objects.filter(case=case).update(contact=None)
    assert client.get(f"/my/{case.uuid}/files/{Attachment.objects.get().uuid}/").status_code == 404
    assert "meter.txt" not in page(client, case)


def test_a_broken_promise_stands_first_with_the_step_up_inside(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = complain(desk)
    promise = promised(desk, case)
    client = visiting(case)
    assert "next--due" in page(client, case) and "We ring you about the line" in page(client, case)
    late = promise.due_at + timedelta(minutes=5)
    at(monkeypatch, late)
    break_due_promises(now=late, most=9)
    said = page(client, case)
    assert "next--broken" in said and said.index("/climb/") < said.index("happened-title")
    assert act(client, case, "climb").status_code == 302
    case.refresh_from_db()
    assert case.rung and case.escalated_at == late
    event = CaseEvent.objects.get(case=case, kind="case.escalated")
    assert event.actor_kind == "customer" and '"had_chance": true' in event.data.replace('":t', '": t')


def test_only_the_customers_word_solves_and_what_is_owed_keeps_it_open(desk: Cast) -> None:
    case = answered(desk, complain(desk), NOON)
    assert act(visiting(case), case, "end", word="solved").status_code == 302
    case.refresh_from_db()
    assert (case.is_open, case.ending) == (False, "solved")
    owed = answered(desk, complain(desk), NOON)
    promised(desk, owed)
    client = visiting(owed)
    assert act(client, owed, "end", word="solved").status_code == 302
    owed.refresh_from_db()
    assert owed.is_open and last_event(owed).kind == "own.solved"
    assert "It stays open until what we still owe you has come" in page(client, owed)


@pytest.mark.parametrize("more_is_said", [False, True])
def test_what_was_called_solved_closes_with_the_last_of_what_is_owed(desk: Cast, more_is_said: bool) -> None:
    case = answered(desk, complain(desk), NOON)
    promise = promised(desk, case)
    act(visiting(case), case, "end", word="solved")
    if more_is_said:
        heard(desk, case, NOON + MINUTE)
    proof = spoken(desk, case, NOON + 2 * MINUTE)
    keep_promise(**of(promise, desk, NOON + 3 * MINUTE), contact_id=proof.pk)
    case.refresh_from_db()
    assert (case.is_open, case.ending) == ((True, "") if more_is_said else (False, "solved"))


def test_not_quite_opens_a_closed_case_again_with_the_reason(desk: Cast) -> None:
    case = answered(desk, complain(desk), NOON)
    close_case(actor=desk.actor("rep"), case_uuid=case.uuid, ending=Ending.PRESUMED, now=NOON)
    client = visiting(case)
    assert "because we heard nothing from you" in page(client, case)
    assert act(client, case, "end", word="not_yet", text=" ").status_code == 422
    assert act(client, case, "end", word="not_yet", text="It fails at night.").status_code == 302
    case.refresh_from_db()
    assert case.is_open and case.reopened_count == 1
    assert Contact.objects.filter(case=case, direction="in").latest("id").text == "It fails at night."


def test_who_does_not_agree_goes_one_step_up_and_at_the_end_outside(desk: Cast) -> None:
    case = answered(desk, complain(desk), NOON)
    client = visiting(case)
    rungs = []
    for _ in range(9):
        assert act(client, case, "end", word="disputed", text="That is not true.").status_code == 302
        case.refresh_from_db()
        rungs.append(case.rung)
        if not case.is_open:
            break
    assert len(set(rungs)) > 1 and (case.is_open, case.ending) == (False, "disputed")
    assert "You can go to somebody outside" in page(client, case)


def test_the_page_speaks_the_language_of_the_case_until_another_is_chosen(desk: Cast) -> None:
    case = complain(desk)
    Case.objects.filter(pk=case.pk).update(language="he")
    client = visiting(case)
    assert '<html lang="he" dir="rtl"' in page(client, case)
    assert client.get(f"/my/{case.uuid}/?lang=sv").status_code == 302
    assert '<html lang="sv" dir="ltr"' in page(client, case)


@pytest.mark.parametrize("shows", [True, False])
def test_first_names_are_shown_as_the_brand_allows(desk: Cast, shows: bool) -> None:
    desk.norvia.shows_names = shows
    desk.norvia.save()
    case = answered(desk, complain(desk), NOON)
    Case.objects.filter(pk=case.pk).update(owner=desk.rep)
    promised(desk, case)
    client = visiting(case)
    open_page = page(client, case)
    Promise.objects.filter(case=case).delete()
    close_case(actor=desk.actor("rep"), case_uuid=case.uuid, ending=Ending.PRESUMED, now=NOON)
    said = open_page + page(client, case) + client.get(f"/my/{case.uuid}/take/").content.decode()
    name = desk.rep.name.split()[0]
    assert (name in said) is shows
    assert ("Norvia Telecom has your case." in said) is not shows
    assert ("Who wrote today" in said) is not shows


def test_leaving_ends_the_visit_at_once(desk: Cast) -> None:
    case = complain(desk)
    client = visiting(case)
    assert act(client, case, "leave").headers["Location"] == "/my/"
    assert client.get(f"/my/{case.uuid}/").status_code == 404
    assert act(client, case, "say", text="Still here?").status_code == 404


def test_a_letter_ends_with_a_link_to_the_case_in_its_language(
    desk: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = complain(desk)
    Case.objects.filter(pk=case.pk).update(language="sv")
    reply_to_customer(
        actor=desk.actor("rep"), case_uuid=case.uuid, text="Vi ser på det.", channel=Channel.EMAIL, now=NOON
    )
    sent: list[Letter] = []
    monkeypatch.setattr("amends.cases.delivery.way_out", lambda kind: SimpleNamespace(deliver=sent.append))
    Outgoing.objects.update(next_at=NOON)
    deliver_due(NOON)
    settings.PUBLIC_URL = "https://complaints.example.org"
    Outgoing.objects.update(state="waiting", next_at=NOON)
    deliver_due(NOON)
    [without, with_link] = sent
    assert without.text == "Vi ser på det."
    link = re.findall(r"https://complaints.example.org(/my/open/\S+/)", with_link.text)[0]
    client = Client(HTTP_HOST="localhost")
    assert client.post(link).status_code == 302
    assert "Vi ser på det." in page(client, case) and "complaints.example.org" not in page(client, case)


def test_too_many_files_and_too_large_ones_are_refused_whole_and_the_words_come_back(
    desk: Cast, settings: Any
) -> None:
    case = complain(desk)
    client = visiting(case)
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(21)]
    refused = act(client, case, "say", text="All of them.", files=many)
    assert refused.status_code == 422
    assert "at most twenty" in refused.content.decode() and "All of them." in refused.content.decode()
    settings.ATTACHMENT_MOST_BYTES = 3
    large = act(client, case, "say", text="This.", files=SimpleUploadedFile("a.txt", b"four"))
    assert large.status_code == 422 and "too large" in large.content.decode()
    assert not Attachment.objects.exists() and Contact.objects.filter(case=case).count() == 1


def test_a_link_of_a_language_changes_what_was_chosen_before(desk: Cast) -> None:
    client = Client(HTTP_HOST="localhost")
    for tag in ("he", "sv"):
        assert client.get(f"/my/?lang={tag}").status_code == 302
        assert f'<html lang="{tag}"' in client.get("/my/").content.decode()


def test_a_case_whose_words_were_erased_is_shut(desk: Cast) -> None:
    case = complain(desk)
    client = visiting(case)
    Case.objects.filter(pk=case.pk).update(erased_at=NOON)
    assert client.get(f"/my/{case.uuid}/").status_code == 404
