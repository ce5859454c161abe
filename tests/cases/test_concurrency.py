"""Many at once, and some of them killed: nobody is told of locks, and nothing is half kept."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.dropping import drop_database

ROOT = Path(__file__).resolve().parents[2]
SHORT = (4.0, 4, 6)
LONG = (300.0, 8, 20)
"""Seconds, writers, readers."""


@dataclass(frozen=True)
class Desk:
    """A desk of its own, in its own folder and on its own database."""

    home: Path
    address: str

    def start(self, what: str, *numbers: object, **more: str) -> subprocess.Popen[str]:
        """Answers a process that does one thing with this desk."""
        told = {
            "AMENDS_HOME": str(self.home),
            "DATABASE_URL": self.address,
            "PYTHONPATH": f"{ROOT}/src:{ROOT}",
        }
        words = [sys.executable, "-m", "tests.cases.racing", what, *map(str, numbers)]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            words, cwd=ROOT, env={**os.environ, **told, **more}, stdout=pipe, stderr=pipe, text=True
        )

    def ask(self, what: str, *numbers: object, most: float = 120) -> Any:
        """Answers what the process tells, as it tells it."""
        process = self.start(what, *numbers)
        out, err = process.communicate(timeout=most)
        assert process.returncode == 0, err[-2_000:]
        return json.loads(out) if out.strip() else None


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with one brand and one person."""
    with_server = os.environ.get("DATABASE_URL", "")
    home = tmp_path_factory.mktemp("racing")
    if not with_server.startswith("postgres"):
        one = Desk(home, "")
        one.ask("prepare")
        yield one
        return
    name = f"racing_{uuid4().hex[:12]}"
    with psycopg.connect(with_server, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        one = Desk(home, _other(with_server, name))
        one.ask("prepare")
        yield one
        drop_database(server, name)


def _other(address: str, name: str) -> str:
    front, _mark, query = address.partition("?")
    return f"{front.rpartition('/')[0]}/{name}?{query}"


def check_whole(said: dict[str, Any]) -> None:
    """Checks that the database is sound, each case has its chain and its words, and every guard stands."""
    assert said["integrity"] == ["ok"]
    assert said["foreign"] == []
    assert said["faults"] == []
    assert said["guards"] == []
    assert (said["half"], said["not_found"], said["notes_without_event"]) == (0, 0, 0)


def run_race(desk: Desk, seconds: float, writers: int, readers: int) -> None:
    """Lets two processes write at once, one of them also reading and signing, and checks what they saw."""
    other = desk.start("race", seconds, 1, 0)
    seen = desk.ask("race", seconds, writers, readers, most=seconds * 2 + 120)
    out, err = other.communicate(timeout=seconds * 2 + 120)
    assert other.returncode == 0, err[-2_000:]
    beside = json.loads(out)
    assert seen["errors"] + beside["errors"] == []
    assert min(seen["written"], seen["read"], seen["signed"], beside["written"]) > 0
    check_whole(desk.ask("check"))


def test_writers_and_readers_at_once_see_no_lock_and_leave_a_whole_record(desk: Desk) -> None:
    run_race(desk, *SHORT)


def test_the_negative_control_without_what_keeps_writers_apart_somebody_is_told_of_a_lock(desk: Desk) -> None:
    if desk.address:
        pytest.skip("PostgreSQL keeps writers apart by itself")
    racers = [desk.start("race", 2, 4, 2, RACING_BARE="1") for _ in range(2)]
    errors = [error for racer in racers for error in json.loads(racer.communicate(timeout=60)[0])["errors"]]
    assert any("locked" in error for error in errors)


@pytest.mark.long
def test_eight_writers_and_twenty_readers_for_five_minutes(desk: Desk) -> None:
    run_race(desk, *LONG)


def check_taken(told: list[list[str]], takers: int) -> None:
    """Checks that of each question one supervisor was told that they have it, and all others that it is taken."""
    assert told == [["has it", *["question_taken"] * (takers - 1)]] * len(told)


def test_of_supervisors_who_take_one_question_at_once_one_has_it(desk: Desk) -> None:
    check_taken(desk.ask("take", 8, 5), 5)


def test_the_negative_control_without_the_condition_several_have_it(desk: Desk) -> None:
    process = desk.start("take", 2, 3, RACING_BARE="1")
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err[-2_000:]
    with pytest.raises(AssertionError):
        check_taken(json.loads(out), 3)


def kill_while_writing(desk: Desk, cases: int) -> list[str]:
    """Kills a writer in the middle of its work, and answers the references that it had told."""
    process = desk.start("write")
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(cases)]
    # Somewhere within the next case; a little later each time.
    time.sleep(0.0017 * cases)
    process.send_signal(signal.SIGKILL)
    told += process.stdout.read().split()
    process.wait()
    return [reference for reference in told if reference]


def test_who_is_killed_while_writing_leaves_nothing_half_done_and_loses_nothing_told(desk: Desk) -> None:
    told: list[str] = []
    for cases in (1, 4, 9):
        told += kill_while_writing(desk, cases)
    said = desk.ask("check")
    check_whole(said)
    assert set(told) <= set(said["references"])
    assert len(told) >= 14


def test_the_negative_control_a_record_that_lost_an_event_is_caught(desk: Desk) -> None:
    if desk.address:
        pytest.skip("shown on SQLite, where a file can be changed from outside")
    with sqlite3.connect(desk.home / "amends.sqlite3") as file:
        file.execute("DROP TRIGGER cases_caseevent_no_delete")
        file.execute("DELETE FROM cases_caseevent WHERE id = (SELECT max(id) FROM cases_caseevent)")
    with pytest.raises(AssertionError):
        check_whole(desk.ask("check"))
