"""After erasure no file of the desk holds a byte of the words: the database, its log, the attachments, our own log."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import is_postgres

ROOT = Path(__file__).resolve().parents[2]
SHORT, LONG = 12, 600


@pytest.fixture(autouse=True)
def only_on_sqlite() -> None:
    """PostgreSQL keeps what is deleted until VACUUM, which is the operator's."""
    if is_postgres():
        pytest.skip("the files of PostgreSQL are the operator's")


def desk(home: Path, count: int, **more: str) -> tuple[list[str], list[str]]:
    """Runs the desk that erases; answers the words erased and the words kept."""
    told = {"AMENDS_HOME": str(home), "DATABASE_URL": "", "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.cases.erasing", str(count)],
        cwd=ROOT,
        env={**os.environ, **told, **more},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    said = json.loads(done.stdout.splitlines()[-1])
    return said["gone"], said["kept"]


def found(home: Path, words: list[str]) -> set[tuple[str, str]]:
    """Answers (file, word) wherever one of the words stands in the bytes of a file, in either case, in UTF-8 or -16."""
    hits = set()
    for path in sorted(home.rglob("*")):
        if not path.is_file() or "static" in path.parts:
            continue
        try:
            content = path.read_bytes().lower()
        except FileNotFoundError:
            # A server that others use too puts files away while they are listed.
            continue
        narrow = content.replace(b"\x00", b"")
        hits |= {(path.name, word) for word in words if word.encode() in content or word.encode() in narrow}
    return hits


@pytest.mark.parametrize("count", [SHORT, pytest.param(LONG, marks=pytest.mark.long)])
def test_no_byte_of_erased_words_is_left_in_any_file(tmp_path: Path, count: int) -> None:
    gone, kept = desk(tmp_path, count)
    assert found(tmp_path, gone) == set()
    assert {word for _, word in found(tmp_path, kept)} == set(kept)


def amends(home: Path, *words: str) -> str:
    """Runs a command on this desk and answers what it said."""
    told = {"AMENDS_HOME": str(home), "DATABASE_URL": "", "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
    command = [sys.executable, "-m", "amends", *words]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **told}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_a_restored_backup_brings_back_is_erased_again_to_the_last_byte(tmp_path: Path) -> None:
    home, backup = tmp_path / "home", tmp_path / "backup"
    home.mkdir()
    gone, kept = desk(home, 4, ERASING_BACKUP=str(backup))
    for name in ("amends.sqlite3-wal", "amends.sqlite3-shm"):
        (home / name).unlink(missing_ok=True)
    shutil.copytree(backup, home, dirs_exist_ok=True)
    assert {word for _, word in found(home, gone)} == set(gone)
    assert "2 erased again" in amends(home, "erase", "--replay", str(home / "erasures.jsonl"))
    assert found(home, gone) == set()
    assert {word for _, word in found(home, kept)} == set(kept)
    assert "erased" in amends(home, "verify")
    assert "0 erased again" in amends(home, "erase", "--replay", str(home / "erasures.jsonl"))


def test_the_negative_control_without_clearing_the_files_hold_the_words(tmp_path: Path) -> None:
    gone, _ = desk(tmp_path, SHORT, ERASING_BARE="1")
    hits = found(tmp_path, gone)
    assert {name for name, _ in hits} >= {"amends.sqlite3-wal"}
    assert {word for _, word in hits} == set(gone)
