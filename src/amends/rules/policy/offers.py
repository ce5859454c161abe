"""The offers of a row made ready: what they are worth, and up to where each holder of authority covers them."""

from __future__ import annotations

from typing import NamedTuple

from amends.rules.policy.amounts import MOST, share
from amends.rules.policy.document import Authority, Holder, Limits, Policy, Remedy, Row
from amends.rules.policy.facts import Facts


class Part(NamedTuple):
    """One half of an offer: a fixed worth, or a share of an amount of the case within bounds."""

    remedy: str
    fixed: int | None
    share: int
    of: str
    at_least: int
    at_most: int

    def worth(self, facts: Facts) -> int | None:
        """Answers what it is worth in a case; None while the amount it is a share of is not known."""
        if self.fixed is not None:
            return self.fixed
        amount = facts.get(self.of)
        if amount is None:
            return None
        worth = share(int(amount), self.share)
        if worth < self.at_least:
            return self.at_least
        return self.at_most if worth > self.at_most else worth


class Ceiling(NamedTuple):
    """Up to where one holder covers this offer: all of it, its fix, its extra, and a day of giving."""

    holder: Holder
    per_case: int
    fix: int
    extra: int
    per_day: int


class ReadyOffer(NamedTuple):
    """One offer; `ceilings` stand by team ("" for those without limits of their own), from the front line upwards."""

    code: str
    fix: Part
    extra: Part
    ceilings: dict[str, tuple[Ceiling, ...]]


NOTHING = Part("", 0, 0, "", 0, MOST)


def ready_offers(policy: Policy, row: Row) -> tuple[ReadyOffer, ...]:
    """Answers the offers of a row in their order. Raises: KeyError for a remedy the policy does not have."""
    ready = []
    for code, offer in row.options.items():
        fix = policy.remedies[offer.fix]
        extra = policy.remedies[offer.extra] if offer.extra else None
        ceilings = {
            team: tuple(_ceilings(policy.authority, team, fix, extra))
            for team in ("", *policy.authority.teams)
        }
        extra_part = ready_part(offer.extra, extra) if offer.extra and extra else NOTHING
        ready.append(ReadyOffer(code, ready_part(offer.fix, fix), extra_part, ceilings))
    return tuple(ready)


def ready_part(name: str, remedy: Remedy) -> Part:
    """Answers a remedy made ready."""
    rule = remedy.worth
    return Part(name, rule.fixed, rule.share or 0, rule.of or "", rule.at_least, rule.at_most)


def limits_of(authority: Authority, holder: Holder, team: str = "") -> Limits | None:
    """Answers what a holder of authority may give; a team's own limits stand before its role's."""
    return authority.teams.get(team, {}).get(holder) or authority.roles.get(holder)


def _ceilings(authority: Authority, team: str, fix: Remedy, extra: Remedy | None) -> list[Ceiling]:
    found = []
    for holder in Holder:
        if limits := limits_of(authority, holder, team):
            most_extra = limits.of_kind(extra.kind) if extra else MOST
            found.append(
                Ceiling(holder, limits.per_case, limits.of_kind(fix.kind), most_extra, limits.per_day)
            )
    return found
