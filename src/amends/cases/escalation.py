"""A case goes one rung up the brand's ladder: by itself after too many people, or because somebody says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from amends.cases.models import CaseEvent, Contact, Escalation
from amends.cases.policies import policy_in_force
from amends.cases.recording import Entry
from amends.rules.ladder import Climb, climbs_by_itself, rung_above
from amends.rules.vocabulary import Channel, Direction

HIGH = 2
"""What climbs is seen as serious at least so far."""


def told_people(entry: Entry) -> int:
    """Answers to how many people the customer had to explain it, the one who listens now among them. Queries: 1.

    Questions between colleagues, notes and visits do not count.
    """
    rows = Contact.objects.of(entry.case.brand_id).filter(case=entry.case, direction=Direction.IN.value)
    heard = rows.exclude(channel=Channel.WALK_IN.value).filter(staff__isnull=False)
    people = set(heard.values_list("staff_id", flat=True))
    return len(people | ({entry.actor.staff_id} if entry.actor.staff_id else set()))


def climb_if_told_too_often(entry: Entry) -> None:
    """Lets a case climb by itself when the customer has told it to as many people as the policy allows, once."""
    policy = policy_in_force(entry.case.brand_id, entry.now)
    if policy is None or entry.actor.staff_id is None:
        return
    people = told_people(entry)
    if not climbs_by_itself(people, policy.compiled.policy.people_before_escalation):
        return
    before = CaseEvent.objects.of(entry.case.brand_id).filter(case=entry.case, kind="case.escalated")
    if not before.filter(data__contains=f'"{Climb.THIRD_PERSON.value}"').exists():
        climb(entry, Climb.THIRD_PERSON, people=people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Climbed:
    """What is kept of a climb besides its why: of what policy, what would have helped, whether there was a chance."""

    policy_number: int | None = None
    policy_row: str = ""
    had_chance: bool | None = None
    remedy: str = ""
    amount_minor: int | None = None
    limit_minor: int | None = None
    currency: str = ""

    def told(self) -> dict[str, Any]:
        """Answers what the record says of it: what is known, and nothing that is not."""
        named = {"had_chance": self.had_chance, "remedy": self.remedy, "amount": self.amount_minor}
        named |= {"limit": self.limit_minor, "currency": self.currency, "row": self.policy_row}
        return {name: value for name, value in named.items() if value not in (None, "")}


NOTHING_SAID = Climbed()


def climb(entry: Entry, why: Climb, said: Climbed = NOTHING_SAID, **more: object) -> str:
    """Moves a case to the next rung and answers it; empty where it stands at the end of the ladder already."""
    policy = policy_in_force(entry.case.brand_id, entry.now)
    above = rung_above(policy.compiled.policy.ladder, entry.case.rung) if policy else ""
    if not above and why is not Climb.POWERLESS:
        return ""
    if above:
        case = entry.case
        case.rung, case.escalated_at = above, entry.now
        case.seriousness = max(case.seriousness, HIGH)
    kind = "case.escalated" if above else "case.powerless"
    entry.event(kind, why=why.value, rung=above, **said.told(), **more)
    _keep(entry, why, above, said)
    return above


def _keep(entry: Entry, why: Climb, rung: str, said: Climbed) -> None:
    columns = {name: getattr(said, name) for name in Climbed.__dataclass_fields__}
    kept = {"case": entry.case, "why": why.value, "rung": rung, "at": entry.now}
    Escalation.objects.create(brand_id=entry.case.brand_id, **kept, **columns)
