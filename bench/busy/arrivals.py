"""Requests that come when they come: nobody waits for the answer before, and late is counted from the plan."""

from __future__ import annotations

import http.client
import random
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from bench.busy.browser import Answer

_MOST_AT_ONCE = 256
NO_ANSWER = 0


class Seen(NamedTuple):
    """One request: what was asked, when it should have been, what its asker waited since, what the server said."""

    kind: str
    planned: float
    waited_ms: float
    status: int
    server_ms: float | None
    cpu_ms: float | None


def moments(rate: float, seconds: float, chance: random.Random) -> list[float]:
    """Answers when requests come, in seconds from the start: so many a second, each whenever it likes."""
    found = [chance.uniform(0, seconds) for _ in range(round(rate * seconds))]
    return sorted(found)


def arrive(plan: Iterable[tuple[float, Callable[[float], None]]], began: float) -> None:
    """Starts each at its moment after `began`, however many are still on their way, and waits for the last."""
    with ThreadPoolExecutor(_MOST_AT_ONCE, thread_name_prefix="customer") as pool:
        for moment, ask in plan:
            time.sleep(max(0, began + moment - time.perf_counter()))
            # Where all threads are taken it waits in line, and its time goes on from the plan.
            pool.submit(ask, began + moment)


def asked(
    kind: str, planned: float | None, began: float, ask: Callable[[], Answer]
) -> tuple[Seen, Answer | None]:
    """Answers what one request came to, waited for since `planned`, else since now; status 0 is no answer."""
    since = time.perf_counter() if planned is None else planned
    try:
        answer = ask()
    except (OSError, http.client.HTTPException):
        return Seen(kind, since - began, _since(since), NO_ANSWER, None, None), None
    return Seen(kind, since - began, _since(since), answer.status, answer.server_ms, answer.cpu_ms), answer


def _since(moment: float) -> float:
    return (time.perf_counter() - moment) * 1000
