"""`./amends bench load`: customers' pages while people work; fails where one customer is shown anything of another."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.busy.arrivals import Seen, arrive
from bench.busy.customers import KINDS, Crowd, is_right, opened
from bench.busy.marks import Watch
from bench.busy.people import PAUSE_SECONDS, Person
from bench.busy.told import table, times
from bench.figures import load_average, loop_seconds
from bench.serving import cpu_of, up

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Measures each database that is asked for; answers 1 where something of one customer reached another."""
    asked = _asked(arguments)
    results = Path(asked.results).resolve()
    results.mkdir(parents=True, exist_ok=True)
    is_tight = True
    for database in asked.database:
        with (
            tempfile.TemporaryDirectory(prefix="amends-load-") as folder,
            _desk(database, Path(folder)) as desk,
        ):
            found = _measured(asked, Path(folder), desk)
        result = results / f"load-{database}-{asked.cases}.json"
        result.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(table(found))
        is_tight = is_tight and not found["isolation"]["faults"]
    return 0 if is_tight else 1


@contextmanager
def _desk(database: str, folder: Path) -> Iterator[dict[str, str]]:
    """Answers the surroundings of a fresh desk whose tables are made."""
    surroundings = {**os.environ, "AMENDS_HOME": str(folder / "home"), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    surroundings |= {"DJANGO_SETTINGS_MODULE": "amends.site.settings", "DATABASE_URL": ""}
    with ExitStack() as stack:
        if database == "postgresql":
            # Only developers have a PostgreSQL to start.
            server = importlib.import_module("bench.postgres").server
            owner, app = stack.enter_context(server(folder / "postgresql"))
            surroundings |= {"DATABASE_URL": app, "AMENDS_OWNER_URL": owner, "BENCH_OWNER_URL": owner}
        migrating = {**surroundings, "DATABASE_URL": surroundings.get("AMENDS_OWNER_URL", "")}
        _run(migrating, "django", "migrate", "--verbosity", "0")
        yield surroundings


def _run(surroundings: Mapping[str, str], *command: str) -> None:
    code = subprocess.run(
        [sys.executable, "-m", *command], env=surroundings, cwd=ROOT, check=False
    ).returncode
    if code:
        raise SystemExit(code)


def _measured(asked: argparse.Namespace, folder: Path, desk: Mapping[str, str]) -> dict[str, Any]:
    plan_file = folder / "plan.json"
    sizes = {"cases": asked.cases, "customers": asked.customers, "people": asked.people}
    words = [word for name, size in sizes.items() for word in (f"--{name}", str(size))]
    _run(desk, "bench.busy.prepare", *words, "--corpus", asked.corpus, "--plan", str(plan_file))
    plan = json.loads(plan_file.read_text(encoding="utf-8"))
    before = {"load_average": load_average(), "loop_seconds": loop_seconds()}
    with up(desk, folder / "server.log") as (port, process):
        found = _worked(asked, plan, port, process)
    after = {"load_average_after": load_average(), "loop_seconds_after": loop_seconds()}
    return {"machine": plan["machine"] | before, **sizes, "import": plan["import"], **found, **after}


def _worked(asked: argparse.Namespace, plan: Mapping[str, Any], port: int, process: int) -> dict[str, Any]:
    """Lets everybody come, and answers what they saw once the time to warm up was over."""
    customers = opened(port, plan["customers"])
    visited = [one.case for one in customers]
    began = time.perf_counter()
    crowd = Crowd(customers, began, random.Random(7))
    people = [Person(port, session, began, plan["marks"], visited) for session in plan["sessions"]]
    marks: list[tuple[float, float]] = []

    def note(_planned: float) -> None:
        marks.append((time.perf_counter(), cpu_of(process)))

    end = asked.warm + asked.seconds
    arrivals = [*crowd.plan(asked.rate, end), (asked.warm, note), (end, note)]
    for person in people:
        person.start()
    arrive(sorted(arrivals, key=lambda one: one[0]), began)
    (since, before), (until, after) = marks
    for person in people:
        person.stop()
    used, spent = after - before, until - since
    usual = [one for one in crowd.seen if one.planned >= asked.warm and one.kind in KINDS]
    others = [one for one in crowd.seen if one.planned >= asked.warm and one.kind not in KINDS]
    working = [one for person in people for one in person.seen if asked.warm <= one.planned < end]
    return {
        "asked": {"rate": asked.rate, "seconds": asked.seconds, "warm": asked.warm, "pause": PAUSE_SECONDS},
        "rate_reached": round(_came(crowd.seen, asked.warm, end) / asked.seconds, 2),
        "server_cpu_share": round(used / spent, 2),
        "customers_all": times(usual),
        "customers_by_kind": _by_kind(usual) | _by_kind(others),
        "people_by_kind": _by_kind(working),
        "people_requests_a_second": round(len(working) / spent, 2),
        "isolation": _isolation(crowd.watch),
    }


def _came(seen: Iterable[Seen], start: float, end: float) -> int:
    """Answers how many right answers came within this time, whenever they were asked for."""
    came = (one.planned + one.waited_ms / 1000 for one in seen if one.kind in KINDS and is_right(one))
    return sum(start <= moment < end for moment in came)


def _by_kind(seen: Iterable[Seen]) -> dict[str, dict[str, Any]]:
    held: dict[str, list[Seen]] = {}
    for one in seen:
        held.setdefault(one.kind, []).append(one)
    return {kind: times(ones) for kind, ones in sorted(held.items())}


def _isolation(watch: Watch) -> dict[str, Any]:
    return {
        "looked": dict(Counter(watch.looked)),
        "faults": dict(Counter(watch.faults)),
        "told": watch.told,
    }


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="amends bench load", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--database", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite"])
    parser.add_argument("--customers", type=int, default=200, help="how many have their case open")
    parser.add_argument("--people", type=int, default=40, help="how many work at the desk")
    parser.add_argument("--rate", type=float, default=20, help="customers' requests a second")
    parser.add_argument("--seconds", type=float, default=60, help="how long is measured")
    parser.add_argument("--warm", type=float, default=10, help="how long before that nothing is measured")
    parser.add_argument("--corpus", default="", help="the folder that has desk/corpus.py")
    parser.add_argument("--results", default="var/bench", help="where the JSON goes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
