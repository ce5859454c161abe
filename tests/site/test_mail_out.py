"""Mail leaves through a real mail server: once, readable, and visible on the case when it does not."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from amends.cases.actions.contacts import reply_to_customer
from amends.cases.actions.evidence import Upload, stored_path
from amends.cases.delivery import LEASE, MOST_ATTEMPTS
from amends.cases.models import Attachment, Case, CaseEvent, Outgoing
from amends.cases.ways import Letter
from amends.channels.email.delivery import compose
from amends.errors import ChannelError
from amends.people.models import Address, Customer
from amends.people.scope import every_brand
from amends.rules.vocabulary import Channel
from amends.site.worker import deliver, duties, round_of
from tests.conftest import NOON, Cast, complain, signed_in
from tests.desk.mail import Sink, mail_sink

WORDS = "We are sorry.\n\nYour line works again.\nWrite to us if not."


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A mail server that the desk is told to use."""
    with mail_sink() as one:
        settings.SMTP_URL = one.url
        yield one


def reply(cast: Cast, case: Case, text: str = WORDS, uploads: tuple[Upload, ...] = ()) -> Outgoing:
    """Answers the row of a reply that waits to leave."""
    with every_brand():
        reply_to_customer(
            actor=cast.actor("rep"),
            case_uuid=case.uuid,
            text=text,
            channel=Channel.EMAIL,
            now=NOON,
            uploads=uploads,
        )
        return Outgoing.objects.order_by("-pk")[0]


def again(row: Outgoing) -> Outgoing:
    """Answers a row as it is now."""
    with every_brand():
        return Outgoing.objects.get(pk=row.pk)


def shown(cast: Cast, case: Case) -> str:
    """Answers the page of the case."""
    client: Client = signed_in(cast.rep)
    return client.get(f"/cases/{case.uuid}/").content.decode()


def from_address(cast: Cast, address: str = "care@norvia.example") -> None:
    """Gives the brand an address of its own."""
    cast.norvia.from_address = address
    cast.norvia.save()


def test_a_reply_leaves_once_with_the_right_sender_receiver_and_subject(cast: Cast, sink: Sink) -> None:
    from_address(cast)
    case = complain(cast, gist="Dead line")
    row = reply(cast, case)
    assert deliver(NOON) == 1
    assert deliver(NOON + timedelta(days=1)) == 0
    mail = sink.only()
    assert mail["From"] == "Norvia Telecom <care@norvia.example>"
    assert mail["To"] == "dana@example.org"
    assert mail["Subject"] == f"Dead line [{case.reference}]"
    assert mail["Message-ID"] == f"<{row.message_id}@norvia.example>"
    envelope = sink.envelopes[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == ("care@norvia.example", ["dana@example.org"])
    assert again(row).state == "sent"


def test_the_text_and_the_html_say_the_same(cast: Cast, sink: Sink) -> None:
    reply(cast, complain(cast), "5 < 6 & 7 > 6\n\n<script>alert(1)</script>")
    deliver(NOON)
    text, html = (sink.only().get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None and html is not None
    assert "5 < 6 & 7 > 6" in text.get_content()
    assert "<p>5 &lt; 6 &amp; 7 &gt; 6</p><p>&lt;script&gt;" in html.get_content()
    assert "<script" not in html.get_content()


def test_a_mail_in_hebrew_is_read_from_right_to_left(cast: Cast, sink: Sink) -> None:
    case = complain(cast, text="הקו מת מאז יום שישי.", gist="קו מת")
    with every_brand():
        Case.objects.filter(pk=case.pk).update(language="he")
    reply(cast, case, "אנחנו מצטערים.")
    deliver(NOON)
    mail = sink.only()
    html = mail.get_body(("html",))
    assert html is not None
    assert 'lang="he" dir="rtl"' in html.get_content()
    assert mail["Subject"].startswith("קו מת")
    assert "אנחנו מצטערים." in html.get_content()


@pytest.mark.parametrize("language", ["en", "he", "zh-Hant"])
def test_a_mail_says_its_language(language: str) -> None:
    assert compose(letter(language=language))["Content-Language"] == language


def test_every_written_language_arrives_as_it_was_written(cast: Cast, sink: Sink) -> None:
    words = "Съжаляваме. Förlåt. Извините. 对不起。對不起。סליחה. 🙂"
    reply(cast, complain(cast), words)
    deliver(NOON)
    text = sink.only().get_body(("plain",))
    assert text is not None
    assert text.get_content().strip() == words


def test_an_attachment_arrives_byte_for_byte_under_its_name(cast: Cast, sink: Sink) -> None:
    content = bytes(range(256)) * 40
    reply(cast, complain(cast), uploads=(Upload("Rechnung Größe 投.pdf", "application/pdf", content),))
    deliver(NOON)
    (file,) = sink.only().iter_attachments()
    assert file.get_filename() == "Rechnung Größe 投.pdf"
    assert file.get_content() == content


def test_what_is_refused_for_now_is_tried_again_later_and_later_with_the_same_id(
    cast: Cast, sink: Sink
) -> None:
    sink.data = ["451 later", "451 later", "421 busy"]
    row, moment = reply(cast, complain(cast)), NOON
    pauses: list[timedelta] = []
    for _ in range(3):
        assert deliver(moment) == 1
        assert deliver(moment + timedelta(seconds=30)) == 0
        waiting = again(row)
        assert (waiting.state, waiting.reason) == ("waiting", "refused")
        pauses.append(waiting.next_at - moment)
        moment = waiting.next_at
    assert pauses == sorted(set(pauses))
    assert deliver(moment) == 1
    assert again(row).state == "sent"
    assert sink.only()["Message-ID"] == f"<{row.message_id}@localhost>"


def test_trying_again_ends_after_a_while_and_the_case_says_so(cast: Cast, sink: Sink) -> None:
    case = complain(cast)
    sink.data = ["451 later"] * (MOST_ATTEMPTS + 2)
    row, moment = reply(cast, case), NOON
    for _ in range(MOST_ATTEMPTS):
        assert deliver(moment) == 1
        moment = moment + timedelta(hours=3)
    assert again(row).state == "failed"
    assert deliver(moment + timedelta(days=9)) == 0
    assert "Not delivered: the mail server refused the message." in shown(cast, case)


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("rcpt", "Not delivered: the address does not exist."),
        ("data", "Not delivered: the mail server refused the message."),
    ],
)
def test_what_is_refused_for_good_is_seen_on_the_case(
    cast: Cast, sink: Sink, where: str, sentence: str
) -> None:
    case = complain(cast)
    setattr(sink, where, ["550 no"])
    row = reply(cast, case)
    deliver(NOON)
    assert again(row).state == "failed"
    assert sentence in shown(cast, case)
    with every_brand():
        assert CaseEvent.objects.filter(case=case, kind="contact.not_delivered").count() == 1
    assert deliver(NOON + timedelta(days=9)) == 0


def test_without_a_server_the_case_says_that_none_is_set_up(cast: Cast, settings: Any) -> None:
    settings.SMTP_URL = ""
    case = complain(cast)
    reply(cast, case)
    deliver(NOON)
    assert "Not delivered: no mail server is set up." in shown(cast, case)


def test_without_an_address_the_case_says_so(cast: Cast, sink: Sink) -> None:
    case = complain(cast)
    with every_brand():
        Address.objects.all().delete()
    reply(cast, case)
    deliver(NOON)
    assert sink.mails == []
    assert "Not delivered: the customer has no e-mail address here." in shown(cast, case)


def test_a_server_that_is_away_is_waited_for(cast: Cast, settings: Any) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    row = reply(cast, complain(cast))
    deliver(NOON)
    assert (again(row).state, again(row).reason) == ("waiting", "unreachable")
    with mail_sink() as back:
        settings.SMTP_URL = back.url
        deliver(again(row).next_at)
        assert len(back.mails) == 1


def test_who_dies_while_sending_leaves_the_mail_to_the_next_one_with_the_same_id(
    cast: Cast, sink: Sink
) -> None:
    row = reply(cast, complain(cast))
    with every_brand():
        Outgoing.objects.filter(pk=row.pk).update(state="sending", claimed_at=NOON, attempts=1)
    assert deliver(NOON + LEASE - timedelta(seconds=1)) == 0
    assert deliver(NOON + LEASE) == 1
    assert sink.only()["Message-ID"] == f"<{row.message_id}@localhost>"


def test_a_reply_that_was_refused_leaves_no_mail_behind(cast: Cast, sink: Sink) -> None:
    case = complain(cast)
    done = signed_in(cast.rep).post(f"/cases/{case.uuid}/reply/", {"text": " ", "channel": "email"})
    assert done.status_code == 422
    assert deliver(NOON + timedelta(days=1)) == 0
    assert sink.mails == []


HOSTILE_LINES = (
    "x\r\nBcc: victim@example.net",
    "x\nBcc: victim@example.net",
    "x\u2028Bcc: v@x.y",
    "x\x0bBcc: v@x.y",
)


@pytest.mark.parametrize("line", HOSTILE_LINES)
def test_a_line_end_in_the_gist_or_the_name_makes_no_header(cast: Cast, sink: Sink, line: str) -> None:
    case = complain(cast, gist=line)
    with every_brand():
        Case.objects.filter(pk=case.pk).update(gist=line)
        Customer.objects.update(name=line)
    reply(cast, case)
    deliver(NOON)
    mail = sink.only()
    assert mail["Bcc"] is None
    assert "Bcc:" in str(mail["Subject"])
    assert sink.envelopes[0].rcpt_tos == ["dana@example.org"]


def letter(**more: str) -> Letter:
    """Answers a usual letter with something changed."""
    usual = {
        "message_id": "abc",
        "from_name": "Norvia Telecom",
        "from_address": "care@norvia.example",
        "to_address": "dana@example.org",
        "subject": "Hello",
        "text": "Words",
        "language": "en",
    }
    return Letter(**{**usual, **more})


def receivers(one: Letter) -> list[str]:
    """Answers to whom a letter would go, as the mail program reads it; nobody when it is refused."""
    try:
        mail = compose(one)
    except (ChannelError, ValueError):
        return []
    return [address.addr_spec for address in mail["To"].addresses] if mail["Bcc"] is None else ["a Bcc"]


def test_the_negative_control_the_receivers_of_a_usual_letter_are_seen() -> None:
    assert receivers(letter()) == ["dana@example.org"]


@pytest.mark.parametrize(
    "address",
    [
        "dana@example.org\r\nBcc: victim@example.net",
        "dana@example.org, victim@example.net",
        "dana@example.org victim@example.net",
        "a: dana@example.org, victim@example.net;",
        "victim@example.net <dana@example.org>",
        "",
        "dana",
        "dana@example.org\x00",
    ],
)
def test_a_letter_goes_to_one_address_or_to_none(address: str) -> None:
    assert receivers(letter(to_address=address)) == []


@pytest.mark.parametrize(
    "address", ["a@x.org, victim@example.net", "a@x.org\r\nBcc: victim@example.net", "<a@x.org>", "a b@x.org"]
)
def test_no_channel_takes_in_an_address_that_is_more_than_one(cast: Cast, address: str) -> None:
    client = signed_in(cast.rep)
    form = {
        "kind": "complaint",
        "brand": "norvia",
        "channel": "phone",
        "text": "Hello",
        "seriousness": "normal",
    }
    client.post("/contacts/new/", {**form, "reached_at": address, "customer": "new"})
    with every_brand():
        assert "victim@example.net" not in str(list(Address.objects.values_list("value", flat=True)))
        assert not Address.objects.filter(value__contains=" ").exists()


def poison(cast: Cast, case: Case) -> Outgoing:
    """Answers a mail that can't be put together: its address is none."""
    row = reply(cast, case)
    with every_brand():
        Outgoing.objects.filter(pk=row.pk).update(address="dana@example.org\nBcc: victim@example.net")
    return row


def rounds(first: datetime, count: int = MOST_ATTEMPTS + 2) -> None:
    """Lets the worker do its rounds, far enough apart for every attempt."""
    todo = [duty for duty in duties() if duty.name == "delivery"]
    for number in range(count):
        round_of(todo, first + number * timedelta(hours=3))


def test_a_mail_that_can_not_be_put_together_blocks_no_other_and_ends(cast: Cast, sink: Sink) -> None:
    bad, good = poison(cast, complain(cast)), reply(cast, complain(cast))
    rounds(NOON)
    assert again(good).state == "sent"
    assert again(bad).state == "failed"
    assert again(bad).attempts <= MOST_ATTEMPTS


def test_a_mail_whose_file_is_gone_blocks_no_other_and_ends(cast: Cast, sink: Sink) -> None:
    bad = reply(cast, complain(cast), uploads=(Upload("a.txt", "text/plain", b"x"),))
    with every_brand():
        stored_path(Attachment.objects.get().uuid).unlink()
    good = reply(cast, complain(cast))
    rounds(NOON)
    assert again(good).state == "sent"
    assert again(bad).state == "failed"


def test_the_negative_control_a_server_that_takes_everything_is_told_from_one_that_does_not(
    sink: Sink,
) -> None:
    host, port = sink.url.removeprefix("smtp://").split(":")
    sink.rcpt = ["550 no"]
    with smtplib.SMTP(host, int(port)) as server, pytest.raises(smtplib.SMTPRecipientsRefused):
        server.send_message(compose(letter()))
    assert sink.mails == []
