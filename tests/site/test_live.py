"""Live events from a real server: who hears what, whose stream ends, and that the desk goes on meanwhile."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from amends.cases.changes import Change, Changes, Place
from amends.people.permissions import Actor, Answer, Subject
from amends.rules.vocabulary import Role
from amends.site import live
from amends.site.live import MOST_FOR_ONE, MOST_WAITING, Broadcaster, Listener, Round, messages_for
from tests.conftest import is_postgres
from tests.dropping import drop_database

ROOT = Path(__file__).resolve().parents[2]
SOON = 4.0
"""Within so many seconds everybody has heard: a look each second, and slow machines."""


@dataclass
class Desk:
    """A desk that is served, and somebody who works at it."""

    port: int
    worker: subprocess.Popen[str]
    server: subprocess.Popen[bytes]
    cases: dict[str, str]

    def do(self, name: str, *words: object) -> Any:
        """Lets the worker do something."""
        assert self.worker.stdin is not None and self.worker.stdout is not None
        self.worker.stdin.write(json.dumps([name, *words]) + "\n")
        self.worker.stdin.flush()
        return json.loads(self.worker.stdout.readline())

    def ask(self, method: str, headers: dict[str, str]) -> int:
        """Answers the status of one request for the stream that is refused."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request(method, "/live", headers=headers)
            return line.getresponse().status
        finally:
            line.close()


class Ear:
    """One open stream."""

    def __init__(self, port: int, key: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.line.request("GET", "/live", headers={"Cookie": f"sessionid={key}"})
        self.answer = self.line.getresponse()
        self.status = self.answer.status
        self.heard: list[str] = []
        self.has_ended = False

    def begin(self) -> Ear:
        """Waits until the stream has begun and its first look is done."""
        assert self.status == 200
        assert self.answer.headers["Content-Type"].startswith("text/event-stream")
        self.listen(SOON, lambda: False, first=True)
        time.sleep(1.3)
        return self

    def listen(self, seconds: float, enough: Callable[[], bool], first: bool = False) -> list[str]:
        """Hears until it is enough, or so long."""
        end = time.monotonic() + seconds
        while not self.has_ended and not enough() and (left := end - time.monotonic()) > 0:
            assert self.line.sock is not None or self.answer.fp is not None
            self._socket().settimeout(left)
            try:
                said = self.answer.readline()
            except (TimeoutError, OSError):
                break
            self.has_ended = said == b""
            if said.startswith(b"data: "):
                self.heard.append(said[6:].decode().strip())
            if first and said.startswith(b":"):
                break
        return self.heard

    def _socket(self) -> socket.socket:
        found: Any = self.answer.fp
        return found.raw._sock  # type: ignore[no-any-return]

    def hears(self, message: str) -> bool:
        """Answers whether this is heard soon."""
        self.listen(SOON, lambda: message in self.heard)
        return message in self.heard

    def ends(self) -> bool:
        """Answers whether the stream ends soon."""
        self.listen(SOON, lambda: self.has_ended)
        return self.has_ended

    def close(self) -> None:
        """Hangs up."""
        self.answer.close()
        self.line.close()


@contextmanager
def database() -> Iterator[str]:
    """Answers the address of a database of one's own, where this run is on PostgreSQL."""
    with_server = os.environ.get("DATABASE_URL", "")
    if not with_server.startswith("postgres"):
        yield ""
        return
    name = f"living_{uuid4().hex[:12]}"
    with psycopg.connect(with_server, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        front, _mark, query = with_server.partition("?")
        yield f"{front.rpartition('/')[0]}/{name}?{query}"
        drop_database(server, name)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of two brands, served on this computer only."""
    home = tmp_path_factory.mktemp("living")
    with database() as address, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        told = {"AMENDS_HOME": str(home), "DATABASE_URL": address, "PORT": str(port)}
        env = {**os.environ, **told, "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
        pipe = subprocess.PIPE
        words = [sys.executable, "-m", "tests.site.living"]
        worker = subprocess.Popen(words, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, text=True)
        one = Desk(port, worker, None, {})  # type: ignore[arg-type]
        one.cases = one.do("prepare")
        one.server = subprocess.Popen([sys.executable, "-m", "amends", "up"], cwd=ROOT, env=env)
        try:
            wait_for(port)
            yield one
        finally:
            for process in (one.server, worker):
                process.terminate()
                process.wait(20)


def wait_for(port: int) -> None:
    """Waits until the desk answers."""
    for _ in range(240):
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the desk did not start")


@pytest.fixture
def ears(desk: Desk) -> Iterator[Callable[[str], Ear]]:
    """Lets somebody listen, with a session of their own."""
    opened: list[Ear] = []

    def ear(who: str) -> Ear:
        opened.append(Ear(desk.port, desk.do("session", who)))
        return opened[-1].begin()

    yield ear
    for one in opened:
        one.close()


def test_a_change_is_told_to_the_brand_and_to_no_stranger(desk: Desk, ears: Callable[[str], Ear]) -> None:
    rep, stranger = ears("rep"), ears("stranger")
    desk.do("note", desk.cases["norvia"])
    assert rep.hears(f"case {desk.cases['norvia']}")
    desk.do("note", desk.cases["sunfold"], "stranger")
    assert stranger.hears(f"case {desk.cases['sunfold']}")
    rep.listen(1.5, lambda: False)
    for one, brand in ((stranger, "sunfold"), (rep, "norvia")):
        # While others write on the same server, the case's own beginning may be told only now, before the note.
        most = 2 if is_postgres() else 1
        assert one.heard[:most] == [f"case {desk.cases[brand]}"] * len(one.heard)


def test_a_question_is_told_at_once_as_such_and_with_no_word_of_it(
    desk: Desk, ears: Callable[[str], Ear]
) -> None:
    supervisor, stranger = ears("supervisor"), ears("stranger")
    case = desk.do("new_case", "rep")
    desk.do("ask", case)
    assert supervisor.hears("consults")
    assert set(supervisor.heard) == {f"case {case}", "consults"}
    stranger.listen(1.5, lambda: False)
    assert stranger.heard == []


def test_who_a_complaint_is_about_hears_nothing_of_it(desk: Desk, ears: Callable[[str], Ear]) -> None:
    case = desk.do("new_case", "rep")
    desk.do("about", case, "supervisor")
    supervisor, specialist = ears("supervisor"), ears("specialist")
    desk.do("note", case, "specialist")
    assert specialist.hears(f"case {case}")
    supervisor.listen(1.5, lambda: False)
    assert supervisor.heard == []


def test_those_who_answer_and_listen_are_at_the_desk(desk: Desk, ears: Callable[[str], Ear]) -> None:
    ears("supervisor"), ears("rep")
    assert "Supervisor" in desk.do("present")
    assert "Rep" not in desk.do("present")


def test_a_disabled_persons_stream_ends_and_no_other(desk: Desk, ears: Callable[[str], Ear]) -> None:
    second, rep = ears("second"), ears("rep")
    key = desk.do("session", "second")
    assert desk.do("disable", "second") >= 1
    assert second.ends()
    assert desk.ask("GET", {"Cookie": f"sessionid={key}"}) == 401
    desk.do("note", desk.cases["norvia"])
    assert rep.hears(f"case {desk.cases['norvia']}") and not rep.has_ended


def test_nobody_listens_without_a_session_from_elsewhere_or_by_another_method(desk: Desk) -> None:
    key = desk.do("session", "rep")
    good = {"Cookie": f"sessionid={key}"}
    assert desk.ask("GET", {}) == 401
    assert desk.ask("GET", {"Cookie": "sessionid=nothing"}) == 401
    assert desk.ask("GET", {"Cookie": "sessionid=" + "x" * 4_000}) == 401
    assert desk.ask("GET", {**good, "Host": "elsewhere.example"}) == 400
    assert desk.ask("POST", good) == 405
    assert desk.ask("HEAD", good) == 405


def test_one_person_listens_with_so_many_pages_and_no_more(desk: Desk) -> None:
    key = desk.do("session", "specialist")
    some = [Ear(desk.port, key) for _ in range(MOST_FOR_ONE)]
    assert {one.status for one in some} == {200}
    assert desk.ask("GET", {"Cookie": f"sessionid={key}"}) == 503
    for one in some:
        one.close()
    end = time.monotonic() + 20
    while (status := Ear(desk.port, key).status) == 503 and time.monotonic() < end:
        time.sleep(0.5)
    assert status == 200


def test_pages_are_answered_while_many_listen(desk: Desk, ears: Callable[[str], Ear]) -> None:
    for who in ("rep", "supervisor", "stranger"):
        for _ in range(3):
            ears(who)
    wait_for(desk.port)


def test_events_that_commit_out_of_order_are_told_once_each(desk: Desk) -> None:
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("SQLite has one writer: ids are committed as they are drawn")
    first, second = desk.do("out_of_order", False)
    assert sorted([*first, *second]) == ["quick", "slow"]
    # The negative control: whoever walks the ids never hears of the slow one.
    first, second = desk.do("out_of_order", True)
    assert (first, second) == (["quick"], [])


def test_the_desk_stops_within_seconds_although_somebody_listens(
    desk: Desk, ears: Callable[[str], Ear]
) -> None:
    ear = ears("rep")
    begun = time.monotonic()
    desk.server.send_signal(signal.SIGTERM)
    desk.server.wait(15)
    assert time.monotonic() - begun < 12
    assert ear.ends()


NORVIA, SUNFOLD = 1, 2
REP = Actor("staff", "Rep", 7, {NORVIA: Role.REP})


def change(brand: int = NORVIA, is_consult: bool = False, **more: Any) -> Change:
    return Change(UUID(int=5), Subject(brand, **more), is_consult)


@pytest.mark.parametrize(
    ("one", "heard"),
    [
        (change(), [f"case {UUID(int=5)}"]),
        (change(is_consult=True), [f"case {UUID(int=5)}", "consults"]),
        (change(SUNFOLD, is_consult=True), []),
        (change(about_staff_id=7, is_consult=True), []),
        (change(is_restricted=True, is_consult=True), []),
    ],
)
def test_only_what_exists_for_somebody_is_told(one: Change, heard: list[str]) -> None:
    assert messages_for(REP, Changes([one, one], Place(1))) == heard


def test_the_negative_control_without_the_question_of_rights_a_stranger_hears(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "may", lambda *more: Answer(True))
    with pytest.raises(AssertionError):
        test_only_what_exists_for_somebody_is_told(change(SUNFOLD), [])


def ended(seen: Round) -> bool:
    """Answers whether a listener's stream is over after a look that came to this."""
    listener = Listener(REP, "key")
    Broadcaster()._tell(listener, seen)
    return listener.is_over


def test_a_stream_ends_with_its_session_and_with_the_last_membership() -> None:
    nothing = Changes((), Place(1))
    assert not ended(Round(nothing, frozenset({"key"}), {7: REP}))
    assert ended(Round(nothing, frozenset(), {7: REP}))
    assert ended(Round(nothing, frozenset({"key"}), {}))


def test_a_listener_who_is_slow_is_told_once_that_much_has_changed() -> None:
    listener = Listener(REP, "key")
    for number in range(MOST_WAITING * 3):
        listener.tell(f"case {number}")
    assert listener.take() == ["all"]
    listener.tell("consults"), listener.tell("consults")
    assert listener.take() == ["consults"]
