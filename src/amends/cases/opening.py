"""How a contact becomes rows: the same for one complaint and for a million."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from amends.cases.chain import Link, canonical, link_hash, new_key, words_digest
from amends.cases.inbound import InboundContact
from amends.cases.numbers import sealed_rows
from amends.cases.readings import SELF_HARM, Weight, weight_of
from amends.cases.said import Said, clean_line, said_line, said_words
from amends.cases.search import document
from amends.ids import ordered_id
from amends.language.learning import Model
from amends.language.redaction import Secret
from amends.language.references import make_reference
from amends.people.models import Brand
from amends.people.permissions import Actor
from amends.rules.clocks import next_due
from amends.rules.ordering import priority, queue_rank, recent_key
from amends.rules.vocabulary import Direction, Kind, Stage

Row = dict[str, Any]
_STRIDE = 387_420_489
_SPAN = 1 << 30


@dataclass(slots=True)
class Opened:
    """All rows of one contact, ready to be written; `case` is empty where it is no complaint."""

    contact: Row
    case: Row = field(default_factory=dict)
    events: list[Row] = field(default_factory=list)
    alarms: list[Row] = field(default_factory=list)
    points: list[Row] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    prior_steps: list[Row] = field(default_factory=list)
    numbers: list[Row] = field(default_factory=list)
    tokens: str = ""


def case_reference(case_id: int) -> str:
    """Answers the short reference of a case: unique, in no visible order, and it opens nothing."""
    return make_reference(case_id * _STRIDE % _SPAN)


def open_contact(
    inbound: InboundContact,
    *,
    brand: Brand,
    customer_id: int | None,
    contact_id: int,
    case_id: int | None,
    actor: Actor,
    now: datetime,
    model: Model | None = None,
) -> Opened:
    """Answers the rows that one contact becomes; with a case where it has an id for one."""
    said = said_words(inbound.text)
    text = said.words
    weight = weight_of(inbound, text or inbound.gist, _language_of(inbound), now, model)
    opened_at = (inbound.occurred_at or now) if inbound.is_history else now
    contact = _contact(inbound, brand, customer_id, contact_id, case_id, actor, text, weight.language, now)
    if case_id is None:
        return Opened(contact)
    case = _case(inbound, brand, customer_id, case_id, text, weight, opened_at, now)
    opened = Opened(contact, case)
    _describe(opened, inbound, case, now)
    _begin_chain(opened, inbound, weight, actor, now)
    opened.numbers = sealed_rows(_numbers(inbound, said), brand_id=brand.pk, case_id=case_id, now=now)
    opened.tokens = document(
        case["reference"],
        case["gist"],
        text,
        case["want"],
        clean_line(inbound.caller.name, 200),
        inbound.caller.email,
        case["product"],
        case["issue"],
        case["external_reference"],
        *(fact["value"] for fact in opened.facts),
    )
    return opened


def _numbers(inbound: InboundContact, text: Said) -> Iterator[Secret]:
    """Answers what may be kept sealed of everything that was said."""
    yield from text.numbers
    for words in (
        inbound.gist,
        inbound.want,
        *inbound.points,
        *inbound.tried,
        *(one for _, one in inbound.facts),
    ):
        yield from said_line(words, 300).numbers


def _contact(
    inbound: InboundContact,
    brand: Brand,
    customer_id: int | None,
    contact_id: int,
    case_id: int | None,
    actor: Actor,
    text: str,
    language: str,
    now: datetime,
) -> Row:
    return {
        "id": contact_id,
        "brand_id": brand.pk,
        "uuid": ordered_id(),
        "case_id": case_id,
        "customer_id": customer_id,
        "staff_id": actor.staff_id,
        "kind": inbound.kind.value,
        "direction": Direction.IN.value,
        "channel": inbound.channel.value,
        "language": language,
        "text": text,
        "content_key": new_key(),
        "occurred_at": inbound.occurred_at or now,
        "recorded_at": now,
    }


def _case(
    inbound: InboundContact,
    brand: Brand,
    customer_id: int | None,
    case_id: int,
    text: str,
    weight: Weight,
    opened_at: datetime,
    now: datetime,
) -> Row:
    closed = inbound.is_closed
    acknowledge_due, respond_due = _clocks(inbound, brand, opened_at)
    return {
        "id": case_id,
        "brand_id": brand.pk,
        "uuid": ordered_id(),
        "reference": case_reference(case_id),
        "recent_key": recent_key(brand.pk, opened_at, case_id),
        "rank": queue_rank(weight.seriousness, priority(weight.impact, weight.urgency), opened_at),
        "customer_id": customer_id,
        "language": weight.language,
        "channel": inbound.channel.value,
        "gist": clean_line(inbound.gist or text, 120),
        "want": clean_line(inbound.want, 300),
        "content_key": new_key(),
        "stage": (Stage.CLOSED if closed else Stage.RECEIVED).value,
        "is_open": not closed,
        "seriousness": weight.seriousness,
        "impact": weight.impact,
        "urgency": weight.urgency,
        "read_flags": list(weight.flags),
        "product": clean_line(inbound.product, 160),
        "sub_product": clean_line(inbound.sub_product, 160),
        "issue": clean_line(inbound.issue, 200),
        "sub_issue": clean_line(inbound.sub_issue, 200),
        "place": clean_line(inbound.place, 160),
        "external_reference": clean_line(inbound.external_reference, 80),
        "outcome_said": clean_line(inbound.outcome_said, 200),
        "about_staff_id": inbound.about_staff_id,
        "owner_id": inbound.owner_id,
        "occurred_at": inbound.occurred_at,
        "occurred_precision": inbound.occurred_precision,
        "date_mark": inbound.date_mark,
        "opened_at": opened_at,
        "recorded_at": now,
        "acknowledge_due_at": acknowledge_due,
        "respond_due_at": respond_due,
        "next_due_at": next_due((acknowledge_due, None), (respond_due, None)),
    }


def _clocks(
    inbound: InboundContact, brand: Brand, opened_at: datetime
) -> tuple[datetime | None, datetime | None]:
    if inbound.is_history:
        return None, None
    return (
        opened_at + timedelta(hours=brand.acknowledge_hours),
        opened_at + timedelta(days=brand.respond_days),
    )


def _describe(opened: Opened, inbound: InboundContact, case: Row, now: datetime) -> None:
    same = {"brand_id": case["brand_id"], "case_id": case["id"]}
    opened.points = [
        {**same, "number": number, "text": clean_line(text, 300), "content_key": new_key()}
        for number, text in enumerate(inbound.points, start=1)
    ]
    opened.facts = [
        {
            **same,
            "label": label,
            "value": clean_line(value, 300),
            "content_key": new_key(),
            "recorded_at": now,
        }
        for label, value in inbound.facts
    ]
    opened.prior_steps = [
        {**same, "text": clean_line(text, 300), "content_key": new_key(), "recorded_at": now}
        for text in inbound.tried
    ]


def _begin_chain(
    opened: Opened, inbound: InboundContact, weight: Weight, actor: Actor, now: datetime
) -> None:
    case, contact = opened.case, opened.contact
    data = {
        "channel": inbound.channel.value,
        "contact": contact["id"],
        "history": inbound.is_history,
        "digests": _digests(opened),
    }
    told: list[tuple[str, Row]] = [("case.imported" if inbound.is_history else "case.received", data)]
    if weight.rings:
        told.append(("alarm.raised", {"contact": contact["id"]}))
        same = {"brand_id": case["brand_id"], "case_id": case["id"]}
        opened.alarms = [{**same, "kind": SELF_HARM, "raised_at": now}]
    head = ""
    for seq, (kind, said) in enumerate(told, start=1):
        link = Link(case["id"], seq, now, kind, actor.kind, actor.staff_id, canonical(said))
        head = link_hash(head, link)
        opened.events.append(_event(case["brand_id"], link, head))
    case["event_count"], case["head_hash"] = len(told), head


def _event(brand_id: int, link: Link, head: str) -> Row:
    return {
        "brand_id": brand_id,
        "case_id": link.case_id,
        "seq": link.seq,
        "at": link.at,
        "kind": link.kind,
        "actor_kind": link.actor_kind,
        "actor_id": link.actor_id,
        "data": link.data,
        "hash": head,
    }


def _digests(opened: Opened) -> dict[str, str]:
    case, contact = opened.case, opened.contact
    said = {
        f"contact:{contact['id']}": words_digest(contact["content_key"], contact["text"]),
        "case": words_digest(case["content_key"], case["gist"], case["want"]),
    }
    for number, row in enumerate(opened.points, start=1):
        said[f"point:{number}"] = words_digest(row["content_key"], row["text"])
    for number, row in enumerate(opened.facts, start=1):
        said[f"fact:{number}"] = words_digest(row["content_key"], row["label"], row["value"])
    for number, row in enumerate(opened.prior_steps, start=1):
        said[f"tried:{number}"] = words_digest(row["content_key"], row["text"])
    return said


def needs_case(inbounds: Sequence[InboundContact], now: datetime) -> list[bool]:
    """Answers which contacts open a case: complaints, and whatever says that somebody may harm themselves."""
    return [inbound.kind is Kind.COMPLAINT or _rings(inbound, now) for inbound in inbounds]


def _rings(inbound: InboundContact, now: datetime) -> bool:
    words = inbound.text or inbound.gist
    return weight_of(inbound, words, _language_of(inbound), now).rings


def _language_of(inbound: InboundContact) -> str:
    return inbound.language or inbound.caller.language or "und"
