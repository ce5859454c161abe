from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.channels.files import (
    ImportedRow,
    read_rows,
    restored_cell,
    safe_cell,
    understand,
    write_csv,
    write_json_lines,
)

Write = Callable[..., Path]
HOSTILE = [
    "=1+1",
    "+46 70 123",
    "-2",
    "@SUM(A1)",
    "\tx",
    "\r=x",
    "  =1",
    "\u3000＝1",
    "＋1",
    "－1",
    "＠a",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b=1",
    "\n=1",
    "'=1",
    "''=1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_that_could_be_a_formula_becomes_text_and_comes_back(text: str) -> None:
    assert safe_cell(text) == "'" + text
    assert restored_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["plain", "a=b", "'tis late", "3 - 4", "", "我要退款", "'"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text
    assert restored_cell(text) == text


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="'=+-@＝\t\r\n ax\u3000\u200b;,\"", max_size=8))
def test_every_text_comes_back(text: str) -> None:
    assert restored_cell(safe_cell(text)) == text


def test_exported_rows_are_imported_as_they_were(write: Write) -> None:
    rows = [
        {"id": str(at), "text": text.strip() + " end", "status": "open"} for at, text in enumerate(HOSTILE)
    ]
    out = io.StringIO(newline="")
    assert write_csv(out, ["id", "text", "status"], iter(rows)) == len(rows)
    assert all(
        cell[:1] not in "=+-@" for row in csv.reader(io.StringIO(out.getvalue())) for cell in row if cell
    )
    path = write(out.getvalue())
    back = [row for row in read_rows(path, understand(path)) if isinstance(row, ImportedRow)]
    assert [(row.external_id, row.narrative) for row in back] == [(row["id"], row["text"]) for row in rows]


def test_json_lines_hold_one_object_each() -> None:
    out = io.StringIO()
    rows = [{"id": 1, "text": "=1\u2028two\nlines"}, {"id": 2, "text": "投訴"}]
    assert write_json_lines(out, rows) == 2
    assert [json.loads(line) for line in out.getvalue().splitlines()] == rows
