"""Times queries in this process, one client, and says on what machine."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from typing import Any

from django.db import connection

from amends.people.scope import brand_scope
from bench.figures import load_average, loop_seconds, share
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


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.is_file() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )
