"""What each form of the studio changes in a draft: the policy as plain data, changed, and read as a policy again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import QueryDict

from amends.insight.studio.conditions import apply_conditions
from amends.insight.studio.forms import (
    Content,
    Edit,
    EditError,
    amount_in,
    code_in,
    number_in,
    points_in,
    texts_in,
)
from amends.insight.studio.limit_edits import LIMIT_EDITS
from amends.insight.studio.removing import NAMED, remove_name, remove_remedy
from amends.insight.studio.row_edits import ROW_EDITS
from amends.rules.policy.document import Policy
from amends.rules.policy.reading import policy_of
from amends.rules.policy.writing import content_of, write_policy


def edited(policy: Policy, act: str, form: QueryDict) -> str:
    """Answers the text of the policy after one act. Raises: EditError, NotAPolicy."""
    content = content_of(policy)
    EDITS[act](content, form)
    return write_policy(policy_of(content))


def _remedy(content: Content, form: QueryDict) -> None:
    remedies = content["remedies"]
    code = code_in(form, remedies)
    remedies[code] = {
        "kind": form.get("kind", ""),
        "part": form.get("part", ""),
        "worth": _worth(content, form),
        "texts": texts_in(form),
    }


def _worth(content: Content, form: QueryDict) -> Content:
    of = form.get("of", "")
    if not of:
        return {"fixed": amount_in(content, form, "fixed")}
    worth: Content = {"share": points_in(form, "share"), "of": of}
    worth |= {
        name: amount_in(content, form, name) for name in ("at_least", "at_most") if form.get(name, "").strip()
    }
    if worth.get("at_least", 0) > worth.get("at_most", worth.get("at_least", 0)):
        raise EditError("bounds_crossed", "at_most")
    return worth


def _name(content: Content, form: QueryDict) -> None:
    """Sets the texts of something the policy names itself: a failure, a product, a reason."""
    part = form.get("what", "")
    if part not in NAMED:
        raise EditError("gone")
    names = content.setdefault(part, {})
    names[code_in(form, names)] = texts_in(form)


def _law(content: Content, form: QueryDict) -> None:
    due = content.setdefault("entitlements", {})
    code = code_in(form, due)
    source = " ".join(form.get("source", "").split())
    if len(source) < 3:
        raise EditError("source_missing", "source")
    when = apply_conditions(due.get(code, {}).get("when", {}), form, content["currency"])
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
    content["quiet_days"] = number_in(form, "quiet_days")
    content["people_before_escalation"] = number_in(form, "people_before_escalation")
    content["allows_denying_first"] = form.get("allows_denying_first") == "yes"


def _brand_promise(content: Content, form: QueryDict) -> None:
    """Sets what the brand promises everybody; nothing in any language takes it away."""
    content["brand_promise"] = texts_in(form)


def _reply_blocks(content: Content, form: QueryDict) -> None:
    """Sets what keeps a reply from leaving, besides what always does."""
    content["reply_blocks"] = form.getlist("reply_blocks")


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
    **LIMIT_EDITS,
    "remedy": _remedy,
    "remove_remedy": remove_remedy,
    "name": _name,
    "remove_name": remove_name,
    "law": _law,
    "remove_law": _remove_law,
    "rung": _rung,
    "remove_rung": _remove_rung,
    "times": _times,
    "brand_promise": _brand_promise,
    "reply_blocks": _reply_blocks,
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
