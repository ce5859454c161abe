"""`lint`, `messages`, `manage`: for those who work on Amends itself."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import typer
from django.core.management import execute_from_command_line

from amends.language.book import book_faults, books
from amends.language.kinds import lexicon_faults, lexicons
from amends.site.catalogues import FOLDER, catalogue_faults, catalogue_files
from amends.site.command.tour import app
from amends.site.messages import unknown_sentences, update_catalogues

ROOT = Path(__file__).resolve().parents[4]
_REST = {"allow_extra_args": True, "ignore_unknown_options": True}
_BIN = Path(sys.executable).parent


@app.command("lint")
def lint() -> None:
    """Check style, types, layers, migrations, catalogues, books, locks, each with its time; go on after a failure."""
    with tempfile.TemporaryDirectory(prefix="amends-lint-") as folder:
        env = {**os.environ, "AMENDS_HOME": folder, "PYTHONPATH": str(ROOT / "src")}
        steps: Mapping[str, Callable[[], int]] = {
            "style": lambda: _run(env, "ruff", "check", "."),
            "format": lambda: _run(env, "ruff", "format", "--check", "--quiet", "."),
            "types": lambda: _run(env, "mypy"),
            "layers": lambda: _run(env, "lint-imports"),
            "migrations": lambda: _run(
                env, "python", "-m", "amends", "manage", "makemigrations", "--check", "--dry-run"
            ),
            "catalogues": _check_catalogues,
            "phrasebooks": _check_phrasebooks,
            "locks": _check_locks,
        }
        failed = [name for name, step in steps.items() if _timed(name, step)]
    typer.echo(f"\nFailed: {', '.join(failed)}." if failed else "\nAll is well.")
    raise typer.Exit(1 if failed else 0)


def _run(env: Mapping[str, str], program: str, *words: str) -> int:
    return subprocess.run([_BIN / program, *words], cwd=ROOT, env=dict(env), check=False).returncode


def _timed(name: str, step: Callable[[], int]) -> bool:
    typer.echo(f"-- {name}")
    started = time.perf_counter()
    failed = bool(step())
    typer.echo(f"-- {name}: {'FAILED' if failed else 'well'}, {time.perf_counter() - started:.1f} s")
    return failed


def _check_catalogues() -> int:
    if not catalogue_files():
        typer.echo(f"There are no catalogues in {FOLDER.name}/ yet.")
        return 0
    faults = [*catalogue_faults(), *(f"not gathered: {said}" for said in unknown_sentences())]
    for fault in faults:
        typer.echo(fault)
    return len(faults)


def _check_phrasebooks() -> int:
    faults = [f"books/{name}.txt: {fault}" for name, text in books().items() for fault in book_faults(text)]
    for name, text in lexicons().items():
        faults += [f"lexicons/{name}.txt: {fault}" for fault in lexicon_faults(text, name)]
    for fault in faults:
        typer.echo(fault)
    return len(faults)


def _check_locks() -> int:
    # Name and version alone: a larger set may need the same one on more platforms.
    served, lettered, developed = (
        [
            line.split()[0]
            for line in (ROOT / "requirements" / name).read_text("utf-8").splitlines()
            if "==" in line
        ]
        for name in ("base.txt", "letters.txt", "dev.txt")
    )
    missing = [("letters", one) for one in served if one not in lettered]
    missing += [("dev", one) for one in lettered if one not in developed]
    for name, one in missing:
        typer.echo(f"requirements/{name}.txt lacks {one}; lock base, letters and dev again, in this order.")
    return len(missing)


@app.command("messages")
def messages() -> None:
    """Bring the catalogues up to the sentences there are, and say how many each still lacks."""
    for locale, missing in update_catalogues().items():
        typer.echo(f"{locale}: {missing} to translate")


@app.command("manage", context_settings={**_REST, "help_option_names": []}, hidden=True)
def manage(context: typer.Context) -> None:
    """Pass the rest on to Django."""
    execute_from_command_line(["amends manage", *context.args])
