"""The `amends` command: finds the command asked for, prepares what it needs, and says errors in sentences."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django
import typer
from django.db import DatabaseError

from amends import __version__
from amends.errors import DomainError
from amends.site.command.sentences import sentence
from amends.site.command.tour import Command, app, find_command, nearest, tour_text

ROOT = Path(__file__).resolve().parents[4]


def main() -> None:
    """Runs the command named on the command line; 2 is the exit code of a wrong call."""
    words = sys.argv[1:]
    if not words or words[0] in ("--help", "-h", "help"):
        typer.echo(tour_text())
    elif words[0] in ("--version", "-V"):
        typer.echo(__version__)
    else:
        sys.exit(run(words))


def run(words: list[str]) -> int:
    """Runs one command and answers its exit code."""
    command = find_command(words[0])
    if command is None:
        near = nearest(words[0])
        typer.echo(
            f"There is no command {words[0]!r}." + (f" Did you mean {near!r}?" if near else ""), err=True
        )
        typer.echo("./amends --help shows them all.", err=True)
        return 2
    try:
        _prepare(command, command.at_the_desk.get(words[1], ()) if words[1:] else ())
        return _invoked(words)
    except DomainError as error:
        typer.echo(sentence(error), err=True)
        return 2
    except DatabaseError as error:
        typer.echo(f"The database could not do it: {str(error).strip()}", err=True)
        typer.echo("./amends doctor says more.", err=True)
        return 2


def _prepare(command: Command, parts: Sequence[str] = ()) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.site.settings")
    if command.name == "demo":
        os.environ["AMENDS_DEMO"] = "1"
    os.environ.setdefault("AMENDS_HOME", str(ROOT / "var" / ("demo" if command.name == "demo" else "")))
    if command.needs_desk or parts:
        django.setup()
    for part in parts:
        importlib.import_module(f"amends.site.command.{part}")
    importlib.import_module(f"amends.site.command.{command.module}")


def _invoked(words: list[str]) -> int:
    try:
        app(words, prog_name="amends")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0
