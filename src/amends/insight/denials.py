"""What denying first came to: how often a first "no" was asked again and then granted, and what the "no" cost.

A case was denied first where a row that denies first fits it as it was first asked, under the policy in force when the
complaint came. Source: SV13, SV14, SV16.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from amends.cases.models import Case, Contact, PolicyVersion, Settlement
from amends.cases.policies import policy_versions
from amends.insight.replay.totals import facts_then, offers_kept, options_given
from amends.people.models import Brand
from amends.rules.policy.compiled import Compiled, PlacedRow, compile_policy
from amends.rules.policy.document import Holder
from amends.rules.policy.facts import Facts
from amends.rules.policy.options import Power, answer
from amends.rules.policy.reading import read_policy
from amends.rules.vocabulary import Direction

_WORD = "denies_first"
_CHUNK = 500


@dataclass(slots=True)
class Denied:
    """What one row that denies first came to. Units: minor units, hours.

    `asked_again` and `granted` are cases; of the granted, `given_minor` is what they were given in the end,
    `waited_hours` how long after the complaint came. `more_contacts` are the customers' contacts after the first.
    """

    policy_number: int
    place: str
    denied: int = 0
    asked_again: int = 0
    granted: int = 0
    given_minor: int = 0
    more_contacts: int = 0
    waited_hours: int = 0

    @property
    def granted_share(self) -> float:
        """Answers which part of the denied was granted in the end."""
        return self.granted / self.denied if self.denied else 0.0


@dataclass(frozen=True, slots=True)
class _Held:
    """A version of the policy that denies first, and from when until when it held."""

    number: int
    compiled: Compiled
    since: datetime
    until: datetime


def denials(brand: Brand, since: datetime, until: datetime) -> list[Denied]:
    """Answers what each row that denies first came to in the complaints of a time, the most denied first.

    Queries: 1, and 5 for each 500 cases that came while such a row was in force. Raises: ScopeMissing.
    """
    found: dict[tuple[int, str], Denied] = {}
    for held in _held(list(policy_versions(brand.pk)), since, until):
        for case in _cases(brand, held).iterator(chunk_size=_CHUNK):
            facts = facts_then(case, ZoneInfo(brand.zone), brand)
            row = first_denied(held.compiled, facts)
            if row is not None:
                key = (held.number, f"{row.table}, row {row.number + 1}")
                _count(found.setdefault(key, Denied(*key)), case, facts)
    return sorted(found.values(), key=lambda one: (-one.denied, one.policy_number, one.place))


def first_denied(compiled: Compiled, facts: Facts) -> PlacedRow | None:
    """Answers the row that denied a case when it was first asked; None where no row did."""
    first = {**facts, "times_asked": min(1, int(facts["times_asked"]))} if "times_asked" in facts else facts
    row = answer(compiled, first, Power(Holder.REP)).row
    return row if row is not None and row.row.denies_first else None


def _held(versions: Sequence[PolicyVersion], since: datetime, until: datetime) -> Iterator[_Held]:
    ordered = sorted(versions, key=lambda version: (version.effective_at, version.number))
    ends = [*(version.effective_at for version in ordered[1:]), until]
    for version, end in zip(ordered, ends, strict=False):
        start, end = max(version.effective_at, since), min(end, until)
        if start < end and _WORD in version.text:
            yield _Held(version.number, compile_policy(read_policy(version.text).policy), start, end)


def _cases(brand: Brand, held: _Held) -> QuerySet[Case]:
    said = Contact.objects.of(brand.pk).filter(direction=Direction.IN.value).order_by("occurred_at", "pk")
    rows = Case.objects.of(brand.pk).filter(opened_at__gte=held.since, opened_at__lt=held.until)
    return (
        rows.select_related("circumstances", "customer")
        .prefetch_related(
            offers_kept(brand),
            Prefetch("settlements", options_given(brand).order_by("pk")),
            Prefetch("contacts", said.only("pk", "case_id", "brand_id", "occurred_at")),
        )
        .order_by("pk")
    )


def _count(found: Denied, case: Case, facts: Facts) -> None:
    given: list[Settlement] = list(case.settlements.all())
    contacts = [one.occurred_at for one in case.contacts.all()]
    if given:
        granted_at = given[0].chosen_at
        contacts = [at for at in contacts if at <= granted_at]
        found.waited_hours += int((granted_at - case.opened_at).total_seconds()) // 3_600
    found.denied += 1
    found.asked_again += _times_asked(case, facts) > 1
    found.granted += bool(given)
    found.given_minor += sum(one.total_minor for one in given)
    found.more_contacts += max(len(contacts) - 1, 0)


def _times_asked(case: Case, facts: Facts) -> int:
    said = getattr(case, "circumstances", None)
    return max(int(facts.get("times_asked", 0)), (said.times_asked or 0) if said else 0)
