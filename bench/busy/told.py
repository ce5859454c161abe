"""What a busy desk came to, in figures and as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.busy.arrivals import Seen
from bench.figures import share

_PARTS = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
Figures = Mapping[str, Any]


def times(seen: Sequence[Seen]) -> dict[str, Any]:
    """Answers counts by status, and milliseconds at the server (`Server-Timing`), of its CPU, and at the client."""
    columns = {
        "server": [one.server_ms for one in seen if one.server_ms is not None],
        "server_cpu": [one.cpu_ms for one in seen if one.cpu_ms is not None],
        "client": [one.waited_ms for one in seen],
    }
    found: dict[str, Any] = {"count": len(seen), "statuses": dict(Counter(str(one.status) for one in seen))}
    for name, values in columns.items():
        if values:
            found[name] = {part: share(values, below) for part, below in _PARTS.items()}
    return found


def table(found: Figures) -> str:
    """Answers the figures as text: the machine, customers, people, and whether anything leaked."""
    return "\n".join([*_head(found), *_lines(found), *_isolation(found["isolation"])])


def _head(found: Figures) -> Iterator[str]:
    machine, asked = found["machine"], found["asked"]
    yield (
        f"{machine['database']}, Python {machine['python']}, {machine['cores']} cores ({machine['processor']}), "
        f"load average {machine['load_average'][0]} before and {found['load_average_after'][0]} after, "
        f"loop {machine['loop_seconds']} s before and {found['loop_seconds_after']} s after"
    )
    yield (
        f"{found['cases']:,} cases, {found['customers']} customers at {asked['rate']} requests a second "
        f"(reached {found['rate_reached']}), {found['people']} people at {found['people_requests_a_second']}, "
        f"{asked['seconds']:.0f} s; the server used {found['server_cpu_share']} of a core"
    )


def _lines(found: Figures) -> Iterator[str]:
    heads = (f"{where} {part}" for where in ("server", "client") for part in _PARTS)
    yield f"{'milliseconds':<30}{'count':>6}{''.join(f'{head:>12}' for head in heads)}  statuses"
    yield _line("customers, all", found["customers_all"])
    for who in ("customers", "people"):
        for kind, one in found[f"{who}_by_kind"].items():
            yield _line(f"{who}: {kind}", one)


def _line(name: str, one: Figures) -> str:
    cells = (one.get(where, {}).get(part, "") for where in ("server", "client") for part in _PARTS)
    statuses = ", ".join(f"{status} {count}" for status, count in one["statuses"].items())
    return f"{name:<30}{one['count']:>6}{''.join(f'{cell:>12}' for cell in cells)}  {statuses}"


def _isolation(found: Figures) -> Iterator[str]:
    looked = sum(found["looked"].values())
    if not found["faults"]:
        yield f"Of {looked:,} answers to customers none held anything of somebody else."
        return
    yield f"FAILED, of {looked:,} answers to customers: " + ", ".join(
        f"{kind} {count}" for kind, count in found["faults"].items()
    )
    yield from found["told"]
