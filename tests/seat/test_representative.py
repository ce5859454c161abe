"""Somebody acts for a customer, with authority until a day: they come by keys of their own, and it ends by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from amends.cases.actions.remedies import offer_remedies
from amends.cases.actions.representatives import Named, end_representative, name_representative
from amends.cases.keys import give_code, give_link
from amends.cases.models import Case, CaseEvent, CaseVisit, Contact, Outgoing, Representative
from amends.cases.notices import TOGETHER
from amends.cases.recording import NotFound, Refused
from amends.errors import DomainError
from amends.people.permissions import SYSTEM, Actor
from amends.people.scope import every_brand
from amends.rules.vocabulary import Channel
from amends.site.worker import deliver
from tests.cases.promising import promised
from tests.cases.remedying import failed_case, put_in_force
from tests.conftest import NOON, Cast, complain, signed_in
from tests.desk.mail import mail_sink

SHOWN = "a power of attorney of the ninth"
LAST_DAY = date(2026, 5, 14)
ENDS = datetime(2026, 5, 14, 23, tzinfo=NOON.tzinfo)
"""The end of that day in London, which is an hour before that of the computer."""


@pytest.fixture
def desk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast, and a clock that stands at noon."""
    at(monkeypatch, NOON)
    with every_brand():
        yield cast


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Sets the clock."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", moment.isoformat())


def named(cast: Cast, case: Case, *, now: datetime = NOON, **more: Any) -> Representative:
    """Answers Noa, who acts for Dana until the fourteenth."""
    said = {"name": "Noa Berg", "email": "noa@example.net", "authority": SHOWN, "until": LAST_DAY}
    person = Named(**{**said, **more})
    return name_representative(actor=cast.actor("rep"), case_uuid=case.uuid, named=person, now=now)


def opened(case: Case, now: datetime = NOON, *, is_other: bool = True) -> Client:
    """Answers a browser in which who acts for the customer has opened the case, or the customer."""
    link = give_link(actor=SYSTEM, case_uuid=case.uuid, now=now, for_representative=is_other)
    client = Client(HTTP_HOST="localhost")
    assert client.post(f"/my/open/{link}/").status_code == 302
    return client


def page(client: Client, case: Case) -> str:
    """Answers the page of the case."""
    return client.get(f"/my/{case.uuid}/").content.decode()


def test_the_page_says_whose_case_it_is_and_who_wrote(desk: Cast) -> None:
    case = complain(desk)
    row = named(desk, case)
    noa, dana = opened(case), opened(case, is_other=False)
    assert "You act for Dana Levin here." in page(noa, case)
    assert "You act for" not in page(dana, case)
    noa.post(f"/my/{case.uuid}/say/", {"text": "She cannot write herself."})
    dana.post(f"/my/{case.uuid}/say/", {"text": "Thank you, Noa."})
    mark = "Written by Noa Berg, for Dana Levin"
    at_the_desk = signed_in(desk.rep).get(f"/cases/{case.uuid}/").content.decode()
    for said in (page(noa, case), page(dana, case), at_the_desk):
        assert said.count(mark) == 1
    assert "<bdi>Dana Levin</bdi>" in page(noa, case) and "<bdi>You</bdi>" in page(dana, case)
    whose = dict(Contact.objects.filter(case=case).values_list("text", "representative"))
    assert whose["She cannot write herself."] == row.pk
    assert whose["Thank you, Noa."] is None


def test_the_record_says_who_did_it(desk: Cast) -> None:
    case = complain(desk)
    row = named(desk, case)
    opened(case).post(f"/my/{case.uuid}/say/", {"text": "From Noa."})
    opened(case, is_other=False).post(f"/my/{case.uuid}/say/", {"text": "From Dana."})
    events = CaseEvent.objects.filter(case=case, kind="contact.received", actor_kind="customer")
    assert [json.loads(one.data).get("representative") for one in events.order_by("seq")] == [row.pk, None]
    assert "Noa" not in "".join(CaseEvent.objects.filter(case=case).values_list("data", flat=True))
    history = signed_in(desk.rep).get(f"/cases/{case.uuid}/?history").content.decode()
    assert "Who acts for the customer: " in history


@pytest.mark.parametrize("minutes", [-1, 1])
def test_it_ends_by_itself_at_the_end_of_its_last_day(
    desk: Cast, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    case = complain(desk)
    row = named(desk, case)
    assert row.ends_at == ENDS
    shortly = ENDS - timedelta(hours=1)
    at(monkeypatch, shortly)
    link = give_link(actor=SYSTEM, case_uuid=case.uuid, now=shortly, for_representative=True)
    noa, dana = opened(case, shortly), opened(case, shortly, is_other=False)
    assert CaseVisit.objects.filter(representative=row, ends_at__gt=ENDS).count() == 0
    at(monkeypatch, ENDS + timedelta(minutes=minutes))
    is_over = minutes > 0
    assert noa.get(f"/my/{case.uuid}/").status_code == (404 if is_over else 200)
    assert noa.post(f"/my/{case.uuid}/say/", {"text": "x"}).status_code == (404 if is_over else 302)
    assert Client(HTTP_HOST="localhost").post(f"/my/open/{link}/").status_code == (410 if is_over else 302)
    # The negative control: the customer's own visit lasts as long as any.
    assert dana.get(f"/my/{case.uuid}/").status_code == 200


def test_who_is_ended_is_out_at_once_and_the_customer_is_not(desk: Cast) -> None:
    case = complain(desk)
    row = named(desk, case)
    noa, dana = opened(case), opened(case, is_other=False)
    link = give_link(actor=SYSTEM, case_uuid=case.uuid, now=NOON, for_representative=True)
    code = give_code(actor=desk.actor("rep"), case_uuid=case.uuid, now=NOON, for_representative=True)
    end_representative(actor=desk.actor("rep"), case_uuid=case.uuid, representative_uuid=row.uuid, now=NOON)
    assert noa.get(f"/my/{case.uuid}/").status_code == 404
    assert Client(HTTP_HOST="localhost").post(f"/my/open/{link}/").status_code == 410
    tried = Client(HTTP_HOST="localhost").post("/my/", {"reference": case.reference, "code": code})
    assert tried.status_code == 422
    assert dana.get(f"/my/{case.uuid}/").status_code == 200
    for give in (give_link, give_code):
        with pytest.raises(Refused, match="nobody_represents"):
            give(actor=desk.actor("rep"), case_uuid=case.uuid, now=NOON, for_representative=True)


def test_a_code_is_read_out_to_who_acts_though_nobody_checked_the_customer(desk: Cast) -> None:
    case = complain(desk)
    with pytest.raises(Refused, match="unknown_caller"):
        give_code(actor=desk.actor("rep"), case_uuid=case.uuid, now=NOON)
    named(desk, case)
    code = give_code(actor=desk.actor("rep"), case_uuid=case.uuid, now=NOON, for_representative=True)
    client = Client(HTTP_HOST="localhost")
    assert client.post("/my/", {"reference": case.reference, "code": code}).status_code == 302
    assert "You act for Dana Levin here." in page(client, case)


def test_there_is_one_at_a_time_and_another_after_their_day(desk: Cast) -> None:
    case = complain(desk)
    first = named(desk, case)
    with pytest.raises(Refused, match="represented_already"):
        named(desk, case, name="Mia Berg")
    second = named(desk, case, now=ENDS, name="Mia Berg", until=LAST_DAY + timedelta(days=9))
    first.refresh_from_db()
    assert (first.ended_at, second.ended_at) == (ENDS, None)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": " "}, "representative_unnamed"),
        ({"authority": ""}, "authority_unsaid"),
        ({"email": ""}, "representative_unreached"),
        ({"email": "noa@example.net, eve@example.net"}, "representative_unreached"),
        ({"email": "noa@example.net\r\nBcc: eve@example.net"}, "representative_unreached"),
        ({"email": "", "phone": "no number"}, "representative_unreached"),
        ({"until": None}, "until_wrong"),
        ({"until": date(2026, 5, 11)}, "until_wrong"),
        ({"until": date(2056, 5, 11)}, "until_wrong"),
    ],
)
def test_nobody_is_named_without_name_way_authority_and_day(
    desk: Cast, more: dict[str, Any], code: str
) -> None:
    case = complain(desk)
    with pytest.raises(DomainError, match=code):
        named(desk, case, **more)
    assert not Representative.objects.exists()


def test_neither_customers_nor_strangers_name_anybody(desk: Cast) -> None:
    case = complain(desk)
    customer = Actor(kind="customer", name="", own_case_id=case.pk)
    person = Named(name="Eve", email="eve@example.net", authority="mine", until=LAST_DAY)
    for actor in (customer, desk.actor("stranger")):
        with pytest.raises(NotFound):
            name_representative(actor=actor, case_uuid=case.uuid, named=person, now=NOON)


def mails(case: Case, settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Sends what waits, and answers to whom each mail went and what it said."""
    at(monkeypatch, NOON + TOGETHER)
    with mail_sink() as sink:
        settings.SMTP_URL = sink.url
        deliver(NOON + TOGETHER)
        said = []
        for mail in sink.mails:
            body = mail.get_body(("plain",))
            assert body is not None
            said.append((str(mail["To"]), f"{mail['Subject']} {body.get_content()}"))
        return said


@pytest.mark.parametrize(
    ("told", "whom"),
    [("instead", {"noa@example.net"}), ("beside", {"noa@example.net", "dana@example.org"})],
)
def test_news_goes_to_who_acts_instead_of_the_customer_or_beside(
    desk: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch, told: str, whom: set[str]
) -> None:
    settings.PUBLIC_URL = "https://complaints.example.org"
    case = complain(desk)
    named(desk, case, told=told)
    promised(desk, case)
    promised(desk, case, now=NOON + timedelta(minutes=1))
    sent = mails(case, settings, monkeypatch)
    assert {address for address, _said in sent} == whom and len(sent) == len(whom)
    for address, said in sent:
        assert SHOWN not in said and "Noa" not in said and "Dana" not in said
        link = re.findall(r"https://complaints.example.org(/my/open/\S+/)", said)[0]
        client = Client(HTTP_HOST="localhost")
        assert client.post(link).status_code == 302
        assert ("You act for" in page(client, case)) == (address == "noa@example.net")


def test_a_letter_to_the_customer_is_news_to_who_acts_for_them(
    desk: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PUBLIC_URL = "https://complaints.example.org"
    put_in_force(desk.norvia)
    case = failed_case(desk)
    named(desk, case)
    offer_remedies(
        actor=desk.actor("rep"),
        case_uuid=case.uuid,
        codes=("A", "B"),
        text="Choose.",
        channel=Channel.EMAIL,
        now=NOON,
    )
    sent = dict(mails(case, settings, monkeypatch))
    assert "Choose." in sent["dana@example.org"] and "Choose." not in sent["noa@example.net"]
    assert "You can choose how it is put right." in sent["noa@example.net"]
    assert Outgoing.objects.count() == 2


@pytest.mark.parametrize("how", ["no_mail", "over"])
def test_the_customer_is_told_where_nobody_who_acts_can_be(
    desk: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    settings.PUBLIC_URL = "https://complaints.example.org"
    case = complain(desk)
    reach: dict[str, Any] = {"email": "", "phone": "+44 20 7946 0000"} if how == "no_mail" else {}
    row = named(desk, case, told="instead", **reach)
    if how == "over":
        Representative.objects.filter(pk=row.pk).update(ends_at=NOON)
    promised(desk, case)
    assert [address for address, _said in mails(case, settings, monkeypatch)] == ["dana@example.org"]


def test_who_is_ended_before_the_mail_leaves_gets_none(
    desk: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PUBLIC_URL = "https://complaints.example.org"
    case = complain(desk)
    row = named(desk, case, told="instead")
    promised(desk, case)
    end_representative(actor=desk.actor("rep"), case_uuid=case.uuid, representative_uuid=row.uuid, now=NOON)
    assert mails(case, settings, monkeypatch) == []
    assert Outgoing.objects.get().state == "spared"


def test_the_desk_names_lets_in_and_ends_from_the_case(desk: Cast) -> None:
    case = complain(desk)
    browser = signed_in(desk.rep)
    form = {"who_acts": "Noa Berg", "mail_to": "noa@example.net", "shown_by": SHOWN, "last_day": "2026-05-14"}
    assert browser.post(f"/cases/{case.uuid}/name_representative/", form).status_code == 302
    said = browser.get(f"/cases/{case.uuid}/").content.decode()
    assert "Until the end of 14 May 2026" in said
    assert "Noa Berg" in said and SHOWN in said and "noa@example.net" in said
    told = browser.post(f"/cases/{case.uuid}/give_link/", {"whose": "representative"}, follow=True)
    link = re.findall(r"/my/open/[^/\s]+/", told.content.decode())[0]
    client = Client(HTTP_HOST="localhost")
    client.post(link)
    assert "You act for Dana Levin here." in page(client, case)
    acting = str(Representative.objects.get().uuid)
    browser.post(f"/cases/{case.uuid}/end_representative/", {"acting": acting})
    assert client.get(f"/my/{case.uuid}/").status_code == 404
    assert "Nobody acts for the customer." in browser.get(f"/cases/{case.uuid}/").content.decode()
