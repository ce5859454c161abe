"""What a form or an address says, as something that can be used: numbers, one line, an id; whatever was typed."""

from __future__ import annotations

import re
from decimal import Decimal
from uuid import UUID

from babel.numbers import get_decimal_symbol

from amends.cases.said import clean_line
from amends.errors import DomainError
from amends.money import minor_of, places
from amends.page.words import reader_locale

_MOST_DIGITS = 18
_THREE = 3
_PLAIN = re.compile(r"(\d{1,13})(?:[.,](\d{1,4}))?", re.ASCII)
_GROUPED = re.compile(
    r"([1-9]\d{0,2}([ .,’\u00a0\u202f])\d{3}(?:\2\d{3}){0,3})(?:(?!\2)[.,](\d{1,4}))?", re.ASCII
)
"""An amount without and with a sign between its thousands, which is another than the one before the decimals."""
_THOUSANDTHS = re.compile(r"\d{1,3}([.,])\d{3}", re.ASCII)
"""What may be thousands as well as thousandths."""


def number_said(text: str) -> int | None:
    """Answers the whole number said; None for anything else, and for more than a row can hold."""
    fits = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if fits else None


def line_said(text: str, most: int) -> str:
    """Answers one line without control signs, cut to so many."""
    return clean_line(text[:most], most)


def uuid_said(text: str) -> UUID | None:
    """Answers the id said; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def money_said(text: str, currency: str) -> int | None:
    """Answers the amount said, as 132, 132.50, 132,50 or 1,234.50; None for anything else. Units: minor units."""
    amount = _figure_said(text.strip(), places(currency))
    try:
        return None if amount is None else minor_of(amount, currency)
    except DomainError:
        return None


def points_said(text: str) -> int | None:
    """Answers the percentage said, as 50, 12.5 or 12,5; None for anything else. Units: basis points."""
    found = _PLAIN.fullmatch(text.strip())
    points = _figure(found) * 100 if found else None
    return int(points) if points is not None and points == int(points) else None


def _figure_said(line: str, decimals: int) -> Decimal | None:
    """Answers the figure said; 1.234 has thousands, but where three decimals can be."""
    is_plain = decimals >= _THREE and (found := _THOUSANDTHS.fullmatch(line)) and _is_decimal_sign(found[1])
    found = (None if is_plain else _GROUPED.fullmatch(line)) or _PLAIN.fullmatch(line)
    return _figure(found) if found else None


def _figure(found: re.Match[str]) -> Decimal:
    whole = "".join(sign for sign in found[1] if sign.isdecimal())
    return Decimal(f"{whole}.{found.groups()[-1] or 0}")


def _is_decimal_sign(sign: str) -> bool:
    """Answers whether decimals come after it: always after a point, as fields are filled, else as the reader writes."""
    return sign == "." or sign == get_decimal_symbol(reader_locale())
