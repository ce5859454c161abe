"""The path of a complaint: acknowledged, assessed, investigated, decided, responded, closed, reopened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.cases.actions.consults import end_consults
from amends.cases.actions.contacts import Received, receive_contact, send_words, shift_clocks
from amends.cases.actions.details import number_points, set_case_words
from amends.cases.actions.promise_ends import end_promises
from amends.cases.dues import grant_dues
from amends.cases.inbound import InboundContact
from amends.cases.ledger import is_owing
from amends.cases.models import Case, Contact, Point
from amends.cases.recording import Entry, Refused, record
from amends.cases.said import clean_line, clean_words
from amends.cases.search import add_words
from amends.errors import DomainError
from amends.people.models import Brand
from amends.people.permissions import Actor
from amends.rules.decision import whole_decision
from amends.rules.lifecycle import may_end, may_reopen, next_step
from amends.rules.retention import retain_until
from amends.rules.vocabulary import Cause, Channel, Decision, Ending, Situation, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the first assessment says; the desired outcome is required (ISO 10002, 7.4)."""

    want: str
    seriousness: int
    impact: int
    urgency: int
    situation: Situation
    points: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PointFinding:
    """What was found on one point, with its reason."""

    decision: Decision
    reason: str


def acknowledge_case(*, actor: Actor, case_uuid: UUID, now: datetime, how: str = "") -> Case:
    """Marks that the customer knows we have it. Raises: NotFound, Refused."""
    with record("acknowledge", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if entry.case.acknowledged_at is not None:
            raise Refused("wrong_stage", stage=entry.case.stage)
        _move(entry, "acknowledge")
        entry.case.acknowledged_at = now
        entry.event("case.acknowledged", how=how[:20])
        return entry.case


def assess_case(
    *, actor: Actor, case_uuid: UUID, assessment: Assessment, now: datetime, seen: int | None = None
) -> Case:
    """Sets seriousness, priority, situation, points and the one desired outcome.

    Raises: NotFound, Refused, Conflict, DomainError('want_missing'), DomainError('out_of_range').
    """
    _check(assessment)
    with record("assess", actor=actor, case_uuid=case_uuid, now=now, seen=seen) as entry:
        _move(entry, "assess")
        case = entry.case
        case.seriousness, case.impact = assessment.seriousness, assessment.impact
        case.urgency, case.situation = assessment.urgency, assessment.situation.value
        digests = set_case_words(entry, want=assessment.want)
        digests |= number_points(entry, assessment.points)
        entry.event(
            "case.assessed",
            seriousness=case.seriousness,
            impact=case.impact,
            urgency=case.urgency,
            situation=case.situation,
            digests=digests,
        )
        return case


def _check(assessment: Assessment) -> None:
    if not assessment.want.strip():
        raise DomainError("want_missing")
    fits = 0 <= assessment.seriousness <= 3
    fits = fits and 1 <= assessment.impact <= 3 and 1 <= assessment.urgency <= 3
    if not fits:
        raise DomainError("out_of_range")


def investigate_case(
    *,
    actor: Actor,
    case_uuid: UUID,
    findings: str,
    cause: Cause,
    now: datetime,
    supplier: str = "",
    below_promise: bool | None = None,
    seen: int | None = None,
) -> Case:
    """Records what was found out, what caused it, and whether it falls below what the brand promises everybody.

    Raises: NotFound, Refused, Conflict.
    """
    with record("investigate", actor=actor, case_uuid=case_uuid, now=now, seen=seen) as entry:
        _move(entry, "investigate")
        entry.case.findings = clean_words(findings)
        entry.case.cause, entry.case.supplier = cause.value, clean_line(supplier, 120)
        entry.case.below_promise = below_promise
        add_words(entry.case, entry.case.findings)
        entry.event("case.investigated", cause=cause.value, below_promise=below_promise)
        grant_dues(entry)
        return entry.case


def decide_case(
    *,
    actor: Actor,
    case_uuid: UUID,
    findings: Mapping[int, PointFinding],
    now: datetime,
    seen: int | None = None,
) -> Case:
    """Decides each point, with reasons; the whole follows from the points. Goodwill never changes it.

    Raises: NotFound, Refused, Conflict, DomainError('point_undecided'), DomainError('reason_missing').
    """
    with record("decide", actor=actor, case_uuid=case_uuid, now=now, seen=seen) as entry:
        _move(entry, "decide")
        points = list(Point.objects.of(entry.case.brand_id).filter(case=entry.case))
        if not points:
            raise DomainError("no_points")
        for point in points:
            _decide_point(entry, point, findings.get(point.number))
        entry.case.decision = whole_decision([Decision(point.decision) for point in points]).value
        entry.case.decided_at = now
        said = {str(point.number): point.decision for point in points}
        entry.event("case.decided", decision=entry.case.decision, points=said)
        return entry.case


def _decide_point(entry: Entry, point: Point, finding: PointFinding | None) -> None:
    if finding is None or finding.decision is Decision.OPEN:
        raise DomainError("point_undecided", number=point.number)
    if not finding.reason.strip() and finding.decision is not Decision.UPHELD:
        raise DomainError("reason_missing", number=point.number)
    point.decision, point.reason = finding.decision.value, clean_words(finding.reason)
    point.decided_at = entry.now
    point.save(update_fields=["decision", "reason", "decided_at"])


def respond_case(
    *,
    actor: Actor,
    case_uuid: UUID,
    text: str,
    channel: Channel,
    now: datetime,
    below: str = "",
    shown: Sequence[str] = (),
) -> Contact:
    """Gives the answer to the complaint; `below` stands under it, `shown` is what its writer was shown.

    Raises: NotFound, Refused, Refused('reply_blocked'), DomainError('nothing_said').
    """
    with record("respond", actor=actor, case_uuid=case_uuid, now=now) as entry:
        _move(entry, "respond")
        contact = send_words(entry, text, channel, is_answer=True, below=below, shown=shown)
        entry.case.responded_at = now
        entry.event("case.responded", contact=contact.pk)
        return contact


def close_case(*, actor: Actor, case_uuid: UUID, ending: Ending, now: datetime, reason: str = "") -> Case:
    """Ends a case: solved is the customer's word, presumed is silence. Raises: NotFound, Refused.

    What is still promised is kept or taken back first, and what was chosen is carried out or dropped; only a
    complaint that the customer withdraws ends without.
    """
    with record("close", actor=actor, case_uuid=case_uuid, now=now) as entry:
        end_case(entry, ending, reason)
        return entry.case


def end_case(entry: Entry, ending: Ending, reason: str = "") -> None:
    """Ends the case that is being written. Raises: Refused('closed', 'not_answered', 'remedy_open', 'promise_open')."""
    case = entry.case
    step = may_end(ending, Stage(case.stage))
    if step.stage is None:
        raise Refused(step.reason)
    if ending is not Ending.WITHDRAWN and is_owing(case):
        raise Refused("remedy_open")
    end_promises(entry, ending)
    shift_clocks(case, entry.now)
    case.stage, case.is_open, case.closed_at = step.stage.value, False, entry.now
    case.ending, case.ending_reason = ending.value, clean_line(reason, 300)
    end_consults(entry)
    until = _keep_until(case, entry.now)
    case.retain_until_on = until
    entry.event("case.closed", ending=ending.value, retain_until=until.isoformat() if until else None)


def _keep_until(case: Case, now: datetime) -> date | None:
    brand = Brand.objects.get(pk=case.brand_id)
    return retain_until(now.astimezone(ZoneInfo(brand.zone)).date(), brand.retain_months)


def reopen_case(*, actor: Actor, case_uuid: UUID, reason: str, now: datetime) -> Case | Received:
    """Opens a closed case again within the brand's grace time; afterwards, or without its words, a linked new one.

    Raises: NotFound, Refused, DomainError('reason_missing').
    """
    if not reason.strip():
        raise DomainError("reason_missing")
    with record("reopen", actor=actor, case_uuid=case_uuid, now=now) as entry:
        case = entry.case
        brand = Brand.objects.get(pk=case.brand_id)
        if case.stage != Stage.CLOSED.value:
            raise Refused("not_closed")
        if case.erased_at is not None or not may_reopen(
            case.closed_at or case.opened_at, now, brand.reopen_days
        ):
            return _follow_up(entry, brand, reason)
        _reopen(entry, brand, reason)
        return case


def reopen_own(entry: Entry, reason: str) -> bool:
    """Opens the closed case that is being written, within the grace time; answers whether it did."""
    case, brand = entry.case, Brand.objects.get(pk=entry.case.brand_id)
    is_closed = case.stage == Stage.CLOSED.value and case.erased_at is None
    if not is_closed or not may_reopen(case.closed_at or case.opened_at, entry.now, brand.reopen_days):
        return False
    _reopen(entry, brand, reason)
    return True


def _reopen(entry: Entry, brand: Brand, reason: str) -> None:
    case = entry.case
    if case.respond_due_at is not None:
        # The answer that was given did not end it: another one is due, and its time begins now.
        case.respond_due_at = entry.now + timedelta(days=brand.respond_days)
    case.stage, case.is_open, case.closed_at = Stage.ASSESSED.value, True, None
    case.ending, case.ending_reason, case.decision = "", "", ""
    case.decided_at = case.responded_at = case.retain_until_on = None
    case.reopened_count += 1
    entry.event("case.reopened", count=case.reopened_count, why=len(reason))


def _follow_up(entry: Entry, brand: Brand, reason: str) -> Received:
    old = entry.case
    inbound = InboundContact(
        channel=Channel(old.channel),
        text=reason,
        gist=old.gist,
        want=old.want,
        language=old.language,
        customer_id=old.customer_id,
        seriousness=old.seriousness,
    )
    received = receive_contact(actor=entry.actor, brand=brand, inbound=inbound, now=entry.now)
    Case.objects.of(brand.pk).filter(pk=received.case_id or 0).update(
        continues=old, about_staff_id=old.about_staff_id, is_restricted=old.is_restricted
    )
    entry.event("case.continued", case=received.case_id)
    return received


def _move(entry: Entry, act: str) -> None:
    step = next_step(act, Stage(entry.case.stage))
    if step.stage is None:
        raise Refused(step.reason, stage=entry.case.stage)
    entry.case.stage = step.stage.value
