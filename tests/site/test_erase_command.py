"""`./amends erase`: what it says, what it refuses, and that no byte of the words is left in the desk's folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CANARY = "zebrafinchquagga"
REGISTER = "ID,Title,Text,Date received,Status,E-mail\n" + "".join(
    f"{at},Line {at},The line was dead and {CANARY if at == 7 else 'silent'} {at},{at:02}/05/2024,Closed,c{at}@example.org\n"
    for at in range(1, 25)
)
_CALL = """
import sys, django
from amends.site.command import run
{before}
sys.exit(run(sys.argv[1:]))
"""
_WITHOUT_TIDYING = """
django.setup()
import amends.site.command.erasing as erasing
erasing.forget_erased_words = lambda: None
"""
pytestmark = pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="these look into the SQLite file"
)


def amends(home: Path, *words: str, before: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "AMENDS_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    env["DJANGO_SETTINGS_MODULE"] = "amends.site.settings"
    command = [sys.executable, "-c", _CALL.format(before=before), *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)


def files_with_canary(home: Path) -> list[str]:
    return [path.name for path in home.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with 24 imported cases, one of which holds the canary."""
    folder = tmp_path_factory.mktemp("erasing")
    register = folder / "register.csv"
    register.write_text(REGISTER)
    place = folder / "desk"
    place.mkdir()
    assert amends(place, "manage", "migrate", "--verbosity", "0").returncode == 0
    done = amends(place, "import", str(register), "--brand", "norvia", "--yes")
    assert done.returncode == 0, done.stderr
    assert files_with_canary(place)
    return place


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    return shutil.copytree(prepared, tmp_path / "desk")


def reference(home: Path) -> str:
    out = home / "out.jsonl"
    assert amends(home, "export", "--format", "jsonl", "--out", str(out)).returncode == 0
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    out.unlink()
    return next(str(row["Reference"]) for row in rows if CANARY in json.dumps(row))


def test_no_byte_is_left_and_the_record_is_whole(home: Path) -> None:
    done = amends(home, "erase", reference(home), "--yes")
    assert done.returncode == 0, done.stderr
    assert files_with_canary(home) == []
    said = amends(home, "verify").stdout
    assert "1 erased" in said or "erased" in said
    assert "The record is whole." in said


def test_the_negative_control_without_tidying_up_the_words_are_still_on_the_disk(home: Path) -> None:
    done = amends(home, "erase", reference(home), "--yes", before=_WITHOUT_TIDYING)
    assert done.returncode == 0, done.stderr
    assert files_with_canary(home) != []


def test_an_older_copy_that_comes_back_is_erased_again(home: Path, tmp_path: Path) -> None:
    older = (home / "amends.sqlite3").read_bytes()
    assert amends(home, "erase", reference(home), "--yes").returncode == 0
    log = home / "erasures.jsonl"
    (home / "amends.sqlite3").write_bytes(older)
    for rest in ("amends.sqlite3-wal", "amends.sqlite3-shm"):
        (home / rest).unlink(missing_ok=True)
    assert files_with_canary(home) == ["amends.sqlite3"]
    assert amends(home, "erase", "--replay", str(log), "--yes").returncode == 0
    assert files_with_canary(home) == []
    lines = log.read_text()
    assert amends(home, "erase", "--replay", str(log), "--yes").returncode == 0
    assert log.read_text() == lines


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Say one thing"),
        (("7K4Q-MX3", "--due"), "Say one thing"),
        (("nobody",), "There is no case or customer 'nobody'"),
        (("--replay", "nowhere.jsonl"), "nowhere.jsonl can't be read"),
    ],
)
def test_a_wrong_call_says_what_to_do(home: Path, words: tuple[str, ...], said: str) -> None:
    done = amends(home, "erase", *words)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_a_log_with_a_wrong_line_erases_nothing(home: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"kind": "case"}\n')
    done = amends(home, "erase", "--replay", str(log), "--yes")
    assert done.returncode == 2
    assert "line 1" in done.stderr


def test_saying_no_erases_nothing(home: Path) -> None:
    found = reference(home)
    assert amends(home, "erase", found).returncode == 1
    assert files_with_canary(home)


def test_nothing_is_due_while_every_case_is_within_its_time(home: Path) -> None:
    assert "nothing to erase" in amends(home, "erase", "--due", "--yes").stdout
