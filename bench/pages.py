"""Whole pages from the real server, one client: what the server says it took, and what the client waited."""

from __future__ import annotations

import http.client
import re
import time
from itertools import cycle, islice
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections
from django.urls import reverse

from amends.people.models import Staff
from amends.site.accounts import SessionStore
from amends.site.static_files import gather_static
from bench.corpus import Corpus
from bench.figures import load_average, share
from bench.load import NOW, brands, staff
from bench.queries import Desk, search_words
from bench.serving import server

_TOTAL = re.compile(r"total;dur=([\d.]+), cpu;dur=([\d.]+)")
_WARM = 20


def pages(seat: Desk, corpus: Corpus, requests: int, only: str = "") -> dict[str, dict[str, float]]:
    """Answers for each page by name: `p50`, `p95` of the server's total, its `cpu`, the client's `client_p95`."""
    gather_static()
    session = signed_in(staff()[0])
    connections.close_all()
    found = {}
    with server(more={"AMENDS_FROZEN_AT": NOW.isoformat()}) as (port, _process):
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for name, addresses in _addresses(seat, corpus).items():
            if only in name:
                found[name] = _asked(client, session, addresses, requests)
                print(f"{name:<36}{found[name]['p50']:>9} {found[name]['p95']:>9}", flush=True)
    return found


def _addresses(seat: Desk, corpus: Corpus) -> dict[str, list[str]]:
    today, search = reverse("desk:today"), reverse("desk:search")
    one = brands()[0].slug
    found = {
        "page: today, one brand": [f"{today}?brand={one}"],
        "page: today, two brands": [today],
        "page: mine": [f"{today}?view=mine"],
        "page: unowned": [f"{today}?view=nobody"],
        "page: filter without a match": [f"{today}?stage=decided&language=sv"],
        "page: open a case": [reverse("desk:case", args=[case]) for case in seat.cases],
    }
    for kind, asked in search_words(corpus).items():
        found[f"page: search, {kind}"] = [f"{search}?{urlencode({'q': words})}" for words in asked]
        found[f"page: search, {kind}, one brand, open"] = [
            f"{search}?{urlencode({'q': words, 'open': '1', 'brand': one})}" for words in asked
        ]
    return found


def signed_in(person: Staff) -> str:
    """Answers a session of this person, as signing in makes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "amends.site.accounts.DeskBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save(must_create=True)
    return str(session.session_key)


def _asked(
    client: http.client.HTTPConnection, session: str, addresses: list[str], requests: int
) -> dict[str, float]:
    turns = cycle(addresses)
    for _ in range(_WARM):
        _one(client, session, next(turns))
    spent = [_one(client, session, address) for address in islice(turns, requests)]
    totals, cpu, waited = (list(column) for column in zip(*spent, strict=True))
    return {
        "p50": share(totals, 0.5),
        "p95": share(totals, 0.95),
        "cpu": share(cpu, 0.5),
        "client_p95": share(waited, 0.95),
        "load_average": load_average()[0],
    }


def _one(client: http.client.HTTPConnection, session: str, address: str) -> tuple[float, float, float]:
    began = time.perf_counter()
    client.request("GET", address, headers={"Cookie": f"sessionid={session}"})
    answer = client.getresponse()
    answer.read()
    waited = (time.perf_counter() - began) * 1000
    said = _TOTAL.search(answer.getheader("Server-Timing") or "")
    if answer.status != 200 or said is None:
        raise SystemExit(f"{address} answered {answer.status}")
    return float(said[1]), float(said[2]), waited
