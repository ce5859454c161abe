"""The complaints of a time as one query: each with its facts as they were known then, for a policy to be asked about.

Where options were put to the customer, what was known is what was kept with the newest of them; else the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Min

from amends.cases.circumstances import STATED
from amends.cases.models import Case, Circumstances, Offer, Settlement
from amends.people.models import Brand, Customer
from amends.people.scope import require_in_scope
from amends.rules.policy.facts import FACTS, FactKind
from amends.rules.remedies import SPENT, Origin
from amends.rules.vocabulary import Stage

CHUNK = 50_000
"""So many numbers of cases are read at once."""
KEPT = ("language", "channel", "given", "staff", "day", "opened")
COLUMNS = ("id", *FACTS, *KEPT)
"""The columns of the source: `given` is what options cost in truth, `staff` who gave them or has the case, `day` the
brand's day on which it came. Units: minor units."""
_UNASSESSED = f"'{Stage.RECEIVED.value}', '{Stage.ACKNOWLEDGED.value}'"
_SPENT = ", ".join(f"'{state.value}'" for state in sorted(SPENT))


@dataclass(frozen=True, slots=True)
class Source:
    """A query and what stands for its marks."""

    query: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """How a database says a fact kept as JSON, the day of a moment in a zone, and a part of a day."""

    kept: Mapping[FactKind, str]
    day: str
    year: str
    month: str
    day_of_month: str


_WORDS = {
    "sqlite": _Words(
        dict.fromkeys(FactKind, "json_extract(offer.facts, '$.{0}')"),
        "django_datetime_cast_date(case_.opened_at, %s, 'UTC')",
        "CAST(substr({0}, 1, 4) AS INTEGER)",
        "CAST(substr({0}, 6, 2) AS INTEGER)",
        "CAST(substr({0}, 9, 2) AS INTEGER)",
    ),
    "postgresql": _Words(
        {
            FactKind.CODE: "offer.facts->>'{0}'",
            FactKind.FLAG: "CAST(offer.facts->>'{0}' AS BOOLEAN)",
            FactKind.COUNT: "CAST(offer.facts->>'{0}' AS BIGINT)",
            FactKind.MONEY: "CAST(offer.facts->>'{0}' AS BIGINT)",
        },
        "CAST(case_.opened_at AT TIME ZONE %s AS DATE)",
        "CAST(EXTRACT(YEAR FROM {0}) AS INTEGER)",
        "CAST(EXTRACT(MONTH FROM {0}) AS INTEGER)",
        "CAST(EXTRACT(DAY FROM {0}) AS INTEGER)",
    ),
}


def chunks(brand: Brand, since: datetime, until: datetime) -> list[tuple[int, int]]:
    """Answers the numbers of the cases of a time, in stretches (from, below). Queries: 1."""
    rows = Case.objects.of(brand.pk).filter(opened_at__gte=since, opened_at__lt=until)
    ends = rows.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return []
    starts = range(ends["first"], ends["last"] + 1, CHUNK)
    return [(start, start + CHUNK) for start in starts]


def source(brand: Brand, since: datetime, until: datetime, ids: tuple[int, int]) -> Source:
    """Answers the query of these cases, in brackets. Raises: ScopeMissing."""
    require_in_scope(brand.pk)
    words = _WORDS[connection.vendor]
    facts = ", ".join(f"{_fact(name, words)} AS {name}" for name in FACTS)
    kept = ", ".join(f"seen.{name}" for name in KEPT)
    query = (
        f"(SELECT seen.id, {facts}, {kept} FROM ({_seen(words)}) AS seen "
        f"LEFT JOIN {Circumstances._meta.db_table} AS said ON said.case_id = seen.id "
        f"LEFT JOIN {Customer._meta.db_table} AS customer ON customer.id = seen.customer_id "
        f"LEFT JOIN {Offer._meta.db_table} AS offer ON offer.id = seen.offer_id)"
    )
    moments = (connection.ops.adapt_datetimefield_value(moment) for moment in (since, until))
    return Source(query, (brand.currency, brand.zone, brand.pk, *moments, *ids))


def rows_of(found: Source) -> Iterator[tuple[object, ...]]:
    """Answers the rows of a source. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {found.query} AS source", found.values)
        while rows := cursor.fetchmany(2_000):
            yield from rows


def _seen(words: _Words) -> str:
    """Answers the query of the cases themselves, with their day, the newest offer of each and what was given."""
    given = (
        f"FROM {Settlement._meta.db_table} AS one WHERE one.case_id = case_.id "
        f"AND one.origin = '{Origin.OPTION.value}' AND one.state IN ({_SPENT})"
    )
    newest = f"SELECT MAX(newest.id) FROM {Offer._meta.db_table} AS newest WHERE newest.case_id = case_.id"
    return (
        "SELECT case_.id, case_.customer_id, case_.cause, case_.stage, case_.seriousness, case_.language, "
        f"case_.channel, case_.opened_at AS opened, %s AS currency, {words.day} AS day, ({newest}) AS offer_id, "
        f"(SELECT COALESCE(SUM(one.total_minor), 0) {given}) AS given, "
        f"COALESCE((SELECT one.staff_id {given} ORDER BY one.id DESC LIMIT 1), case_.owner_id) AS staff "
        f"FROM {Case._meta.db_table} AS case_ WHERE case_.brand_id = %s AND case_.opened_at >= %s "
        "AND case_.opened_at < %s AND case_.id >= %s AND case_.id < %s"
    )


def _fact(name: str, words: _Words) -> str:
    kept = words.kept[FACTS[name].kind].format(name)
    return f"CASE WHEN offer.id IS NOT NULL THEN {kept} ELSE {_in_file(name, words)} END"


def _in_file(name: str, words: _Words) -> str:
    if name in STATED:
        return f"NULLIF(said.{name}, '')" if FACTS[name].kind is FactKind.CODE else f"said.{name}"
    return {
        "fault": "NULLIF(seen.cause, '')",
        "seriousness": f"CASE WHEN seen.stage NOT IN ({_UNASSESSED}) THEN CAST(seen.seriousness AS VARCHAR(1)) END",
        "tenure_months": f"CASE WHEN customer.since_on <= seen.day THEN {_months(words)} END",
        "customer_value": "CASE WHEN customer.currency = seen.currency AND customer.value_minor >= 0 "
        "THEN customer.value_minor END",
    }[name]


def _months(words: _Words) -> str:
    """Answers the whole months from the day a customer came until the day of the case."""
    years = f"({words.year.format('seen.day')} - {words.year.format('customer.since_on')}) * 12"
    months = f"{words.month.format('seen.day')} - {words.month.format('customer.since_on')}"
    days = f"{words.day_of_month.format('seen.day')} < {words.day_of_month.format('customer.since_on')}"
    return f"{years} + {months} - CASE WHEN {days} THEN 1 ELSE 0 END"
