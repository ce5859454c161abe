"""What was said, in order: contacts, notes, and the moments that changed the case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from amends.cases.models import Attachment, CaseEvent, Contact, Note, Outgoing
from amends.cases.queries import CaseFile
from amends.desk.path_words import PATH_EVENTS
from amends.desk.reading_shapes import NOTHING_SAID, ReadingShape, SaidShape
from amends.desk.shapes import ApologyPart, ConversationItem, EvidenceShape, HistoryItem, Words
from amends.desk.shaping import said
from amends.language.checks import Context, draft_of
from amends.language.sincerity import sincerity
from amends.page import when
from amends.page.consult_words import CONSULT_EVENTS
from amends.page.reply_words import PARTS
from amends.page.shaping import written_by
from amends.page.words import CHANNELS, ENDINGS
from amends.people.models import Brand, Staff

_Delivery = Literal["", "waiting", "sent", "failed"]
_NOT_SENT: dict[str, Promise] = {
    "no_mail_server": lazy("Not delivered: no mail server is set up."),
    "no_address": lazy("Not delivered: the customer has no e-mail address here."),
    "address_refused": lazy("Not delivered: the address does not exist."),
    "refused": lazy("Not delivered: the mail server refused the message."),
    "erased": lazy("Not delivered: its words were erased."),
    "": lazy("Not delivered."),
}


_LINES = (
    "case.closed",
    "case.reopened",
    "case.decided",
    "promise.broken",
    "promise.kept",
    "promise.tried_enough",
    "alarm.raised",
    "alarm.taken",
    "own.picked",
    "own.solved",
    "own.not_solved",
    "own.disputed",
)


def conversation(
    file: CaseFile,
    events: Sequence[CaseEvent],
    brand: Brand,
    now: datetime,
    reading: ReadingShape,
    *,
    is_reviewer: bool = False,
) -> tuple[ConversationItem, ...]:
    """Answers the stream of a case in the order in which it happened; who reviews sees what our apologies hold."""
    items: list[tuple[datetime, int, ConversationItem]] = []
    for contact in file.contacts:
        read = reading.by_contact.get(contact.pk, NOTHING_SAID)
        item = _contact(contact, file, brand, now, read)
        if is_reviewer and item.kind == "ours":
            item = replace(item, apology=apology_of(contact))
        items.append((contact.occurred_at, 0, item))
    for note in file.notes:
        items.append((note.occurred_at, 1, _note(note, now)))
    for event in events:
        if event.kind in _LINES:
            items.append((event.at, 2, _line(event, now)))
    return tuple(item for _at, _order, item in sorted(items, key=lambda each: each[:2]))


def apology_of(contact: Contact) -> tuple[ApologyPart, ...]:
    """Answers which parts of a real apology a reply of ours holds, and where; never a number."""
    if contact.erased_at or not contact.text:
        return ()
    draft = draft_of(contact.text, Context(language=contact.language))
    found = sincerity(draft)
    places = {part: contact.text[at[0] : at[1]] if at else "" for part, at in found.items()}
    return tuple(ApologyPart(str(name), " ".join(places[part].split())) for part, name in PARTS.items())


def _contact(
    contact: Contact, file: CaseFile, brand: Brand, now: datetime, read: SaidShape
) -> ConversationItem:
    ours = contact.direction == "out"
    delivery, delivery_text = _delivery(file.outgoing.get(contact.pk)) if ours else ("", "")
    return ConversationItem(
        kind="ours" if ours else "theirs",
        anchor=f"contact-{contact.pk}",
        when_text=when.said_when(contact.occurred_at, now),
        datetime_iso=contact.occurred_at.isoformat(),
        author=_author(contact, file, brand),
        words=_words(contact.text, contact.language, contact.erased_at),
        channel=contact.channel if contact.channel != "walk_in" else "visit",
        channel_label=pgettext("channel", "on their page")
        if ours and contact.channel == "web"
        else str(CHANNELS.get(contact.channel, contact.channel)),
        delivery=delivery,
        delivery_text=delivery_text,
        attachments=tuple(evidence(row) for row in file.attachments if row.contact_id == contact.pk),
        said=read,
    )


def _words(text: str, language: str, erased_at: datetime | None) -> Words:
    return Words(_("These words were erased.")) if erased_at else said(text, language)


def _author(contact: Contact, file: CaseFile, brand: Brand) -> Words:
    if contact.direction == "out":
        name = contact.staff.name if contact.staff else "Amends"
        return Words(_("{name}, {brand}").format(name=name, brand=brand.name.split()[0]))
    if contact.representative is not None:
        customer = (file.customer.name if file.customer else "") or _("the customer")
        return Words(written_by(contact.representative.name, customer))
    return Words(
        file.customer.name if file.customer and file.customer.name else pgettext("name", "Not known")
    )


def _delivery(row: Outgoing | None) -> tuple[_Delivery, str]:
    if row is None:
        return "", ""
    if row.state == "sent" and row.sent_at is not None:
        return "sent", _("Sent, {hour}").format(hour=when.hour(row.sent_at))
    if row.state == "failed":
        return "failed", str(_NOT_SENT.get(row.reason, _NOT_SENT[""]))
    return "waiting", _("On its way")


def _note(note: Note, now: datetime) -> ConversationItem:
    return ConversationItem(
        kind="note",
        anchor=f"note-{note.pk}",
        when_text=when.said_when(note.occurred_at, now),
        datetime_iso=note.occurred_at.isoformat(),
        author=Words(_name(note.staff)),
        words=_words(note.text, "", note.erased_at),
    )


def _name(staff: Staff | None) -> str:
    return staff.name if staff else "Amends"


def _line(event: CaseEvent, now: datetime) -> ConversationItem:
    return ConversationItem(
        kind="line",
        anchor=f"event-{event.seq}",
        when_text=when.said_when(event.at, now),
        datetime_iso=event.at.isoformat(),
        author=Words(""),
        words=Words(event_sentence(event, "")),
        tone=_tone(event),
    )


def _tone(event: CaseEvent) -> Literal["", "broken", "kept"]:
    if event.kind in ("promise.broken", "alarm.raised"):
        return "broken"
    if event.kind == "promise.kept":
        return "" if json.loads(event.data).get("late") else "kept"
    return "kept" if event.kind in ("case.closed", "promise.tried_enough") else ""


def evidence(row: Attachment) -> EvidenceShape:
    """Answers a file as the case shows it."""
    return EvidenceShape(
        uuid=str(row.uuid),
        name=row.name,
        url=reverse("desk:attachment", args=[row.uuid]),
        size_text=_size(row.size),
        point_text=_("Point {number}").format(number=row.point.number) if row.point else "",
    )


def _size(size: int) -> str:
    if size < 1024 * 1024:
        return _("{n} KB").format(n=max(1, size // 1024))
    return _("{n} MB").format(n=round(size / 1024 / 1024, 1))


def history(events: Iterable[CaseEvent], names: dict[int, str]) -> tuple[HistoryItem, ...]:
    """Answers the record of a case as sentences, newest first."""
    rows = [
        HistoryItem(when.full(event.at), event.at.isoformat(), event_sentence(event, who_did(event, names)))
        for event in events
    ]
    return tuple(reversed(rows))


def who_did(event: CaseEvent, names: dict[int, str]) -> str:
    """Answers who did it: a colleague by name, a program, the desk itself."""
    if event.actor_kind == "staff" and event.actor_id is not None:
        return names.get(event.actor_id, _("A colleague"))
    if event.actor_kind == "customer":
        is_other = "representative" in json.loads(event.data)
        return _("Who acts for the customer") if is_other else _("The customer")
    return _("A program") if event.actor_kind == "program" else "Amends"


def event_sentence(event: CaseEvent, who: str) -> str:
    """Answers what happened as one sentence; with the name of who did it, where one is given."""
    sentence = _named(event) or str(_SENTENCES.get(event.kind, event.kind))
    return _("{who}: {what}").format(who=who, what=sentence) if who else sentence


def _named(event: CaseEvent) -> str:
    """Answers the sentence of an event that says more than its kind."""
    if event.kind in ("promise.broken", "promise.kept"):
        return _of_promise(event)
    if event.kind != "case.closed":
        return ""
    ending = str(ENDINGS.get(json.loads(event.data).get("ending", ""), ""))
    return _("The case was closed. {ending}.").format(ending=ending) if ending else ""


def _of_promise(event: CaseEvent) -> str:
    data = json.loads(event.data)
    if event.kind == "promise.broken":
        return _("Promise broken: its hour was {when}.").format(when=_moment(data.get("due"), event))
    return _("What was promised was done {when}.").format(when=_moment(data.get("done"), event))


def _moment(said_at: object, event: CaseEvent) -> str:
    return when.said_when(datetime.fromisoformat(str(said_at)), event.at)


_SENTENCES: dict[str, Promise] = {
    "case.received": lazy("The complaint was received."),
    "case.imported": lazy("The complaint was imported from a file."),
    "case.acknowledged": lazy("Receipt was acknowledged."),
    "case.assessed": lazy("The complaint was assessed."),
    "case.investigated": lazy("What was found out was recorded."),
    "case.decided": lazy("Each point was decided."),
    "case.responded": lazy("The answer was given."),
    "case.closed": lazy("The case was closed."),
    "case.reopened": lazy("The case was opened again."),
    "case.continued": lazy("A new case continues this one."),
    "case.assigned": lazy("The case was given to somebody."),
    "case.taken": lazy("The case was taken as the next one."),
    "case.skipped": lazy("The case was passed over, with a reason."),
    "case.restricted": lazy("Who may see the case was changed."),
    "contact.received": lazy("The customer said something more."),
    "contact.sent": lazy("Something was said to the customer."),
    "contact.delivered": lazy("The message was delivered."),
    "contact.not_delivered": lazy("The message could not be delivered."),
    "notice.delivered": lazy("The customer was told by e-mail that something is new."),
    "notice.not_delivered": lazy("The customer could not be told by e-mail that something is new."),
    "note.added": lazy("A note was written."),
    "want.set": lazy("The outcome asked for was written down."),
    "case.described": lazy("The complaint record was filled in."),
    "point.added": lazy("A point was added."),
    "fact.added": lazy("A fact was added."),
    "tried.added": lazy("What was tried was added."),
    "evidence.added": lazy("A file was added."),
    "wait.begun": lazy("The case began to wait."),
    "wait.ended": lazy("The wait ended."),
    "customer.verified": lazy("Who the customer is was checked."),
    "customer.vulnerability": lazy("What weighs on the customer was recorded."),
    "customer.merged": lazy("Two entries of one customer became one."),
    "content.erased": lazy("Words were erased."),
    "promise.made": lazy("Something was promised, with its hour."),
    "promise.soon": lazy("A promise is soon due."),
    "promise.attempted": lazy("Nobody answered the promised call."),
    "promise.moved": lazy("A promise was moved, with the customer’s word."),
    "promise.kept": lazy("A promise was kept."),
    "promise.tried_enough": lazy(
        "A promised call was tried often enough, with a message: it counts as kept."
    ),
    "promise.broken": lazy("A promise was broken."),
    "promise.handed_over": lazy("A promise was handed to somebody else."),
    "promise.withdrawn": lazy("A promise was withdrawn, with a reason."),
    "hold.lifted": lazy("The hold was lifted."),
    "case.escalated": lazy("The case went one rung up the ladder."),
    "circumstances.set": lazy("What the policy asks was written down."),
    "emotion.named": lazy("What the customer feels was named."),
    "step.passed": lazy("A step was passed, with its reason."),
    "case.followed_up": lazy("The customer was asked whether it is over."),
    "remedies.offered": lazy("Options were put to the customer."),
    "settlement.chosen": lazy("A remedy was chosen."),
    "settlement.due": lazy("Law or charter made something due."),
    "settlement.raised": lazy("An answer to a question allowed it."),
    "settlement.agreed": lazy("A colleague agreed to a remedy."),
    "account.added": lazy("An account to pay to was added."),
    "account.removed": lazy("An account was taken away."),
    "account.revealed": lazy("Somebody saw the whole number of an account, and said why."),
    "number.revealed": lazy("Somebody saw a whole number that was written in the case, and said why."),
    "account.doubted": lazy("The account is new or not theirs alone: somebody else must agree."),
    "remedy.directed": lazy("Somebody said to which account money goes."),
    "remedy.approved": lazy("A remedy was approved."),
    "remedy.issued": lazy("A remedy was carried out."),
    "remedy.confirmed": lazy("The customer has what was given."),
    "remedy.reversed": lazy("A remedy was taken back."),
    "remedy.dropped": lazy("A remedy was dropped."),
    "reading.corrected": lazy("Somebody said whether what was read from the words is so."),
    "alarm.raised": lazy("The words say that they may harm themselves: whoever leads was told at once."),
    "alarm.taken": lazy("Somebody who leads has it."),
    "key.given": lazy("The customer was given a way to see the case."),
    "representative.named": lazy("Somebody acts for the customer, with authority until a day."),
    "representative.ended": lazy("Nobody acts for the customer any more."),
    "own.feedback": lazy("The customer said how it was for them."),
    "feedback.answered": lazy("The customer was told what was changed because of what they said."),
    "own.picked": lazy("The customer chose what puts it right. Check who this is, and it is given."),
    "own.solved": lazy("The customer says that it is solved."),
    "own.not_solved": lazy("The customer says that it is not solved yet."),
    "own.disputed": lazy("The customer does not agree with the answer."),
    **CONSULT_EVENTS,
    **PATH_EVENTS,
}
