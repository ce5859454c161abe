"""A prepared complaint arrives complete, once, and its sender sees their case; nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from amends.cases.actions.contacts import receive_contact
from amends.cases.actions.prepared import AGAIN
from amends.cases.callers import prove_addresses
from amends.cases.inbound import Caller, InboundContact
from amends.cases.keys import give_link, use_link
from amends.cases.models import Attachment, Case, Contact, Fact, Point, PriorStep
from amends.clock import now
from amends.people.models import Address
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.rules.vocabulary import Channel
from amends.seat.prepare import pace, views
from tests.conftest import NOON, Cast, complain
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
        assert tried[0] == "2026-05-11 · Phone · Mira · Waited nine minutes"
        assert "“Somebody calls back”" in tried[1] and "2026-05-12 12:00" in tried[1]
        assert Contact.objects.get(case=case).text == f"{SAID['words']}\n\n{SAID['why']}"
        assert case.customer is not None and case.customer.name == "Dana Levin"


def test_sent_twice_it_is_one_case_and_the_second_press_leads_to_it_too(cast: Cast) -> None:
    key, client = str(uuid4()), browser()
    assert send(client, key) == send(browser(), key) != ""
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


def refused_words(client: Client) -> str:
    """Answers the page after nothing at all was sent; what is refused counts for nothing."""
    said = {**SAID, "brand": "norvia", "key": str(uuid4()), "words": "", "point-0": "", "point-1": ""}
    return client.post("/prepare/send/", said).content.decode()


def test_a_flood_from_one_address_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_AN_HOUR", 2)
    client = browser()
    assert "at least what happened" in refused_words(client)
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


def test_the_same_key_with_other_words_opens_nothing_and_says_so(cast: Cast) -> None:
    key = str(uuid4())
    assert send(browser(), key)
    borrowed = browser()
    said = {**SAID, "brand": "norvia", "key": key, "words": "I only guess."}
    answer = borrowed.post("/prepare/send/", said)
    assert answer.status_code == 422 and not borrowed.cookies.get("amends_my")
    assert "This was sent already" in answer.content.decode() and "I only guess." in answer.content.decode()


def test_after_an_hour_the_key_opens_nothing_even_with_the_same_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = str(uuid4())
    assert send(browser(), key)
    later = now() + AGAIN + timedelta(seconds=5)
    monkeypatch.setattr(views, "now", lambda: later)
    assert send(browser(), key) == ""


def test_pressed_again_no_file_is_kept_twice(cast: Cast, settings: object) -> None:
    def files() -> int:
        return sum(path.is_file() for path in Path(settings.ATTACHMENTS).rglob("*"))  # type: ignore[attr-defined]

    key = str(uuid4())
    for _ in range(2):
        assert send(browser(), key, files=[SimpleUploadedFile("one.txt", b"one")])
    assert files() == 1


CLAIMED = {"my-phone": "+44 1632 960001", "my-email": "attacker@evil.example"}


def test_nobody_is_taken_for_who_a_stranger_said_they_are(cast: Cast) -> None:
    send(browser(), str(uuid4()), **CLAIMED)
    caller = Caller(name="Vera Victim", email="vera@example.org", phone="+44 1632 960001")
    inbound = InboundContact(channel=Channel.PHONE, text="It is dark.", caller=caller)
    with every_brand():
        received = receive_contact(actor=cast.actor("rep"), brand=cast.norvia, inbound=inbound, now=NOON)
        case = Case.objects.select_related("customer").get(uuid=received.case_uuid)
        assert case.customer is not None and case.customer.name == "Vera Victim"
        values = {one.value for one in case.customer.addresses.all()}
        assert values == {"vera@example.org", "+44 1632 960001"}


def test_the_negative_control_a_proven_address_finds_its_customer(cast: Cast) -> None:
    send(browser(), str(uuid4()), **CLAIMED)
    with every_brand():
        case = Case.objects.get()
        assert case.customer_id is not None
        prove_addresses(cast.norvia.pk, case.customer_id)
        caller = Caller(name="Vera Victim", phone="+44 1632 960001")
        inbound = InboundContact(channel=Channel.PHONE, text="It is dark.", caller=caller)
        received = receive_contact(actor=cast.actor("rep"), brand=cast.norvia, inbound=inbound, now=NOON)
        assert Case.objects.get(uuid=received.case_uuid).customer_id == case.customer_id


def test_an_address_is_proven_by_who_checks_or_by_the_link_that_was_mailed_to_it(cast: Cast) -> None:
    complain(cast)  # Dana is known by her address already: what finds her stays hers.
    send(browser(), str(uuid4()))
    with every_brand():
        case = Case.objects.exclude(gist="The line has been dead since Friday.").get()
        link = give_link(actor=SYSTEM, case_uuid=case.uuid, now=now())
        use_link(link, now())
        assert not Address.objects.get(customer_id=case.customer_id).is_proven
        Address.objects.filter(customer_id=case.customer_id).update(value_key="new@example.org")
        use_link(give_link(actor=cast.actor("rep"), case_uuid=case.uuid, now=now()), now())
        assert not Address.objects.get(customer_id=case.customer_id).is_proven
        use_link(give_link(actor=SYSTEM, case_uuid=case.uuid, now=now()), now())
        assert Address.objects.get(customer_id=case.customer_id).is_proven


def test_a_cry_for_help_is_read_whatever_page_it_was_written_on(cast: Cast) -> None:
    send(browser(), str(uuid4()), lang="sv", words="I can't go on. I want to end my life because of this.")
    with every_brand():
        case = Case.objects.get()
        assert (case.language, "self_harm" in case.read_flags) == ("en", True)


def test_an_address_that_is_none_is_asked_for_again(cast: Cast) -> None:
    assert "so that an answer can reach you" in refused(browser(), **{"my-email": "asdf"})


@pytest.mark.parametrize(
    "odd",
    [
        {"zone": "Europe"},
        {"zone": "x" * 4_000},
        {"zone": "a\x00b"},
        {"brand": "a\x00b"},
        {"asked-times": "²"},
        {"page": "shows.²"},
        {"day-0": "9999-12-31", "rung": "rep", "asked-day": "9999-12-31"},
    ],
)
def test_odd_words_break_no_page(cast: Cast, odd: dict[str, str]) -> None:
    for address in ("/prepare/", "/prepare/calendar.ics", "/prepare/letter/", "/prepare/call/"):
        assert browser().post(address, {**SAID, **odd}).status_code == 200


def test_what_is_larger_than_anybody_sends_is_refused_before_it_is_read(cast: Cast) -> None:
    answer = browser().post("/prepare/send/", {"x": "y"}, headers={"content-length": str(2 * 1024**3)})
    assert answer.status_code == 413 and "too much at once" in answer.content.decode()


@pytest.mark.parametrize(
    ("line", "passed", "proxies", "place"),
    [
        ("192.0.2.7", "", 0, "192.0.2.7"),
        ("10.0.0.1", "198.51.100.9", 0, "10.0.0.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.9", 1, "198.51.100.9"),
        ("2001:db8:1:2:3::4", "", 0, "2001:db8:1:2::/64"),
        ("nothing", "", 0, "unknown"),
    ],
)
def test_from_where_a_request_comes_is_believed_only_of_known_proxies(
    rf: RequestFactory, settings: object, line: str, passed: str, proxies: int, place: str
) -> None:
    settings.PROXIES = proxies  # type: ignore[attr-defined]
    more = {"HTTP_X_FORWARDED_FOR": passed} if passed else {}
    assert pace.place_of(rf.get("/", REMOTE_ADDR=line, **more)) == place
