"""An import that dies at any point goes on, and ends as if nothing had happened."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.channels.files.registers import register

Write = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="these look into the SQLite file"
)


def _fresh_home(prepared: Path, place: Path) -> Path:
    shutil.copytree(prepared, place)
    return place


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home") / "prepared"
    home.mkdir()
    assert drive(home, "prepare", 0, "-").returncode == 0
    return home


def drive(home: Path, mode: str, count: int, path: Path | str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "AMENDS_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    env.pop("DATABASE_URL", None)
    command = [
        sys.executable,
        str(Path(__file__).with_name("driver.py")),
        mode,
        str(count),
        str(path),
        "norvia",
    ]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=300)


_SAID = """
    SELECT c.external_reference, c.gist, c.is_open, c.occurred_at, c.date_mark, c.place, t.text, e.kind, s.tokens, a.value,
           (SELECT group_concat(label || value) FROM cases_fact f WHERE f.case_id = c.id)
    FROM cases_case c JOIN cases_contact t ON t.case_id = c.id JOIN cases_caseevent e ON e.case_id = c.id
    JOIN cases_search s ON s.rowid = c.recent_key LEFT JOIN people_address a ON a.customer_id = c.customer_id
"""


def state(home: Path) -> dict[str, Any]:
    """Everything that one home holds, without what differs between any two imports."""
    with sqlite3.connect(home / "amends.sqlite3") as database:
        rows = [
            (*row[:8], " ".join(word for word in row[8].split()[1:]), *row[9:])
            for row in database.execute(_SAID)
        ]
        counts = {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()
            for table in (
                "cases_case",
                "cases_contact",
                "cases_caseevent",
                "cases_search",
                "people_customer",
                "cases_fact",
            )
        }
        keys = sorted(
            key.partition(":")[2] for (key,) in database.execute("SELECT key FROM cases_importedkey")
        )
        # One that died after its work was done is followed by a run that finds nothing but doubles.
        run, *later = database.execute(
            "SELECT imported, doubles, rejected, rows_done FROM cases_importrun ORDER BY id"
        )
        assert not any(imported for imported, *_ in later)
    rejects = [place.read_bytes() for place in (home / "imports").glob("*.rejects.csv")]
    return {"rows": sorted(rows, key=str), "counts": counts, "keys": keys, "run": run, "rejects": rejects}


def survives(prepared: Path, tmp_path: Path, path: Path, deaths: Sequence[tuple[str, int]]) -> int:
    """Answers how often an import was killed that then ended as an undisturbed one does."""
    whole = _fresh_home(prepared, tmp_path / "whole")
    assert drive(whole, "none", 0, path).returncode == 0
    torn = _fresh_home(prepared, tmp_path / "torn")
    killed = 0
    for mode, count in deaths:
        code = drive(torn, mode, count, path).returncode
        killed += code == -9
        if code == 0:  # it came to its end before its death did; another run would be a run of its own
            return _same(torn, whole, killed)
    last = drive(torn, "none", 0, path)
    assert last.returncode == 0, last.stderr
    return _same(torn, whole, killed)


def _same(torn: Path, whole: Path, killed: int) -> int:
    found, wanted = state(torn), state(whole)
    for part in wanted:
        assert found[part] == wanted[part], part
    return killed


def test_killed_at_any_point_an_import_goes_on_and_ends_the_same(
    prepared: Path, tmp_path: Path, write: Write
) -> None:
    deaths = [("contacts", 1), ("rejects", 2), ("progress", 2), ("committed", 2), ("contacts", 2)]
    assert survives(prepared, tmp_path, write(register(180, seed=7)), deaths) == len(deaths)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
def test_killed_at_random_moments_an_import_goes_on_and_ends_the_same(
    prepared: Path, tmp_path: Path, write: Write, seed: int
) -> None:
    chance = Random(seed)
    points = ("contacts", "rejects", "progress", "committed")
    deaths = [
        ("time", chance.randint(300, 2500))
        if chance.random() < 0.5
        else (chance.choice(points), chance.randint(1, 9))
        for _ in range(10)
    ]
    survives(prepared, tmp_path, write(register(1500, seed)), deaths)


@pytest.mark.parametrize(
    ("mode", "count", "said"), [("full", 30, "disk is full"), ("locked", 0, "is locked")]
)
def test_a_full_disk_or_a_locked_database_is_said_plainly_and_harms_nothing(
    prepared: Path, tmp_path: Path, write: Write, mode: str, count: int, said: str
) -> None:
    path = write(register(180, seed=3))
    whole, hindered = _fresh_home(prepared, tmp_path / "whole"), _fresh_home(prepared, tmp_path / "hindered")
    drive(whole, "none", 0, path)
    found = drive(hindered, mode, count, path)
    assert found.returncode == 2
    assert said in found.stderr
    assert "Traceback" not in found.stderr
    assert drive(hindered, "none", 0, path).returncode == 0
    assert state(hindered) == state(whole)
