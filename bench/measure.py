"""Times queries in this process, one client, and says on what machine."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from typing import Any

from django.db import connection

from amends.people.scope import brand_scope
from bench.queries import Desk, Query

WARM = 10


def measured(seat: Desk, query: Query, requests: int) -> dict[str, float]:
    """Answers p50 and p95 in milliseconds, and the mean CPU of this process, which other work disturbs less.

    The brand scope is entered each time, as a request does.
    """
    for _ in range(WARM):
        _spent(seat, query)
    used = time.process_time()
    spent = [_spent(seat, query) for _ in range(requests)]
    used = (time.process_time() - used) * 1000 / requests
    return {"p50": share(spent, 0.5), "p95": share(spent, 0.95), "cpu": round(used, 2)}


def _spent(seat: Desk, query: Query) -> float:
    began = time.perf_counter()
    with brand_scope(seat.two):
        query()
    return (time.perf_counter() - began) * 1000


def share(values: list[float], part: float) -> float:
    """Answers the value below which this part of the values lies, to a hundredth."""
    return round(sorted(values)[min(len(values) - 1, int(len(values) * part))], 2)


def machine() -> dict[str, Any]:
    """Answers what the figures depend on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        version = cursor.fetchone()[0].split(" on ")[0]
    return {
        "database": f"{connection.vendor} {version}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "load_average": load_average(),
        "loop_seconds": loop_seconds(),
    }


def loop_seconds() -> float:
    """Answers how long ten million additions take now: the speed of the machine at this moment."""
    began, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return round(time.perf_counter() - began, 2)


def load_average() -> list[float]:
    """Answers the load of the last 1, 5 and 15 minutes."""
    return [round(value, 2) for value in os.getloadavg()]


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.is_file() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )
