"""Conditions as a form says them: ticks for codes, two ends for figures, a choice for yes and no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from amends.errors import DomainError
from amends.page.asking import money_said, number_said
from amends.rules.policy.document import MISSING
from amends.rules.policy.facts import FACTS, FactKind

FLAGS = ("yes", "no", "missing", "yes_missing", "no_missing")


class ConditionError(DomainError):
    """A condition that can't be taken as it is; `field` is where."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.field = field


def apply_conditions(old: Mapping[str, Any], form: QueryDict, currency: str) -> dict[str, Any]:
    """Answers the conditions after a form: those it shows are as it says, the others stay. Raises: ConditionError.

    Amounts in the form are in units of the currency.
    """
    made = dict(old)
    for fact in form.getlist("facts"):
        if fact not in FACTS:
            continue
        said = _said(form, fact, currency)
        if said is None:
            made.pop(fact, None)
        else:
            made[fact] = said
    return made


def _said(form: QueryDict, fact: str, currency: str) -> dict[str, Any] | None:
    kind = FACTS[fact].kind
    if kind is FactKind.CODE:
        codes = form.getlist(f"when_{fact}")
        named = [code for code in codes if code != MISSING]
        return {"one_of": named, "or_missing": MISSING in codes} if codes else None
    if kind is FactKind.FLAG:
        return _flag(form.get(f"when_{fact}", ""))
    return _range(form, fact, currency)


def _flag(said: str) -> dict[str, Any] | None:
    if said not in FLAGS:
        return None
    made: dict[str, Any] = {"or_missing": said.endswith(MISSING)}
    return made if said == MISSING else {**made, "is": said.startswith("yes")}


def _range(form: QueryDict, fact: str, currency: str) -> dict[str, Any] | None:
    ends = {name: _figure(form, name, fact, currency) for name in ("from", "to")}
    made: dict[str, Any] = {name: value for name, value in ends.items() if value is not None}
    if "from" in made and "to" in made and made["from"] > made["to"]:
        raise ConditionError("bounds_crossed", f"to_{fact}")
    if form.get(f"missing_{fact}") == "yes":
        made["or_missing"] = True
    return made or None


def _figure(form: QueryDict, end: str, fact: str, currency: str) -> int | None:
    name = f"{end}_{fact}"
    said = form.get(name, "").strip()
    if not said:
        return None
    is_money = FACTS[fact].kind is FactKind.MONEY
    figure = money_said(said, currency) if is_money else number_said(said)
    if figure is None:
        raise ConditionError("amount_wrong" if is_money else "number_wrong", name)
    return figure
