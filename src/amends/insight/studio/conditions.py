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


def apply_conditions(old: Mapping[str, Any], form: QueryDict) -> dict[str, Any]:
    """Answers the conditions after a form: those it shows are as it says, the others stay. Raises: ConditionError."""
    made = dict(old)
    for fact in form.getlist("facts"):
        if fact not in FACTS:
            continue
        said = _said(form, fact)
        if said is None:
            made.pop(fact, None)
        else:
            made[fact] = said
    return made


def _said(form: QueryDict, fact: str) -> dict[str, Any] | None:
    kind = FACTS[fact].kind
    if kind is FactKind.CODE:
        codes = form.getlist(f"when_{fact}")
        named = [code for code in codes if code != MISSING]
        return {"one_of": named, "or_missing": MISSING in codes} if codes else None
    if kind is FactKind.FLAG:
        return _flag(form.get(f"when_{fact}", ""))
    return _range(form, fact, kind)


def _flag(said: str) -> dict[str, Any] | None:
    if said not in FLAGS:
        return None
    made: dict[str, Any] = {"or_missing": said.endswith(MISSING)}
    return made if said == MISSING else {**made, "is": said.startswith("yes")}


def _range(form: QueryDict, fact: str, kind: FactKind) -> dict[str, Any] | None:
    ends = {name: _figure(form, f"{name}_{fact}", kind) for name in ("from", "to")}
    made: dict[str, Any] = {name: value for name, value in ends.items() if value is not None}
    if "from" in made and "to" in made and made["from"] > made["to"]:
        raise ConditionError("bounds_crossed", f"to_{fact}")
    if form.get(f"missing_{fact}") == "yes":
        made["or_missing"] = True
    return made or None


def _figure(form: QueryDict, name: str, kind: FactKind) -> int | None:
    said = form.get(name, "").strip()
    if not said:
        return None
    figure = money_said(said) if kind is FactKind.MONEY else number_said(said)
    if figure is None:
        raise ConditionError("number_wrong", name)
    return figure
