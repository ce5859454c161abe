"""A busy desk is measured honestly: a leak is seen, a wait is counted whole, and no answer stays unread."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest
from bench.busy.__main__ import _came
from bench.busy.arrivals import NO_ANSWER, Seen, arrive, asked, moments
from bench.busy.browser import Answer, Browser
from bench.busy.customers import Crowd, Customer, is_right
from bench.busy.marks import MARK, Watch, foreign, mark_of, nobodys_mark
from django.test import Client

from amends.cases.keys import give_link
from amends.cases.models import Case
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from tests.conftest import NOON, Cast, complain

MINE, THEIRS = mark_of("seed", 1), mark_of("seed", 2)
SLOW_SECONDS = 0.3


def page_of(case: Case) -> str:
    client = Client(HTTP_HOST="localhost")
    with every_brand():
        token = give_link(actor=SYSTEM, case_uuid=case.uuid, now=NOON)
    client.post(f"/my/open/{token}/")
    answer = client.get(f"/my/{case.uuid}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_of_another_case_is_a_leak(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMENDS_FROZEN_AT", NOON.isoformat())
    mine = page_of(complain(cast, f"{MINE} It is dead."))
    theirs = page_of(complain(cast, f"{THEIRS} It is dead."))
    watch = Watch()
    watch.look("page", mine, MINE, has_own=True)
    assert not watch.faults
    watch.look("page", theirs, MINE, has_own=True)
    assert watch.faults == {"leak": 1, "lacking": 1} and THEIRS in watch.told[0]


def test_a_mark_is_one_customers_and_any_other_is_found_wherever_it_stands() -> None:
    marks = {mark_of("seed", number) for number in range(5_000)}
    assert len(marks) == 5_000 and all(MARK.fullmatch(mark) for mark in marks)
    assert foreign(f"<p>{MINE}</p><a title='{THEIRS}'>{MINE}", MINE) == [THEIRS]
    assert foreign(f"x{nobodys_mark()}y", MINE) and not foreign(f"{MINE}{MINE}", MINE)


class Desk(BaseHTTPRequestHandler):
    """A desk of three addresses: one's own case, everybody's, and one that answers late, one at a time."""

    lock = threading.Lock()
    cookies: str = ""

    def do_GET(self) -> None:
        """Answers."""
        type(self).cookies = self.headers["Cookie"]
        if self.path == "/slow/":
            with self.lock:
                time.sleep(SLOW_SECONDS)
        if self.path == "/gone/":
            return
        status, said = (404, "") if self.path == "/my/shut/" else (200, f"{MINE} {self.path}")
        self.send_response(status)
        self.send_header("Server-Timing", "total;dur=1.50, cpu;dur=0.50")
        self.send_header("Set-Cookie", "amends_my=a; Path=/; HttpOnly")
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """The port of that desk."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_browser_keeps_its_cookies_and_reads_what_the_server_says(port: int) -> None:
    browser = Browser(port)
    answer = browser.get("/my/a/")
    assert (answer.status, answer.server_ms, answer.cpu_ms) == (200, 1.5, 0.5)
    assert MINE in answer.said and "Set-Cookie" in answer.said
    browser.get("/my/a/")
    assert Desk.cookies == "amends_my=a"


@pytest.mark.parametrize("at_once", [1, 9])
def test_who_comes_while_the_desk_is_busy_has_waited_since_they_came(
    port: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.busy.arrivals._MOST_AT_ONCE", at_once)
    began, seen = time.perf_counter(), []

    def come(planned: float) -> None:
        seen.append(asked("page", planned, began, lambda: Browser(port).get("/slow/"))[0])

    arrive([(0.0, come)] * 3, began)
    waited = sorted(one.waited_ms for one in seen)
    assert all(one.planned == 0 for one in seen)
    # Counted from when each was sent, where one goes at a time, all would have waited equally long.
    assert all(one >= SLOW_SECONDS * 990 * place for place, one in enumerate(waited, 1))


def test_requests_come_as_often_as_was_asked_and_not_in_step() -> None:
    found = moments(20, 60, random.Random(1))
    assert len(found) == 1_200 and found == sorted(found) and found[0] >= 0 and found[-1] <= 60
    steps = [after - before for before, after in pairwise(found)]
    assert min(steps) < 0.005 and max(steps) > 0.15


def test_a_desk_that_falls_behind_does_not_reach_the_rate() -> None:
    answers = [
        Seen("page", float(second), late * 1000, 200, 1, 1) for second in range(20) for late in (0.1, 6)
    ]
    failed = Seen("page", 12.0, 1, 500, 1, 1)
    assert _came([*answers, failed], 10, 20) == 10 + 10
    assert _came([one for one in answers if one.planned >= 10], 10, 20) == 10 + 4


def test_no_answer_is_counted_as_none(port: int) -> None:
    seen, answer = asked("page", None, time.perf_counter(), lambda: Browser(port).get("/gone/"))
    assert (seen.status, answer) == (NO_ANSWER, None) and not is_right(seen)


@pytest.mark.parametrize(
    ("address", "faults"), [("shut", {}), ("theirs", {"leak": 1, "let_in": 1})], ids=["shut", "open"]
)
def test_a_stranger_who_is_let_in_is_a_fault(port: int, address: str, faults: dict[str, int]) -> None:
    who, other = Customer("mine", THEIRS, Browser(port)), Customer(address, MINE, Browser(port))
    crowd = Crowd([who, other], time.perf_counter(), random.Random(1))
    crowd._come("stranger", who, other, time.perf_counter())
    assert crowd.watch.faults == faults


def test_the_find_page_may_hold_no_mark_at_all_not_even_ones_own(port: int) -> None:
    who = Customer("mine", MINE, Browser(port))
    crowd = Crowd([who, who], time.perf_counter(), random.Random(1))
    crowd._come("page", who, who, time.perf_counter())
    assert not crowd.watch.faults
    crowd._come("find", who, who, time.perf_counter())
    assert crowd.watch.faults == {"leak": 1}


class Failing(Browser):
    """A browser whose desk fails."""

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Answers that it failed."""
        return Answer(500, "")

    def post(self, address: str, form: Mapping[str, str]) -> Answer:
        """Answers that it failed."""
        return Answer(500, "")


def test_every_answer_is_looked_at_in_the_shares_that_were_asked() -> None:
    customers = [Customer(str(number), mark_of("seed", number), Failing(1)) for number in range(9)]
    crowd = Crowd(customers, 0.0, random.Random(1))
    for at, come in crowd.plan(20, 60):
        come(at)
    kinds = [one.kind for one in crowd.seen if one.kind != "stranger"]
    assert len(kinds) == 1_200 and 0.76 < kinds.count("page") / 1_200 < 0.84
    assert crowd.watch.looked.total() == len(crowd.seen) == 1_260
    assert not any(is_right(one) for one in crowd.seen)
