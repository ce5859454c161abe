"""Words on their way into a row: control signs out, secrets and numbers masked, length kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from amends.errors import DomainError
from amends.language.redaction import Secret, redact, redact_cards

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
MOST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Said:
    """Words as they may be stored, and the ids and IBANs that stood in them, which may be kept sealed."""

    words: str
    numbers: tuple[Secret, ...] = ()


def said_words(text: str, most: int = MOST_TEXT) -> Said:
    """Answers the words as they may be stored, and the numbers in them. Raises: DomainError('too_long')."""
    words, secrets = redact(_without_control(text, most))
    return Said(words, tuple(one for one in secrets if not one.is_masked_away))


def said_line(text: str, most: int) -> Said:
    """Answers one line of at most so many signs, and the numbers in what it was made from."""
    if not text:
        return Said("")
    said = said_words(text[: most * 4])
    line = " ".join(said.words.split())
    return Said(line if len(line) <= most else line[: most - 1].rstrip() + "…", said.numbers)


def clean_words(text: str, most: int = MOST_TEXT) -> str:
    """Answers the words as they may be stored. Raises: DomainError('too_long')."""
    return said_words(text, most).words


def clean_reply(text: str) -> str:
    """Answers what we say ourselves: no card, code or password; which account is meant stays readable."""
    return redact_cards(_without_control(text, MOST_TEXT)).text


def clean_line(text: str, most: int) -> str:
    """Answers one line of at most so many signs, cut with an ellipsis; for titles made from what was said."""
    return said_line(text, most).words


def _without_control(text: str, most: int) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip()
    if len(text) > most:
        raise DomainError("too_long", most=most, length=len(text))
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text
