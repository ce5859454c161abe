"""What the forms of authority change in a draft: limits of roles and of teams, and what holds for everybody."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from amends.insight.studio.forms import Content, Edit, EditError, amount_in, points_in
from amends.rules.policy.document import RemedyKind

_LIMITS = ("per_case", "per_day", "goodwill_per_day")
_MOST_NAME = 80
"""A team's name has so many signs at most."""


def _limit(content: Content, form: QueryDict) -> None:
    """Sets one limit of one holder: what a finding offers to mend."""
    roles = content["authority"]["roles"]
    if team := form.get("team", ""):
        roles = content["authority"].get("teams", {}).get(team, {})
    holder, name = form.get("holder", ""), form.get("name", "")
    if holder not in roles:
        raise EditError("gone")
    limits, amount = roles[holder], amount_in(content, form, "amount")
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
    """Sets all limits of one holder, or of one holder in one team; what is new takes nobody's place."""
    roles, holder = _scope(content, form.get("team", "")), form.get("holder", "")
    if form.get("is_new") == "yes" and holder in roles:
        raise EditError("limits_there", "holder")
    made: Content = {name: amount_in(content, form, name) for name in _LIMITS}
    named = [name for name in form if name.startswith("kind_") and form.get(name, "").strip()]
    kinds = {name.removeprefix("kind_"): amount_in(content, form, name) for name in named}
    if kinds:
        made["kinds"] = kinds
    roles[holder] = made


def _scope(content: Content, team: str) -> Content:
    """Answers the limits by holder of one team, begun where there are none; without a team those of the roles."""
    authority: Content = content["authority"]
    if not team:
        roles: Content = authority["roles"]
        return roles
    if len(team) > _MOST_NAME:
        raise EditError("team_missing", "team")
    scope: Content = authority.setdefault("teams", {}).setdefault(team, {})
    return scope


def _team_limits(content: Content, form: QueryDict) -> None:
    """Gives a team limits of its own for one role."""
    if not form.get("team", "").strip():
        raise EditError("team_missing", "team")
    _limits(content, form)


def _remove_limits(content: Content, form: QueryDict) -> None:
    """Takes all limits of one holder away; in a team the role's own limits hold again."""
    team, holder = form.get("team", ""), form.get("holder", "")
    if not team:
        content["authority"]["roles"].pop(holder, None)
        return
    teams = content["authority"].get("teams", {})
    teams.get(team, {}).pop(holder, None)
    if not teams.get(team):
        teams.pop(team, None)


def _remove_team(content: Content, form: QueryDict) -> None:
    """Takes all limits of one team away: the limits of the roles hold again."""
    content["authority"].get("teams", {}).pop(form.get("team", ""), None)


def _authority(content: Content, form: QueryDict) -> None:
    authority = content["authority"]
    authority["unattended"] = amount_in(content, form, "unattended")
    above = form.get("two_people_above", "").strip()
    authority["two_people_above"] = amount_in(content, form, "two_people_above") if above else None
    authority["front_line_share"] = points_in(form, "front_line_share")


LIMIT_EDITS: Mapping[str, Edit] = {
    "limit": _limit,
    "limits": _limits,
    "team_limits": _team_limits,
    "remove_limits": _remove_limits,
    "remove_team": _remove_team,
    "authority": _authority,
}
"""Act -> what it changes in who may give how much."""
