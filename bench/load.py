"""Puts N complaints into two brands through the same door as an import, and says how fast that was."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from django.db.models import F, Q

from amends.cases.actions.contacts import receive_contacts
from amends.cases.bulk import loading
from amends.cases.making import crew
from amends.cases.models import Case
from amends.people.models import Brand, Membership, Staff
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope
from amends.rules.vocabulary import Role
from bench.corpus import Corpus

NOW = datetime(2026, 1, 2, 9, tzinfo=UTC)
"""The moment at which everything is measured, so that the due cases are the same every time."""
BATCH = 4_000
_TOLD_EACH = 100_000 // (BATCH * 2) * (BATCH * 2)
STAFF = 200
_DUE = 9
"""So many cases of each brand are due within the window: a page shows them and the rest."""


def brands() -> list[Brand]:
    """Answers the two brands, made when missing."""
    return [
        Brand.objects.get_or_create(slug=slug, defaults={"name": name, "letter": name[0]})[0]
        for slug, name in (("bench-one", "Harrow Lines"), ("bench-two", "Quayside"))
    ]


def staff() -> list[Staff]:
    """Answers the people who own cases, made when missing; the first one works for both brands."""
    wanted = [f"agent{number}@bench.example" for number in range(STAFF)]
    Staff.objects.bulk_create(
        [Staff(email=email, name=email.partition("@")[0], password="!") for email in wanted],
        ignore_conflicts=True,
    )
    people = list(Staff.objects.filter(email__in=wanted).order_by("id"))
    Membership.objects.bulk_create(
        [
            Membership(staff=person, brand=brand, role=Role.SPECIALIST.value)
            for person in people
            for brand in brands()
        ],
        ignore_conflicts=True,
    )
    return people


def load(count: int, corpus: Corpus) -> dict[str, Any]:
    """Answers the rate and memory of taking in `count` complaints, half into each brand.

    Memory is looked at after each batch, of this process and the crew that makes rows for it.
    """
    spent, memory = 0.0, 0
    both = brands()
    moment = datetime.now(UTC)
    with crew(), loading():
        for start in range(0, count, BATCH * 2):
            numbers = range(start, min(start + BATCH * 2, count))
            contacts = [corpus.contact(number) for number in numbers]
            began = time.perf_counter()
            for place, brand in enumerate(both):
                with brand_scope([brand.pk]):
                    receive_contacts(actor=SYSTEM, brand=brand, inbounds=contacts[place::2], now=moment)
            spent += time.perf_counter() - began
            memory = max(memory, _memory())
            if start % _TOLD_EACH == 0 and start:
                print(f"{start:,} complaints in {spent:.0f} s", flush=True)
    began = time.perf_counter()
    for brand in both:
        with brand_scope([brand.pk]):
            _spread(brand.pk, [person.pk for person in staff()[: _desk_size(count)]])
    return {
        "cases": count,
        "cases_per_second": round(count / spent),
        "peak_memory_mb": memory,
        "spread_seconds": round(time.perf_counter() - began, 1),
    }


def _desk_size(cases: int) -> int:
    """Answers how many people share the open cases: a hand's own list fills a page at any size."""
    return max(8, min(STAFF, cases // 500))


def _memory() -> int:
    """Answers the megabytes that this process and its children hold, what they share counted once."""
    here = os.getpid()
    family = [here, *map(int, Path(f"/proc/{here}/task/{here}/children").read_text().split())]
    return sum(_held(process) for process in family) >> 10


def _held(process: int) -> int:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))


def _spread(brand_id: int, people: list[int]) -> None:
    """Makes a desk of the open cases: owned, waiting, on hold, reopened, in every stage, some with clocks."""
    rows = Case.objects.of(brand_id).filter(is_open=True)
    step = F("id") % 100
    for place, stage in enumerate(("acknowledged", "assessed", "investigated", "decided", "responded")):
        rows.alias(step=step).filter(step__gte=place * 15, step__lt=place * 15 + 15).update(stage=stage)
    rows.alias(part=F("id") % 7).filter(part__lt=4).update(owner_id=people[0] + (F("id") / 14) % len(people))
    rows.alias(part=F("id") % 23).filter(part=1).update(
        is_waiting=True, waiting="customer", waiting_since=NOW - timedelta(days=1)
    )
    rows.alias(part=F("id") % 101).filter(part=2).update(is_held=True, situation="hold")
    rows.alias(part=F("id") % 53).filter(part=3).update(is_reopened=True, reopened_count=1)
    later = NOW + timedelta(days=3)
    rows.alias(part=F("id") % 3).filter(part=0).filter(~Q(waiting="customer")).update(
        respond_due_at=later, next_due_at=later
    )
    soon = list(rows.filter(is_waiting=False).order_by("-id").values_list("id", flat=True)[: _DUE * 40 : 40])
    for place, case_id in enumerate(soon):
        due = NOW + timedelta(minutes=10 * place)
        rows.filter(pk=case_id).update(respond_due_at=due, next_due_at=due)


def tidy() -> None:
    """Lets the database learn what it holds, as it would by itself after some minutes."""
    if connection.vendor == "postgresql":
        # Only the owner of the tables may, and the desk is not.
        with psycopg.connect(os.environ["BENCH_OWNER_URL"], autocommit=True) as owner:
            owner.execute("VACUUM ANALYZE")
    else:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
