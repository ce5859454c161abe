"""What each form of the studio changes in a draft: the policy as plain data, changed, and read as a policy again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict

from amends.errors import DomainError
from amends.insight.studio_conditions import apply_conditions
from amends.page.asking import money_said, number_said
from amends.rules.policy.document import Policy
from amends.rules.policy.reading import policy_of
from amends.rules.policy.writing import content_of, write_policy
from amends.rules.vocabulary import LANGUAGES

Content = dict[str, Any]
Edit = Callable[[Content, QueryDict], None]
_LETTERS = "ABCD"
_LIMITS = ("per_case", "per_day", "goodwill_per_day")


class EditError(DomainError):
    """A form that can't be taken as it is; `field` is where."""

    def __init__(self, code: str, field: str = "", **values: object) -> None:
        super().__init__(code, **values)
        self.field = field


def edited(policy: Policy, act: str, form: QueryDict) -> str:
    """Answers the text of the policy after one act. Raises: EditError, NotAPolicy."""
    content = content_of(policy)
    EDITS[act](content, form)
    return write_policy(policy_of(content))


def _amount(form: Mapping[str, str], name: str) -> int:
    amount = money_said(form.get(name, ""))
    if amount is None:
        raise EditError("amount_wrong", name)
    return amount


def _number(form: Mapping[str, str], name: str) -> int:
    number = number_said(form.get(name, "").strip())
    if number is None:
        raise EditError("number_wrong", name)
    return number


def _texts(form: Mapping[str, str]) -> dict[str, str]:
    said = {language: " ".join(form.get(f"text_{language}", "").split()) for language in LANGUAGES}
    return {language: text for language, text in said.items() if text}


def _code_of(form: Mapping[str, str], known: Mapping[str, Any]) -> str:
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


def _limit(content: Content, form: QueryDict) -> None:
    """Sets one limit of one holder: what a finding offers to mend."""
    roles = content["authority"]["roles"]
    if team := form.get("team", ""):
        roles = content["authority"].get("teams", {}).get(team, {})
    holder, name = form.get("holder", ""), form.get("name", "")
    if holder not in roles:
        raise EditError("gone")
    limits, amount = roles[holder], _amount(form, "amount")
    if name in _LIMITS:
        limits[name] = amount
    else:
        limits.setdefault("kinds", {})[name] = amount
        if amount > limits["per_case"]:
            limits["per_case"] = amount
    limits["per_day"] = max(limits["per_day"], limits["per_case"])


def _limits(content: Content, form: QueryDict) -> None:
    """Sets all limits of one holder."""
    made: Content = {name: _amount(form, name) for name in _LIMITS}
    named = [name for name in form if name.startswith("kind_") and form.get(name, "").strip()]
    kinds = {name.removeprefix("kind_"): _amount(form, name) for name in named}
    if kinds:
        made["kinds"] = kinds
    content["authority"]["roles"][form.get("holder", "")] = made


def _remove_limits(content: Content, form: QueryDict) -> None:
    content["authority"]["roles"].pop(form.get("holder", ""), None)


def _authority(content: Content, form: QueryDict) -> None:
    authority = content["authority"]
    authority["unattended"] = _amount(form, "unattended")
    above = form.get("two_people_above", "").strip()
    authority["two_people_above"] = _amount(form, "two_people_above") if above else None
    authority["front_line_share"] = _amount(form, "front_line_share")


def _remedy(content: Content, form: QueryDict) -> None:
    remedies = content["remedies"]
    code = _code_of(form, remedies)
    remedies[code] = {
        "kind": form.get("kind", ""),
        "part": form.get("part", ""),
        "worth": _worth(form),
        "texts": _texts(form),
    }


def _worth(form: QueryDict) -> Content:
    of = form.get("of", "")
    if not of:
        return {"fixed": _amount(form, "fixed")}
    worth: Content = {"share": _amount(form, "share"), "of": of}
    worth |= {name: _amount(form, name) for name in ("at_least", "at_most") if form.get(name, "").strip()}
    if worth.get("at_least", 0) > worth.get("at_most", worth.get("at_least", 0)):
        raise EditError("bounds_crossed", "at_most")
    return worth


def _remove_remedy(content: Content, form: QueryDict) -> None:
    code = form.get("code", "")
    offers = [
        offer
        for table in content["tables"].values()
        for row in table["rows"]
        for offer in row.get("options", {}).values()
    ]
    used = {offer.get(part) for offer in offers for part in ("fix", "extra")}
    if code in used | {one["remedy"] for one in content.get("entitlements", {}).values()}:
        raise EditError("in_use")
    content["remedies"].pop(code, None)


def _name(content: Content, form: QueryDict) -> None:
    """Sets the texts of something the policy names itself: a failure, a product, a reason."""
    part = form.get("what", "")
    if part not in ("failures", "products", "reasons"):
        raise EditError("gone")
    names = content.setdefault(part, {})
    names[_code_of(form, names)] = _texts(form)


def _table_of(content: Content, form: QueryDict) -> Content:
    table: Content | None = content["tables"].get(form.get("table", ""))
    if table is None:
        raise EditError("gone")
    return table


def _table(content: Content, form: QueryDict) -> None:
    """Adds a table, or changes its title and the failures it is for."""
    tables = content["tables"]
    code = _code_of(form, tables)
    table = tables.setdefault(code, {"rows": [_first_row(content)]})
    table["title"] = " ".join(form.get("title", "").split())[:200]
    failures = form.getlist("failures")
    applies = {fact: said for fact, said in table.get("for", {}).items() if fact != "failure"}
    table["for"] = {"failure": failures, **applies} if failures else applies


def _first_row(content: Content) -> Content:
    rung = next((code for code, one in content["ladder"].items() if not one.get("is_final")), "")
    reasons = list(content.get("reasons", {}))[:1]
    row: Content = {"then": "explain", "reasons": reasons}
    return {**row, "next_rung": rung} if rung else row


def _remove_table(content: Content, form: QueryDict) -> None:
    if len(content["tables"]) == 1:
        raise EditError("last_one")
    content["tables"].pop(form.get("table", ""), None)


def _at(rows: list[Content], form: QueryDict) -> int:
    number = number_said(form.get("row", ""))
    if number is None or not 0 < number <= len(rows):
        raise EditError("gone")
    return number - 1


def _row(content: Content, form: QueryDict) -> None:
    """Changes a row of a table, or adds one at its end."""
    rows = _table_of(content, form)["rows"]
    old = {} if form.get("row") == "new" else rows[_at(rows, form)]
    made: Content = {**old, "then": form.get("then", ""), "denies_first": form.get("denies_first") == "yes"}
    made["when"] = apply_conditions(old.get("when", {}), form)
    made["options"] = _options(form) if made["then"] == "mend" else {}
    is_explained = made["then"] == "explain"
    made["reasons"] = form.getlist("reasons") if is_explained else []
    made["next_rung"] = (form.get("next_rung", "") or None) if is_explained else None
    if form.get("row") == "new":
        rows.append(made)
    else:
        rows[_at(rows, form)] = made


def _options(form: QueryDict) -> Content:
    """Answers the options that have a fix, lettered anew from A."""
    offers = []
    for letter in _LETTERS:
        fix, extra = form.get(f"fix_{letter}", ""), form.get(f"extra_{letter}", "")
        if extra and not fix:
            raise EditError("fix_missing", f"fix_{letter}")
        if fix:
            offers.append({"fix": fix, "extra": extra or None})
    return dict(zip(_LETTERS, offers, strict=False))


def _move_row(content: Content, form: QueryDict) -> None:
    rows = _table_of(content, form)["rows"]
    at = _at(rows, form)
    to = at + (-1 if form.get("way") == "up" else 1)
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]


def _remove_row(content: Content, form: QueryDict) -> None:
    rows = _table_of(content, form)["rows"]
    at = _at(rows, form)
    if len(rows) == 1:
        raise EditError("last_one")
    del rows[at]


def _law(content: Content, form: QueryDict) -> None:
    due = content.setdefault("entitlements", {})
    code = _code_of(form, due)
    source = " ".join(form.get("source", "").split())
    if len(source) < 3:
        raise EditError("source_missing", "source")
    when = apply_conditions(due.get(code, {}).get("when", {}), form)
    due[code] = {"when": when, "remedy": form.get("remedy", ""), "source": source}


def _remove_law(content: Content, form: QueryDict) -> None:
    content.get("entitlements", {}).pop(form.get("code", ""), None)


def _rung(content: Content, form: QueryDict) -> None:
    ladder = content["ladder"]
    code = _code_of(form, ladder)
    is_final = form.get("is_final") == "yes"
    ladder[code] = {
        "who": form.get("who", "").strip() or code,
        "next": None if is_final else form.get("next", "") or None,
        "is_final": is_final,
        "texts": _texts(form),
    }


def _remove_rung(content: Content, form: QueryDict) -> None:
    if len(content["ladder"]) == 1:
        raise EditError("last_one")
    content["ladder"].pop(form.get("code", ""), None)


def _window(content: Content, form: QueryDict) -> None:
    windows = content.setdefault("claim_windows", [])
    days, failures = _number(form, "days"), form.getlist("failures")
    applies = {"failure": failures} if failures else {}
    if form.get("row") == "new":
        windows.append({"for": applies, "days": days})
        return
    window = windows[_at(windows, form)]
    kept = {fact: said for fact, said in window.get("for", {}).items() if fact != "failure"}
    window.update({"for": {**applies, **kept}, "days": days})


def _remove_window(content: Content, form: QueryDict) -> None:
    windows = content.get("claim_windows", [])
    del windows[_at(windows, form)]


def _times(content: Content, form: QueryDict) -> None:
    """Sets how promises are kept, when a case goes up by itself, and how long it may be reopened."""
    content["promises"] = {
        "attempts": _number(form, "attempts"),
        "minutes_between": _number(form, "minutes_between"),
        "pausing": form.getlist("pausing"),
    }
    content["reopen_days"] = _number(form, "reopen_days")
    content["people_before_escalation"] = _number(form, "people_before_escalation")
    content["allows_denying_first"] = form.get("allows_denying_first") == "yes"


def _begins(content: Content, form: QueryDict) -> None:
    """Sets from when the policy holds, in the brand's own zone."""
    try:
        said = datetime.fromisoformat(f"{form.get('day', '')}T{form.get('hour', '') or '00:00'}")
        moment = said.replace(tzinfo=ZoneInfo(form.get("zone", "UTC")))
        moment.utctimetuple()
    except (ValueError, OverflowError, KeyError):
        raise EditError("moment_wrong", "day") from None
    content["effective_at"] = moment


EDITS: Mapping[str, Edit] = {
    "limit": _limit,
    "limits": _limits,
    "remove_limits": _remove_limits,
    "authority": _authority,
    "remedy": _remedy,
    "remove_remedy": _remove_remedy,
    "name": _name,
    "table": _table,
    "remove_table": _remove_table,
    "row": _row,
    "move_row": _move_row,
    "remove_row": _remove_row,
    "law": _law,
    "remove_law": _remove_law,
    "rung": _rung,
    "remove_rung": _remove_rung,
    "window": _window,
    "remove_window": _remove_window,
    "times": _times,
    "begins": _begins,
}
"""Act -> what it changes. An act that is not here does not exist."""


def with_power(policy: Policy, remedy: str, amount: int) -> str:
    """Answers the policy with which the front line may give so much of one remedy alone. Raises: EditError."""
    if remedy not in policy.remedies:
        raise EditError("gone")
    content = content_of(policy)
    limits = content["authority"]["roles"].setdefault("rep", {"per_case": 0, "per_day": 0})
    kind = policy.remedies[remedy].kind.value
    if kind in limits.get("kinds", {}):
        limits["kinds"][kind] = max(limits["kinds"][kind], amount)
    for name in ("per_case", "per_day"):
        limits[name] = max(limits[name], amount)
    return write_policy(policy_of(content))
