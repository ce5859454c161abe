"""A prepared complaint arrives complete, once, and its sender sees their case; nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amends.cases.models import Attachment, Case, Contact, Fact, Point, PriorStep
from amends.people.scope import every_brand
from amends.seat.prepare import sending
from tests.conftest import Cast, complain
from tests.seat.prepare.test_wizard import SAID, browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_pace() -> None:
    """Nobody has sent anything within the hour."""
    cache.clear()


def send(client: Client, key: str, **more: object) -> str:
    """Sends what was prepared and answers where it leads; empty where it was refused."""
    answer = client.post("/prepare/send/", {**SAID, "brand": "norvia", "key": key, "page": "next", **more})
    assert answer.status_code in (302, 422)
    return answer.headers.get("Location", "")


def test_the_desk_receives_it_complete_and_nothing_is_asked_twice(cast: Cast) -> None:
    where = send(browser(), str(uuid4()))
    with every_brand():
        case = Case.objects.select_related("customer").get()
        assert where == f"/my/{case.uuid}/"
        assert (case.gist, case.want) == ("Nobody came on Saturday", "A technician this week")
        assert [one.text for one in Point.objects.filter(case=case)] == [
            "Nobody came on Saturday (The text of 7 May)",
            "The line is dead",
        ]
        facts = dict(Fact.objects.filter(case=case).values_list("label", "value"))
        assert facts == {"account": "4711 0815", "date": "2026-05-09"}
        tried = list(PriorStep.objects.filter(case=case).values_list("text", flat=True))
        assert tried[0] == "2026-05-11 · Call · Mira · Waited nine minutes"
        assert "“Somebody calls back”" in tried[1] and "2026-05-12 12:00" in tried[1]
        assert Contact.objects.get(case=case).text == f"{SAID['words']}\n\n{SAID['why']}"
        assert case.customer is not None and case.customer.name == "Dana Levin"


def test_sent_twice_it_is_one_case_and_the_second_press_leads_to_it_too(cast: Cast) -> None:
    key, client = str(uuid4()), browser()
    assert send(client, key) == send(browser(), key)
    assert send(client, str(uuid4())) != send(client, key)
    with every_brand():
        assert Case.objects.count() == 2


def test_files_come_to_the_point_that_they_show(cast: Cast) -> None:
    files = {
        "file-1": SimpleUploadedFile("line.txt", b"dead"),
        "files": [SimpleUploadedFile("other.txt", b"other")],
    }
    send(browser(), str(uuid4()), **files)
    with every_brand():
        found = {one.name: one.point.text if one.point else "" for one in Attachment.objects.all()}
        assert found == {"line.txt": "The line is dead", "other.txt": ""}
        assert all(one.contact_id for one in Attachment.objects.all())


def refused(client: Client, **more: object) -> str:
    said: Mapping[str, object] = {**SAID, "brand": "norvia", "key": str(uuid4()), "page": "next", **more}
    answer = client.post("/prepare/send/", said)
    assert answer.status_code == 422
    with every_brand():
        assert not Case.objects.exists() and not Attachment.objects.exists()
    html = answer.content.decode()
    assert "Nobody came on Saturday" in html or "point-0" in more
    return html


def test_what_can_not_be_sent_comes_back_as_it_was_with_what_to_do(cast: Cast) -> None:
    client = browser()
    assert "so that an answer can reach you" in refused(client, **{"my-email": ""})
    assert "at least what happened" in refused(client, words="", **{"point-0": "", "point-1": ""})
    many = [SimpleUploadedFile(f"{at}.txt", b"x") for at in range(50)]
    assert "More than twenty files" in refused(client, files=many)
    assert "empty" in refused(client, files=[SimpleUploadedFile("none.txt", b"")])


def test_a_file_that_is_too_large_is_refused_and_nothing_is_kept(cast: Cast, settings: object) -> None:
    settings.ATTACHMENT_MOST_BYTES = 10  # type: ignore[attr-defined]
    html = refused(browser(), files=[SimpleUploadedFile("big.bin", b"x" * 11)])
    assert "too large" in html


def test_a_flood_from_one_address_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST_AN_HOUR", 2)
    client = browser()
    assert [bool(send(client, str(uuid4()))) for _ in range(4)] == [True, True, False, False]
    assert send(Client(HTTP_HOST="localhost", REMOTE_ADDR="192.0.2.7"), str(uuid4()))


def test_who_names_a_strangers_address_sees_nothing_of_the_stranger(cast: Cast) -> None:
    stranger = complain(cast, "A SECRET of Dana's other case.")
    client = browser()
    page = client.get(send(client, str(uuid4()))).content.decode()
    assert "Nobody came on Saturday" in page
    assert "SECRET" not in page and stranger.reference not in page
    assert client.get(f"/my/{stranger.uuid}/").status_code == 404


def test_it_goes_to_a_brand_of_this_desk_and_to_no_other(cast: Cast) -> None:
    for slug in ("", "nobody"):
        answer = browser().post("/prepare/send/", {**SAID, "brand": slug, "key": str(uuid4())})
        assert answer.status_code == 422
        assert "cannot be reached from here" in answer.content.decode()
    with every_brand():
        assert not Case.objects.exists()


def test_a_broken_key_gets_a_fresh_one_instead_of_an_error(cast: Cast) -> None:
    assert send(browser(), "not a key")
