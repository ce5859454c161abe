"""`python -m bench`: loads complaints, measures what the README claims, prints a table."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Measures SQLite, and PostgreSQL where asked; answers 0, or the code of what failed."""
    asked, rest = _asked(arguments)
    results = Path(asked.results).resolve()
    results.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="amends-bench-") as passing:
        home = Path(asked.home or passing).resolve()
        for database in asked.database:
            result = results / f"{database}-{asked.cases}.json"
            code = _measured(database, home / database, asked.cases, result, rest)
            if code:
                return code
            print(table(json.loads(result.read_text(encoding="utf-8"))))
    return 0


def _asked(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--database", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite"])
    parser.add_argument("--results", default="var/bench", help="where the JSON goes")
    parser.add_argument(
        "--home", default="", help="keep the databases here; what is there is not loaded again"
    )
    return parser.parse_known_args(arguments)


def _measured(database: str, home: Path, cases: int, result: Path, rest: list[str]) -> int:
    marker = home / f"loaded-{cases}"
    home.mkdir(parents=True, exist_ok=True)
    surroundings = {**os.environ, "AMENDS_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    surroundings["DJANGO_SETTINGS_MODULE"] = "amends.site.settings"
    with ExitStack() as stack:
        owner = app = ""
        if database == "postgresql":
            # Only developers have a PostgreSQL to start.
            server = importlib.import_module("bench.postgres").server
            owner, app = stack.enter_context(server(home / "postgresql"))
        code = _run(["-m", "django", "migrate", "--verbosity", "0"], {**surroundings, "DATABASE_URL": owner})
        load = [] if marker.exists() else ["--cases", str(cases)]
        command = ["-m", "bench.run", "--result", str(result), *load, *rest]
        code = code or _run(command, {**surroundings, "DATABASE_URL": app, "BENCH_OWNER_URL": owner})
        if not code:
            marker.touch()
        return code


def _run(command: list[str], surroundings: Mapping[str, str]) -> int:
    return subprocess.run([sys.executable, *command], env=surroundings, cwd=ROOT, check=False).returncode


def table(found: Mapping[str, Any]) -> str:
    """Answers the figures as text: the machine, then one line for each query."""
    machine = found["machine"]
    lines = [
        f"{machine['database']}, Python {machine['python']}, {machine['cores']} cores ({machine['processor']}), "
        f"load average {machine['load_average'][0]} before and {found['load_average_after'][0]} after, "
        f"loop {machine['loop_seconds']} s before and {found['loop_seconds_after']} s after",
        f"{'milliseconds around the functions':<44}{'median':>9} {'p95':>9} {'CPU':>9}",
    ]
    lines += [
        f"{name:<44}{one['p50']:>9} {one['p95']:>9} {one['cpu']:>9}" for name, one in found["queries"].items()
    ]
    if found.get("pages"):
        lines.append(
            f"{'a whole page, Server-Timing total':<44}{'median':>9} {'p95':>9} {'CPU':>9} {'client p95':>11}"
        )
    lines += [
        f"{name:<44}{one['p50']:>9} {one['p95']:>9} {one['cpu']:>9} {one['client_p95']:>11}"
        for name, one in found.get("pages", {}).items()
    ]
    for clients, one in found.get("create", {}).items():
        lines.append(
            f"create, {clients:<28}{one['p50']:>9} {one['p95']:>9}   {one['creates_per_second']}/s, "
            f"server CPU {one['server_cpu_ms']} ms each"
        )
    if loaded := found.get("import"):
        lines.append(f"import: {loaded['cases_per_second']} cases/s, at most {loaded['peak_memory_mb']} MB")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
