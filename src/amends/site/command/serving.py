"""`demo`, `up`, `worker`: the desk runs."""

from __future__ import annotations

import os
import subprocess
import sys

import typer
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from amends.cases.guards import install_guards, missing_guards
from amends.cases.keys import give_link
from amends.clock import now
from amends.errors import DomainError
from amends.people.links import make_link
from amends.people.models import Brand, Membership, Staff
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope
from amends.rules.vocabulary import Role
from amends.site.catalogues import compile_stale
from amends.site.command.tour import app
from amends.site.demonstration.loading import Loaded, load, prepare
from amends.site.demonstration.offering import customer_with_options
from amends.site.demonstration.people import check_only_demonstration, is_empty, show_person
from amends.site.server import check_port, run_worker, serve
from amends.site.static_files import gather_static

LOOPBACK = "127.0.0.1"


@app.command()
def demo() -> None:
    """Serve the demonstration: two invented brands, people in every role, some 400 complaints of the last 90 days.

    Everybody may be anybody in it, so it listens to this computer only. PORT says where (8000).
    AMENDS_HOME says where its data lies (var/demo); delete that folder to begin again with today's dates.
    """
    port = _port()
    check_port(LOOPBACK, port)
    _make_ready()
    check_only_demonstration()
    if is_empty():
        _load_demonstration()
    typer.echo(
        f"\nThe demonstration, at http://localhost:{port}. Everything in it is invented. Ctrl+C stops it."
    )
    typer.echo("Choose a person there, or use a link; each works once, for twelve hours:\n")
    for line in (*_link_lines(port), *_customer_lines(port)):
        typer.echo(line)
    typer.echo("")
    serve(LOOPBACK, port)


@app.command()
def up() -> None:
    """Serve the real desk and do its background work. HOST (127.0.0.1) and PORT (8000) say where."""
    host, port = os.environ.get("HOST", LOOPBACK), _port()
    check_port(host, port)
    _make_ready()
    typer.echo(f"Amends, at http://{'localhost' if host == LOOPBACK else host}:{port}. Ctrl+C stops it.")
    if not Staff.objects.exists():
        typer.echo("\nNobody works here yet. In another terminal:")
        typer.echo('  ./amends brands add norvia "Norvia Telecom"')
        typer.echo(
            '  ./amends people add you@example.org --name "Your Name" --brand norvia --role administrator'
        )
    serve(host, port)


@app.command()
def worker() -> None:
    """Do the background work in the foreground: mail out, a checkpoint each minute, old sessions and words away."""
    typer.echo("The worker runs. Ctrl+C stops it.")
    run_worker()


def _port() -> int:
    said = os.environ.get("PORT", "8000")
    if not said.isdecimal() or not 1 <= int(said) <= 65535:
        raise DomainError("port_wrong", port=said)
    return int(said)


def _make_ready() -> None:
    if _is_unmigrated():
        typer.echo("Preparing the database.")
        _migrate()
    if missing_guards() and not os.environ.get("AMENDS_OWNER_URL"):
        install_guards()
    compile_stale()
    gather_static()


def _is_unmigrated() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _migrate() -> None:
    owner = os.environ.get("AMENDS_OWNER_URL")
    if not owner:
        call_command("migrate", interactive=False, verbosity=0)
        return
    # The role that owns the tables is not the one that serves: it migrates in a process of its own.
    command = [sys.executable, "-m", "amends", "manage", "migrate", "--no-input", "--verbosity", "0"]
    if subprocess.run(command, env={**os.environ, "DATABASE_URL": owner}, check=False).returncode:
        raise typer.Exit(1)


def _load_demonstration() -> None:
    plan = prepare(now())
    with typer.progressbar(length=len(plan), label="Telling the stories") as bar:
        told: Loaded = load(plan, step=lambda: bar.update(1))
    typer.echo(f"{told.cases} cases and {told.contacts} other contacts, in {len(told.languages)} languages.")


def _link_lines(port: int) -> list[str]:
    people = [(role, show_person(role)) for role in Role]
    return [_link_line(role, person, port) for role, person in people if person is not None]


def _customer_lines(port: int) -> list[str]:
    """Answers the way into the other seat: as the customer whose turn it is."""
    with brand_scope(Brand.objects.values_list("pk", flat=True)):
        case = customer_with_options()
        if case is None or case.customer is None:
            return []
        token = give_link(actor=SYSTEM, case_uuid=case.uuid, now=now())
        brand = Brand.objects.get(pk=case.brand_id).name
        address = f"http://localhost:{port}/my/open/{token}/"
        return [f"  {'customer':<14}{case.customer.name:<16.15}{brand:<26}{address}"]


def _link_line(role: Role, person: Staff, port: int) -> str:
    brands = Brand.objects.filter(pk__in=Membership.objects.filter(staff=person).values("brand")).order_by(
        "pk"
    )
    names = ", ".join(brand.name for brand in brands)
    address = f"http://localhost:{port}/sign-in/link/{make_link(person, now())}/"
    return f"  {role.value.replace('_', ' '):<14}{person.name:<16}{names:<26}{address}"
