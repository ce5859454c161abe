"""Amounts go from minor units to what people write and back, in currencies with none, two and three decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from amends.errors import DomainError
from amends.money import MOST, grouped, major, minor_of, places, written
from amends.page.when import money_in

DECIMALS = {"JPY": 0, "ISK": 0, "KRW": 0, "EUR": 2, "HUF": 2, "RSD": 2, "KWD": 3, "TND": 3, "CLF": 4}
SELDOM_SEEN = "AFN ALL IQD IRR KPW LAK LBP MGA MMK RSD SOS SYP YER"
"""Currencies in use whose decimals CLDR leaves out, because nobody pays with so little."""
currencies = st.sampled_from(sorted(DECIMALS))
amounts = st.integers(0, MOST)


def test_a_currency_has_its_own_decimals() -> None:
    assert {currency: places(currency) for currency in DECIMALS} == DECIMALS


def test_all_others_have_the_decimals_that_cldr_knows() -> None:
    in_use = {
        code for codes in get_global("territory_currencies").values() for code, *_, end, _ in codes if not end
    }
    known = {code: digits[0] for code, digits in get_global("currency_fractions").items() if code in in_use}
    apart = {code for code, digits in known.items() if places(code) != digits}
    assert apart == set(SELDOM_SEEN.split())


@given(amounts, currencies)
def test_an_amount_comes_back_as_it_was(minor: int, currency: str) -> None:
    assert minor_of(major(minor, currency), currency) == minor
    assert minor_of(Decimal(written(minor, currency)), currency) == minor
    assert minor_of(Decimal(grouped(minor, currency).replace(",", "")), currency) == minor


@given(amounts, currencies)
def test_an_amount_is_written_with_just_its_decimals(minor: int, currency: str) -> None:
    _whole, _point, decimals = written(minor, currency).partition(".")
    assert len(decimals) == DECIMALS[currency]


@given(st.integers(-MOST, MOST), currencies)
def test_no_reader_sees_an_amount_rounded(minor: int, currency: str) -> None:
    shown = money_in(minor, currency, Locale.parse("en_GB"))
    assert [sign for sign in shown if sign.isdecimal()] == [
        sign for sign in written(minor, currency) if sign.isdecimal()
    ]


@given(st.decimals(0, 10**6, allow_nan=False, places=6), currencies)
def test_an_amount_with_more_decimals_than_there_are_is_refused(amount: Decimal, currency: str) -> None:
    if amount == round(amount, DECIMALS[currency]):
        assert major(minor_of(amount, currency), currency) == amount
    else:
        with pytest.raises(DomainError, match="amount_wrong"):
            minor_of(amount, currency)


@pytest.mark.parametrize(
    "said",
    [
        "-0.01",
        "NaN",
        "sNaN",
        "Infinity",
        "0.001",
        "10000000000.01",
        "1e13",
        "1e999999",
        "1e-999999",
        f"1.{'0' * 40}1",
    ],
)
def test_what_is_no_amount_is_refused(said: str) -> None:
    with pytest.raises(DomainError, match="amount_wrong"):
        minor_of(Decimal(said), "EUR")


def test_examples() -> None:
    assert [written(13_200, one) for one in ("EUR", "JPY", "KWD")] == ["132.00", "13200", "13.200"]
    assert grouped(123_450_000, "EUR") == "1,234,500.00"
    assert grouped(-5, "EUR") == "-0.05"
    assert minor_of(Decimal("132.50"), "EUR") == 13_250
