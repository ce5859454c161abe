"""Authority as a table: roles by limits, and beside win-back what the front line may give of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amends.insight.studio.lint import findings_at, holder_name, limit_name, plain
from amends.insight.studio.reading import Reading
from amends.insight.studio.shapes import AuthorityShape, HolderShape, ShareShape
from amends.insight.studio.words import KINDS, LIMITS
from amends.page import when
from amends.page.parts import Choice
from amends.people.models import Team
from amends.rules.policy.amounts import WHOLE, at_least_share
from amends.rules.policy.document import Holder, Limits, RemedyKind


def authority_shape(reading: Reading, opened: str) -> AuthorityShape:
    """Answers who may give how much. Queries: 1."""
    authority = reading.policy.authority
    scopes = (authority.roles, *authority.teams.values())
    kinds = sorted({kind.value for roles in scopes for limits in roles.values() for kind in limits.kinds})
    teams = tuple(Team.objects.filter(brand=reading.brand).order_by("name").values_list("name", flat=True))
    names = [*LIMITS, *kinds]
    holders = [_holder(reading, holder, names, opened) for holder in Holder]
    above = authority.two_people_above
    return AuthorityShape(
        columns=tuple(limit_name(name) for name in names),
        holders=tuple(one for one in holders if one.is_held or reading.is_draft),
        shares=tuple(_shares(reading)),
        limit_percent=round(authority.front_line_share * 100 / WHOLE),
        lines=tuple(_lines(reading)),
        values={
            "unattended": plain(reading, authority.unattended),
            "two_people_above": plain(reading, above),
            "front_line_share": f"{authority.front_line_share * 100 / WHOLE:g}",
        },
        in_teams=tuple(_in_teams(reading, names, teams)),
        teams=tuple(Choice(team, team) for team in teams),
        roles=tuple(Choice(holder.value, holder_name(holder.value)) for holder in Holder),
        new_fields=tuple(_fields(reading, None)),
    )


def _lines(reading: Reading) -> Iterator[str]:
    authority, currency = reading.policy.authority, reading.policy.currency
    yield _("While nobody answers a question, a rep may grant up to {amount}.").format(
        amount=when.money(authority.unattended, currency)
    )
    if authority.two_people_above is not None:
        yield _("Above {amount} two other people approve.").format(
            amount=when.money(authority.two_people_above, currency)
        )


def _in_teams(reading: Reading, names: list[str], teams: Sequence[str]) -> Iterator[HolderShape]:
    for team, roles in reading.policy.authority.teams.items():
        for holder, limits in roles.items():
            who = pgettext("who may give", "{team}, {holder}").format(
                team=team, holder=holder_name(holder.value)
            )
            yield HolderShape(
                code=holder.value,
                name=who,
                amounts=tuple(_amount(reading, limits, name) for name in names),
                fields=tuple(_fields(reading, limits)),
                findings=findings_at(reading, "authority", "teams", team, holder.value),
                team=team,
                is_team_known=team in teams,
            )


def _holder(reading: Reading, holder: Holder, names: list[str], opened: str) -> HolderShape:
    limits = reading.policy.authority.roles.get(holder)
    place = ("authority", "roles", holder.value)
    return HolderShape(
        code=holder.value,
        name=holder_name(holder.value),
        amounts=tuple(_amount(reading, limits, name) for name in names) if limits else (),
        fields=tuple(_fields(reading, limits)),
        is_held=limits is not None,
        findings=findings_at(reading, *place),
        is_open=opened == holder.value,
    )


def _amount(reading: Reading, limits: Limits, name: str) -> str:
    if name in LIMITS:
        return when.money(getattr(limits, name), reading.policy.currency)
    own = limits.kinds.get(RemedyKind(name))
    return "–" if own is None else when.money(own, reading.policy.currency)


def _fields(reading: Reading, limits: Limits | None) -> Iterator[tuple[str, str, str]]:
    for name, word in LIMITS.items():
        yield name, str(word), plain(reading, getattr(limits, name) if limits else 0)
    for kind, word in KINDS.items():
        own = limits.kinds.get(RemedyKind(kind)) if limits else None
        yield f"kind_{kind}", str(word), plain(reading, own)


def _shares(reading: Reading) -> Iterator[ShareShape]:
    authority, currency = reading.policy.authority, reading.policy.currency
    front, win_back = authority.roles.get(Holder.REP), authority.roles.get(Holder.WIN_BACK)
    if front is None or win_back is None:
        return
    for kind, word in KINDS.items():
        part, whole = front.of_kind(RemedyKind(kind)), win_back.of_kind(RemedyKind(kind))
        percent = min(100, part * 100 // whole) if whole else 100
        yield ShareShape(
            kind=str(word),
            front=when.money(part, currency),
            win_back=when.money(whole, currency),
            percent=percent,
            percent_text=f"{part * 100 // whole} %" if whole else "–",
            is_enough=at_least_share(part, whole, authority.front_line_share),
        )
