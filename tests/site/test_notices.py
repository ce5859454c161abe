"""A customer is told by a short mail that something is new: once for each cause, in our own words, with the way in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client

from amends.cases.actions.contacts import continue_case, reply_to_customer
from amends.cases.actions.erasure import erase_customer
from amends.cases.actions.notes import add_note
from amends.cases.actions.promises import break_due_promises, keep_promise, move_promise, withdraw_promise
from amends.cases.actions.remedies import offer_remedies
from amends.cases.models import Case, CaseEvent, CaseKey, Outgoing
from amends.cases.notices import TOGETHER
from amends.cases.promise_hours import Hours
from amends.people.models import Address, Customer
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.rules.vocabulary import Channel, Erasure
from amends.site.worker import deliver
from tests.cases.promising import DUE, heard, of, promised, spoken
from tests.cases.remedying import choose, failed_case, put_in_force
from tests.conftest import NOON, Cast, complain, signed_in
from tests.desk.mail import Sink, mail_sink

ADDRESS = "https://complaints.example.org"
CANARIES = ("kingfisher", "nightjar", "wagtail", "dunnock", "siskin")
"""Words of a promise, a customer, a note, a reply and a gist, none of which any notice may carry."""
SENT = NOON + TOGETHER
MADE = "We promised to call you by Tue 12 May, 16:00."
LATE = "We did not do it in time, and that is our fault."


@pytest.fixture
def desk(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast, at a desk that customers reach, whose clock stands at noon."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", SENT.isoformat())
    settings.PUBLIC_URL = ADDRESS
    put_in_force(cast.norvia)
    with every_brand():
        yield cast


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A mail server that the desk is told to use."""
    with mail_sink() as one:
        settings.SMTP_URL = one.url
        yield one


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """Answers what a mail says."""
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def offer(cast: Cast, case: Case, channel: Channel, now: datetime = NOON) -> None:
    """Puts two options to the customer."""
    rep = cast.actor("rep")
    offer_remedies(
        actor=rep, case_uuid=case.uuid, codes=("A", "B"), text="Look here.", channel=channel, now=now
    )


def write(cast: Cast, case: Case, channel: Channel, now: datetime = NOON, text: str = "Look here.") -> None:
    """Says something to the customer."""
    reply_to_customer(actor=cast.actor("rep"), case_uuid=case.uuid, text=text, channel=channel, now=now)


def sentences(sink: Sink) -> list[str]:
    """Answers the sentence of each mail that came."""
    return [text_of(mail).split("\n\n")[1] for mail in sink.mails]


def test_a_promise_is_told_with_its_hour_of_the_customer_the_brand_and_a_way_in(
    desk: Cast, sink: Sink
) -> None:
    case = complain(desk)
    promised(desk, case)
    assert deliver(SENT - timedelta(seconds=1)) == 0
    assert deliver(SENT) == 1 and deliver(SENT + timedelta(days=1)) == 0
    mail = sink.only()
    assert mail["Subject"] == f"Norvia Telecom: your complaint {case.reference}"
    assert (mail["To"], mail["Auto-Submitted"]) == ("dana@example.org", "auto-generated")
    # London in May is an hour before the clock of the computer.
    assert MADE in text_of(mail) and LATE not in text_of(mail)
    link = re.findall(rf"{ADDRESS}(/my/open/\S+/)", text_of(mail))[0]
    client = Client(HTTP_HOST="localhost")
    opened = client.post(link)
    assert opened.headers["Location"] == f"/my/{case.uuid}/"
    token = link.split("/")[3]
    assert token not in str(list(CaseKey.objects.values())) + str(list(Outgoing.objects.values()))
    kinds = CaseEvent.objects.filter(case=case).values_list("kind", flat=True)
    assert "notice.delivered" in kinds


def test_the_hour_is_that_of_the_customers_zone(desk: Cast, sink: Sink) -> None:
    case = complain(desk)
    Customer.objects.filter(pk=case.customer_id or 0).update(zone="Asia/Jerusalem")
    promised(desk, case, hours=Hours(date(2026, 5, 12), time(17), time(18)))
    deliver(SENT)
    assert "by Tue 12 May, 18:00." in text_of(sink.only())


def test_a_notice_in_hebrew_is_read_from_right_to_left(desk: Cast, sink: Sink) -> None:
    case = complain(desk)
    Case.objects.filter(pk=case.pk).update(language="he")
    promised(desk, case)
    deliver(SENT)
    mail = sink.only()
    assert mail["Content-Language"] == "he"
    assert 'lang="he" dir="rtl"' in text_of(mail, "html")
    assert "16:00" in text_of(mail)


def test_the_negative_control_without_an_address_of_the_desk_nothing_is_written_or_sent(
    desk: Cast, sink: Sink, settings: Any
) -> None:
    settings.PUBLIC_URL = ""
    promised(desk, complain(desk))
    assert not Outgoing.objects.exists()
    settings.PUBLIC_URL = ADDRESS
    promised(desk, complain(desk))
    settings.PUBLIC_URL = ""
    # It was taken away meanwhile: what waits would have nothing to open.
    deliver(SENT)
    assert sink.mails == [] and Outgoing.objects.get().state == "spared"


def test_what_is_moved_is_told_with_the_new_hour(desk: Cast, sink: Sink) -> None:
    case = complain(desk)
    promise = promised(desk, case)
    deliver(SENT)
    later = NOON + timedelta(minutes=20)
    word = heard(desk, case, later)
    hours = Hours(date(2026, 5, 12), time(17), time(18))
    move_promise(**of(promise, desk, later), hours=hours, word_id=word.pk)
    deliver(later + TOGETHER)
    assert sentences(sink)[1] == "We promised to call you by Tue 12 May, 18:00. This is the new time."


def test_a_broken_promise_is_told_once_however_often_anybody_looks(desk: Cast, sink: Sink) -> None:
    case = complain(desk)
    promised(desk, case)
    deliver(SENT)
    for minutes in (1, 2, 30, 60 * 24):
        moment = DUE + timedelta(minutes=minutes)
        break_due_promises(now=moment, most=50)
        add_note(actor=desk.actor("rep"), case_uuid=case.uuid, text="Who has it?", now=moment)
        deliver(moment + TOGETHER)
    assert sentences(sink) == [MADE, f"{MADE} {LATE}"]


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.WEB])
def test_options_are_told_where_no_mail_brought_them(desk: Cast, sink: Sink, channel: Channel) -> None:
    case = failed_case(desk)
    offer(desk, case, channel)
    deliver(SENT)
    assert sentences(sink) == ["You can choose how it is put right."]


def test_an_answer_on_their_page_is_told_and_one_by_telephone_is_not(desk: Cast, sink: Sink) -> None:
    case = complain(desk)
    write(desk, case, Channel.PHONE)
    assert not Outgoing.objects.exists()
    write(desk, case, Channel.WEB)
    deliver(SENT)
    assert sentences(sink) == ["Our answer is ready for you."]


def test_the_mail_that_brought_it_is_the_only_one(desk: Cast, sink: Sink) -> None:
    case = failed_case(desk)
    offer(desk, case, Channel.EMAIL)
    # A promise of the same moment as the mail in which it was given.
    promised(desk, case)
    deliver(SENT)
    deliver(SENT + timedelta(days=1))
    assert len(sink.mails) == 1 and "Auto-Submitted" not in sink.only()
    # The control: a promise made a minute later was in no mail.
    promised(desk, case, now=NOON + timedelta(minutes=1))
    deliver(SENT + timedelta(minutes=1))
    assert len(sink.mails) == 2


def test_what_comes_within_minutes_is_one_mail_that_says_the_gravest(desk: Cast, sink: Sink) -> None:
    minute, later = timedelta(minutes=1), Hours(date(2026, 5, 12), time(17), time(18))
    case = failed_case(desk)
    promised(desk, case)
    deliver(SENT)
    write(desk, case, Channel.WEB, DUE - 2 * minute)
    promised(desk, case, now=DUE - minute, hours=later)
    break_due_promises(now=DUE + minute, most=50)
    offer(desk, case, Channel.WEB, DUE + 2 * minute)
    deliver(DUE + timedelta(hours=1))
    assert sentences(sink) == [MADE, f"{MADE} {LATE}"]


def test_the_negative_control_what_comes_far_apart_is_more_than_one_mail(desk: Cast, sink: Sink) -> None:
    case = complain(desk)
    for hour in range(3):
        write(desk, case, Channel.WEB, NOON + timedelta(hours=hour))
        deliver(NOON + timedelta(hours=hour) + TOGETHER)
    assert len(sink.mails) == 3


@pytest.mark.parametrize("how", ["withdrawn", "kept", "chosen"])
def test_what_is_over_before_it_leaves_is_not_told(desk: Cast, sink: Sink, how: str) -> None:
    case = failed_case(desk)
    minute = NOON + timedelta(minutes=1)
    if how == "chosen":
        offer(desk, case, Channel.PHONE)
        choose(desk.actor("rep"), case, now=minute)
    else:
        promise = promised(desk, case)
        if how == "kept":
            keep_promise(**of(promise, desk, minute), contact_id=spoken(desk, case, minute).pk)
        else:
            withdraw_promise(**of(promise, desk, minute), reason="Done already.")
    deliver(SENT)
    assert sink.mails == []
    assert Outgoing.objects.get(notice__isnull=False).state == "spared"


@pytest.mark.parametrize("who", ["no_address", "anonymous", "erased"])
def test_nobody_is_told_who_has_no_address_or_no_name_any_more(desk: Cast, sink: Sink, who: str) -> None:
    case = complain(desk)
    if who == "no_address":
        Address.objects.all().delete()
    elif who == "anonymous":
        Case.objects.filter(pk=case.pk).update(customer=None)
    promised(desk, case)
    if who == "erased":
        customer = Customer.objects.get(pk=case.customer_id or 0)
        erase_customer(
            actor=SYSTEM,
            brand_id=case.brand_id,
            customer_uuid=customer.uuid,
            why=Erasure.REQUEST,
            now=NOON,
            withdraws=True,
        )
        assert "dana@example.org" not in str(list(Outgoing.objects.values()))
    deliver(SENT)
    assert sink.mails == []


def test_a_case_about_a_colleague_is_told_with_no_more_words(desk: Cast, sink: Sink) -> None:
    plain, restricted = complain(desk), complain(desk)
    promised(desk, plain)
    promised(desk, restricted, hours=Hours(date(2026, 5, 12), time(15), time(16)))
    Case.objects.filter(pk=restricted.pk).update(is_restricted=True, about_staff=desk.supervisor)
    deliver(SENT)
    # What was due at the same moment may leave in any order.
    named = re.compile(rf"/my/open/\S+/|{plain.reference}|{restricted.reference}")
    said = [named.sub("", text_of(mail)) for mail in sink.mails]
    assert len(said) == 2
    assert said[0] == said[1]


def test_what_is_refused_for_now_is_tried_again_with_the_same_id(desk: Cast, sink: Sink) -> None:
    promised(desk, complain(desk))
    sink.data = ["451 later"]
    deliver(SENT)
    row = Outgoing.objects.get()
    assert (row.state, row.attempts) == ("waiting", 1)
    deliver(row.next_at)
    assert sink.only()["Message-ID"] == f"<{row.message_id}@localhost>"


def canaries_in(mails: Sequence[EmailMessage]) -> list[str]:
    """Answers which words of people stand anywhere in these mails."""
    whole = " ".join(f"{mail.as_string()} {text_of(mail)} {text_of(mail, 'html')}" for mail in mails)
    return [word for word in CANARIES if word in whole]


def tell_everything(desk: Cast) -> Case:
    """Lets everything happen that customers are told of, each with a word of its own in it."""
    promise_word, said, noted, replied, gist = CANARIES
    case = failed_case(desk)
    Case.objects.filter(pk=case.pk).update(gist=gist)
    rep = desk.actor("rep")
    continue_case(actor=rep, case_uuid=case.uuid, channel=Channel.PHONE, text=said, now=NOON)
    add_note(actor=rep, case_uuid=case.uuid, text=noted, now=NOON)
    write(desk, case, Channel.WEB, NOON, replied)
    deliver(SENT)
    promise = promised(desk, case, now=SENT, text=promise_word)
    deliver(SENT + TOGETHER)
    later = NOON + timedelta(minutes=20)
    hours = Hours(date(2026, 5, 12), time(16), time(17))
    move_promise(**of(promise, desk, later), hours=hours, word_id=heard(desk, case, later).pk)
    deliver(later + TOGETHER)
    offer(desk, case, Channel.WEB, later + 2 * TOGETHER)
    deliver(later + 3 * TOGETHER)
    break_due_promises(now=DUE + timedelta(hours=2), most=50)
    deliver(DUE + timedelta(hours=3))
    return case


def test_no_word_of_anybody_stands_in_any_notice(desk: Cast, sink: Sink) -> None:
    tell_everything(desk)
    assert len(sink.mails) == 5
    assert canaries_in(sink.mails) == []


def test_the_negative_control_a_letter_carries_words_and_is_found(desk: Cast, sink: Sink) -> None:
    case = complain(desk, gist=CANARIES[4])
    write(desk, case, Channel.EMAIL, NOON, CANARIES[3])
    deliver(NOON)
    assert canaries_in(sink.mails) == [CANARIES[3], CANARIES[4]]


def test_a_rep_may_answer_on_the_page_only_where_a_mail_tells_of_it(desk: Cast, settings: Any) -> None:
    case = complain(desk)
    browser = signed_in(desk.rep)
    said = '<option value="web"'
    assert said in browser.get(f"/cases/{case.uuid}/").content.decode()
    settings.PUBLIC_URL = ""
    assert said not in browser.get(f"/cases/{case.uuid}/").content.decode()
