"""One case as its customer reads it: what is next and by when, what to choose, what happened, whom to ask next."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amends.cases.models import CaseEvent, Contact, Promise
from amends.cases.own_file import OwnFile
from amends.cases.policies import policy_in_force
from amends.cases.promise_hours import known_zone
from amends.cases.reaching import reach_of, ways_to, wish_of
from amends.money import written
from amends.page import when
from amends.page.parts import Words
from amends.page.policy_texts import text_of
from amends.page.reach import YOURS, ReachShape, reach_shape
from amends.page.shaping import brand_shape, written_by
from amends.people.models import Brand
from amends.rules.ladder import rung_above
from amends.rules.lifecycle import may_reopen
from amends.rules.policy.document import Policy
from amends.rules.promises import OPEN
from amends.rules.remedies import State as RemedyState
from amends.rules.vocabulary import Direction, Ending
from amends.seat.afterwards import feedback_shape, known_as
from amends.seat.shapes import (
    ClimbShape,
    FileShape,
    HappenedShape,
    MessageShape,
    NextShape,
    OptionShape,
    OwnPage,
    Tone,
)
from amends.seat.words import DECIDED, ENDED, GIVEN, HAPPENED

_STILL_OPEN = frozenset(state.value for state in OPEN)
_DROPPED = (RemedyState.DROPPED.value, RemedyState.REVERSED.value)


def own_page(file: OwnFile, brand: Brand, now: datetime, key: str) -> OwnPage:
    """Answers the page of one case; `key` makes choosing once, however often it is pressed. Queries: 1."""
    case = file.case
    found = policy_in_force(brand.pk, now)
    policy = found.compiled.policy if found else None
    reopens = may_reopen(case.closed_at, now, brand.reopen_days) if case.closed_at else False
    return OwnPage(
        uuid=str(case.uuid),
        brand=brand_shape(brand),
        reference=case.reference,
        title=Words(case.gist, _tag(case.language)) if case.gist else Words(_("Your complaint")),
        now=_next(file, brand, now),
        who_text=_who(file, brand),
        options=tuple(_options(file, policy)),
        offer=str(file.offer.uuid) if file.offer else "",
        picked=file.offer.picked if file.offer else "",
        key=key,
        given=tuple(_given(file, policy)),
        happened=tuple(_happened(file, policy, now)),
        messages=tuple(_messages(file, brand, now)),
        climb=_climb(file, brand, policy, now) if case.is_open else None,
        is_open=case.is_open,
        may_reopen=reopens and case.erased_at is None,
        ended_text="" if case.is_open else str(ENDED.get(case.ending, "")),
        feedback=feedback_shape(file, brand, now),
        acts_for_text=_("You act for {customer} here.").format(customer=_customer(file))
        if file.representative_id is not None
        else "",
        reach=_reach(file, brand, now) if case.is_open and file.representative_id is None else None,
    )


def _reach(file: OwnFile, brand: Brand, now: datetime) -> ReachShape:
    """Answers how we reach them next, as the desk reads it. Queries: 1 to 2."""
    case, customer = file.case, file.case.customer
    reach = reach_of(case, customer, brand, file.contacts, ways_to(case), now)
    zone = known_zone(customer.zone if customer else "", brand.zone)
    return reach_shape(reach, wish_of(case), zone, now, YOURS)


def _tag(language: str) -> str:
    return "" if language in ("", "und") else language


def _who(file: OwnFile, brand: Brand) -> str:
    owner = file.case.owner
    if owner is None or not file.case.is_open:
        return ""
    return _("{name} has your case.").format(name=known_as(owner, brand))


def _broken(file: OwnFile) -> Promise | None:
    """Answers the promise that was broken last and not made good since."""
    broken = [one for one in file.promises if one.broken_at and not one.made_good_at and not one.withdrawn_at]
    return max(broken, key=lambda one: one.due_at, default=None)


def _next(file: OwnFile, brand: Brand, now: datetime) -> NextShape:
    case = file.case
    if not case.is_open:
        tone: Tone = "kept" if case.ending == Ending.SOLVED.value else "due"
        return NextShape(tone, _("It is closed"), str(ENDED.get(case.ending, "")))
    if (broken := _broken(file)) is not None:
        text = _("We promised: {what}, by {moment}. We did not do it in time, and that is our fault.").format(
            what=broken.text.rstrip(" .。"), moment=when.said_when(broken.due_at, now)
        )
        return NextShape("broken", _("We did not keep a promise"), text, broken.due_at.isoformat())
    if file.offer is not None and file.offer.picked:
        return NextShape(
            "due", _("We have your choice"), _("Before it is given we make sure that it is you.")
        )
    if file.offer is not None:
        return NextShape("turn", _("It is your turn"), _("Choose below how it is put right."))
    due = next((one for one in file.promises if one.state in _STILL_OPEN), None)
    if due is not None:
        title = _("By {moment}").format(moment=when.said_when(due.due_at, now))
        text = _("{what}. {name} does it.").format(
            what=due.text.rstrip(" .。"), name=known_as(due.owner, brand)
        )
        return NextShape("due", title, text, due.due_at.isoformat())
    if case.responded_at is None and case.respond_due_at is not None:
        title = _("By {moment}").format(moment=when.said_when(case.respond_due_at, now))
        return NextShape("due", title, _("You have our answer by then."), case.respond_due_at.isoformat())
    return NextShape("due", _("You have our answer"), _("Tell us below whether it is solved."))


def _remedy(policy: Policy | None, code: str) -> str:
    return text_of(policy.remedies[code].texts) if policy and code in policy.remedies else ""


def _options(file: OwnFile, policy: Policy | None) -> Iterator[OptionShape]:
    for one in file.offer.options if file.offer else ():
        fix, extra = _remedy(policy, one["fix"]), _remedy(policy, one["extra"])
        if fix or extra:
            yield OptionShape(one["code"], fix or extra, extra if fix else "")


def _given(file: OwnFile, policy: Policy | None) -> Iterator[str]:
    for one in file.remedies:
        if one.state in GIVEN and one.settlement.state not in _DROPPED:
            what = _remedy(policy, one.code) or written(one.amount_minor, one.settlement.currency)
            yield str(GIVEN[one.state]).format(what=what)


def _happened(file: OwnFile, policy: Policy | None, now: datetime) -> Iterator[HappenedShape]:
    promises = {one.pk: one for one in file.promises}
    for event in file.events:
        data = json.loads(event.data)
        text = _sentence(event, data)
        if not text:
            continue
        tone: Tone = "broken" if event.kind == "promise.broken" else "kept"
        detail = None
        if (promise := promises.get(data.get("promise", 0))) is not None:
            detail = Words(promise.text, _tag(file.case.language))
        elif event.kind == "case.escalated" and policy and data.get("rung") in policy.ladder:
            detail = Words(text_of(policy.ladder[data["rung"]].texts))
        yield HappenedShape(tone, text, when.said_when(event.at, now), event.at.isoformat(), detail)


def _sentence(event: CaseEvent, data: dict[str, object]) -> str:
    if event.kind == "case.decided":
        return str(DECIDED.get(str(data.get("decision", "")), DECIDED["not_upheld"]))
    if event.kind == "case.closed":
        return str(ENDED.get(str(data.get("ending", "")), ""))
    return str(HAPPENED[event.kind])


def _messages(file: OwnFile, brand: Brand, now: datetime) -> Iterator[MessageShape]:
    for contact in file.contacts:
        if contact.erased_at is not None or not contact.text:
            continue
        is_mine = contact.direction == Direction.IN.value
        yield MessageShape(
            is_mine=is_mine,
            who=_asker(contact, file) if is_mine else _writer(contact, brand),
            when_text=when.said_when(contact.occurred_at, now),
            datetime_iso=contact.occurred_at.isoformat(),
            text=Words(contact.text, _tag(contact.language)),
            files=_files(file, contact),
        )


def _asker(contact: Contact, file: OwnFile) -> str:
    """Answers who wrote on the customer's side: they, or who acts for them."""
    if contact.representative is not None:
        return written_by(contact.representative.name, _customer(file))
    if file.representative_id is None:
        return pgettext("who wrote", "You")
    return (file.case.customer.name if file.case.customer else "") or pgettext("who wrote", "The customer")


def _customer(file: OwnFile) -> str:
    customer = file.case.customer
    return (customer.name if customer else "") or _("the customer")


def _writer(contact: Contact, brand: Brand) -> str:
    if contact.staff is None or not brand.shows_names:
        return brand.name
    return _("{name}, {brand}").format(name=known_as(contact.staff, brand), brand=brand.name)


def _files(file: OwnFile, contact: Contact) -> Sequence[FileShape]:
    return tuple(
        FileShape(one.name, reverse("seat:file", args=[file.case.uuid, one.uuid]))
        for one in file.attachments
        if one.contact_id == contact.pk and one.erased_at is None
    )


def _climb(file: OwnFile, brand: Brand, policy: Policy | None, now: datetime) -> ClimbShape | None:
    if policy is None:
        return None
    above = rung_above(policy.ladder, file.case.rung)
    if not above:
        return ClimbShape("", _("Nobody stands above who has it now."), brand.external_body)
    return ClimbShape(text_of(policy.ladder[above].texts), _why_now(file, now))


def _why_now(file: OwnFile, now: datetime) -> str:
    """Answers the rule of the fair chance, as it stands for this case."""
    case = file.case
    if _broken(file) is not None:
        return _("You can do it now, because we did not keep a promise. You need not tell it again.")
    if case.responded_at is not None:
        return _(
            "You have our answer. If it does not put it right, go one step up. You need not tell it again."
        )
    due = case.respond_due_at
    if due is not None and due < now:
        return _("You can do it now, because our answer is late. You need not tell it again.")
    if due is not None:
        return _(
            "We have until {moment}. Whoever has your case should get that chance; if it cannot wait, go on now."
        ).format(moment=when.said_when(due, now))
    return _("Somebody higher sees the whole case. You need not tell it again.")
