"""What each form of the studio changes in a draft: the policy as plain data, changed, and read as a policy again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import QueryDict

from amends.insight.studio_conditions import apply_conditions
from amends.insight.studio_forms import Content, Edit, EditError, amount_in, code_in, number_in, texts_in
from amends.insight.studio_row_edits import ROW_EDITS
from amends.rules.policy.document import Policy, RemedyKind
from amends.rules.policy.reading import policy_of
from amends.rules.policy.writing import content_of, write_policy

_LIMITS = ("per_case", "per_day", "goodwill_per_day")


def edited(policy: Policy, act: str, form: QueryDict) -> str:
    """Answers the text of the policy after one act. Raises: EditError, NotAPolicy."""
    content = content_of(policy)
    EDITS[act](content, form)
    return write_policy(policy_of(content))


def _limit(content: Content, form: QueryDict) -> None:
    """Sets one limit of one holder: what a finding offers to mend."""
    roles = content["authority"]["roles"]
    if team := form.get("team", ""):
        roles = content["authority"].get("teams", {}).get(team, {})
    holder, name = form.get("holder", ""), form.get("name", "")
    if holder not in roles:
        raise EditError("gone")
    limits, amount = roles[holder], amount_in(form, "amount")
    kinds = name.split(",")
    if name in _LIMITS:
        limits[name] = amount
    elif len(kinds) == len(RemedyKind) and not limits.get("kinds"):
        limits["per_case"] = amount
    else:
        limits["kinds"] = {**limits.get("kinds", {}), **dict.fromkeys(kinds, amount)}
        limits["per_case"] = max(limits["per_case"], amount)
    limits["per_day"] = max(limits["per_day"], limits["per_case"])


def _limits(content: Content, form: QueryDict) -> None:
    """Sets all limits of one holder."""
    made: Content = {name: amount_in(form, name) for name in _LIMITS}
    named = [name for name in form if name.startswith("kind_") and form.get(name, "").strip()]
    kinds = {name.removeprefix("kind_"): amount_in(form, name) for name in named}
    if kinds:
        made["kinds"] = kinds
    content["authority"]["roles"][form.get("holder", "")] = made


def _remove_limits(content: Content, form: QueryDict) -> None:
    content["authority"]["roles"].pop(form.get("holder", ""), None)


def _authority(content: Content, form: QueryDict) -> None:
    authority = content["authority"]
    authority["unattended"] = amount_in(form, "unattended")
    above = form.get("two_people_above", "").strip()
    authority["two_people_above"] = amount_in(form, "two_people_above") if above else None
    authority["front_line_share"] = amount_in(form, "front_line_share")


def _remedy(content: Content, form: QueryDict) -> None:
    remedies = content["remedies"]
    code = code_in(form, remedies)
    remedies[code] = {
        "kind": form.get("kind", ""),
        "part": form.get("part", ""),
        "worth": _worth(form),
        "texts": texts_in(form),
    }


def _worth(form: QueryDict) -> Content:
    of = form.get("of", "")
    if not of:
        return {"fixed": amount_in(form, "fixed")}
    worth: Content = {"share": amount_in(form, "share"), "of": of}
    worth |= {name: amount_in(form, name) for name in ("at_least", "at_most") if form.get(name, "").strip()}
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
    names[code_in(form, names)] = texts_in(form)


def _law(content: Content, form: QueryDict) -> None:
    due = content.setdefault("entitlements", {})
    code = code_in(form, due)
    source = " ".join(form.get("source", "").split())
    if len(source) < 3:
        raise EditError("source_missing", "source")
    when = apply_conditions(due.get(code, {}).get("when", {}), form)
    due[code] = {"when": when, "remedy": form.get("remedy", ""), "source": source}


def _remove_law(content: Content, form: QueryDict) -> None:
    content.get("entitlements", {}).pop(form.get("code", ""), None)


def _rung(content: Content, form: QueryDict) -> None:
    ladder = content["ladder"]
    code = code_in(form, ladder)
    is_final = form.get("is_final") == "yes"
    ladder[code] = {
        "who": form.get("who", "").strip() or code,
        "next": None if is_final else form.get("next", "") or None,
        "is_final": is_final,
        "texts": texts_in(form),
    }


def _remove_rung(content: Content, form: QueryDict) -> None:
    if len(content["ladder"]) == 1:
        raise EditError("last_one")
    content["ladder"].pop(form.get("code", ""), None)


def _times(content: Content, form: QueryDict) -> None:
    """Sets how promises are kept, when a case goes up by itself, and how long it may be reopened."""
    content["promises"] = {
        "attempts": number_in(form, "attempts"),
        "minutes_between": number_in(form, "minutes_between"),
        "pausing": form.getlist("pausing"),
    }
    content["reopen_days"] = number_in(form, "reopen_days")
    content["people_before_escalation"] = number_in(form, "people_before_escalation")
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
    **ROW_EDITS,
    "limit": _limit,
    "limits": _limits,
    "remove_limits": _remove_limits,
    "authority": _authority,
    "remedy": _remedy,
    "remove_remedy": _remove_remedy,
    "name": _name,
    "law": _law,
    "remove_law": _remove_law,
    "rung": _rung,
    "remove_rung": _remove_rung,
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
