"""A table of a report as every page shows it: columns, cells with small lines and links to cases, and its file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from amends.cases.visibility import visible
from amends.channels.files.export import write_csv
from amends.insight.asked import Asked
from amends.page.policy_texts import text_of
from amends.page.shaping import case_url
from amends.page.words import reader_tag
from amends.people.permissions import Actor
from amends.rules.policy.document import Policy

MOST_LINKS = 5


class Column(NamedTuple):
    label: str
    is_number: bool = False


class Link(NamedTuple):
    reference: str
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place: a text or several, smaller lines below, the cases behind it."""

    text: str = ""
    small: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    more: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """Answers the lines of equal weight."""
        return (self.text, *self.more) if self.text else self.more


@dataclass(frozen=True, slots=True)
class ReportTable:
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    file_url: str
    none_text: str = ""
    note: str = ""


class FileTable(NamedTuple):
    """The same table for a spreadsheet: codes and plain figures."""

    columns: Sequence[str]
    rows: Iterable[Mapping[str, object]]


def file_url(report: str, table: str, asked: Asked) -> str:
    """Answers the address of one table as a file."""
    return f"{reverse(f'insight:{report}_table')}?{urlencode({**asked.address, 'table': table})}"


def file_answer(name: str, asked: Asked, table: FileTable) -> HttpResponse:
    """Answers one table as a file that a spreadsheet opens; no cell of it computes."""
    out = io.StringIO(newline="")
    write_csv(out, table.columns, table.rows)
    file_name = f"{name}-{asked.brand.slug}-{asked.until:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return HttpResponse(
        out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers
    )


def links_to(actor: Actor, brand_id: int, references: Iterable[str]) -> dict[str, Link]:
    """Answers the addresses of those cases that this person may know of, by reference. Queries: 1 at most."""
    wanted = set(references)
    if not wanted:
        return {}
    rows = visible(actor, brand_id).filter(reference__in=wanted).values_list("reference", "uuid")
    return {reference: Link(reference, case_url(uuid)) for reference, uuid in rows}


def some(links: Mapping[str, Link], references: Iterable[str]) -> tuple[Link, ...]:
    """Answers the first few of these cases."""
    return tuple(links[one] for one in references if one in links)[:MOST_LINKS]


def remedy_name(code: str, policy: Policy | None) -> str:
    """Answers what a remedy is called in the reader's language; its code where the policy no longer has it."""
    remedy = policy.remedies.get(code) if policy else None
    return (text_of(remedy.texts, reader_tag()) if remedy else "") or code
