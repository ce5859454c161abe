"""What customers said once it was over, as who leads a brand reads it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Case as When
from django.db.models import F, IntegerField, QuerySet, Value
from django.db.models import When as Is

from amends.cases.models import Case, Feedback
from amends.cases.visibility import visible
from amends.people.permissions import Actor
from amends.people.prepared import prepared
from amends.rules.vocabulary import Listened

MOST = 200
_UNHAPPY = When(
    Is(listened=Listened.NO.value, then=Value(0)),
    Is(listened=Listened.PARTLY.value, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def feedback_since(
    actor: Actor, brand_id: int, since: datetime, *, unhappy_first: bool = False
) -> Sequence[Feedback]:
    """Answers what was said of cases that this person may know of, the newest first. Queries: 1."""
    rows = Feedback.objects.of(brand_id).filter(at__gte=since, erased_at=None)
    rows = rows.filter(case__in=visible(actor, brand_id)).select_related("case", "thanked", "changed_by")
    order = (_UNHAPPY.asc(), F("at").desc()) if unhappy_first else (F("at").desc(),)
    return list(rows.order_by(*order, "-pk")[:MOST])


def feedback_of(case: Case) -> Sequence[Feedback]:
    """Answers what was said of each closing of a case, in order. Queries: 1."""
    return _of_case(brand=case.brand_id, case=case.pk)


@prepared
def _of_case(*, brand: int, case: int) -> QuerySet[Feedback]:
    rows = Feedback.objects.of(brand).filter(case_id=case, erased_at=None)
    return rows.select_related("thanked", "changed_by").order_by("closing")
