"""One visit writes and sends what a person does, and never fills the disk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amends.cases.actions import own
from amends.cases.keys import give_link
from amends.cases.models import Attachment, Case, Contact
from amends.people.permissions import SYSTEM
from tests.conftest import NOON, Cast, complain

pytestmark = pytest.mark.usefixtures("everywhere")
KILOBYTE = b"%PDF-1.4" + b"x" * 1_016


@pytest.fixture
def case(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A complaint, and a clock that stands at noon."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", NOON.isoformat())
    return complain(cast)


@pytest.fixture
def client(case: Case) -> Client:
    """A browser in which its customer has opened it."""
    client = Client(HTTP_HOST="localhost")
    client.post(f"/my/open/{give_link(actor=SYSTEM, case_uuid=case.uuid, now=NOON)}/")
    return client


def send(client: Client, case: Case, text: str, *files: bytes) -> int:
    sent = [SimpleUploadedFile(f"{at}.pdf", content) for at, content in enumerate(files)]
    return client.post(f"/my/{case.uuid}/say/", {"text": text, "files": sent}).status_code


def test_what_is_too_much_for_a_day_is_refused_whole_and_stands_in_the_form(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "MOST_BYTES_A_DAY", 2_500)
    assert send(client, case, "Two.", KILOBYTE, KILOBYTE) == 302
    sent = {"text": "And a third.", "files": [SimpleUploadedFile("c.pdf", KILOBYTE)]}
    answer = client.post(f"/my/{case.uuid}/say/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "That is more than can be sent in one day" in page and "And a third." in page
    assert Attachment.objects.filter(case=case).count() == 2
    assert not Contact.objects.filter(case=case, text="And a third.").exists()
    assert send(client, case, "Words alone are taken.") == 302
    monkeypatch.setenv("AMENDS_FROZEN_AT", (NOON + timedelta(days=1, seconds=1)).isoformat())
    client.post(f"/my/open/{give_link(actor=SYSTEM, case_uuid=case.uuid, now=NOON + timedelta(days=1))}/")
    assert send(client, case, "A day later.", KILOBYTE) == 302


def test_so_many_words_in_a_day_are_a_program(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "MOST_SAID_A_DAY", 4)
    assert [send(client, case, f"Word {at}.") for at in range(4)] == [302, 302, 302, 422]
