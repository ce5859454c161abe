"""Writes rows so that a spreadsheet takes every cell as text, and so that the importer reads them back
unchanged.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

# A spreadsheet drops leading spaces, some also invisible signs, and reads full-width signs as plain ones.
_SPACE = r"[\s\u200b-\u200f\u2060\ufeff\u00ad]"
_DANGER = rf"(?:{_SPACE}*[=+\-@＝＋－＠﹢﹣﹦﹫−]|{_SPACE}*[\t\r])"
_UNSAFE = re.compile(rf"'*{_DANGER}")
_MADE_SAFE = re.compile(rf"'+{_DANGER}")


def safe_cell(value: object) -> str:
    """Answers a value as text that no spreadsheet computes: an apostrophe stands before what could be a
    formula.
    """
    text = "" if value is None else str(value)
    return f"'{text}" if _UNSAFE.match(text) else text


def restored_cell(text: str) -> str:
    """Answers what `safe_cell` was given."""
    return text[1:] if text.startswith("'") and _MADE_SAFE.match(text) else text


def write_csv(out: TextIO, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    """Answers how many rows were written; every cell is quoted, so that no other delimiter can open a new
    one.

    `out` is opened with newline="".
    """
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe_cell(column) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([safe_cell(row.get(column)) for column in columns])
        count += 1
    return count


def write_json_lines(out: TextIO, rows: Iterable[Mapping[str, object]]) -> int:
    """Answers how many rows were written, one JSON object a line; nothing computes these, so they stay as
    they are.
    """
    count = 0
    for row in rows:
        line = json.dumps(dict(row), ensure_ascii=False, default=str)
        out.write(line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n")
        count += 1
    return count
