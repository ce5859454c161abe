"""History comes in: batch by batch, each with its keys and its progress, so that nothing is doubled or lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from amends.cases.actions.contacts import receive_contacts
from amends.cases.bulk import Insert, run_many
from amends.cases.inbound import InboundContact
from amends.cases.models import ImportedKey, ImportRun
from amends.cases.recording import allow, writing
from amends.people.models import Brand
from amends.people.permissions import Actor, Subject, may

KEY_SIGNS = 40
"""So many signs of a row's key are kept: 160 bits, too many for two rows to meet by chance."""

_KEYS = Insert(f'"{ImportedKey._meta.db_table}" ("key")', ("%s",), ("varchar(64)",))


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of a file, ready to come in; the key names its content."""

    key: str
    inbound: InboundContact


def begin_import(*, actor: Actor, brand: Brand, name: str, digest: str, now: datetime) -> ImportRun:
    """Answers the run that was interrupted on this very file, or a new one. Raises: Refused."""
    with writing():
        allow(may(actor, "receive", Subject(brand.pk)))
        begun = (
            ImportRun.objects.of(brand.pk)
            .filter(source_digest=digest, finished_at=None)
            .order_by("-pk")
            .first()
        )
        return begun or ImportRun.objects.create(
            brand=brand, source_digest=digest, name=name[-255:], started_at=now
        )


def receive_history(
    *,
    actor: Actor,
    brand: Brand,
    run: ImportRun,
    rows: Sequence[HistoryRow],
    rejected: int,
    rows_done: int,
    now: datetime,
) -> Sequence[InboundContact]:
    """Takes in one batch and answers what was new in it; rows that are in already count as doubles.

    Cases, keys and progress are one transaction: after an interruption all of the batch is in, or nothing.
    Raises: Refused, DomainError.
    """
    with writing():
        # Two imports into one brand would otherwise both find a key missing; SQLite has one writer anyway.
        Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
        fresh = _fresh(brand, rows)
        # The search index writes itself out whenever a key falls: in the order of time it does so once a batch.
        new = sorted(fresh.values(), key=lambda inbound: inbound.occurred_at or now)
        if new:
            receive_contacts(actor=actor, brand=brand, inbounds=new, now=now)
            run_many(_KEYS, [(key,) for key in fresh], len(fresh))
        run.imported += len(fresh)
        run.doubles += len(rows) - len(fresh)
        run.rejected += rejected
        run.rows_done = rows_done
        run.save(update_fields=["imported", "doubles", "rejected", "rows_done"])
    return new


def finish_import(*, run: ImportRun, now: datetime) -> None:
    """Records that a file was read to its end."""
    run.finished_at = now
    run.save(update_fields=["finished_at"])


def _fresh(brand: Brand, rows: Sequence[HistoryRow]) -> dict[str, InboundContact]:
    """Answers the rows that are not in yet, each once. Queries: 1."""
    wanted: dict[str, InboundContact] = {}
    for row in rows:
        wanted.setdefault(f"{brand.pk}:{row.key[:KEY_SIGNS]}", row.inbound)
    known = ImportedKey.objects.filter(key__in=list(wanted)).values_list("key", flat=True)
    for key in known:
        del wanted[key]
    return wanted
