"""What every measurement says beside its figures; needs nothing of the desk."""

from __future__ import annotations

import os
import time


def share(values: list[float], part: float) -> float:
    """Answers the value below which this part of the values lies, to a hundredth."""
    return round(sorted(values)[min(len(values) - 1, int(len(values) * part))], 2)


def loop_seconds() -> float:
    """Answers how long ten million additions take now: the speed of the machine at this moment."""
    began, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return round(time.perf_counter() - began, 2)


def load_average() -> list[float]:
    """Answers the load of the last 1, 5 and 15 minutes."""
    return [round(value, 2) for value in os.getloadavg()]
