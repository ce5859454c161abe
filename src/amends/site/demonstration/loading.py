"""The demonstration is loaded: all or nothing, and with dates relative to now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from amends.cases.models import Outgoing
from amends.people.models import Brand
from amends.people.scope import brand_scope
from amends.rules.vocabulary import Kind
from amends.site.demonstration.accounts import add_accounts, leave_one_alone
from amends.site.demonstration.afterwards import tell_afterwards
from amends.site.demonstration.consults import ask_now
from amends.site.demonstration.directory import fill_directory
from amends.site.demonstration.offering import offer_now
from amends.site.demonstration.parting import part_now
from amends.site.demonstration.people import make_people
from amends.site.demonstration.policies import put_policies_in_force
from amends.site.demonstration.promises import make_promises, plan_shifts
from amends.site.demonstration.stories import read_stories
from amends.site.demonstration.telling import Cast, File, act, gather_cast
from amends.site.demonstration.timeline import Told, chance, tell

NOT_DELIVERED_OF = 40
"""One story in so many keeps its last mails waiting, so that "not delivered" can be seen."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All stories with their moments, and the moment they are told at."""

    told: Sequence[Told]
    now: datetime

    def __len__(self) -> int:
        return len(self.told)


@dataclass(slots=True)
class Loaded:
    """What was loaded."""

    cases: int = 0
    contacts: int = 0
    languages: set[str] = field(default_factory=set)


def prepare(now: datetime) -> Plan:
    """Answers what will be told. Raises: DomainError('story_wrong')."""
    return Plan(tell(read_stories(), now), now)


def _stays_undelivered(told: Told) -> bool:
    return told.story.days_ago <= 3 and not chance(told.story, "mail", NOT_DELIVERED_OF)


def load(plan: Plan, step: Callable[[], object] = lambda: None) -> Loaded:
    """Makes the people and tells every story, in one transaction; calls `step` after each."""
    loaded = Loaded()
    with transaction.atomic():
        brands = make_people()
        with brand_scope(brand.pk for brand in brands.values()):
            put_policies_in_force(brands, plan.now)
            fill_directory(brands, plan.now)
            cast = gather_cast()
            plan_shifts(brands, cast, plan.now)
            for told in plan.told:
                _tell_one(told, brands[told.story.brand], cast, plan.now)
                _count(loaded, told)
                step()
            for brand in brands.values():
                ask_now(brand, plan.now)
                part_now(brand, plan.now)
                offer_now(brand, plan.now)
                tell_afterwards(brand, plan.now)
            make_promises(brands, cast, plan.now)
            leave_one_alone(brands, plan.now)
            add_accounts(brands, plan.now)
            _tell_nobody()
    return loaded


def _tell_one(told: Told, brand: Brand, cast: Cast, now: datetime) -> None:
    file = File(told, brand, cast.of(told.story, brand, told.is_pressing), cast, now)
    for step in told.steps:
        act(file, step)
    if file.received is not None and file.received.case_id and not _stays_undelivered(told):
        _deliver(brand, file.received.case_id)


def _deliver(brand: Brand, case_id: int) -> None:
    # These mails belong to days gone by: the worker must not send them now.
    mails = Outgoing.objects.of(brand.pk).filter(case_id=case_id, state="waiting")
    mails.update(state="sent", attempts=1, sent_at=F("next_at"))


def _tell_nobody() -> None:
    # Customers of stories are told nothing: their addresses are nobody's.
    Outgoing.objects.filter(notice__isnull=False, state="waiting").update(state="spared")


def _count(loaded: Loaded, told: Told) -> None:
    loaded.cases += told.story.kind is Kind.COMPLAINT
    loaded.contacts += told.story.kind is not Kind.COMPLAINT
    loaded.languages.add(told.story.language)
