"""Which learned model a brand's readings go through: none, until a person switched one on."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from amends.cases.models import ReadingModel
from amends.language.learning import Model, model_of
from amends.people.prepared import prepared


def model_on(brand_id: int) -> Model | None:
    """Answers the model that is on for a brand. Queries: 1, or 2 where it is new here.

    Raises: ScopeMissing.
    """
    return next((_model(brand_id, uuid) for uuid in _on(brand=brand_id)), None)


def models_of(brand_id: int) -> QuerySet[ReadingModel]:
    """Answers what was learned for a brand, newest first. Raises: ScopeMissing."""
    return ReadingModel.objects.of(brand_id).order_by("-made_at", "-pk").select_related("made_by")


@prepared
def _on(*, brand: int) -> QuerySet[ReadingModel, UUID]:
    return ReadingModel.objects.of(brand).filter(is_on=True).values_list("uuid", flat=True)


@lru_cache(maxsize=64)
def _model(brand_id: int, uuid: UUID) -> Model:
    """Answers a model made ready, remembered: while it is on its weights never change."""
    rows = ReadingModel.objects.of(brand_id).filter(uuid=uuid)
    return model_of(rows.values_list("weights", flat=True).first() or {})
