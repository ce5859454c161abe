"""What a form or an address says, as something that can be used: numbers, one line, an id; whatever was typed."""

from __future__ import annotations

import re
from uuid import UUID

from amends.cases.said import clean_line

_MOST_DIGITS = 18
_PLAIN = re.compile(r"(\d{1,13})(?:[.,](\d{1,2}))?", re.ASCII)
_GROUPED = re.compile(r"(\d{1,3}([ .,’\u00a0\u202f])\d{3}(?:\2\d{3}){0,3})(?:(?!\2)[.,](\d{1,2}))?", re.ASCII)
"""An amount without and with a sign between its thousands, which is another than the one before the hundredths."""


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


def money_said(text: str) -> int | None:
    """Answers the amount said, as 132, 132.50, 132,50 or 1,234.50; None for anything else. Units: minor units."""
    line = text.strip()
    found = _PLAIN.fullmatch(line) or _GROUPED.fullmatch(line)
    if found is None:
        return None
    whole = "".join(sign for sign in found[1] if sign.isdecimal())
    return int(whole) * 100 + int((found.groups()[-1] or "0").ljust(2, "0"))
