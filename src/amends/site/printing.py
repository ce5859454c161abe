"""Prints letters with WeasyPrint where the extra `letters` and its system libraries are installed."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from amends.site.extras import weasyprint_pdf

_CSS = Path(__file__).resolve().parent / "static" / "amends" / "css" / "letter.css"
_one_at_a_time = Lock()
PATIENCE_SECONDS = 0.5


class LetterPrinter:
    """Makes a PDF of one letter after the other: setting type takes a core, and its libraries want one thread."""

    def pdf(self, html: str) -> bytes | None:
        """Answers the PDF; None where nothing sets it, or while another one is set: a queue would hold every thread."""
        if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
            return None
        try:
            return weasyprint_pdf(html, _CSS.read_text("utf-8"))
        finally:
            _one_at_a_time.release()
