"""Somebody sends a case one rung up the ladder, and says what would have let them mend it themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from amends.cases.authority import Weighed, weigh_entry
from amends.cases.escalation import Climbed, climb
from amends.cases.models import Case
from amends.cases.recording import Refused, record
from amends.errors import DomainError
from amends.people.permissions import Actor
from amends.rules.ladder import Climb
from amends.rules.policy.amounts import MOST
from amends.rules.policy.document import RemedyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """What would have helped: a remedy of the policy, and for how much. Units: minor units."""

    remedy: str
    amount_minor: int


def escalate_case(
    *,
    actor: Actor,
    case_uuid: UUID,
    why: Climb,
    now: datetime,
    had_chance: bool | None = None,
    lacking: Lacking | None = None,
) -> Case:
    """Sends a case one rung up; of a demanded supervisor it says whether the rep had a fair chance first.

    Who says that they have no power says what would have helped; that is counted at the end of the ladder too.
    Raises: NotFound, Refused('closed', 'ladder_ends'), DomainError('no_policy'), DomainError('remedy_missing'),
    DomainError('remedy_unknown'), DomainError('amount_wrong').
    """
    with record("assess", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.is_open:
            raise Refused("closed")
        weighed = weigh_entry(entry)
        said = _said(why, had_chance, weighed, lacking)
        if not climb(entry, why, said) and why is not Climb.POWERLESS:
            raise Refused("ladder_ends")
        return entry.case


def _said(why: Climb, had_chance: bool | None, weighed: Weighed, lacking: Lacking | None) -> Climbed:
    where: dict[str, Any] = {"policy_number": weighed.policy.number, "policy_row": weighed.row_name}
    if why is Climb.DEMANDED:
        return Climbed(**where, had_chance=had_chance)
    if why is not Climb.POWERLESS:
        return Climbed(**where)
    policy = weighed.policy.compiled.policy
    if lacking is None or not lacking.remedy:
        raise DomainError("remedy_missing")
    if lacking.remedy not in policy.remedies:
        raise DomainError("remedy_unknown")
    if not 0 <= lacking.amount_minor <= MOST:
        raise DomainError("amount_wrong")
    return Climbed(
        **where,
        remedy=lacking.remedy,
        amount_minor=lacking.amount_minor,
        limit_minor=_reach(weighed, policy.remedies[lacking.remedy].kind),
        currency=policy.currency,
    )


def _reach(weighed: Weighed, kind: RemedyKind) -> int:
    """Answers how much of this kind the person may still give in this case."""
    if weighed.limits is None or weighed.power is None:
        return 0
    left = weighed.limits.per_case - weighed.power.given_in_case
    return max(0, min(weighed.limits.of_kind(kind), left))
