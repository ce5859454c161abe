"""Corrections teach what to take away: the same each time, nothing that is grave, nothing added."""

from __future__ import annotations

import pickle
import random

from hypothesis import given
from hypothesis import strategies as st
from tests.language.made_examples import made

from amends.language.corrected import TELLING
from amends.language.features import PLACES, features_of
from amends.language.labels import READ_LABELS
from amends.language.learning import LEARNABLE, LEFT_TO_PEOPLE, Model, Weights, kept, model_of
from amends.language.measuring import learned, measured_of
from amends.language.reading import Reading, Span, read


def test_the_same_examples_give_the_same_model_in_whatever_order_they_come() -> None:
    examples = made(1, 120)
    again = random.Random(2).sample(examples, len(examples))
    first, second = learned(examples), learned(again)
    assert first.model.numbers() == second.model.numbers() != {}
    assert first.measured == second.measured


def test_a_model_goes_through_json_and_to_another_process_and_back() -> None:
    found = learned(made(9, 120))
    numbers = found.model.numbers()
    assert pickle.loads(pickle.dumps(found.model)).numbers() == numbers
    assert model_of(numbers).numbers() == numbers
    assert [measured_of(one.numbers()).numbers() for one in found.measured] == [
        one.numbers() for one in found.measured
    ]


def everything(bias: float, labels: list[str]) -> Model:
    """Answers a model that was never learned."""
    return Model({label: Weights(bias, {}) for label in labels})


def reading(*labels: str) -> Reading:
    spans = tuple(Span(label, place, place + 1, "") for place, label in enumerate(labels))
    named = {
        group: tuple(one.partition(".")[2] for one in labels if one.startswith(group))
        for group in ("emotion", "want", "flag")
    }
    return Reading("en", True, 0.9, named["emotion"], 2, named["want"], named["flag"], "high", (), spans)


@given(
    st.lists(st.sampled_from(READ_LABELS), unique=True),
    st.floats(-9, 9),
    st.lists(st.sampled_from(READ_LABELS), unique=True),
)
def test_no_model_takes_away_what_is_grave_or_adds_anything(
    said: list[str], bias: float, labels: list[str]
) -> None:
    found = reading(*said)
    left = kept(found, "x" * 40, everything(bias, labels))
    assert (
        {span for span in found.spans if span.label not in LEARNABLE} <= set(left.spans) <= set(found.spans)
    )
    for flag in LEFT_TO_PEOPLE:
        assert (flag.partition(".")[2] in left.flags) == (flag in said)
    assert (left.score, left.is_complaint, left.facts) == (found.score, found.is_complaint, found.facts)
    assert (left.seriousness, left.urgency, left.language) == (
        found.seriousness,
        found.urgency,
        found.language,
    )


@given(
    st.dictionaries(
        st.sampled_from(READ_LABELS), st.dictionaries(st.integers(0, PLACES - 1), st.floats(-99, 99))
    )
)
def test_nor_does_a_model_of_any_weights(weights: dict[str, dict[int, float]]) -> None:
    model = Model({label: Weights(-30.0, places) for label, places in weights.items()})
    text = "I smell gas, my lawyer and the ombudsman know, I want to end my life and I will kill you. I am disabled."
    found = read(text, stated="en")
    grave = {span for span in found.spans if span.label in LEFT_TO_PEOPLE}
    assert grave
    assert grave <= set(kept(found, text, model).spans)


def test_a_label_stays_while_another_place_shows_it_and_goes_with_the_last() -> None:
    text = "never money back. Please money back."
    only = set(features_of(text, 6, 16)) - set(features_of(text, 25, 35))
    model = Model({"want.refund": Weights(3.0, dict.fromkeys(only, -9.0))})
    spans = (Span("want.refund", 6, 16, ""), Span("want.refund", 25, 35, ""))
    found = Reading("en", True, 0.9, (), 1, ("refund",), (), "low", (), spans)
    left = kept(found, text, model)
    assert (left.spans, left.wants) == (spans[1:], ("refund",))
    refusing = everything(-9.0, ["want.refund"])
    assert (kept(found, text, refusing).wants, kept(found, text, refusing).spans) == ((), ())


def test_a_model_that_refuses_nothing_leaves_the_reading_as_it_is() -> None:
    found = reading("want.refund", "flag.media")
    assert kept(found, "x" * 9, everything(9.0, ["want.refund", "flag.media"])) is found
    assert kept(found, "x" * 9, Model()) is found


def test_what_may_be_learned_is_shown_so_that_people_can_correct_it() -> None:
    assert TELLING.keys() > LEARNABLE
    assert not LEARNABLE & LEFT_TO_PEOPLE
    assert not [one for one in LEARNABLE if one.startswith(("serious", "urgent", "complaint"))]
