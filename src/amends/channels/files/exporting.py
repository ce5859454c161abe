"""Gives back what is there: one row per case, in columns that the importer takes back as they were."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from amends.cases.inbound import InboundContact
from amends.cases.models import Case, Contact, Fact, Point, PriorStep
from amends.cases.pauses import Quiet, quiet_of
from amends.channels.files.mapping import COLUMN_ROLES, Mapping
from amends.channels.files.understanding import Understanding
from amends.people.addresses import EMAIL, PHONE
from amends.people.models import Address, Brand, Customer
from amends.people.scope import brand_scope
from amends.rules.vocabulary import Direction

PAGE = 500
Row = dict[str, object]

_ROLES = {
    "External reference": "external_id",
    "Received": "received",
    "Channel": "channel",
    "Status": "status",
    "Title": "gist",
    "First words": "narrative",
    "Product": "product",
    "Sub-product": "sub_product",
    "Issue": "issue",
    "Sub-issue": "sub_issue",
    "Place": "city",
    "Outcome said": "outcome",
    "Language": "language",
    "Customer": "customer_name",
    "Customer e-mail": "customer_email",
    "Customer phone": "customer_phone",
}
_LINES = {"Precise to": "occurred_precision", "Date mark": "date_mark", "Desired outcome": "want"}
_NUMBERS = {"Seriousness": "seriousness", "Impact": "impact", "Urgency": "urgency"}
_LISTS = {"Points": "points", "Facts": "facts", "Tried before": "tried"}
_TOLD_ONLY = ("Brand", "Reference", "Recorded", "Stage", "Decision", "Ending", "Closed")
_BEFORE_PAUSES = (*_TOLD_ONLY[:2], *_ROLES, *_LINES, *_NUMBERS, *_LISTS, *_TOLD_ONLY[2:])
_PAUSES = ("Paused", "Paused until", "Disputed", "Disputed currency")
COLUMNS = (*_BEFORE_PAUSES, *_PAUSES, "Below promise")
"""What an export holds; the last ones, brand and reference tell how a case stands here and are not taken back."""
OWN_MAPPING = Mapping(
    columns={**dict.fromkeys(COLUMN_ROLES, ""), **{role: header for header, role in _ROLES.items()}},
    dates={"Received": "dmy"},
    timezone="UTC",
)
"""How our own export is read: nothing in it is to be guessed."""


def is_own_export(understanding: Understanding) -> bool:
    """Answers whether a file is an export of ours."""
    return _is_own(understanding.layout.headers)


def _is_own(headers: Sequence[str]) -> bool:
    # Exports of before there were pauses are ours too.
    return tuple(headers[: len(_BEFORE_PAUSES)]) == _BEFORE_PAUSES


def own_mapping(headers: Sequence[str]) -> Mapping | None:
    """Answers how a file with these columns is read if it is an export of ours."""
    return OWN_MAPPING if _is_own(headers) else None


def restored(contact: InboundContact, extra: dict[str, str]) -> InboundContact:
    """Answers a contact with what only an export of ours tells."""
    told: dict[str, Any] = {name: extra.get(header, "") for header, name in _LINES.items()}
    for header, name in _NUMBERS.items():
        if (said := extra.get(header, "")) in ("0", "1", "2", "3"):
            told[name] = int(said)
    told["facts"] = tuple((label[:20], value) for label, value in _pairs(extra.get("Facts", "")))
    for header, name in (("Points", "points"), ("Tried before", "tried")):
        told[name] = tuple(one for one in _listed(extra.get(header, "")) if isinstance(one, str))
    return replace(contact, **told)


def _listed(said: str) -> list[object]:
    try:
        found = json.loads(said) if said else []
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def _pairs(said: str) -> Iterator[tuple[str, str]]:
    for one in _listed(said):
        match one:
            case [str(label), str(value)]:
                yield label, value


def cells_of(row: Row) -> Row:
    """Answers a row for a table: a list becomes JSON in one cell."""
    told = {header: json.dumps(row[header], ensure_ascii=False) for header in _LISTS if row[header]}
    return {**row, **dict.fromkeys(_LISTS, ""), **told}


def export_rows(brands: Sequence[Brand], now: datetime) -> Iterator[Row]:
    """Answers every case of the brands, the oldest first, a page at a time; and what is paused for it now."""
    for brand in brands:
        after = -1
        with brand_scope([brand.pk]):
            quiet = quiet_of(brand, now)
        while page := _page(brand, after):
            after = page[-1]["recent_key"]
            yield from _rows(brand, page, quiet)


_FIELDS = (
    *("id", "recent_key", "customer_id", "reference", "external_reference", "channel", "is_open", "gist"),
    *("product", "sub_product", "issue", "sub_issue", "place", "outcome_said", "language", "date_mark"),
    *("occurred_at", "occurred_precision", "want", "seriousness", "impact", "urgency", "recorded_at"),
    *("stage", "decision", "ending", "closed_at", "opened_at", "respond_due_at"),
    *("below_promise", "customer__vulnerability", "circumstances__disputed_minor"),
)


def _page(brand: Brand, after: int) -> list[dict[str, Any]]:
    with brand_scope([brand.pk]):
        cases = Case.objects.of(brand.pk).filter(recent_key__gt=after).order_by("recent_key")
        return list(cases.values(*_FIELDS)[:PAGE])


def _rows(brand: Brand, page: list[dict[str, Any]], quiet: Quiet) -> list[Row]:
    ids = [case["id"] for case in page]
    with brand_scope([brand.pk]):
        words = _words(brand, ids)
        people = _people(brand, {case["customer_id"] for case in page if case["customer_id"]})
        points = _gathered(Point.objects.of(brand.pk).filter(case_id__in=ids), "text")
        facts = _gathered(Fact.objects.of(brand.pk).filter(case_id__in=ids), "label", "value")
        steps = _gathered(PriorStep.objects.of(brand.pk).filter(case_id__in=ids), "text")
    return [
        _in_order(
            {
                "Brand": brand.slug,
                **_case_told(case, words.get(case["id"], "")),
                **people.get(case["customer_id"], {}),
                "Points": points.get(case["id"], []),
                "Facts": facts.get(case["id"], []),
                "Tried before": steps.get(case["id"], []),
                **_paused(case, quiet),
            }
        )
        for case in page
    ]


def _in_order(told: Row) -> Row:
    return {header: told.get(header, "") for header in COLUMNS}


def _case_told(case: dict[str, Any], words: str) -> Row:
    return {
        "Reference": case["reference"],
        "External reference": case["external_reference"],
        "Received": _received(case),
        "Channel": case["channel"],
        "Status": "Open" if case["is_open"] else "Closed",
        "Title": case["gist"],
        "First words": words,
        "Product": case["product"],
        "Sub-product": case["sub_product"],
        "Issue": case["issue"],
        "Sub-issue": case["sub_issue"],
        "Place": case["place"],
        "Outcome said": case["outcome_said"],
        "Language": case["language"],
        "Precise to": case["occurred_precision"],
        "Date mark": case["date_mark"],
        "Desired outcome": case["want"],
        "Seriousness": case["seriousness"],
        "Impact": case["impact"],
        "Urgency": case["urgency"],
        "Recorded": _second(case["recorded_at"]),
        "Stage": case["stage"],
        "Decision": case["decision"],
        "Ending": case["ending"],
        "Closed": _second(case["closed_at"]),
        "Below promise": {True: "yes", False: "no"}.get(case["below_promise"], ""),
    }


def _paused(case: dict[str, Any], quiet: Quiet) -> Row:
    """Answers what is paused because of this case alone, by code, and how much is in dispute. Units: minor units."""
    pause = quiet.pause([case], bool(case["customer__vulnerability"]))
    amount = case["circumstances__disputed_minor"]
    return {
        "Paused": " ".join(one.value for one in pause.what),
        "Paused until": pause.until_on.isoformat() if pause.until_on else "",
        "Disputed": "" if amount is None else amount,
        "Disputed currency": "" if amount is None else quiet.brand.currency,
    }


def _received(case: dict[str, Any]) -> str:
    """Answers when a complaint came; imported history, which has no clocks, may not know."""
    is_history = case["respond_due_at"] is None
    return _second(case["occurred_at"] or (None if is_history else case["opened_at"]))


def _second(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(" ", "seconds") if at else ""


def _words(brand: Brand, ids: list[int]) -> dict[int, str]:
    """Answers the first words of each complaint."""
    said = Contact.objects.of(brand.pk).filter(case_id__in=ids, direction=Direction.IN.value)
    words: dict[int, str] = {}
    for case, text in said.order_by("pk").values_list("case_id", "text").iterator():
        words.setdefault(case, text)
    return words


def _gathered(rows: QuerySet[Any], *fields: str) -> dict[int, list[object]]:
    """Answers what each case has of something, in order: words, or pairs of words."""
    found: dict[int, list[object]] = {}
    for case, *told in rows.values_list("case_id", *fields).iterator():
        found.setdefault(case, []).append(told if len(told) > 1 else told[0])
    return found


def _people(brand: Brand, ids: set[int]) -> dict[int, Row]:
    """Answers the name and the first addresses of each customer."""
    if not ids:
        return {}
    names = Customer.objects.of(brand.pk).filter(pk__in=ids).values_list("pk", "name")
    people: dict[int, Row] = {customer: {"Customer": name} for customer, name in names}
    addresses = Address.objects.of(brand.pk).filter(customer_id__in=ids).order_by("pk")
    headers = {EMAIL: "Customer e-mail", PHONE: "Customer phone"}
    for customer, kind, value in addresses.values_list("customer_id", "kind", "value"):
        if customer in people and kind in headers:
            people[customer].setdefault(headers[kind], value)
    return people
