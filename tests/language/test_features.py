"""A sentence marks the same places everywhere, the words of the span apart from those around it."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from amends.language.features import PLACES, features_of


def test_the_same_words_mark_the_same_places_in_every_process() -> None:
    code = "from amends.language.features import features_of; print(features_of('Pay my money back', 7, 17))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": "src", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert told == {f"{features_of('Pay my money back', 7, 17)}\n"}


def test_the_sentence_is_looked_at_and_the_spans_own_words_apart() -> None:
    alone = set(features_of("money back", 0, 10))
    assert alone & set(features_of("Once. Pay my money back. Twice.", 13, 23))
    assert features_of("Once. Pay money back. Twice.", 10, 20) == features_of("Pay money back.", 4, 14)
    # What is shared is the place itself.
    assert len(set(features_of("x money", 0, 1)) & set(features_of("y money", 2, 7))) == 1
    assert all(0 <= one < PLACES for one in alone)


def test_chinese_is_looked_at_by_one_and_two_characters() -> None:
    two, turned = features_of("我要退款", 2, 4), features_of("要我退款", 2, 4)
    # 我, 要, their pair, the place itself and the pair with it; the same for 退款 but for the place.
    assert len(two) == 8
    assert len(set(two) & set(turned)) == 6


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_no_text_makes_it_fail(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = features_of(text, start, end)
    assert list(found) == sorted(set(found))


def test_a_long_text_without_an_end_is_looked_at_near_the_span() -> None:
    text = "word " * 5_000 + "money back " + "more " * 5_000
    assert len(features_of(text, 25_000, 25_010)) < 100
