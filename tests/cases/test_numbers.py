"""Ids and IBANs said in a case: masked in every row, sealed beside it, whole only for who says why."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection

from amends.cases.actions import contacts
from amends.cases.actions.contacts import continue_case, receive_contact, receive_contacts, reply_to_customer
from amends.cases.actions.details import add_fact, add_point, add_prior_step, set_want
from amends.cases.actions.erasure import erase_words
from amends.cases.actions.evidence import Upload, add_evidence, safe_name
from amends.cases.actions.notes import add_note
from amends.cases.actions.numbers import reveal_number
from amends.cases.actions.stages import close_case
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Attachment, Case, CaseEvent, Contact, SealedNumber
from amends.cases.numbers import number_of
from amends.cases.recording import NotFound, Refused
from amends.cases.verification import verify_cases
from amends.errors import DomainError
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope, every_brand
from amends.rules.payouts import RevealReason
from amends.rules.vocabulary import Channel, Ending, Erasure
from tests.conftest import NOON, Cast, complain, signed_in

IBAN = "DE89370400440532013000"
EGN = "7523169263"
CARD = "4111111111111111"
SAID = (
    f"ЕГН {EGN}. Върнете парите на DE89 3704 0044 0532 0130 00, не на карта 4111 1111 1111 1111, cvv 987. "
    "Паролата ми е Zima-2024, еднократният код беше 482913."
)
HIDDEN = ("Zima-2024", CARD, IBAN, EGN, "4111 1111", "0532 0130")


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, with every brand in view."""
    with every_brand():
        yield cast


def inbound(text: str = SAID, **more: Any) -> InboundContact:
    """Answers a complaint by phone."""
    caller = Caller(name="Ivan Kolev", email="ivan@example.org")
    return InboundContact(channel=Channel.PHONE, text=text, caller=caller, language="bg", **more)


def taken_in(desk: Cast, text: str = SAID, **more: Any) -> Case:
    """Answers the case that a contact opened."""
    got = receive_contact(actor=desk.actor("rep"), brand=desk.norvia, inbound=inbound(text, **more), now=NOON)
    return Case.objects.get(pk=got.case_id)


def kept(case: Case) -> list[tuple[str, str, str]]:
    """Answers what is sealed for a case: kind, last four, and the whole."""
    rows = SealedNumber.objects.filter(case=case).order_by("id")
    return [(row.kind, row.last_four, number_of(row)) for row in rows]


def everything_stored() -> str:
    """Answers every row of every table, as text."""
    said: list[str] = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            said += (str(cell) for row in cursor.fetchall() for cell in row)
    assert apps.ready and said
    return "\n".join(said)


def leaks(words: Sequence[str] = HIDDEN) -> set[str]:
    """Answers what of these can be read in the database, with and without the spaces in between."""
    said = everything_stored()
    plain = said.replace(" ", "")
    return {one for one in words if one in said or one in plain}


def test_at_intake_secrets_go_and_numbers_are_sealed(desk: Cast) -> None:
    case = taken_in(desk)
    assert Contact.objects.get(case=case).text == (
        "ЕГН [id •••• 9263]. Върнете парите на [iban •••• 3000], не на карта ••••1111, cvv ••••. "
        "Паролата ми е ••••, еднократният код беше ••••."
    )
    assert sorted(kept(case)) == [("iban", "3000", IBAN), ("national_id.bg", "9263", EGN)]
    assert leaks() == set()


def test_every_field_that_comes_in_is_masked_and_what_it_held_is_kept_once(desk: Cast) -> None:
    case = taken_in(
        desk,
        text=f"Пак аз. {EGN}",
        gist=f"Карта {CARD}",
        want=f"Парите на {IBAN}",
        points=(f"взеха от {CARD}", f"сметка {IBAN}"),
        facts=(("account", IBAN), ("other", f"парола: Zima-2024, карта {CARD}")),
        tried=("дадох код за потвърждение 482913",),
        product=f"карта {CARD}",
        external_reference=f"карта {CARD}",
    )
    assert sorted(kept(case)) == [("iban", "3000", IBAN), ("national_id.bg", "9263", EGN)]
    assert leaks() == set()


def test_the_negative_control_words_stored_as_they_came_are_seen(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.cases.said.redact", lambda text: (text, ()))
    taken_in(desk)
    assert {"Zima-2024", CARD, IBAN, EGN} <= leaks()


def test_many_at_once_are_sealed_as_one_by_one(desk: Cast) -> None:
    many = [inbound(f"Жалба {number}, ЕГН {EGN}") for number in range(60)]
    got = receive_contacts(actor=desk.actor("rep"), brand=desk.norvia, inbounds=many, now=NOON)
    rows = SealedNumber.objects.filter(case_id__in=[one.case_id for one in got])
    assert {number_of(row) for row in rows} == {EGN} and rows.count() == 60
    assert rows.values("key").distinct().count() == 60


def test_what_is_added_later_is_kept_too_and_the_same_number_only_once(desk: Cast) -> None:
    case = taken_in(desk)
    same: dict[str, Any] = {"actor": desk.actor("rep"), "case_uuid": case.uuid, "now": NOON}
    continue_case(**same, channel=Channel.PHONE, text=f"Още веднъж: {IBAN}, паспорт № 641234567")
    add_note(**same, text=f"Говорих с {EGN}; mitt personnummer är 811228-9874")
    add_fact(**same, label="account", value="SE45 5000 0000 0583 9825 7466")
    add_point(**same, text=f"сметка {IBAN}")
    add_prior_step(**same, text="пароль: Zima-2024")
    set_want(**same, want=f"на {IBAN}", reason=f"каза {IBAN}")
    numbers = [number for _, _, number in kept(case)]
    assert sorted(numbers) == sorted((EGN, IBAN, "641234567", "8112289874", "SE4550000000058398257466"))
    assert leaks((*HIDDEN, "641234567", "811228", "5839825")) == set()
    assert not [fault for batch in verify_cases() for fault in batch.faults]


def test_our_own_words_keep_the_account_we_name_and_a_card_in_them_does_not_leave(desk: Cast) -> None:
    case = taken_in(desk, "Нищо не работи.")
    said: dict[str, Any] = {"actor": desk.actor("rep"), "case_uuid": case.uuid, "channel": Channel.PHONE}
    reply_to_customer(**said, text=f"Платете на {IBAN}.", now=NOON)
    text = Contact.objects.get(case=case, direction="out").text
    assert text == f"Платете на {IBAN}." and kept(case) == []
    with pytest.raises(Refused, match="reply_blocked"):
        reply_to_customer(**said, text=f"Карта {CARD}.", now=NOON)


def test_names_of_files_hold_no_secret_and_keep_their_ending(desk: Cast) -> None:
    assert safe_name(f"card {CARD} front.jpg") == "card ••••1111 front.jpg"
    assert safe_name("my password is hunter2.txt") == "my password is ••••.txt"
    assert safe_name(f"{IBAN}.pdf") == "[iban •••• 3000].pdf"
    assert safe_name("order 447123.pdf") == "order 447123.pdf"
    case = taken_in(desk, "Нищо.")
    add_evidence(
        actor=desk.actor("rep"),
        case_uuid=case.uuid,
        upload=Upload(f"{CARD}.txt", "text/plain", b"x"),
        now=NOON,
    )
    assert Attachment.objects.get().name == "••••1111.txt" and leaks() == set()


def test_a_whole_number_is_shown_to_seniors_who_say_why_and_it_stands_in_the_record(
    desk: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    case = taken_in(desk)
    row = SealedNumber.objects.get(kind="iban")
    asked: dict[str, Any] = {
        "case_uuid": case.uuid,
        "number": row.uuid,
        "reason": RevealReason.IDENTIFY,
        "now": NOON,
    }
    with pytest.raises(Refused, match="role"):
        reveal_number(actor=desk.actor("rep"), **asked)
    with pytest.raises(Refused, match="person_only"):
        reveal_number(actor=SYSTEM, **asked)
    with pytest.raises(NotFound):
        reveal_number(actor=desk.actor("stranger"), **asked)
    with pytest.raises(NotFound):
        reveal_number(actor=desk.actor("supervisor"), **{**asked, "number": uuid4()})
    assert reveal_number(actor=desk.actor("supervisor"), **asked) == IBAN
    event = CaseEvent.objects.get(case=case, kind="number.revealed")
    assert event.actor_id == desk.supervisor.pk
    assert json.loads(event.data) == {"number": row.pk, "what": "iban", "why": "identify"}
    assert IBAN not in caplog.text


def test_a_number_of_another_case_or_another_row_does_not_open(desk: Cast) -> None:
    case, other = taken_in(desk), complain(desk)
    row = SealedNumber.objects.get(case=case, kind="iban")
    with pytest.raises(NotFound):
        reveal_number(
            actor=desk.actor("supervisor"),
            case_uuid=other.uuid,
            number=row.uuid,
            reason=RevealReason.IDENTIFY,
            now=NOON,
        )
    row.uuid = uuid4()
    with pytest.raises(DomainError, match="number_gone"):
        number_of(row)


def check_pages(desk: Cast, case: Case, row: SealedNumber) -> None:
    """Checks that no page says the number but the answer to a reason."""
    here = f"/cases/{case.uuid}/numbers/{row.uuid}/"
    client = signed_in(desk.supervisor)
    for address in (f"/cases/{case.uuid}/", f"/cases/{case.uuid}/?history", here):
        said = client.get(address).content.decode()
        assert "•••• 3000" in said
        assert IBAN not in said.replace(" ", "")
    wrong = client.post(here, {"reason": "because"})
    assert wrong.status_code == 422 and IBAN not in wrong.content.decode()
    shown = client.post(here, {"reason": "identify"})
    assert IBAN in shown.content.decode() and "no-store" in shown["Cache-Control"]
    assert IBAN not in client.get(here).content.decode()
    refused = signed_in(desk.rep).post(here, {"reason": "identify"})
    assert refused.status_code == 422 and IBAN not in refused.content.decode()


def test_pages_say_the_last_four_signs_only(desk: Cast) -> None:
    case = taken_in(desk)
    check_pages(desk, case, SealedNumber.objects.get(kind="iban"))


def test_the_negative_control_a_page_with_the_number_is_caught(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.desk.number_panel._kind", number_of)
    case = taken_in(desk)
    with pytest.raises(AssertionError):
        check_pages(desk, case, SealedNumber.objects.get(kind="iban"))


def test_erasing_takes_the_numbers_with_their_keys(desk: Cast) -> None:
    case = taken_in(desk)
    close_case(actor=SYSTEM, case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=NOON)
    done = erase_words(actor=SYSTEM, case_uuid=case.uuid, why=Erasure.REQUEST, now=NOON)
    left = {(row.key, bytes(row.sealed), row.last_four) for row in SealedNumber.objects.all()}
    assert (left, done.counts["number"]) == ({(None, b"", "")}, 2)
    assert "3000" not in signed_in(desk.supervisor).get(f"/cases/{case.uuid}/").content.decode()


def test_a_contact_without_a_case_keeps_no_number(desk: Cast) -> None:
    enquiry = inbound(SAID, kind=contacts.Kind.ENQUIRY)
    got = receive_contact(actor=desk.actor("rep"), brand=desk.norvia, inbound=enquiry, now=NOON)
    assert got.case_id is None and not SealedNumber.objects.exists() and leaks() == set()


def test_another_brands_scope_reads_no_number(desk: Cast) -> None:
    taken_in(desk)
    with brand_scope([desk.sunfold.pk]):
        assert not SealedNumber.objects.exists()
