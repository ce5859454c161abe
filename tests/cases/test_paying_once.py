"""No double payment: fifty hands at once, and a worker killed at every step (acceptance check 1)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.dropping import drop_database

ROOT = Path(__file__).resolve().parents[2]
STEPS = ("1", "2", "3", "4", "5", "6")
"""Claimed; before and after the order leaves; before and after it is written down; before all of it is kept."""


@contextmanager
def database() -> Iterator[str]:
    """Answers the address of a database of its own; empty for a file."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    name, (front, _mark, query) = f"paying_{uuid4().hex[:12]}", server.partition("?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield f"{front.rpartition('/')[0]}/{name}?{query}"
        drop_database(connection, name)


def storm(home: Path, *steps: str, module: str = "tests.cases.paying", **more: str) -> dict[str, Any]:
    """Answers what a desk of its own tells after the storm."""
    with database() as address:
        told = {"AMENDS_HOME": str(home), "DATABASE_URL": address, "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
        ended = subprocess.run(
            [sys.executable, "-m", module, *steps],
            cwd=ROOT,
            env={**os.environ, **told, **more},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
    assert ended.returncode == 0, ended.stderr[-2_000:]
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def check_paid_once(said: dict[str, Any]) -> None:
    """Checks that each remedy left once, under its own key, and that the ledger says the same."""
    assert said["orders"] == [3_000, 6_500]
    assert said["keys"] == said["remedies"]
    assert (said["given"], said["unbalanced"], said["settlements"]) == (9_500, [], 2)
    # Two remedies, approved and issued, two sides each.
    assert said["entries"] == 8


def test_fifty_hands_and_a_worker_killed_at_every_step_pay_once(tmp_path: Path) -> None:
    said = storm(tmp_path, *STEPS)
    assert (said["approved"], said["chosen"]) == (1, 50)
    assert said["ended"] == [-9] * len(STEPS) + [0, 0]
    check_paid_once(said)


def test_the_negative_control_orders_with_a_new_key_each_time_pay_twice(tmp_path: Path) -> None:
    # Killed after the order has left and before it is written down.
    said = storm(tmp_path, "3", PAYING_BARE="1")
    with pytest.raises(AssertionError):
        check_paid_once(said)
