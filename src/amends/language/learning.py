"""What people's corrections teach: which of the spans that a phrasebook finds are refused. It only ever takes away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp, sqrt
from typing import Any, Final, NamedTuple
from zlib import crc32

from amends.language.corrected import TELLING
from amends.language.features import features_of
from amends.language.reading import Reading, Span

LEFT_TO_PEOPLE: Final = frozenset(
    f"flag.{one}" for one in ("safety", "self_harm", "vulnerable", "legal", "regulator", "threat")
)
"""What must not be missed: no model takes it away."""
LEARNABLE: Final = frozenset(
    label
    for label in TELLING
    if label.startswith(("want.", "emotion.", "flag.")) and label not in LEFT_TO_PEOPLE
)
"""What a model may take away: shown on the case page, so that people correct it, and no reason to hurry."""
_PASSES: Final = 30
_RATE: Final = 1.0
_FREEDOM: Final = 10.0
"""How far the weights may go from nought: the sum of losses weighs so much against their squares."""
_BIAS_RATE: Final = 0.1
_DIGITS: Final = 4
_REFUSED_BELOW: Final = 0.5


class Example(NamedTuple):
    """One span that a phrasebook found, and whether it was right; what shares a group is never learned and measured."""

    label: str
    text: str
    start: int
    end: int
    is_right: bool
    group: int


class Row(NamedTuple):
    """An example as a model sees it."""

    places: tuple[int, ...]
    is_right: bool
    group: int


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What speaks for one label being right where it is found, by place."""

    bias: float
    places: Mapping[int, float]

    def sureness(self, places: Sequence[int]) -> float:
        """Answers how likely a span is right, from 0 to 1."""
        found = sum(self.places.get(one, 0.0) for one in places)
        return _squeezed(self.bias + found / sqrt(len(places) or 1))

    def refuses(self, places: Sequence[int]) -> bool:
        """Answers whether a span is more likely wrong than right."""
        return self.sureness(places) < _REFUSED_BELOW


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What was learned, label by label; it is known by itself, so that what was read with it can be remembered."""

    labels: Mapping[str, Weights] = field(default_factory=dict)

    def refuses(self, span: Span, text: str) -> bool:
        """Answers whether a span is taken away; never one that is left to people."""
        weights = self.labels.get(span.label) if span.label in LEARNABLE else None
        return weights is not None and weights.refuses(features_of(text, span.start, span.end))

    def numbers(self) -> dict[str, Any]:
        """Answers the model as JSON holds it."""
        return {
            label: {"bias": one.bias, "places": {str(place): weight for place, weight in one.places.items()}}
            for label, one in self.labels.items()
        }


def model_of(numbers: Mapping[str, Any]) -> Model:
    """Answers the model that JSON holds."""
    return Model(
        {
            label: Weights(one["bias"], {int(place): weight for place, weight in one["places"].items()})
            for label, one in numbers.items()
        }
    )


def kept(reading: Reading, text: str, model: Model) -> Reading:
    """Answers the reading without the spans that the model refuses, and without the labels that nothing else shows.

    Facts, score, seriousness and urgency stay as read: nobody waits longer for what a model thinks.
    """
    left, held = (
        tuple(span for span in spans if not model.refuses(span, text))
        for spans in (reading.spans, reading.held)
    )
    if (left, held) == (reading.spans, reading.held):
        return reading
    labels = {span.label for span in left}
    return replace(
        reading,
        emotions=tuple(one for one in reading.emotions if f"emotion.{one}" in labels),
        wants=tuple(one for one in reading.wants if f"want.{one}" in labels),
        flags=tuple(one for one in reading.flags if f"flag.{one}" in labels),
        spans=left,
        held=held,
    )


def rows_of(examples: Iterable[Example]) -> dict[str, list[Row]]:
    """Answers the examples of each label that can be learned, in an order that depends on nothing but them."""
    found: dict[str, list[Row]] = {}
    for one in sorted(set(examples), key=_order):
        if one.label in LEARNABLE:
            row = Row(features_of(one.text, one.start, one.end), one.is_right, one.group)
            found.setdefault(one.label, []).append(row)
    return found


def _order(one: Example) -> tuple[int, Example]:
    # Right and wrong ones must take turns, or the last would outweigh the first.
    return crc32(f"{one.group} {one.start} {one.label}".encode()), one


def trained(rows: Sequence[Row]) -> Weights:
    """Answers the weights of a logistic regression with squares held small; the same rows give the same weights."""
    held, bias, scale = dict[int, float](), 0.0, 1.0
    pull = 1 / (_FREEDOM * len(rows)) if rows else 0.0
    for step in range(_PASSES * len(rows)):
        row = rows[step % len(rows)]
        rate = _RATE / (1 + _RATE * pull * step)
        # All weights shrink at each step: one number says by how much.
        scale *= 1 - rate * pull
        length = sqrt(len(row.places) or 1)
        found = scale * sum(held.get(one, 0.0) for one in row.places) / length
        push = rate * (row.is_right - _squeezed(bias + found))
        bias += _BIAS_RATE * push
        for one in row.places:
            held[one] = held.get(one, 0.0) + push / (length * scale)
    rounded = {place: round(scale * weight, _DIGITS) for place, weight in sorted(held.items())}
    return Weights(round(bias, _DIGITS), {place: weight for place, weight in rounded.items() if weight})


def _squeezed(value: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, value))))
