"""`import`, `export`: complaints come in from files and go out to files."""

from __future__ import annotations

import os
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn, TextIO

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from amends.cases.checkpoints import make_checkpoints
from amends.channels.files import (
    Mapping,
    Understanding,
    load_mapping,
    understand,
    write_csv,
    write_json_lines,
)
from amends.channels.files.exporting import COLUMNS, cells_of, export_rows, own_mapping
from amends.channels.files.importing import Imported, ImportPlan, import_rows
from amends.channels.files.layouts import find_layout
from amends.channels.files.sources import open_source
from amends.clock import now
from amends.errors import ChannelError
from amends.people.models import Brand, Membership, Staff
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.site.command.brands import find_brand
from amends.site.command.file_tables import show
from amends.site.command.file_words import channel_sentence, reject_reason, visible
from amends.site.command.tour import app
from amends.site.demonstration.people import DOMAIN

_ABORTED, _WRONG, _INTERRUPTED = 1, 2, 130
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SAFE = "Every batch before it is in, whole, and nothing of the one in hand."
_AGAIN = "Run the same command again: it goes on where it stopped, and nothing is doubled."


class Format(StrEnum):
    """How an export is written."""

    CSV = "csv"
    JSONL = "jsonl"


@app.command("import")
def import_file(
    path: Annotated[Path, typer.Argument(help="A CSV file in any layout, or JSON Lines.")],
    brand: Annotated[str, typer.Option(help="A brand's short name or name; a new name makes the brand.")],
    yes: Annotated[bool, typer.Option("--yes", help="Accept what is proposed, without asking.")] = False,
    mapping: Annotated[
        Path | None, typer.Option(help="A YAML or JSON file that says what columns mean.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Bring in complaints of the past from a file: says what it understood, asks, then takes the rows in.

    Interrupted, it goes on when run again; run twice, nothing is doubled. Rows that can't be read go to a file of
    their own under AMENDS_HOME/imports, with the reason. Exit code 2: nothing was taken in, or not all.
    """
    console = Console(highlight=False, soft_wrap=False)
    with _said_plainly("Nothing was imported."):
        named = _brand_name(brand)
        _make_ready()
        told = load_mapping(mapping) if mapping else None
        with console.status("Reading the file"):
            known = understand(path, told or _own_mapping(path))
        if not known.rows:
            raise ChannelError("no_rows", True, path=str(path))
        show(console, known)
        found = _known_brand(named)
        if dry_run:
            return
        _ask(known, found.name if found else f"{named} (a new brand)", yes)
        into = found or _new_brand(named)
    _import(console, known, into)


def _own_mapping(path: Path) -> Mapping | None:
    return own_mapping(find_layout(open_source(path)).headers)


@contextmanager
def _said_plainly(safe: str) -> Iterator[None]:
    """Turns what goes wrong outside of us into a sentence, what is safe, and the exit code."""
    try:
        yield
    except ChannelError as error:
        _stop(channel_sentence(error), "" if error.code == "import_running" else safe)
    except DatabaseError as error:
        _stop(_database_sentence(error), safe)
    except OSError as error:
        _stop(f"{error.strerror or error}: {visible(error.filename or '', 200)}", safe)
    except KeyboardInterrupt:
        _stop("\nStopped.", safe, _INTERRUPTED)


def _stop(problem: str, safe: str, code: int = _WRONG) -> NoReturn:
    typer.echo(problem, err=True)
    if safe:
        typer.echo(safe, err=True)
    raise typer.Exit(code)


def _database_sentence(error: DatabaseError) -> str:
    said = str(error).strip()
    if "locked" in said:
        return "The database is locked by another program, and stayed so."
    if "full" in said or "No space" in said:
        return "The disk is full, or the database may not grow."
    return f"The database could not do it: {visible(said, 300)}"


def _make_ready() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if os.environ.get("AMENDS_OWNER_URL"):
            raise DatabaseError("it is not prepared yet; run ./amends up once")
        typer.echo("Preparing the database.")
        call_command("migrate", interactive=False, verbosity=0)


def _ask(known: Understanding, brand: str, yes: bool) -> None:
    typer.echo("")
    question = f"Import {known.rows:,} rows into {visible(brand, 90)}?"
    if yes:
        typer.echo(f"{question} --yes")
        return
    try:
        agreed = typer.confirm(question, default=False)
    except typer.Abort:
        agreed = False
        typer.echo("")
    if not agreed:
        typer.echo("Nothing was imported. --mapping FILE changes what is proposed; --yes accepts it unasked.")
        raise typer.Exit(_ABORTED)


def _brand_name(said: str) -> str:
    name = " ".join("".join(sign for sign in said if sign.isprintable()).split())
    if not name or len(name) > 80:
        _stop("A brand needs a name of 1 to 80 characters.", "Nothing was imported.")
    return name


def _known_brand(name: str) -> Brand | None:
    return Brand.objects.filter(slug=name).first() or Brand.objects.filter(name__iexact=name).first()


def _new_brand(name: str) -> Brand:
    """Makes a brand in neutral colours; only in the demonstration do people join it by themselves."""
    with transaction.atomic():
        everywhere = _demonstration_people()
        made = Brand.objects.create(slug=_free_slug(name), name=name, letter=name[:1].upper()[:2])
        Membership.objects.bulk_create(
            Membership(staff_id=person, brand=made, role=role) for person, role in everywhere.items()
        )
    typer.echo(f"{visible(name, 90)} is a new brand, as {made.slug!r}.")
    return made


def _free_slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = _NOT_SLUG.sub("-", plain).strip("-")[:36].strip("-") or "brand"
    taken = set(Brand.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in _numbered(base) if slug not in taken)


def _numbered(base: str) -> Iterator[str]:
    yield base
    for number in range(2, 1000):
        yield f"{base}-{number}"


def _demonstration_people() -> dict[int, str]:
    """Answers who works for every brand of the demonstration, and as what; nobody anywhere else."""
    brands = Brand.objects.count()
    if not brands or Staff.objects.exclude(email__endswith=f"@{DOMAIN}").exists():
        return {}
    held: dict[int, list[str]] = {}
    for person, role in Membership.objects.order_by("pk").values_list("staff_id", "role"):
        held.setdefault(person, []).append(role)
    return {person: roles[0] for person, roles in held.items() if len(roles) == brands}


def _import(console: Console, known: Understanding, brand: Brand) -> None:
    began = time.perf_counter()
    with _said_plainly(f"{_SAFE}\n{_AGAIN}"):
        with _bar(console, known) as step:
            done = import_rows(
                ImportPlan(
                    understanding=known,
                    brand=brand,
                    actor=SYSTEM,
                    folder=settings.HOME / "imports",
                    say=reject_reason,
                    now=now,
                    step=step,
                )
            )
        seconds = time.perf_counter() - began
        with every_brand():
            make_checkpoints(key=settings.CHECKPOINT_KEY, now=now())
    for line in _summary(done, brand, seconds):
        typer.echo(line)


@contextmanager
def _bar(console: Console, known: Understanding) -> Iterator[Callable[[Imported], object]]:
    total = known.rows + sum(count for _, count in known.rejects)
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total)
        yield lambda so_far: progress.update(
            task, completed=so_far.imported + so_far.doubles + so_far.rejected
        )


def _summary(done: Imported, brand: Brand, seconds: float) -> Iterator[str]:
    if done.resumed_after:
        yield f"Went on after row {done.resumed_after:,}; the counts are of the whole file."
    yield f"{done.imported:,} complaints are in {visible(brand.name, 90)}."
    if done.doubles:
        yield f"{done.doubles:,} rows were in already, or stand in the file twice: left out."
    if done.mended:
        yield f"{done.mended:,} dates had day and month exchanged: mended, and marked."
    if done.undecided:
        yield f"{done.undecided:,} dates could not be decided: as said, and marked."
    if done.undated:
        yield f"{done.undated:,} complaints have no date: unknown."
    if done.rejected:
        yield f"{done.rejected:,} rows could not be read; they and the reasons are in {done.rejects}"
    rows = done.sat_through
    yield f"{rows:,} rows in {seconds:.1f} s, {rows / max(seconds, 0.001):,.0f} a second."
    if not Membership.objects.filter(brand=brand).exists():
        yield "Nobody works for this brand yet. To let somebody see it:"
        yield f"  ./amends people add you@example.org --brand {brand.slug} --role manager"


@app.command("export")
def export(
    form: Annotated[Format, typer.Option("--format", help="csv or jsonl.")] = Format.CSV,
    brand: Annotated[str, typer.Option(help="Only this brand, by its short name.")] = "",
    out: Annotated[Path | None, typer.Option(help="The file to write; without it, standard output.")] = None,
) -> None:
    """Write out every case: one row each, in columns that ./amends import takes back as they were.

    No cell of a CSV export is computed by a spreadsheet. Notes stay here.
    """
    with _said_plainly("Nothing was written." if out else "What was written is not whole."):
        _make_ready()
        brands = [find_brand(brand)] if brand else list(Brand.objects.order_by("pk"))
        count = _export_to(out, form, brands) if out else _written(sys.stdout, form, brands)
        typer.echo(f"{count:,} cases.", err=True)


def _export_to(out: Path, form: Format, brands: list[Brand]) -> int:
    """Writes beside the file first, so that the name never holds half an export."""
    if out.is_dir():
        raise ChannelError("is_directory", True, path=str(out))
    half = out.with_name(f"{out.name}.part")
    try:
        # A spreadsheet takes a CSV file for UTF-8 by its mark.
        with open(half, "w", encoding="utf-8-sig" if form is Format.CSV else "utf-8", newline="") as file:
            os.chmod(half, 0o600)
            count = _written(file, form, brands)
        os.replace(half, out)
    finally:
        half.unlink(missing_ok=True)
    return count


def _written(out: TextIO, form: Format, brands: list[Brand]) -> int:
    try:
        if form is Format.CSV:
            return write_csv(out, COLUMNS, map(cells_of, export_rows(brands, now())))
        return write_json_lines(out, export_rows(brands, now()))
    except BrokenPipeError:
        # Whoever reads us has had enough; nothing is wrong.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
