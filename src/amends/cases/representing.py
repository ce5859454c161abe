"""Who acts for the customer of a case at a moment."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from amends.cases.models import Case, Representative


def standing(case: Case, now: datetime) -> QuerySet[Representative]:
    """Answers who acts for the customer now: whose date is not over, and whom nobody ended."""
    rows = Representative.objects.of(case.brand_id).filter(case=case, ended_at=None, erased_at=None)
    return rows.filter(ends_at__gt=now)


def representative_of(case: Case, now: datetime) -> Representative | None:
    """Answers who acts for the customer now, if anybody does. Queries: 1."""
    return standing(case, now).first()
