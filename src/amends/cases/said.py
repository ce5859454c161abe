"""Words on their way into a row: control signs out, card numbers masked, length kept."""

from __future__ import annotations

import re

from amends.errors import DomainError
from amends.language.redaction import redact_cards

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
MOST_TEXT = 200_000


def clean_words(text: str, most: int = MOST_TEXT) -> str:
    """Answers the words as they may be stored. Raises: DomainError('too_long')."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip()
    if len(text) > most:
        raise DomainError("too_long", most=most, length=len(text))
    if _CONTROL.search(text):
        text = _CONTROL.sub("", text)
    return redact_cards(text).text


def clean_line(text: str, most: int) -> str:
    """Answers one line of at most so many signs, cut with an ellipsis; for titles made from what was said."""
    if not text:
        return ""
    line = " ".join(clean_words(text[: most * 4]).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
