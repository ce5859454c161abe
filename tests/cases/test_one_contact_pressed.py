"""Thirty presses of one button at the same moment are one case, on either database."""

from __future__ import annotations

from pathlib import Path

from tests.cases.test_paying_once import storm


def test_thirty_presses_at_once_are_one_case_and_all_are_answered(tmp_path: Path) -> None:
    said = storm(tmp_path, module="tests.cases.pressing")
    assert said == {"answered": 30, "cases": 1, "kept": [1, 1, 1], "closed": 1}
