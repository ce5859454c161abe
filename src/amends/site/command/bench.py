"""`bench`: how fast the desk is on this machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from amends.site.command.tour import app

ROOT = Path(__file__).resolve().parents[4]


@app.command("bench", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            help="desk, load: customers while people work, language: how texts are read, or phone."
        ),
    ] = "desk",
    cases: Annotated[int, typer.Option(help="How many complaints to measure with.")] = 10_000,
    database: Annotated[
        list[str] | None, typer.Option(help="sqlite or postgresql; may be given twice.")
    ] = None,
    requests: Annotated[int, typer.Option(help="How often each query is asked.")] = 1_000,
    seconds: Annotated[
        float | None, typer.Option(help="How long to create through the API (8), or to measure a load (60).")
    ] = None,
    corpus: Annotated[str, typer.Option(help="A folder with desk/corpus.py; else our own complaints.")] = "",
    results: Annotated[str, typer.Option(help="Where the JSON goes.")] = "var/bench",
    home: Annotated[str, typer.Option(help="Keep the databases here, for the next time.")] = "",
) -> None:
    """Measure the queue, the search, a case, creating and importing; print a table and write JSON.

    `bench load` measures customers' pages while people work, and fails where one is shown anything of another:
    options `--customers`, `--people`, `--rate`, `--warm`. `bench language` measures readings, `bench phone` how soon
    the customer's pages can be used on a slow phone.
    """
    if what == "language":
        raise typer.Exit(_run("bench.said", *context.args))
    if what == "phone":
        raise typer.Exit(_run("bench.phone", "--results", str(Path(results).resolve()), *context.args))
    shared = ["--cases", str(cases), "--database", *(database or ["sqlite"])]
    shared += ["--corpus", corpus, "--results", str(Path(results).resolve())]
    if what == "load":
        raise typer.Exit(
            _run("bench.busy", *shared, "--seconds", str(60 if seconds is None else seconds), *context.args)
        )
    if what != "desk" or context.args:
        words = " ".join([what, *context.args])
        raise typer.BadParameter(f"there is no benchmark {words!r}: desk, load, language, phone")
    own = ["--requests", str(requests), "--seconds", str(8 if seconds is None else seconds)]
    raise typer.Exit(_run("bench", *shared, *own, "--home", str(Path(home).resolve()) if home else ""))


def _run(module: str, *words: str) -> int:
    return subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, check=False).returncode
