"""What a form of the studio says: amounts, numbers, texts, short names; or which field can't be taken as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict

from amends.errors import DomainError
from amends.page.asking import money_said, number_said, points_said
from amends.rules.policy.reading import Place
from amends.rules.vocabulary import LANGUAGES

Content = dict[str, Any]
"""A policy as plain data."""
Edit = Callable[[Content, QueryDict], None]
"""Changes the data as a form says. Raises: EditError."""


class EditError(DomainError):
    """A form that can't be taken as it is; `field` is where, `places` what of the policy is in the way."""

    def __init__(self, code: str, field: str = "", places: tuple[Place, ...] = ()) -> None:
        super().__init__(code, **({"places": places} if places else {}))
        self.field, self.places = field, places


def amount_in(content: Content, form: Mapping[str, str], name: str) -> int:
    """Answers an amount in a form, in the policy's currency. Raises: EditError. Units: minor units."""
    amount = money_said(form.get(name, ""), content["currency"])
    if amount is None:
        raise EditError("amount_wrong", name)
    return amount


def points_in(form: Mapping[str, str], name: str) -> int:
    """Answers a percentage in a form. Raises: EditError. Units: basis points."""
    points = points_said(form.get(name, ""))
    if points is None:
        raise EditError("amount_wrong", name)
    return points


def number_in(form: Mapping[str, str], name: str) -> int:
    """Answers a whole number in a form. Raises: EditError."""
    number = number_said(form.get(name, "").strip())
    if number is None:
        raise EditError("number_wrong", name)
    return number


def texts_in(form: Mapping[str, str]) -> dict[str, str]:
    """Answers what a form says in each language; what is empty is left out."""
    said = {language: " ".join(form.get(f"text_{language}", "").split()) for language in LANGUAGES}
    return {language: text for language, text in said.items() if text}


def code_in(form: Mapping[str, str], known: Mapping[str, Any]) -> str:
    """Answers the code a form is about: an old one in `code`, or a new one that nobody has."""
    old = form.get("code", "")
    if old:
        if old not in known:
            raise EditError("gone")
        return old
    new = form.get("new_code", "").strip()
    if not new:
        raise EditError("code_missing", "new_code")
    if new in known:
        raise EditError("code_taken", "new_code")
    return new
