"""Words that stay inside: never in the log, in a program's answer, in a mail, or on another person's page."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as desk_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client

from amends.cases.models import Contact, Outgoing
from amends.clock import now
from amends.people.scope import every_brand
from amends.site.logs import Discreet
from amends.site.worker import Duty, deliver, round_of
from tests.conftest import signed_in
from tests.desk.mail import Sink, mail_sink
from tests.desk.world import World, all_rows, api_post, body

CANARY = "kestrel"
LEAK = re.compile(r"Traceback|File \"|line \d+, in |\.py\b|site-packages|Exception|Error at|DEBUG = ")


@contextmanager
def the_log(form: logging.Formatter | None = None) -> Iterator[StringIO]:
    """Lets the block read all that the desk logs, from the finest level on."""
    told, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(told), root.level
    handler.setFormatter(form or Discreet(desk_settings.LOGGING["formatters"]["plain"]["format"]))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield told
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def browser(world: World, name: str) -> Client:
    """Answers a browser that shows what a person would see when the desk fails."""
    client = signed_in(world.people[name])
    client.raise_request_exception = False
    return client


def say_everywhere(world: World, word: str) -> list[HttpResponse]:
    """Says one word in every place a request has: form, file name, header, address, body, failed or not."""
    client, case = browser(world, "rep"), f"/cases/{world.own.case.uuid}"
    file = SimpleUploadedFile(f"{word}.txt", word.encode())
    stranger = browser(world, "stranger")
    return [
        client.post(f"{case}/note/", {"text": f"{word} in a note"}),
        client.post(f"{case}/add_evidence/", {"file": file}),
        client.post(f"{case}/wait/", {"waiting": word, "until": word, "reason": word}),
        client.post(f"{case}/verify/", {"level": word, "how": word}),
        client.get(f"/{word}/"),
        client.get(f"{case}/{word}/"),
        client.get("/search/", {"q": word}, HTTP_USER_AGENT=word, HTTP_REFERER=f"http://{word}/"),
        client.get("/", HTTP_HOST=f"{word}.example"),
        client.get(f"/files/{word}/"),
        client.post(f"/sign-in/link/{word}/"),
        client.post("/sign-in/", {"login": f"{word}@example.org", "password": word}),
        client.post("/language/", {"language": word, "next": f"https://{word}.example"}),
        client.get("/", HTTP_COOKIE=f"sessionid={word}; csrftoken={word}"),
        stranger.post(f"{case}/note/", {"text": word}),
        api_post(client, word, {"text": word}),
        api_post(client, world.token, f'{{"text": "{word}'),
        api_post(
            client,
            world.token,
            {"text": "x", "channel": word, "occurred_at": word, "customer": {"email": word}},
        ),
    ]


def fail_everywhere(world: World, word: str, monkeypatch: pytest.MonkeyPatch) -> list[HttpResponse]:
    """Lets the desk fail with the word in the error, in a page, an act, the programs' door and the worker."""

    def fail(*_args: object, **_more: object) -> None:
        secret = {"password": word}
        try:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT "{word}" FROM "{word}"')
        except DatabaseError as error:
            raise RuntimeError(f"{word}: {secret}") from error

    client, case = browser(world, "rep"), f"/cases/{world.own.case.uuid}"
    with monkeypatch.context() as broken:
        broken.setattr("amends.desk.views.case.history", fail)
        broken.setattr("amends.desk.views.case.perform", fail)
        broken.setattr("amends.api.v1.receive_contact", fail)
        broken.setattr("amends.desk.views.queue.counts", fail)
        round_of([Duty("failing", timedelta(0), fail)], now())
        return [
            client.get(f"{case}/?x={word}"),
            client.post(f"{case}/note/", {"text": word}),
            client.get(f"/?view={word}"),
            api_post(client, world.token, {"text": word}),
        ]


def check_log(world: World, monkeypatch: pytest.MonkeyPatch, form: logging.Formatter | None = None) -> None:
    """Checks that the log tells what failed and where, and never the word."""
    with the_log(form) as log:
        say_everywhere(world, CANARY)
        failed = fail_everywhere(world, CANARY, monkeypatch)
    assert [response.status_code for response in failed] == [500] * 4
    assert CANARY not in log.getvalue().lower()
    assert "RuntimeError" in log.getvalue()
    assert "in fail" in log.getvalue()


def test_no_word_of_a_request_or_an_error_stands_in_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_log(world, monkeypatch)


def test_the_negative_control_a_log_as_it_usually_is_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(AssertionError):
        check_log(world, monkeypatch, logging.Formatter("%(message)s"))


def check_error_page(response: HttpResponse) -> None:
    """Checks that a page of an error tells no place of the code, no value and no setting."""
    text = body(response)
    assert CANARY not in text.lower()
    assert not LEAK.search(text), LEAK.search(text)
    assert desk_settings.SECRET_KEY not in text


def test_a_page_that_fails_shows_nothing_of_the_failure(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = fail_everywhere(world, CANARY, monkeypatch)
    for response in failed:
        assert response.status_code == 500
        check_error_page(response)


def test_the_negative_control_a_page_of_a_developer_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.DEBUG = True
    with pytest.raises(AssertionError):
        check_error_page(fail_everywhere(world, CANARY, monkeypatch)[0])


@pytest.mark.parametrize(
    "path", ["/nothing/", "/api/nothing", "/api/v1/nothing", "/static/nothing.css", "/cases/x/"]
)
def test_what_is_not_there_is_said_without_detail(world: World, path: str) -> None:
    response = browser(world, "rep").get(path)
    assert response.status_code == 404
    check_error_page(response)


def test_another_host_and_too_large_a_form_are_refused_without_detail(world: World) -> None:
    client = browser(world, "rep")
    assert client.get("/", HTTP_HOST=f"{CANARY}.example").status_code == 400
    check_error_page(client.get("/", HTTP_HOST=f"{CANARY}.example"))
    many = client.post(
        f"/cases/{world.own.case.uuid}/note/", {f"{CANARY}{number}": "x" for number in range(1_100)}
    )
    assert many.status_code == 400
    check_error_page(many)


def check_mail(world: World, sink: Sink, settings: Any) -> None:
    """Checks that a mail holds what we say to the customer, and nothing that colleagues say to each other."""
    settings.SMTP_URL = sink.url
    client, case = browser(world, "rep"), f"/cases/{world.own.case.uuid}"
    client.post(f"{case}/note/", {"text": f"{CANARY} in a note"})
    client.post(f"{case}/add_evidence/", {"file": SimpleUploadedFile(f"{CANARY}.txt", CANARY.encode())})
    client.post(f"{case}/care/", {"text": f"{CANARY} alone", "how": f"{CANARY} said"})
    client.post(f"{case}/verify/", {"level": "full", "how": f"{CANARY} bill"})
    client.post(f"{case}/add_fact/", {"label": "other", "value": f"{CANARY} fact"})
    assert client.post(f"{case}/reply/", {"text": "We look at it.", "channel": "email"}).status_code == 302
    assert deliver(now()) == 1
    mail = sink.only()
    said = mail.as_string() + "".join(
        str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"
    )
    assert "We look at it." in said
    assert CANARY not in said.lower()
    assert not [word for word in ("pelican note", "pelican care", "pelican step") if word in said]


def test_no_mail_holds_a_note_or_what_only_the_desk_knows(world: World, settings: Any) -> None:
    with mail_sink() as sink:
        check_mail(world, sink, settings)


def test_the_negative_control_a_mail_with_the_notes_in_it_is_caught(
    world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chatty(row: Outgoing) -> str:
        from_notes = " ".join(note.text for note in row.case.notes.all())
        return f"{Contact.objects.get(pk=row.contact_id).text} {from_notes}"

    class Told:
        """A contact that says more than it should."""

        def __init__(self, row: Outgoing) -> None:
            self.text, self.brand_id, self.pk = chatty(row), row.brand_id, row.contact_id

    class Contacts:
        """Finds contacts that say more than they should."""

        @staticmethod
        def of(brand: int) -> Any:
            return Contacts

        @staticmethod
        def get(pk: int) -> Any:
            return Told(Outgoing.objects.get(contact_id=pk))

    with mail_sink() as sink:
        monkeypatch.setattr("amends.cases.delivery.Contact", type("Contact", (), {"objects": Contacts}))
        monkeypatch.setattr("amends.cases.delivery._files", lambda contact: iter(()))
        with pytest.raises(AssertionError):
            check_mail(world, sink, settings)


def test_a_program_is_told_the_id_and_the_reference_and_nothing_else(world: World) -> None:
    client = Client(HTTP_HOST="localhost")
    data = {"text": f"{CANARY} said", "customer": {"name": CANARY, "email": f"{CANARY}@example.org"}}
    made = api_post(client, world.token, data, HTTP_IDEMPOTENCY_KEY="one")
    assert set(made.json()) == {"id", "reference"}
    again = api_post(client, world.token, data, HTTP_IDEMPOTENCY_KEY="one")
    other = api_post(client, world.token, {"text": "other"}, HTTP_IDEMPOTENCY_KEY="one")
    assert (again.status_code, other.status_code) == (200, 409)
    assert CANARY not in (body(again) + body(other)).lower()


def test_what_a_program_sends_wrongly_is_not_sent_back(world: World) -> None:
    client = Client(HTTP_HOST="localhost")
    wrong = {"text": "x", "channel": CANARY, "occurred_at": CANARY, "seriousness": CANARY, "language": CANARY}
    answer = api_post(client, world.token, wrong)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert CANARY not in body(answer).lower()
    assert json.loads(answer.content)["status"] == 422


def test_a_note_stands_on_its_case_and_on_no_other_page(world: World) -> None:
    client, case = browser(world, "rep"), f"/cases/{world.own.case.uuid}/"
    client.post(f"{case}note/", {"text": f"{CANARY} in a note"})
    assert CANARY in body(client.get(case))
    others = (
        "/",
        "/customers/",
        f"/customers/{world.own.customer.uuid}/",
        "/search/?q=lighthouse",
        f"{case}record/",
    )
    for address in others:
        assert CANARY not in body(client.get(address)), address
    assert str(world.own.case.uuid) not in body(client.get("/search/", {"q": CANARY}))


def test_what_one_person_typed_and_was_refused_is_on_no_other_page(world: World) -> None:
    address = f"/cases/{world.own.case.uuid}/wait/"
    refused = browser(world, "rep").post(address, {"waiting": "supplier", "until": "", "reason": CANARY})
    assert refused.status_code == 422
    assert CANARY in body(refused)
    for name in ("rep", "supervisor", "stranger"):
        assert CANARY not in body(browser(world, name).get(f"/cases/{world.own.case.uuid}/"))
    assert CANARY not in str(all_rows())


def test_a_page_of_the_desk_is_kept_by_no_cache(world: World) -> None:
    client = browser(world, "rep")
    addresses = [
        "/",
        "/customers/",
        f"/cases/{world.own.case.uuid}/",
        f"/files/{world.own.file}/",
        "/search/?q=x",
    ]
    for address in addresses:
        assert "no-store" in client.get(address).headers["Cache-Control"], address


def test_passwords_and_tokens_lie_in_no_row(world: World) -> None:
    person = world.people["rep"]
    person.set_password(f"{CANARY}-password")
    person.save()
    browser(world, "rep").post("/sign-in/", {"login": person.email, "password": f"{CANARY}-password"})
    api_post(Client(HTTP_HOST="localhost"), world.token, {"text": "x"})
    with every_brand():
        kept = str(all_rows())
    assert CANARY not in kept
    assert world.token not in kept
