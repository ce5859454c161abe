"""Authority as a table: roles by limits, and beside win-back what the front line may give of each kind."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from amends.insight.studio_lint import findings_at, holder_name, limit_name, plain
from amends.insight.studio_reading import Reading
from amends.insight.studio_shapes import AuthorityShape, HolderShape, ShareShape
from amends.insight.studio_words import KINDS, LIMITS
from amends.page import when
from amends.rules.policy.amounts import WHOLE, at_least_share
from amends.rules.policy.document import Holder, Limits, RemedyKind


def authority_shape(reading: Reading, opened: str) -> AuthorityShape:
    """Answers who may give how much."""
    authority = reading.policy.authority
    kinds = sorted({kind.value for limits in authority.roles.values() for kind in limits.kinds})
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
            "unattended": plain(authority.unattended),
            "two_people_above": plain(above),
            "front_line_share": f"{authority.front_line_share * 100 / WHOLE:g}",
        },
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
    for team, roles in authority.teams.items():
        for holder, limits in roles.items():
            yield _("{team}, {holder}: {amount} per case, {day} per day.").format(
                team=team,
                holder=holder_name(holder.value),
                amount=when.money(limits.per_case, currency),
                day=when.money(limits.per_day, currency),
            )


def _holder(reading: Reading, holder: Holder, names: list[str], opened: str) -> HolderShape:
    limits = reading.policy.authority.roles.get(holder)
    place = ("authority", "roles", holder.value)
    return HolderShape(
        code=holder.value,
        name=holder_name(holder.value),
        amounts=tuple(_amount(reading, limits, name) for name in names) if limits else (),
        fields=tuple(_fields(limits)),
        is_held=limits is not None,
        findings=findings_at(reading, *place),
        is_open=opened == holder.value,
    )


def _amount(reading: Reading, limits: Limits, name: str) -> str:
    if name in LIMITS:
        return when.money(getattr(limits, name), reading.policy.currency)
    own = limits.kinds.get(RemedyKind(name))
    return "–" if own is None else when.money(own, reading.policy.currency)


def _fields(limits: Limits | None) -> Iterator[tuple[str, str, str]]:
    for name, word in LIMITS.items():
        yield name, str(word), plain(getattr(limits, name) if limits else 0)
    for kind, word in KINDS.items():
        own = limits.kinds.get(RemedyKind(kind)) if limits else None
        yield f"kind_{kind}", str(word), plain(own)


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
