"""Reads of questions to supervisors: what waits for whom, what an answer allows, who is there, what answers came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from amends.cases.models import Case, Consult, Presence
from amends.cases.recording import NotFound, allow, subject_of
from amends.people.permissions import PERMISSIONS, Actor, Subject, may
from amends.people.prepared import prepared
from amends.rules.consults import ConsultState, Verdict, holder_of, is_asked, rank_of
from amends.rules.policy.document import Holder

SEEN_WITHIN = timedelta(seconds=90)
"""Whoever was seen so short a time ago is there."""
MOST_LISTED = 100
_ANSWERING = tuple(sorted(PERMISSIONS["answer_consult"]))


class Raised(NamedTuple):
    """What an answer allows one rep in one case until it ends: so much of one remedy. Units: minor units."""

    consult_id: int
    remedy: str
    amount_minor: int
    by_staff_id: int


def raised_authority(case_id: int, brand_id: int, staff_id: int) -> tuple[Raised, ...]:
    """Answers what answers allow this person in this case beyond their own authority. Queries: 1.

    Of two answers about one remedy only the later stands; nothing stands once the case has ended.
    Raises: ScopeMissing.
    """
    rows = _raised(brand=brand_id, case=case_id, staff=staff_id)
    return tuple(Raised(pk, remedy, amount, by or staff_id) for pk, remedy, amount, by in rows)


@prepared
def _raised(*, brand: int, case: int, staff: int) -> QuerySet[Consult, tuple[int, str, int, int | None]]:
    rows = Consult.objects.of(brand).filter(case_id=case, asked_by_id=staff, case__is_open=True)
    rows = rows.filter(granted_minor__isnull=False, ended_at=None).exclude(granted_remedy="")
    return rows.order_by("id").values_list(  # type: ignore[return-value]
        "pk", "granted_remedy", "granted_minor", "answered_by_id"
    )


def may_answer_somewhere(actor: Actor) -> bool:
    """Answers whether questions can be put to this person at all."""
    return any(role in PERMISSIONS["answer_consult"] for role in actor.roles.values())


def put_to(actor: Actor, brand_id: int, subject: Subject, asked_by: int, asked_as: str, rung: str) -> bool:
    """Answers whether a question is put to this person: somebody above the asker, whom it has reached by now."""
    holder = holder_of(actor.roles.get(brand_id))
    if holder is None or asked_by == actor.staff_id:
        return False
    granted = may(actor, "answer_consult", subject).is_granted
    return granted and is_asked(holder, Holder(asked_as), Holder(rung))


def waiting_count(actor: Actor) -> int:
    """Answers how many questions wait for this person and nobody has taken. Queries: 0 to 1."""
    if not may_answer_somewhere(actor):
        return 0
    return sum(
        put_to(actor, brand, Subject(brand, about, restricted), asked_by, asked_as, rung)
        for brand, about, restricted, asked_by, asked_as, rung in _asked(brands=_brands_of(actor))
    )


def _brands_of(actor: Actor) -> tuple[int, ...]:
    roles = actor.roles.items()
    return tuple(sorted(brand for brand, role in roles if role in PERMISSIONS["answer_consult"]))


@prepared
def _asked(*, brands: tuple[int, ...]) -> QuerySet[Consult, tuple[int, int | None, bool, int, str, str]]:
    rows = Consult.objects.filter(brand_id__in=brands, is_open=True, state=ConsultState.ASKED.value)
    return rows.order_by("waits_until").values_list(
        "brand_id", "case__about_staff_id", "case__is_restricted", "asked_by_id", "asked_as", "rung"
    )[:MOST_LISTED]


def waiting_consults(actor: Actor) -> list[Consult]:
    """Answers the open questions put to this person, the one that ends first first. Queries: 0 to 1."""
    if not may_answer_somewhere(actor):
        return []
    return [row for row in _open(brands=_brands_of(actor)) if _reaches(actor, row)]


def _reaches(actor: Actor, row: Consult) -> bool:
    return put_to(actor, row.brand_id, subject_of(row.case), row.asked_by_id, row.asked_as, row.rung)


@prepared
def _open(*, brands: tuple[int, ...]) -> QuerySet[Consult]:
    rows = Consult.objects.filter(brand_id__in=brands, is_open=True)
    return _with_people(rows).order_by("waits_until", "id")[:MOST_LISTED]


def _with_people(rows: QuerySet[Consult]) -> QuerySet[Consult]:
    return rows.select_related("case", "case__customer", "asked_by", "taken_by", "answered_by")


def answered_since(actor: Actor, since: datetime, most: int = 8) -> list[Consult]:
    """Answers questions of this person's brands asked and answered since then, newest first. Queries: 0 to 1."""
    if not may_answer_somewhere(actor):
        return []
    rows = _answered(brands=_brands_of(actor), since=since)
    return [row for row in rows if may(actor, "see", subject_of(row.case)).is_granted][:most]


@prepared
def _answered(*, brands: tuple[int, ...], since: datetime) -> QuerySet[Consult]:
    rows = Consult.objects.filter(brand_id__in=brands, asked_at__gte=since)
    rows = rows.filter(state=ConsultState.ANSWERED.value)
    return _with_people(rows).order_by("-answered_at")[:MOST_LISTED]


def consults_to_review(actor: Actor) -> list[Consult]:
    """Answers what was granted with nobody there and this person has still to look at. Queries: 0 to 1."""
    if not may_answer_somewhere(actor):
        return []
    return [row for row in _to_review(brands=_brands_of(actor)) if _may_review(actor, row)]


def _may_review(actor: Actor, row: Consult) -> bool:
    holder = holder_of(actor.roles.get(row.brand_id))
    is_above = holder is not None and rank_of(holder) > rank_of(Holder(row.asked_as))
    is_other = row.asked_by_id != actor.staff_id
    return is_above and is_other and may(actor, "answer_consult", subject_of(row.case)).is_granted


@prepared
def _to_review(*, brands: tuple[int, ...]) -> QuerySet[Consult]:
    rows = Consult.objects.filter(brand_id__in=brands, needs_review=True)
    return _with_people(rows).order_by("answered_at")[:MOST_LISTED]


def consults_of(case: Case) -> list[Consult]:
    """Answers the last questions about a case, the newest first. Queries: 1."""
    return _of_case(brand=case.brand_id, case=case.pk)


@prepared
def _of_case(*, brand: int, case: int) -> QuerySet[Consult]:
    rows = Consult.objects.of(brand).filter(case_id=case)
    return rows.select_related("asked_by", "taken_by", "answered_by").order_by("-asked_at", "-id")[:5]


def grants_in_case(consult: Consult) -> int:
    """Answers how much other answers allow in the same case for other remedies. Queries: 1. Units: minor units."""
    rows = _grants(brand=consult.brand_id, case=consult.case_id, but=consult.pk)
    return sum(amount or 0 for remedy, amount in rows if remedy != consult.remedy)


@prepared
def _grants(*, brand: int, case: int, but: int) -> QuerySet[Consult, tuple[str, int | None]]:
    rows = Consult.objects.of(brand).filter(case_id=case, ended_at=None, granted_minor__isnull=False)
    return rows.exclude(pk=but).values_list("remedy", "granted_minor")


def find_consult(actor: Actor, consult_uuid: UUID) -> Consult:
    """Answers a question of a case that this actor may see. Queries: 1. Raises: NotFound."""
    for row in _one(consult_uuid=consult_uuid):
        allow(may(actor, "see", subject_of(row.case)))
        return row
    raise NotFound("consult_not_found")


@prepared
def _one(*, consult_uuid: UUID) -> QuerySet[Consult]:
    return _with_people(Consult.objects.filter(uuid=consult_uuid))


@dataclass(frozen=True, slots=True)
class There:
    """How many who could answer are at the desk, and how many of them have no question in hand."""

    present: int
    free: int


def people_there(brand_id: int, asker: Holder, but: int, now: datetime) -> There:
    """Answers who above the asker is at the desk for this brand. Queries: 1."""
    rows = _there(brand=brand_id, since=now - SEEN_WITHIN, but=but)
    above = [busy for role, busy in rows if rank_of(Holder(role)) > rank_of(asker)]
    return There(len(above), above.count(False))


@prepared
def _there(*, brand: int, since: datetime, but: int) -> QuerySet[Presence, tuple[str, bool]]:
    busy = Consult.objects.filter(taken_by_id=OuterRef("staff_id"), is_open=True, state="taken")
    rows = Presence.objects.filter(seen_at__gte=since, staff__is_active=True)
    rows = rows.filter(staff__memberships__brand_id=brand, staff__memberships__role__in=_ANSWERING).exclude(
        staff_id=but
    )
    return rows.values_list("staff__memberships__role", Exists(busy))


@dataclass(slots=True)
class Tally:
    """What the questions about one remedy in one row of the policy came to. Units: minor units, seconds."""

    policy_row: str
    remedy: str
    currency: str
    first_asked_at: datetime
    asked: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    unattended: int = 0
    unanswered: int = 0
    withdrawn: int = 0
    waited_seconds: int = 0
    granted_minor: int = 0
    most_granted_minor: int = 0

    def of(self, verdict: Verdict) -> int:
        """Answers how often this was the answer."""
        return self.verdicts.get(verdict.value, 0)

    @property
    def answered(self) -> int:
        """Answers how many questions a person answered."""
        return sum(self.verdicts.values())


def consult_tallies(brand_id: int, since: datetime) -> list[Tally]:
    """Answers what questions asked since then came to, by policy row and remedy, the most asked first. Queries: 1."""
    found: dict[tuple[str, str], Tally] = {}
    for row in _asked_since(brand=brand_id, since=since):
        key = (row.policy_row, row.remedy)
        _count(found.setdefault(key, Tally(*key, row.currency, row.asked_at)), row)
    return sorted(found.values(), key=lambda one: (-one.asked, one.policy_row, one.remedy))


@prepared
def _asked_since(*, brand: int, since: datetime) -> QuerySet[Consult]:
    rows = Consult.objects.of(brand).filter(asked_at__gte=since).order_by("asked_at", "id")
    return rows.defer("question", "answer", "content_key")


def _count(tally: Tally, row: Consult) -> None:
    tally.asked += 1
    tally.unattended += row.is_unattended
    tally.unanswered += row.state == ConsultState.UNANSWERED.value
    tally.withdrawn += row.state == ConsultState.WITHDRAWN.value
    if row.verdict and row.answered_at is not None:
        tally.verdicts[row.verdict] = tally.verdicts.get(row.verdict, 0) + 1
        tally.waited_seconds += int((row.answered_at - row.asked_at).total_seconds())
    if row.granted_minor is not None:
        tally.granted_minor += row.granted_minor
        tally.most_granted_minor = max(tally.most_granted_minor, row.granted_minor)
