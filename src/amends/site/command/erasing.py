"""`erase`: words of people go, the record stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from amends.cases.actions.erasure import (
    Erased,
    cases_of,
    erase_customer,
    erase_words,
    loose_contacts,
    refuse_kept,
    same_person,
)
from amends.cases.actions.replay import erase_again
from amends.cases.actions.retention import lift_hold
from amends.cases.erasable import counts_of, words_of
from amends.cases.erasure_log import log_file, read_lines
from amends.cases.leftovers import clear_leftovers
from amends.cases.models import Case, PayoutAccount
from amends.cases.recording import NotFound
from amends.clock import now
from amends.errors import DomainError
from amends.language.references import parse_reference
from amends.people.models import Address, Brand
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.rules.vocabulary import Erasure
from amends.site.command.brands import find_brand
from amends.site.command.tour import app

WORDS: Mapping[str, str] = {
    "account": "accounts to pay to, with their keys",
    "address": "addresses",
    "attachment": "files, with their names and previews",
    "case": "titles, outcomes asked for and findings of cases",
    "consult": "questions to supervisors, with their answers",
    "contact": "contacts",
    "customer": "entries of the customer: name, place, care, who they are",
    "fact": "facts",
    "feedback": "what the customer said once it was over, and what was changed because of it",
    "leaving": "what a customer who wants to leave said, and another company's offer",
    "message": "addresses that messages went or were to go to; what is not sent stays here",
    "note": "notes",
    "number": "ids and account numbers that were written, with their keys",
    "original": "sealed originals, with their keys",
    "point": "points, with the reasons of the decision",
    "receipt": "what was written as proof that a remedy was carried out",
    "representative": "who acted for the customer: name, ways to them, what showed their authority",
    "request": "traces of programs' requests",
    "promise": "promises",
    "tried": "steps tried before",
    "win_back": "what was said in the talk after a loss",
}


@app.command("erase")
def erase(
    what: Annotated[str, typer.Argument(help="A case's reference, or a customer's id.")] = "",
    brand: Annotated[str, typer.Option(help="The brand's short name.")] = "",
    reason: Annotated[Erasure | None, typer.Option(help="Why: goes into the record, as a code.")] = None,
    withdraw: Annotated[
        bool,
        typer.Option("--withdraw", help="The customer takes back what is open: close it as withdrawn first."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    replay: Annotated[
        Path | None, typer.Option(help="Erase again what this log says, after a backup was restored.")
    ] = None,
    lift: Annotated[
        bool, typer.Option("--lift-hold", help="End the legal hold of a closed case; erases nothing.")
    ] = False,
    sweep: Annotated[
        bool,
        typer.Option(
            "--sweep", help="Write the database file anew, so that no piece of erased words is left."
        ),
    ] = False,
) -> None:
    """Say exactly what would go, ask, and erase it: rows lose their words and keys, files go, the record stays.

    Each erasure is noted in erasures.jsonl under AMENDS_HOME: keep a copy of it beside your backups.
    """
    if sweep:
        _sweep()
        return
    if replay is not None:
        _replay(replay)
        return
    if lift and what and brand:
        _lift(brand, what)
        return
    if not (what and brand and reason):
        raise DomainError("erasure_unsaid")
    with every_brand():
        customer = _customer_id(what)
        one = find_brand(brand)
        if customer:
            _ask(f"Customer {customer} of {one.name}", _of_customer(one, customer, withdraw), yes)
            done = erase_customer(
                actor=SYSTEM,
                brand_id=one.pk,
                customer_uuid=customer,
                why=reason,
                now=now(),
                withdraws=withdraw,
            )
        else:
            case = _case(one, what)
            _ask(f"Case {case.reference} of {one.name}", _of_case(case), yes)
            done = erase_words(actor=SYSTEM, case_uuid=case.uuid, why=reason, now=now())
    _say_done(done)


def _lift(brand: str, what: str) -> None:
    with every_brand():
        case = lift_hold(actor=SYSTEM, case_uuid=_case(find_brand(brand), what).uuid, now=now())
    typer.echo(f"The hold of {case.reference} is lifted. Its words are kept until {case.retain_until_on}.")


def _sweep() -> None:
    if not clear_leftovers(whole=True):
        raise DomainError("sweep_disturbed")
    typer.echo("Nothing of erased words is left in the database file.")


def _customer_id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _case(brand: Brand, said: str) -> Case:
    reference = parse_reference(said)
    if reference is None:
        raise DomainError("erasure_unknown", said=said)
    case = Case.objects.of(brand.pk).filter(reference=reference).first()
    if case is None:
        raise NotFound("case_not_found")
    return case


def _of_case(case: Case) -> Counter[str]:
    refuse_kept(case)
    return Counter(counts_of(case, words_of(case)))


def _of_customer(brand: Brand, customer: UUID, withdraws: bool) -> Counter[str]:
    people = same_person(brand.pk, customer)
    goes = Counter(
        customer=len(people),
        contact=loose_contacts(brand.pk, people).count(),
        address=Address.objects.of(brand.pk).filter(customer__in=people).count(),
        account=PayoutAccount.objects.of(brand.pk).filter(customer__in=people).exclude(digest="").count(),
    )
    for case in cases_of(brand.pk, people):
        if not (case.is_open and withdraws):
            refuse_kept(case)
        goes.update(counts_of(case, words_of(case)))
    return goes


def _ask(whose: str, goes: Mapping[str, int], yes: bool) -> None:
    typer.echo(f"{whose}. What goes:")
    for kind, count in sorted(goes.items()):
        if count:
            typer.echo(f"{count:>7}  {WORDS[kind]}")
    typer.echo("The cases, their record, moments, codes, counts and money stay. This can't be undone.")
    if not yes:
        typer.confirm("Erase it?", abort=True)


def _say_done(done: Erased) -> None:
    rows = sum(done.counts.values())
    typer.echo(f"Erased: {rows} entries in {done.cases} cases. Noted in {log_file()}.")
    typer.echo("./amends verify says “erased” of them, not “broken”. Older backups hold the words still.")


def _replay(path: Path) -> None:
    lines = list(read_lines(path))
    with every_brand():
        seen = erase_again(lines=lines, now=now())
    for one in seen.again:
        typer.echo(f"erased again: {one}")
    for one in seen.held:
        typer.echo(f"kept, under a legal hold: {one}")
    typer.echo(
        f"{len(seen.again)} erased again, {len(seen.held)} kept, {seen.gone} were gone, "
        f"{seen.unknown} are not in this database."
    )
