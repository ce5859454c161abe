"""Which questions to a supervisor a policy would have spared: what was asked for could be given at the front line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from amends.cases.models import Consult
from amends.insight.replay.totals import facts_then, with_what_was_known
from amends.people.models import Brand
from amends.rules.policy.compiled import Compiled
from amends.rules.policy.document import Holder
from amends.rules.policy.facts import Facts
from amends.rules.policy.options import Power, answer

CHUNK = 500


@dataclass(slots=True)
class Consulted:
    """Questions about something that can be given: asked, spared by a policy, and in vain under the one in force.

    `spared` are those that the policy lets the asker give alone and the one in force does not, `newly_needed` the
    other way round; `in_vain` could have been given alone under the one in force, too.
    """

    asked: int = 0
    spared: int = 0
    newly_needed: int = 0
    in_vain: int = 0


def consults_spared(
    brand: Brand, times: tuple[datetime, datetime], compiled: Compiled, held: Compiled | None
) -> Consulted:
    """Answers what becomes of the questions of a time. Queries: 3 for each 500 questions."""
    found = Consulted()
    for consult, facts in _asked(brand, *times):
        after = could_give(compiled, facts, consult)
        before = held is not None and could_give(held, facts, consult)
        found.asked += 1
        found.spared += after and not before
        found.newly_needed += before and not after
        found.in_vain += before
    return found


def could_give(compiled: Compiled, facts: Facts, consult: Consult) -> bool:
    """Answers whether the asker may give alone what was asked for: the remedy, for at least so much."""
    options = answer(compiled, facts, Power(Holder(consult.asked_as))).options
    return any(
        not option.refusal
        and (option.worth or 0) >= consult.amount_minor
        and consult.remedy in ("", option.fix, option.extra)
        for option in options
    )


def _asked(brand: Brand, since: datetime, until: datetime) -> Iterator[tuple[Consult, Facts]]:
    zone = ZoneInfo(brand.zone)
    for consult in _questions(brand, since, until).iterator(chunk_size=CHUNK):
        yield consult, facts_then(consult.case, zone, brand)


def _questions(brand: Brand, since: datetime, until: datetime) -> QuerySet[Consult]:
    rows = Consult.objects.of(brand.pk).filter(case__opened_at__gte=since, case__opened_at__lt=until)
    # A question about nothing that can be given, how to go on for instance, no policy spares.
    rows = rows.exclude(remedy="", amount_minor=0).defer("question", "answer", "content_key")
    return rows.prefetch_related(with_what_was_known(brand, "case")).order_by("pk")
