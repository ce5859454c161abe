"""What is known of a complaint: its outcome wanted, points, facts, steps tried; who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amends.cases.models import Case, Fact, Point, PriorStep
from amends.cases.numbers import kept_line
from amends.cases.recording import Entry, Refused, record, subject_of
from amends.cases.search import add_words
from amends.errors import DomainError
from amends.people.actors import actor_of
from amends.people.models import Staff
from amends.people.permissions import Actor, may

FACT_LABELS = ("order", "account", "tracking", "amount", "date", "place", "serial", "statement", "other")


def set_want(
    *, actor: Actor, case_uuid: UUID, want: str, now: datetime, reason: str = "", seen: int | None = None
) -> Case:
    """Sets the one desired outcome. Raises: NotFound, Refused, Conflict, DomainError('want_missing')."""
    with record("describe", actor=actor, case_uuid=case_uuid, now=now, seen=seen) as entry:
        entry.case.want_reason = kept_line(entry, reason, 300)
        entry.event("want.set", digests=set_case_words(entry, want=want))
        return entry.case


def set_case_words(entry: Entry, *, want: str) -> dict[str, str]:
    """Stores the outcome wanted and answers the digest of the case's own words."""
    wanted = kept_line(entry, want, 300)
    if not wanted:
        raise DomainError("want_missing")
    if wanted != entry.case.want:
        add_words(entry.case, wanted)
    entry.case.want = wanted
    return {"case": entry.digest(entry.case, entry.case.gist, wanted)}


def number_points(entry: Entry, texts: Sequence[str]) -> dict[str, str]:
    """Makes the points of a complaint read as given: known ones keep their number, new ones follow."""
    known = {point.text: point for point in Point.objects.of(entry.case.brand_id).filter(case=entry.case)}
    number = max((point.number for point in known.values()), default=0)
    digests = {}
    for text in texts:
        words = kept_line(entry, text, 300)
        if not words or words in known:
            continue
        number += 1
        known[words] = _point(entry, number, words)
        digests[f"point:{number}"] = entry.digest(known[words], words)
    return digests


def _point(entry: Entry, number: int, words: str) -> Point:
    point = Point(brand_id=entry.case.brand_id, case=entry.case, number=number, text=words)
    entry.digest(point, words)
    point.save(force_insert=True)
    return point


def add_point(*, actor: Actor, case_uuid: UUID, text: str, now: datetime) -> Case:
    """Adds a point that needs its own finding. Raises: NotFound, Refused, DomainError('nothing_said')."""
    if not text.strip():
        raise DomainError("nothing_said")
    with record("describe", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.is_open:
            raise Refused("closed")
        entry.event("point.added", digests=number_points(entry, [text]))
        return entry.case


def add_fact(*, actor: Actor, case_uuid: UUID, label: str, value: str, now: datetime) -> Fact:
    """Adds one fact. Raises: NotFound, Refused, DomainError('nothing_said'), DomainError('unknown_label')."""
    if not value.strip():
        raise DomainError("nothing_said")
    if label not in FACT_LABELS:
        raise DomainError("unknown_label", label=label)
    with record("describe", actor=actor, case_uuid=case_uuid, now=now) as entry:
        case, words = entry.case, _said(kept_line(entry, value, 300))
        fact = Fact(brand_id=case.brand_id, case=case, label=label, value=words, recorded_at=now)
        digest = entry.digest(fact, label, words)
        fact.save(force_insert=True)
        add_words(case, words)
        number = Fact.objects.of(case.brand_id).filter(case=case).count()
        entry.event("fact.added", label=label, digests={f"fact:{number}": digest})
        return fact


def add_prior_step(*, actor: Actor, case_uuid: UUID, text: str, now: datetime) -> PriorStep:
    """Adds what the customer tried already. Raises: NotFound, Refused, DomainError('nothing_said')."""
    if not text.strip():
        raise DomainError("nothing_said")
    with record("describe", actor=actor, case_uuid=case_uuid, now=now) as entry:
        case, words = entry.case, _said(kept_line(entry, text, 300))
        step = PriorStep(brand_id=case.brand_id, case=case, text=words, recorded_at=now)
        digest = entry.digest(step, words)
        step.save(force_insert=True)
        number = PriorStep.objects.of(case.brand_id).filter(case=case).count()
        entry.event("tried.added", digests={f"tried:{number}": digest})
        return step


def _said(words: str) -> str:
    # Control signs alone are nothing.
    if not words:
        raise DomainError("nothing_said")
    return words


def restrict_case(
    *, actor: Actor, case_uuid: UUID, is_restricted: bool, now: datetime, about_staff_id: int | None = None
) -> Case:
    """Keeps a case to specialists and above, and away from the person it is about.

    Raises: NotFound, Refused, DomainError('unknown_person').
    """
    with record("restrict", actor=actor, case_uuid=case_uuid, now=now) as entry:
        case = entry.case
        if (
            about_staff_id
            and not Staff.objects.filter(pk=about_staff_id, memberships__brand=case.brand_id).exists()
        ):
            raise DomainError("unknown_person")
        case.is_restricted, case.about_staff_id = is_restricted, about_staff_id
        if case.owner is not None and not may(actor_of(case.owner), "see", subject_of(case)).is_granted:
            case.owner = None
        entry.event("case.restricted", restricted=is_restricted, about=about_staff_id)
        return case
