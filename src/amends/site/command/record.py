"""`verify`, `checkpoint`: the record proves itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import typer
from django.conf import settings

from amends.cases.checkpoints import CheckpointFault, checkpoint_faults, make_checkpoints
from amends.cases.ledger import unbalanced
from amends.cases.models import Case, Checkpoint, PolicyVersion
from amends.cases.policies import altered_versions
from amends.cases.verification import Fault, Verified, verify_cases
from amends.clock import now
from amends.people.scope import every_brand
from amends.site.command.tour import app

FAULTS: Mapping[str, str] = {
    "altered": "the event was altered",
    "case_missing": "the case is gone, its events are there",
    "count": "the case row counts another number of events",
    "erased_unrecorded": "{key} is emptied, but the record knows of no erasure",
    "event_missing": "the event is missing",
    "head": "the case row names another last event",
    "other_brand": "the event belongs to another brand",
    "words_altered": "the words of {key} are not those recorded",
    "words_back": "{key} was erased and is there again",
    "words_missing": "{key} is gone, and the record knows of no erasure",
    "words_unrecorded": "{key} was never recorded",
}
CHECKPOINT_FAULTS: Mapping[str, str] = {
    "heads": "the records it covers are not those it signed",
    "number": "the one before it is missing",
    "previous": "it does not follow the one before it",
    "signature": "its signature is wrong",
}


@app.command()
def verify() -> None:
    """Check every case's chain, every word's digest and every checkpoint. Exit code 1 when something does not fit."""
    with every_brand():
        seen = _walk()
        broken = list(checkpoint_faults(settings.CHECKPOINT_KEY))
        checkpoints = Checkpoint.objects.count()
        policies = list(altered_versions())
        sides = unbalanced()
    for line in (
        *map(_said, seen.faults),
        *map(_said_of_checkpoint, broken),
        *map(_said_of_policy, policies),
        *(
            f"remedy {remedy}: the two sides of {act!r} in the ledger do not sum to nought"
            for remedy, act in sides
        ),
    ):
        typer.echo(line)
    erased = f", {seen.erased} erased" if seen.erased else ""
    typer.echo(f"{seen.cases} cases with {seen.events} events{erased}, {checkpoints} checkpoints.")
    if count := len(seen.faults) + len(broken) + len(policies) + len(sides):
        typer.echo(f"The record is broken in {count} places.")
        raise typer.Exit(1)
    typer.echo("The record is whole.")


def _walk() -> Verified:
    seen = Verified()
    with typer.progressbar(length=Case.objects.count(), label="Reading the record") as bar:
        for batch in verify_cases():
            seen.add(batch)
            bar.update(batch.cases)
    return seen


def _said(fault: Fault) -> str:
    where = fault.reference or f"case {fault.case_id}"
    event = f", event {fault.seq}" if fault.seq else ""
    return f"{where}{event}: {FAULTS[fault.code].format(key=fault.key)}"


def _said_of_checkpoint(fault: CheckpointFault) -> str:
    return f"checkpoint {fault.number}: {CHECKPOINT_FAULTS[fault.code]}"


def _said_of_policy(version: PolicyVersion) -> str:
    return f"policy {version.number} of {version.brand.slug}: it is not what was put in force"


@app.command()
def checkpoint() -> None:
    """Sign now what all records look like. The worker does it each minute."""
    for line in _made():
        typer.echo(line)


def _made() -> Iterator[str]:
    with every_brand():
        made = make_checkpoints(key=settings.CHECKPOINT_KEY, now=now())
    if not made:
        yield "Nothing changed since the last checkpoint."
    for one in made:
        yield f"Checkpoint {one.number} signs {one.case_count} cases: {one.signature}"
