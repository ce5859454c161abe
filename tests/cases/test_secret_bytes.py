"""A secret that somebody said stands in no byte of any file: database, its log, its backup, attachments, our own log."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.cases.test_erased_bytes import found
from tests.cases.test_paying_once import database

ROOT = Path(__file__).resolve().parents[2]
BARE = "SAYING_BARE"


@contextmanager
def told(home: Path, words: list[str], **more: str) -> Iterator[list[Path]]:
    """Lets a desk of its own be told these secrets; answers the folders in which its bytes lie."""
    with database() as address:
        env = {"AMENDS_HOME": str(home), "DATABASE_URL": address, "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
        done = subprocess.run(
            [sys.executable, "-m", "tests.cases.saying_secrets", *words],
            cwd=ROOT,
            env={**os.environ, **env, **more},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2_000:]
        server = parse_qs(urlsplit(address).query).get("host", [])
        yield [home, *map(Path, server)]


def words_of(count: int) -> list[str]:
    """Answers passwords that stand nowhere else; other tests write into the same server's files."""
    return [f"Quok-{secrets.token_hex(5)}" for _ in range(count)]


def hits(folders: list[Path], words: list[str]) -> set[tuple[str, str]]:
    return {hit for folder in folders for hit in found(folder, [word.lower() for word in words])}


def test_no_byte_of_a_secret_is_in_any_file(tmp_path: Path) -> None:
    words = words_of(3)
    with told(tmp_path, words) as folders:
        assert hits(folders, words) == set()
        # What was said beside them is there: the right files were searched.
        assert hits(folders, ["the card is not charged"]) != set()
        assert "said in case" in (tmp_path / "told.log").read_text()


def test_the_negative_control_without_masking_the_files_hold_it(tmp_path: Path) -> None:
    words = words_of(1)
    with told(tmp_path, words, **{BARE: "1"}) as folders:
        assert {word for _file, word in hits(folders, words)} == {words[0].lower()}
