"""What people say of readings, as examples to learn from: what they corrected, and what they left as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from amends.cases.models import Contact, ReadingCorrection, ReadingModelTurn
from amends.cases.readings import read_words, words_of
from amends.language.corrected import corrected, telling
from amends.language.learning import Example, Model, model_of
from amends.language.reading import BY_PERSON
from amends.rules.vocabulary import Direction


@dataclass(frozen=True, slots=True)
class Past:
    """What was switched on and off for a brand, in its order."""

    turns: Sequence[ReadingModelTurn]

    def turn_at(self, moment: datetime) -> ReadingModelTurn | None:
        """Answers what was switched last before a moment."""
        return next((one for one in reversed(self.turns) if one.at <= moment), None)


def examples_of(brand_id: int) -> list[Example]:
    """Answers the examples of a brand; erased contacts give none. Queries: 2. Raises: ScopeMissing."""
    rows = ReadingCorrection.objects.of(brand_id).select_related("contact__case")
    rows = rows.filter(contact__erased_at=None, contact__direction=Direction.IN.value).order_by(
        "contact_id", "start"
    )
    turns = ReadingModelTurn.objects.of(brand_id).select_related("model").order_by("at", "pk")
    past = Past(list(turns))
    return [
        example
        for _contact, said in groupby(rows, key=lambda row: row.contact_id)
        for example in _of_contact(list(said), past)
    ]


def _of_contact(said: Sequence[ReadingCorrection], past: Past) -> Iterator[Example]:
    contact = said[0].contact
    if contact.case is None or not contact.text:
        return
    for row in said:
        yield Example(row.label, contact.text, row.start, row.end, row.is_right, contact.case.pk)
    if not contact.case.is_open:
        yield from _left_alone(contact, contact.case.pk, said, past.turn_at(max(row.at for row in said)))


def _left_alone(
    contact: Contact, case_id: int, said: Sequence[ReadingCorrection], turn: ReadingModelTurn | None
) -> Iterator[Example]:
    """Answers the spans that whoever corrected something saw and left: what the page did not show nobody left."""
    model: Model | None = None
    if turn is not None and turn.is_on:
        if not turn.model.weights:
            return
        model = model_of(turn.model.weights)
    found = read_words(contact.text, contact.language, contact.occurred_at, model)
    for span in telling(corrected(found, words_of(contact, said)).spans):
        if span.reason != BY_PERSON:
            yield Example(span.label, contact.text, span.start, span.end, True, case_id)
