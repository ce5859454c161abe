"""Prints letters with WeasyPrint where the extra `letters` and its system libraries are installed."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from amends.site.extras import weasyprint_pdf

_CSS = Path(__file__).resolve().parent / "static" / "amends" / "css" / "letter.css"
_one_at_a_time = Lock()


class LetterPrinter:
    """Makes a PDF of one letter after the other: setting type takes a core, and its libraries want one thread."""

    def pdf(self, html: str) -> bytes | None:
        """Answers the PDF; None where nothing sets it."""
        with _one_at_a_time:
            return weasyprint_pdf(html, _CSS.read_text("utf-8"))
