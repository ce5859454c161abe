"""What a form says is read as people write it, in whichever currency and language."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from amends.money import MOST, grouped, written
from amends.page.asking import money_said, points_said

CURRENCIES = ("EUR", "JPY", "KWD", "CLF")


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("132", 13_200),
        (" 132.5 ", 13_250),
        ("132,50", 13_250),
        ("1,234.50", 123_450),
        ("1 234,50", 123_450),
        ("0", 0),
        ("1.234", 123_400),
        ("0.500", 50),
        ("1.2345", None),
        ("", None),
        ("-1", None),
        ("1e3", None),
        ("NaN", None),
        ("12.345.6", None),
        ("9" * 13, None),
        ("9" * 14, None),
        ("٣", None),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, minor: int | None) -> None:
    assert money_said(text, "EUR") == minor


@pytest.mark.parametrize(
    ("text", "minor"),
    [("1200", 1_200), ("1,200", 1_200), ("1.200", 1_200), ("1200.00", 1_200), ("1200.5", None)],
)
def test_yen_have_no_decimals(text: str, minor: int | None) -> None:
    assert money_said(text, "JPY") == minor


@pytest.mark.parametrize(
    ("language", "text", "minor"),
    [
        ("en", "1.234", 1_234),
        ("en", "1,234", 1_234_000),
        ("sv", "1,234", 1_234),
        ("sv", "1.234", 1_234),
        ("en", "1,234.5", 1_234_500),
        ("en", "1,234,567", 1_234_567_000),
        ("sv", "1 234", 1_234_000),
        ("en", "1.2345", None),
    ],
)
def test_three_decimals_are_told_from_thousands_as_the_reader_writes(
    language: str, text: str, minor: int | None
) -> None:
    with translation.override(language):
        assert money_said(text, "KWD") == minor


@given(st.integers(0, MOST), st.sampled_from(CURRENCIES), st.sampled_from(["en", "sv", "he"]))
def test_what_a_field_shows_is_read_as_the_same_amount(minor: int, currency: str, language: str) -> None:
    with translation.override(language):
        assert money_said(written(minor, currency), currency) == minor


@given(st.integers(0, MOST), st.sampled_from(CURRENCIES))
def test_an_amount_with_its_thousands_apart_is_read_too(minor: int, currency: str) -> None:
    with translation.override("en"):
        assert money_said(grouped(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("text", "points"), [("50", 5_000), ("12.5", 1_250), ("12,55", 1_255), ("12.555", None), ("x", None)]
)
def test_a_percentage_is_read_in_basis_points(text: str, points: int | None) -> None:
    assert points_said(text) == points
