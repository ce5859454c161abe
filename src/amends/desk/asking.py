"""What a form or an address says, as something that can be used: numbers, one line, an id; whatever was typed."""

from __future__ import annotations

from uuid import UUID

from amends.cases.said import clean_line

_MOST_DIGITS = 18


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
