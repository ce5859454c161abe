"""Cases created through the API of a real server: requests a second, and the server's own CPU for each."""

from __future__ import annotations

import http.client
import json
import secrets
import threading
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

from amends.cases.models import ProgramToken
from amends.people.links import token_hash
from amends.rules.vocabulary import Role
from bench.corpus import Corpus
from bench.figures import load_average, share
from bench.load import brands
from bench.serving import cpu_of, server

FIRST_NEW = 5_000_000
"""The number of the first complaint that is new: far behind those that were loaded."""


def created(corpus: Corpus, seconds: float, interface: str = "asgi") -> dict[str, Any]:
    """Answers for one client and for eight: creates a second, latency, server CPU of each."""
    numbers = count(FIRST_NEW + int(time.time()) % 1_000_000)
    token = _token()
    with server(interface) as (port, process):
        _client(port, token, corpus, numbers, time.perf_counter() + 1, [])
        return {
            f"{clients} clients" if clients > 1 else "1 client": _run(
                port, process, token, corpus, numbers, clients, seconds
            )
            for clients in (1, 8)
        }


def _run(
    port: int, process: int, token: str, corpus: Corpus, numbers: Iterator[int], clients: int, seconds: float
) -> dict[str, Any]:
    spent: list[float] = []
    before, began = cpu_of(process), time.perf_counter()
    threads = [
        threading.Thread(target=_client, args=(port, token, corpus, numbers, began + seconds, spent))
        for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    return {
        "creates_per_second": round(len(spent) / took, 1),
        "p50": share(spent, 0.5),
        "p95": share(spent, 0.95),
        "server_cpu_ms": round((cpu_of(process) - before) * 1000 / len(spent), 2),
        "load_average": load_average(),
    }


def _client(
    port: int, token: str, corpus: Corpus, numbers: Iterator[int], until: float, spent: list[float]
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    while time.perf_counter() < until:
        contact = corpus.contact(next(numbers))
        body = json.dumps(
            {
                "text": contact.text,
                "gist": contact.gist,
                "language": "en",
                "customer": {"email": contact.caller.email},
            }
        )
        began = time.perf_counter()
        connection.request(
            "POST", "/api/v1/cases", body, {**headers, "Idempotency-Key": secrets.token_hex(8)}
        )
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != 201:
            raise SystemExit(f"The server answered {answer.status}: {said[:300]!r}")
        spent.append((time.perf_counter() - began) * 1000)


def _token() -> str:
    token = secrets.token_urlsafe(32)
    ProgramToken.objects.create(
        brand=brands()[0], name="bench", role=Role.REP.value, token_hash=token_hash(token)
    )
    return token
