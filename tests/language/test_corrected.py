"""A person's word on a span outweighs what is read there; the gravest is shown first; sentences are whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from amends.language.corrected import MOST_SHOWN, Word, complaints_in, corrected, sentence_at, telling
from amends.language.labels import READ_LABELS
from amends.language.reading import Reading, Span

TEXT = "The washer broke down. I want my money back! 洗衣机坏了。我要退款。"


def reading(*spans: Span) -> Reading:
    return Reading("en", True, 0.9, (), 1, ("refund",), ("media",), "low", (), spans)


def test_without_a_word_the_reading_is_the_same() -> None:
    found = reading(Span("want.refund", 30, 43, "want.refund"))
    assert corrected(found, []) is found


def test_not_so_drops_the_span_even_when_it_is_found_some_letters_later() -> None:
    found = reading(Span("want.refund", 32, 43, "want.refund"), Span("flag.media", 0, 3, "flag.media"))
    left = corrected(found, [Word("want.refund", 25, 40, False)])
    assert (left.wants, left.flags) == ((), ("media",))
    assert corrected(found, [Word("want.refund", 50, 60, False)]).wants == ("refund",)
    assert corrected(found, [Word("flag.legal", 25, 40, False)]).wants == ("refund",)


def test_a_label_that_another_place_says_too_stays() -> None:
    found = reading(Span("want.refund", 4, 9, ""), Span("want.refund", 30, 43, ""))
    assert corrected(found, [Word("want.refund", 4, 9, False)]).wants == ("refund",)


def test_what_a_person_confirmed_is_there_though_nothing_reads_it() -> None:
    left = corrected(reading(), [Word("flag.media", 4, 10, True)])
    assert left.flags == ("media",)
    assert left.spans == (Span("flag.media", 4, 10, "person"),)


def test_the_gravest_is_shown_first_each_label_once_and_not_too_many() -> None:
    spans = [Span(label, place, place + 1, "") for place, label in enumerate(READ_LABELS)]
    shown = telling([*spans, *spans])
    assert len(shown) == MOST_SHOWN
    assert [span.label for span in shown[:3]] == ["flag.self_harm", "flag.safety", "flag.vulnerable"]
    assert not [span for span in telling(spans[:5]) if span.label.startswith("complaint")]


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("broke", "The washer broke down."),
        ("money", "I want my money back!"),
        ("退款", "我要退款。"),
        ("坏了", "洗衣机坏了。"),
    ],
)
def test_a_sentence_is_whole(said: str, whole: str) -> None:
    start = TEXT.index(said)
    assert sentence_at(TEXT, start, start + len(said)) == whole


def test_sentences_that_complain_are_named_once_in_their_order() -> None:
    found = reading(*(Span("complaint", at, at + 2, "") for at in (47, 11, 15)))
    text = replace(found, spans=tuple(sorted(found.spans, key=lambda one: one.start)))
    assert complaints_in(TEXT, text) == ("The washer broke down.", "洗衣机坏了。")
