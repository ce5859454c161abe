"""The case page: everything of one case, ready to be laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.cases.actions.remedies import standing_offer
from amends.cases.authority import grounds_of
from amends.cases.feedback import feedback_of
from amends.cases.ledger import made_up
from amends.cases.models import Case, CaseEvent
from amends.cases.promise_hours import known_zone
from amends.cases.queries import CaseFile
from amends.cases.reaching import reach_of, ways_to, wish_of
from amends.cases.recording import subject_of
from amends.desk.conflicts import conflict_shape
from amends.desk.consult_panel import consult_panel
from amends.desk.conversation import conversation, evidence, history
from amends.desk.customer_rows import tenure_text
from amends.desk.directory_page import bodies_of
from amends.desk.leaving_panel import path_shape
from amends.desk.mend_shapes import MendShape
from amends.desk.mend_words import EMOTIONS, PASS_REASONS
from amends.desk.mending import mending
from amends.desk.number_panel import number_shapes
from amends.desk.payout_panel import accounts_panel
from amends.desk.promise_hours import Seen
from amends.desk.promise_panel import promise_panel
from amends.desk.reading_panel import reading_panel
from amends.desk.reading_shapes import ReadingShape
from amends.desk.representative_panel import representative_shape
from amends.desk.shapes import (
    CareShape,
    CaseChoices,
    CasePage,
    Choice,
    ClockShape,
    FactShape,
    Finding,
    FormShape,
    PastCase,
    PointRow,
    TriedShape,
    VerificationShape,
    WaitingShape,
    WhoShape,
    Words,
)
from amends.desk.shaping import LEVELS, case_clocks, clock_shape, gist_shape, nearest_clock, said
from amends.desk.steps import steps_of
from amends.page import when
from amends.page.feedback_rows import feedback_rows
from amends.page.parts import NO_TEXTS
from amends.page.reach import THEIRS, ReachShape, reach_shape
from amends.page.shaping import brand_shape, case_url
from amends.page.words import CHANNELS, FACTS, WAITING, WAITING_CHOICES, language_code, language_name, refusal
from amends.people.models import Brand, Customer, Staff
from amends.people.permissions import Actor, may
from amends.people.prepared import prepared
from amends.rules.vocabulary import Channel, Verification

_ACT_PERMISSIONS = {
    "reply": "reply",
    "note": "note",
    "assign": "assign",
    "wait": "wait",
    "verify": "verify",
    "add_fact": "describe",
    "add_point": "describe",
    "add_tried": "describe",
    "add_evidence": "describe",
    "set_want": "describe",
    "reach": "describe",
    "restrict": "restrict",
    "give": "give",
    "reopen": "reopen",
    "give_key": "give_key",
    "name_representative": "name_representative",
}

_REPLY_CHANNELS = ("email", "phone", "letter", "sms", "chat")


def case_page(
    file: CaseFile,
    events: Sequence[CaseEvent],
    brand: Brand,
    actor: Actor,
    now: datetime,
    *,
    form: FormShape | None = None,
    clashed_at: int | None = None,
    is_history_open: bool = False,
    asked: Mapping[str, str] = NO_TEXTS,
) -> CasePage:
    """Answers the whole page of one case; `clashed_at` is what the person had seen when somebody was first.

    `asked` is what the address asks for: whose promise book of which day.
    Queries: 10 to 19, and 4 to 7 more where the promise book is asked for.
    """
    case = file.case
    row = _as_row(case)
    form = form or FormShape()
    steps = steps_of(file, actor, events)
    names = names_of(events)
    reading = reading_panel(file, actor)
    ways = ways_to(case) if file.customer else frozenset()
    choices = _choices(case, brand, actor, reading, ways)
    grounds = grounds_of(case, now, is_untold="circumstances" not in file.held)
    mend = mending(file, brand, actor, now, grounds)
    promises = promise_panel(Seen(file, brand, actor, now, form), choices.colleagues, asked)
    is_reviewer = may(actor, "review_contact", subject_of(case)).is_granted
    return CasePage(
        **_head(case, brand, actor),
        **_known(file, brand, now),
        clock=nearest_clock(row, now) if case.is_open else None,
        told_warning=_told_warning(mend),
        clocks=(*_clocks(row, now), *promises.clocks),
        conversation=conversation(file, events, brand, now, reading, is_reviewer=is_reviewer),
        steps=steps,
        mend=mend,
        judged="" if case.below_promise is None else "yes" if case.below_promise else "no",
        done_count=sum(1 for step in steps if step.state in ("done", "passed", "skipped")),
        points=_points(file, form),
        history=history(events, names),
        waiting=_waiting(case, now),
        choices=choices,
        form=form,
        conflict=conflict_shape(file, events, names, form, clashed_at, now)
        if clashed_at is not None
        else None,
        refusals=_refusals(case, actor),
        restricted_text=_("Only specialists and above see this case.") if case.is_restricted else "",
        is_history_open=is_history_open,
        consult=consult_panel(file, brand, actor, now, grounds.policy),
        promises=promises,
        numbers=number_shapes(case, file.numbers),
        accounts=accounts_panel(case, file.customer, brand, actor, now),
        bodies=bodies_of(brand, now) if case.is_open else (),
        path=path_shape(file, brand, actor, mend, now, grounds, reading.leaving),
        reading=reading,
        reach=_reach(file, brand, ways, now),
    )


def _head(case: Case, brand: Brand, actor: Actor) -> dict[str, Any]:
    """Answers what names a case and how it stands, from its own row."""
    return {
        "uuid": str(case.uuid),
        "reference": case.reference,
        "gist": gist_shape(case.gist, case.language),
        "brand": brand_shape(brand),
        "lang_code": language_code(case.language),
        "seriousness": LEVELS[case.seriousness],
        "situation": _situation(case),
        "impact": _degree(case, case.impact),
        "urgency": _degree(case, case.urgency),
        "owner_name": case.owner.name if case.owner else "",
        "is_mine": case.owner_id is not None and case.owner_id == actor.staff_id,
        "is_closed": not case.is_open,
        "is_acknowledged": case.acknowledged_at is not None,
    }


def _known(file: CaseFile, brand: Brand, now: datetime) -> dict[str, Any]:
    """Answers what the left column says: who this is, what is known and was tried, what was before. Queries: 1 to 2."""
    case, customer = file.case, file.customer
    return {
        "representative": representative_shape(file, now),
        "feedback": feedback_rows(feedback_of(file.case), file.case, now) if "feedback" in file.held else (),
        "who": _who(case, customer, now),
        "verification": _verification(file),
        "facts": _facts(file),
        "care": _care(customer),
        "want": said(case.want, case.language) if case.want else None,
        "tried": tuple(TriedShape(said(step.text, case.language), "") for step in file.prior_steps),
        "told_text": _told(file),
        **_made_up(customer, brand, now),
        "evidence": tuple(evidence(attachment) for attachment in file.attachments),
        "before": _before(file),
    }


def _reach(file: CaseFile, brand: Brand, ways: frozenset[str], now: datetime) -> ReachShape:
    """Answers how the next word reaches the customer; nothing where there will be none. Queries: 0 to 1."""
    case, customer = file.case, file.customer
    if not case.is_open or customer is None:
        return ReachShape()
    zone = known_zone(customer.zone, brand.zone)
    reach = reach_of(case, customer, brand, file.contacts, ways, now)
    return reach_shape(reach, wish_of(case), zone, now, THEIRS)


def _as_row(case: Case) -> dict[str, Any]:
    names = (
        "waiting",
        "waiting_until",
        "waiting_since",
        "opened_at",
        "acknowledge_due_at",
        "acknowledged_at",
        "promise_due_at",
        "promise_agreed_at",
        "promise_kind",
    )
    return {name: getattr(case, name) for name in (*names, "respond_due_at", "responded_at")}


def _degree(case: Case, value: int) -> Any:
    return ("", "low", "medium", "high")[value] if _situation(case) else ""


def _situation(case: Case) -> Any:
    return case.situation if case.stage not in ("received", "acknowledged") else ""


def _who(case: Case, customer: Customer | None, now: datetime) -> WhoShape:
    if customer is None:
        return WhoShape(
            Words(pgettext("name", "Not known")),
            "?",
            "",
            "",
            language_code(case.language),
            language_name(case.language),
        )
    words = customer.name.split()
    initials = "".join(word[0] for word in words[:2]) or "?"
    tenure = ""
    if customer.since_on:
        years = (now.date() - customer.since_on).days // 365
        tenure = tenure_text(years)
    language = case.language if case.language != "und" else customer.language
    return WhoShape(
        name=said(customer.name or pgettext("name", "Not known"), language),
        initials=initials[:2],
        tenure_text=tenure,
        url=reverse("desk:customer", args=[customer.uuid]),
        lang_code=language_code(language),
        lang_name=language_name(language),
        speaks_for=said(case.representative, language) if case.representative else None,
    )


def _verification(file: CaseFile) -> VerificationShape:
    customer = file.customer
    level = Verification(customer.verification) if customer else Verification.NONE
    permits = {
        Verification.NONE: _("May be told nothing about the account, and nothing may be changed or paid."),
        Verification.PARTIAL: _(
            "May be told about the complaint and given what mends it. Changes to the account need the full check."
        ),
        Verification.FULL: _("May be told everything; changes and payments are allowed."),
        Verification.REPRESENTATIVE: _("Acts with authority for the customer, as far as the authority goes."),
    }
    how = customer.verified_how if customer else ""
    return VerificationShape(level.value, how, permits[level], _given_by_a_check(file, level))


def _given_by_a_check(file: CaseFile, level: Verification) -> str:
    """Answers what a check settles at once: what somebody chose of whom nothing was known yet. Queries: 0 to 1."""
    if level is not Verification.NONE or not file.case.is_open:
        return ""
    standing = standing_offer(file.case)
    if standing is None or standing.picked_key is None:
        return ""
    said = _(
        "They chose {option} on their page. A check that you keep gives it to them, if the offer still stands."
    )
    return said.format(option=standing.picked)


def _facts(file: CaseFile) -> tuple[FactShape, ...]:
    customer, language = file.customer, file.case.language
    rows: list[FactShape] = []
    if customer is not None:
        if customer.city:
            rows.append(FactShape(_("Lives"), said(customer.city, language)))
        if customer.products:
            rows.append(FactShape(_("Products"), said(customer.products, language)))
        if customer.value_minor is not None:
            rows.append(FactShape(_("Value"), Words(when.money(customer.value_minor, customer.currency))))
    if file.case.product:
        rows.append(FactShape(_("About"), said(file.case.product, language)))
    if file.case.supplier:
        rows.append(FactShape(_("Supplier"), Words(file.case.supplier)))
    rows += [
        FactShape(str(FACTS.get(fact.label, fact.label)), said(fact.value, language)) for fact in file.facts
    ]
    return tuple(rows)


def _care(customer: Customer | None) -> tuple[CareShape, ...]:
    if customer is None or not customer.vulnerability:
        return ()
    return (CareShape(said(customer.vulnerability, customer.language), customer.vulnerability_known),)


def _told(file: CaseFile) -> str:
    people = len({contact.staff_id for contact in file.contacts if contact.staff_id})
    if people < 2:
        return ""
    return ngettext("Explained it to {count} person", "Explained it to {count} people", people).format(
        count=people
    )


def _told_warning(mend: MendShape) -> str:
    return _("The next one escalates by itself.") if mend.has_policy and mend.people_left == 1 else ""


def _made_up(customer: Customer | None, brand: Brand, now: datetime) -> dict[str, Any]:
    if customer is None:
        return {}
    found = made_up(customer, now - timedelta(days=365))
    more = when.money(found.household, brand.currency) if found.household > found.customer else ""
    return {"made_up_text": when.money(found.customer, brand.currency), "household_text": more}


def _before(file: CaseFile) -> tuple[PastCase, ...]:
    return tuple(
        PastCase(
            gist_shape(row["gist"], row["language"]),
            case_url(row["uuid"]),
            when.full_day(row["opened_at"]),
            row["ending"] == "solved",
        )
        for row in file.before
    )


def _clocks(row: Mapping[str, Any], now: datetime) -> tuple[ClockShape, ...]:
    # Promises come with their own clocks, those that ended too.
    return tuple(clock_shape(clock, now) for clock in case_clocks({**row, "promise_due_at": None}))


def _points(file: CaseFile, form: FormShape) -> tuple[PointRow, ...]:
    language = file.case.language
    is_deciding = form.action == "decide"
    return tuple(
        PointRow(
            uuid=str(point.number),
            number=point.number,
            text=said(point.text, language),
            finding=cast(Finding, point.decision),
            side_text="",
            reason=said(point.reason, language) if point.reason else None,
            field_finding=f"finding-{point.number}",
            field_reason=f"reason-{point.number}",
            entered_finding=form.entered.get(f"finding-{point.number}", "") if is_deciding else "",
            entered_reason=form.entered.get(f"reason-{point.number}", "") if is_deciding else "",
            error=form.errors.get(f"reason-{point.number}", "") if is_deciding else "",
        )
        for point in file.points
    )


def names_of(events: Sequence[CaseEvent]) -> dict[int, str]:
    """Answers the names of those who did something, by id. Queries: 0 to 1."""
    ids = {event.actor_id for event in events if event.actor_id is not None}
    return dict(_staff(ids=tuple(ids))) if ids else {}


@prepared
def _staff(*, ids: tuple[int, ...]) -> QuerySet[Staff, tuple[int, str]]:
    return Staff.objects.filter(pk__in=ids).values_list("pk", "name")


def _waiting(case: Case, now: datetime) -> WaitingShape | None:
    if not case.waiting:
        return None
    until = (
        _("Until {moment}").format(moment=when.said_when(case.waiting_until, now))
        if case.waiting_until
        else ""
    )
    return WaitingShape(str(WAITING.get(case.waiting, case.waiting)), until)


def _choices(
    case: Case, brand: Brand, actor: Actor, reading: ReadingShape, ways: frozenset[str]
) -> CaseChoices:
    people = colleagues = _colleagues(brand=brand.pk, about=case.about_staff_id or 0)
    if not may(actor, "assign_others", subject_of(case)).is_granted:
        people = [one for one in people if one[0] == actor.staff_id]
    owners = [Choice("", pgettext("owner", "Nobody"), case.owner_id is None)]
    owners += [Choice(str(pk), name, pk == case.owner_id) for pk, name in people]
    reachable = "email" in ways
    first = "email" if reachable else "phone"
    channels = [Choice(code, str(CHANNELS[code]), code == first) for code in _REPLY_CHANNELS]
    if reachable and settings.PUBLIC_URL:
        # Only where a mail tells them that it stands there.
        channels.append(Choice(Channel.WEB.value, pgettext("channel", "on their page")))
    return CaseChoices(
        owners=tuple(owners),
        channels=tuple(channels),
        emotions=tuple(
            Choice(code, str(word), code == case.emotion, _read_there(code in reading.emotions))
            for code, word in EMOTIONS.items()
        ),
        passes=tuple(Choice(code, str(word)) for code, word in PASS_REASONS.items()),
        waits=tuple(Choice(code, str(word)) for code, word in WAITING_CHOICES.items()),
        facts=tuple(Choice(code, str(word)) for code, word in FACTS.items()),
        about=tuple(Choice(str(pk), name) for pk, name in people),
        colleagues=tuple(Choice(str(pk), name) for pk, name in colleagues),
    )


def _read_there(is_read: bool) -> str:
    return pgettext("emotion", "in their words") if is_read else ""


@prepared
def _colleagues(*, brand: int, about: int) -> QuerySet[Staff, tuple[int, str]]:
    rows = Staff.objects.filter(memberships__brand_id=brand, is_active=True).exclude(pk=about)
    return rows.order_by("name").values_list("pk", "name")


def _refusals(case: Case, actor: Actor) -> dict[str, str]:
    refused = {}
    for act, permission in _ACT_PERMISSIONS.items():
        answer = may(actor, permission, subject_of(case))
        if not answer.is_granted:
            refused[act] = refusal(answer.reason)
    if not case.is_open:
        refused |= dict.fromkeys(("reply", "wait", "add_point", "assign"), refusal("closed"))
    return refused
