"""`erase`: words go when their time is over or their owner asks; the record of what happened stays."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from django.conf import settings

from amends.cases.actions.erasure import Erased, erase_customer, erase_words, past_their_date
from amends.cases.models import Case, Contact
from amends.cases.recording import Refused
from amends.cases.search import forget_erased_words
from amends.clock import now
from amends.errors import DomainError
from amends.language.references import parse_reference
from amends.people.models import Brand, Customer
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.site.command.tour import app

LOG = "erasures.jsonl"
"""Beside the data and not in it: after an older copy of the database was brought back, it erases again."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to erase: a case or a customer, and why."""

    kind: str
    uuid: UUID
    why: str
    shown: str


@app.command()
def erase(
    what: Annotated[str, typer.Argument(help="A case's reference, or a customer's id from their page.")] = "",
    due: Annotated[bool, typer.Option("--due", help="All cases kept longer than their date says.")] = False,
    replay: Annotated[
        Path | None, typer.Option(help="A log of erasures, after an older copy was brought back.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase the words of a case, of a customer, or of all that is past its date. Nothing brings them back."""
    if sum((bool(what), due, replay is not None)) != 1:
        raise DomainError("erase_one_thing")
    with every_brand():
        wishes = list(_due() if due else _replayed(replay) if replay else _named(what))
    if not wishes:
        typer.echo("There is nothing to erase.")
        return
    for wish in wishes[:20]:
        typer.echo(wish.shown)
    if len(wishes) > 20:
        typer.echo(f"… and {len(wishes) - 20:,} more")
    if not yes and not typer.confirm("Erase these words for ever?"):
        raise typer.Exit(1)
    _tell(_all_done(wishes))


def _due() -> Iterator[Wish]:
    for brand in Brand.objects.order_by("slug"):
        for uuid in past_their_date(brand.pk, now()):
            yield _case_wish(Case.objects.get(uuid=uuid), "retention")


def _named(what: str) -> Iterator[Wish]:
    reference = parse_reference(what)
    case = Case.objects.filter(reference=reference).first() if reference else None
    if case is not None:
        yield _case_wish(case, "request")
        return
    uuid = _uuid(what)
    customer = Customer.objects.filter(uuid=uuid).first() if uuid else None
    if customer is None:
        raise DomainError("nobody_to_erase", what=what)
    cases = Case.objects.filter(customer=customer).count()
    shown = f"{customer.name or 'A customer'}: {cases} cases and everything known about them"
    yield Wish("customer", customer.uuid, "request", shown)


def _case_wish(case: Case, why: str) -> Wish:
    said = Contact.objects.filter(case=case).count()
    return Wish(
        "case", case.uuid, why, f"{case.reference} {case.gist}: {said} contacts and all that belongs to it"
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _replayed(log: Path) -> Iterator[Wish]:
    try:
        lines = log.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DomainError("log_unreadable", path=str(log), reason=error.strerror or "") from error
    for number, line in enumerate(lines, start=1):
        try:
            said = json.loads(line)
            wish = Wish(said["kind"], UUID(said["uuid"]), "replay", f"{said['kind']} {said['uuid']}")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DomainError("log_line_wrong", path=str(log), line=number) from error
        if wish.kind in _DOERS:
            yield wish


def _case_done(wish: Wish, moment: datetime) -> Erased:
    return erase_words(actor=SYSTEM, case_uuid=wish.uuid, why=wish.why, now=moment)


def _customer_done(wish: Wish, moment: datetime) -> Erased:
    customer = Customer.objects.filter(uuid=wish.uuid).first()
    if customer is None:
        return Erased()
    return erase_customer(actor=SYSTEM, customer=customer, why=wish.why, now=moment)


_DOERS: dict[str, Callable[[Wish, datetime], Erased]] = {"case": _case_done, "customer": _customer_done}


def _all_done(wishes: list[Wish]) -> Erased:
    erased = Erased()
    with typer.progressbar(wishes, label="Erasing") as bar:
        for wish in bar:
            try:
                with every_brand():
                    erased += _DOERS[wish.kind](wish, now())
            except Refused as error:
                typer.echo(f"\n{wish.shown}: {REFUSALS[error.code]}", err=True)
                continue
            if wish.why != "replay":
                _log(wish)
    forget_erased_words()
    return erased


REFUSALS = {
    "still_open": "is still open. Close it first, then ask again.",
    "legal_hold": "is held (safety, injury, fraud or law), so it is kept. Take the hold away first.",
}


def _log(wish: Wish) -> None:
    line: dict[str, Any] = {
        "at": now().isoformat(),
        "kind": wish.kind,
        "uuid": str(wish.uuid),
        "why": wish.why,
    }
    with open(Path(settings.HOME) / LOG, "a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")


def _tell(erased: Erased) -> None:
    typer.echo(f"Erased: the words of {erased.rows:,} rows and {erased.files:,} files. The record stays.")
    typer.echo("On PostgreSQL the old words leave the disk with VACUUM; older backups still hold them.")
