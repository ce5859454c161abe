"""Questions to supervisors that several tests ask."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import yaml

from amends.cases.actions.consults import Question, ask_supervisor
from amends.cases.actions.policies import activate_policy
from amends.cases.models import Case, Consult, Presence
from amends.people.models import Staff
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from tests.conftest import NOON, Cast
from tests.rules.policy.conftest import _GOOD

FOUR_MINUTES = timedelta(minutes=4)
ROLES = {
    "rep": {"per_case": 5_000, "per_day": 20_000},
    "specialist": {"per_case": 7_000, "per_day": 40_000},
    "supervisor": {"per_case": 10_000, "per_day": 80_000},
    "manager": {"per_case": 50_000, "per_day": 90_000},
    "win_back": {"per_case": 10_000, "per_day": 80_000},
}


def policy_holds(cast: Cast, now: datetime = NOON, unattended: int = 6_000, **authority: Any) -> None:
    """Puts a policy in force for Norvia that holds from now on."""
    said: dict[str, Any] = deepcopy(_GOOD)
    said["authority"] = {"roles": ROLES, "unattended": unattended, **authority}
    said["effective_at"] = now.isoformat()
    before = now - timedelta(days=1)
    with every_brand():
        activate_policy(actor=SYSTEM, brand=cast.norvia, text=yaml.safe_dump(said), now=before)


def question(text: str = "May I give it back?", **more: Any) -> Question:
    """Answers a usual question: eighty of the policy's refund, and a customer who can wait four minutes."""
    usual = {"wait": FOUR_MINUTES, "option": "B", "remedy": "back", "amount_minor": 8_000}
    return Question(**{"text": text, **usual, **more})


def words_only(text: str = "Will you join?") -> Question:
    """Answers a question that asks for no money."""
    return Question(text=text, wait=FOUR_MINUTES)


def asked(cast: Cast, case: Case, now: datetime = NOON, who: str = "rep", **more: Any) -> Consult:
    """Asks a question as somebody of the cast."""
    with every_brand():
        return ask_supervisor(actor=cast.actor(who), case_uuid=case.uuid, question=question(**more), now=now)


def at_the_desk(*people: Staff, now: datetime = NOON) -> None:
    """Lets these people be at the desk."""
    for person in people:
        Presence.objects.update_or_create(staff=person, defaults={"seen_at": now})
