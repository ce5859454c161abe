"""Which lists of a case hold anything: most are empty in most cases, and one question answers for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from amends.cases.models import (
    Attachment,
    Case,
    Circumstances,
    Consult,
    CriticalFinding,
    Fact,
    Feedback,
    Leaving,
    Note,
    Outgoing,
    Point,
    PriorStep,
    Promise,
    ReadingCorrection,
    ReadingModel,
    Remedy,
    Representative,
    SealedNumber,
)
from amends.people.prepared import prepared

_LISTS: Mapping[str, tuple[Any, str]] = {
    "notes": (Note, "case_id"),
    "points": (Point, "case_id"),
    "facts": (Fact, "case_id"),
    "prior_steps": (PriorStep, "case_id"),
    "attachments": (Attachment, "case_id"),
    "outgoing": (Outgoing, "case_id"),
    "remedies": (Remedy, "case_id"),
    "promises": (Promise, "case_id"),
    "corrections": (ReadingCorrection, "contact__case_id"),
    "numbers": (SealedNumber, "case_id"),
    "circumstances": (Circumstances, "case_id"),
    "consults": (Consult, "case_id"),
    "leaving": (Leaving, "case_id"),
    "findings": (CriticalFinding, "case_id"),
    "feedback": (Feedback, "case_id"),
    "representatives": (Representative, "case_id"),
}


def held_by(case: Case) -> frozenset[str]:
    """Answers the names of the lists of this case that have at least one row; `model` where its brand has one on.

    Queries: 1.
    """
    answers = _held(brand=case.brand_id, case=case.pk)
    return frozenset(
        name for row in answers for name, holds in zip((*_LISTS, "model"), row, strict=True) if holds
    )


@prepared
def _held(*, brand: int, case: int) -> QuerySet[Case, tuple[bool, ...]]:
    holds = [
        Exists(model.objects.of(brand).filter(**{column: OuterRef("pk")}))
        for model, column in _LISTS.values()
    ]
    is_on = Exists(ReadingModel.objects.of(brand).filter(is_on=True))
    return Case.objects.of(brand).filter(pk=case).values_list(*holds, is_on)
