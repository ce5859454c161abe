"""What corrections teach is kept, and a person switches it on or off: managers and administrators."""

from __future__ import annotations

import uuid
from datetime import datetime

from amends.cases.models import ReadingModel, ReadingModelTurn
from amends.cases.reading_examples import examples_of
from amends.cases.reading_models import models_of
from amends.cases.recording import Refused, allow, writing
from amends.errors import DomainError
from amends.language.learning import LEARNABLE
from amends.language.measuring import FEWEST, Measured, learned
from amends.people.models import Brand
from amends.people.permissions import Actor, Subject, may


class TooFewCorrections(DomainError):
    """Nothing can be learned yet; how many corrections there are, and which label comes nearest."""

    def __init__(self, brand: Brand, measured: tuple[Measured, ...]) -> None:
        nearest = max((one for one in measured if one.label in LEARNABLE), key=_nearness, default=None)
        same = {"brand": brand.name, "needed": FEWEST}
        if nearest is None:
            super().__init__("nothing_corrected", **same)
        else:
            super().__init__(
                "too_few_corrections",
                **same,
                count=sum(one.right + one.wrong for one in measured),
                label=nearest.label,
                right=nearest.right,
                wrong=nearest.wrong,
            )
        self.measured = measured


def _nearness(one: Measured) -> tuple[int, str]:
    return min(one.right, FEWEST) + min(one.wrong, FEWEST), one.label


def learn_readings(*, actor: Actor, brand: Brand, now: datetime) -> ReadingModel:
    """Learns from a brand's corrections and keeps what was learned, off; numbers of what is off are forgotten.

    Raises: Refused, TooFewCorrections.
    """
    allow(may(actor, "manage_policy", Subject(brand.pk)))
    # Whoever writes meanwhile need not wait until all is learned.
    found = learned(examples_of(brand.pk))
    if not any(one.before for one in found.measured):
        raise TooFewCorrections(brand, found.measured)
    with writing():
        _turnstile(brand)
        ReadingModel.objects.of(brand.pk).filter(is_on=False).update(weights={})
        return ReadingModel.objects.create(
            brand=brand,
            uuid=uuid.uuid4(),
            weights=found.model.numbers(),
            measured=[one.numbers() for one in found.measured],
            made_at=now,
            made_by_id=actor.staff_id,
        )


def switch_model_on(*, actor: Actor, brand: Brand, now: datetime) -> ReadingModel:
    """Lets readings go through what was learned last; what was on before is forgotten.

    Raises: Refused('role'), Refused('nothing_learned'), Refused('model_is_on').
    """
    allow(may(actor, "manage_policy", Subject(brand.pk)))
    with writing():
        _turnstile(brand)
        model = models_of(brand.pk).first()
        if model is None or not model.weights:
            raise Refused("nothing_learned", brand=brand.name)
        if model.is_on:
            raise Refused("model_is_on", brand=brand.name)
        ReadingModel.objects.of(brand.pk).exclude(pk=model.pk).update(is_on=False, weights={})
        return _turned(model, actor, now, is_on=True)


def switch_model_off(*, actor: Actor, brand: Brand, now: datetime) -> ReadingModel:
    """Lets readings be as the phrasebooks say. Raises: Refused('role'), Refused('no_model_on')."""
    allow(may(actor, "manage_policy", Subject(brand.pk)))
    with writing():
        _turnstile(brand)
        model = models_of(brand.pk).filter(is_on=True).first()
        if model is None:
            raise Refused("no_model_on", brand=brand.name)
        return _turned(model, actor, now, is_on=False)


def _turnstile(brand: Brand) -> None:
    """Lets one person at a time change what a brand has learned."""
    Brand.objects.select_for_update().get(pk=brand.pk)


def _turned(model: ReadingModel, actor: Actor, now: datetime, *, is_on: bool) -> ReadingModel:
    model.is_on = is_on
    model.save(update_fields=["is_on"])
    ReadingModelTurn.objects.create(
        brand_id=model.brand_id, model=model, is_on=is_on, at=now, staff_id=actor.staff_id
    )
    return model
