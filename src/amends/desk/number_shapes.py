"""What the case page and a number's own page are given of numbers that were written; see shapes.py."""

from __future__ import annotations

from dataclasses import dataclass

from amends.page.parts import NOTHING_SENT, Choice, FormShape


@dataclass(frozen=True, slots=True)
class NumberShape:
    """One number: never the whole of it."""

    url: str
    kind: str
    text: str  # "•••• 3000"


@dataclass(frozen=True, slots=True)
class NumberPage:
    """Context name `page` of number.html; `number` is empty until somebody says why they want to see it."""

    case_url: str
    case_reference: str
    here_url: str
    text: str
    kept_text: str
    reasons: tuple[Choice, ...]
    number: str = ""
    refusal_text: str = ""
    form: FormShape = NOTHING_SENT
