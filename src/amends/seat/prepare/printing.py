"""The letter on paper: one template for the page that is printed and for the PDF, made here and kept nowhere.

Source: BG25.
"""

from __future__ import annotations

from typing import Protocol

from django.template.loader import render_to_string
from django.utils import translation

from amends.seat.prepare.papers.letters import Letter
from amends.seat.prepare.papers.pieces import Direction, bare

TEMPLATE = "seat/prepare/letter.html"


class Printer(Protocol):
    """What makes a PDF of a page; it may fetch nothing, neither from the network nor from a file."""

    def pdf(self, html: str) -> bytes | None:
        """Answers the PDF; None where what makes it is not installed."""


_printers: list[Printer] = []


def print_with(printer: Printer) -> None:
    """Makes known what prints; the site calls it when the desk starts, and the last one counts."""
    _printers[:] = [printer]


def pdf_of(letter: Letter, language: str, direction: Direction) -> bytes | None:
    """Answers the letter as a PDF; None where nothing prints, and then the page is printed instead."""
    if not _printers:
        return None
    return _printers[0].pdf(letter_html(letter, language, direction))


def letter_html(letter: Letter, language: str, direction: Direction, *, is_page: bool = False) -> str:
    """Answers the letter as HTML, in its own language; `is_page` for the one that a browser prints."""
    with translation.override(language):
        return render_to_string(TEMPLATE, letter_context(letter, language, direction, is_page=is_page))


def letter_context(
    letter: Letter, language: str, direction: Direction, *, is_page: bool
) -> dict[str, object]:
    """Answers what the template is drawn from."""
    return {
        "letter": letter,
        "title": bare(letter.subject),
        "author": bare(letter.name),
        "language": language,
        "direction": direction,
        "is_page": is_page,
    }
