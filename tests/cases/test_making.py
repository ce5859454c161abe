"""A crew of processes makes the same rows as one, hands on what is wrong, and goes when its work is done."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from amends.cases import making
from amends.cases.inbound import Caller, InboundContact
from amends.cases.making import PART, Made, Wanted, crew, made_in_turn
from amends.cases.said import MOST_TEXT
from amends.errors import DomainError
from amends.people.models import Brand
from amends.people.permissions import SYSTEM
from amends.rules.vocabulary import Channel, Kind
from tests.conftest import NOON

ROOT = Path(__file__).resolve().parents[2]
BRAND = Brand(pk=1, slug="norvia", name="Norvia", letter="N")


def wanted(count: int, *, too_long: int = -1) -> list[Wanted]:
    return [
        Wanted(
            InboundContact(
                channel=Channel.EMAIL,
                text="x" * (MOST_TEXT + 1) if number == too_long else f"The line {number} is dead",
                caller=Caller(email=f"c{number}@example.org"),
                kind=Kind.ENQUIRY if number % 7 == 0 else Kind.COMPLAINT,
                points=("one",),
            ),
            number,
            number + 1,
            None if number % 7 == 0 else number + 1,
        )
        for number in range(count)
    ]


def parts_of(rows: list[Wanted]) -> list[list[Wanted]]:
    return [rows[start : start + PART] for start in range(0, len(rows), PART)]


def told(parts: list[Made]) -> list[object]:
    """Answers what was made, without what is random: keys, public ids, and what is computed from them."""
    return [(table.model, table.named, len(table.values)) for part in parts for table in part.tables] + [
        (part.documents, [(case, reference) for _, _, case, _, reference in part.received]) for part in parts
    ]


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with two cores and a connection that is in no transaction, as in a real import."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(making.connections, "close_all", lambda: None)
    monkeypatch.setattr(making, "connection", SimpleNamespace(in_atomic_block=False))


@pytest.mark.parametrize("count", [1, PART, 2 * PART + 1, 5 * PART])
def test_a_crew_makes_the_same_rows_in_the_same_order(two_cores: None, count: int) -> None:
    alone = list(made_in_turn(parts_of(wanted(count)), BRAND, SYSTEM, NOON))
    with crew():
        together = list(made_in_turn(parts_of(wanted(count)), BRAND, SYSTEM, NOON))
        again = list(made_in_turn(parts_of(wanted(count)), BRAND, SYSTEM, NOON))
    assert told(together) == told(alone) == told(again)


def test_what_is_wrong_is_handed_on_and_the_next_question_gets_its_own_answer(two_cores: None) -> None:
    with crew():
        with pytest.raises(DomainError, match="too_long") as caught:
            list(made_in_turn(parts_of(wanted(4 * PART, too_long=PART + 3)), BRAND, SYSTEM, NOON))
        assert caught.value.values["most"] == MOST_TEXT
        after = list(made_in_turn(parts_of(wanted(3 * PART)), BRAND, SYSTEM, NOON))
    assert told(after) == told(list(made_in_turn(parts_of(wanted(3 * PART)), BRAND, SYSTEM, NOON)))


def test_who_stops_listening_leaves_no_answer_behind(two_cores: None) -> None:
    with crew():
        parts = made_in_turn(parts_of(wanted(4 * PART)), BRAND, SYSTEM, NOON)
        next(parts)
        parts.close()  # type: ignore[attr-defined]
        after = list(made_in_turn(parts_of(wanted(3 * PART - 1)[::-1]), BRAND, SYSTEM, NOON))
    assert after[0].received[0][2] == 3 * PART - 1


def test_inside_a_transaction_everything_is_made_here(db: None) -> None:
    with crew():
        assert making._crew == []
        assert len(list(made_in_turn(parts_of(wanted(3 * PART)), BRAND, SYSTEM, NOON))) == 3


def test_the_crew_goes_when_the_importing_process_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, time, django; django.setup(); os.cpu_count = lambda: 2\n"
        "import multiprocessing\n"
        "from amends.cases.making import crew\n"
        "with crew():\n"
        "    print(*(child.pid for child in multiprocessing.active_children()), flush=True); time.sleep(60)\n"
    )
    env = {**os.environ, "AMENDS_HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    env["DJANGO_SETTINGS_MODULE"] = "amends.site.settings"
    process = subprocess.Popen([sys.executable, "-c", script], env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    children = [int(word) for word in process.stdout.readline().split()]
    process.kill()
    process.wait(10)
    assert len(children) == 2
    for _ in range(100):
        if not any(Path(f"/proc/{child}").exists() for child in children):
            return
        time.sleep(0.1)
    raise AssertionError("the crew is still there")
