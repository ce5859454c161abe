"""How a text is laid out: its delimiter, its quotes, the row that names the columns."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TypedDict

from amends.channels.files.evidence import Evidence, because
from amends.channels.files.header_words import is_known_header
from amends.channels.files.sources import Source
from amends.errors import ChannelError

_HEAD = 300_000
_HEADER_WITHIN = 20
_DELIMITERS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"[\d\s.,:/%+\-€$£]*|.*[@\n].*|https?:.*", re.DOTALL)
OVERFLOW = "other fields"
"""The column that takes the JSON fields which the first lines did not have."""


class CsvArguments(TypedDict):
    """What the standard CSV reader is told."""

    delimiter: str
    quotechar: str
    escapechar: str | None
    doublequote: bool


@dataclass(frozen=True, slots=True)
class Dialect:
    """The signs between and around cells."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""

    def arguments(self) -> CsvArguments:
        """Answers what to tell the standard CSV reader."""
        return CsvArguments(
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape or None,
            doublequote=not self.escape,
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the rows of a file are and what their columns are called; header_row 0 says that no row names
    them.
    """

    form: str
    dialect: Dialect
    header_row: int
    headers: tuple[str, ...]
    needed: int
    pads_short_rows: bool
    evidence: tuple[Evidence, ...]
    overflow: bool = False


def find_layout(source: Source, delimiter: str = "", header_row: int | None = None) -> Layout:
    """Answers how the rows are laid out, from the beginning of the file.

    Raises: ChannelError (permanent) with json_not_lines, no_rows, header_row_missing.
    """
    with source.open_text() as text:
        head = text.read(_HEAD)
    start = head.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return _json_layout(source, start)
    if start.startswith("[") and _is_json_array(start):
        raise ChannelError("json_not_lines", True, path=source.path)
    return _csv_layout(source, head, delimiter, header_row)


def _is_json_array(start: str) -> bool:
    return bool(re.match(r"\[\s*[\[{\"]", start))


def _json_layout(source: Source, head: str) -> Layout:
    names: dict[str, None] = {}
    for line in head.split("\n")[:1000]:
        names.update(dict.fromkeys(_json_names(line)))
    if not names:
        raise ChannelError("json_not_lines", True, path=source.path)
    headers = (*names, OVERFLOW)
    why = because("json_lines", fields=len(names))
    return Layout("jsonl", Dialect(), 0, headers, 0, True, (why,), overflow=True)


def _json_names(line: str) -> list[str]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, dict):
        return []
    pairs = ((name, value) for name, value in found.items())
    return [
        full
        for name, value in pairs
        for full in ([f"{name}.{inner}" for inner in value] if isinstance(value, dict) and value else [name])
    ]


def _csv_layout(source: Source, head: str, delimiter: str, header_row: int | None) -> Layout:
    dialect, why = find_dialect(head, delimiter)
    rows = _sample_rows(head, dialect)
    if not any(any(row) for row in rows):
        raise ChannelError("no_rows", True, path=source.path)
    number, reason = _find_header(rows) if header_row is None else (header_row, because("header_given"))
    if number > len(rows):
        raise ChannelError("header_row_missing", True, path=source.path, header_row=number, rows=len(rows))
    width = max(map(len, rows[number:]), default=0)
    names = rows[number - 1] if number else [""] * width
    needed, pads = _raggedness(rows[number:], names)
    return Layout("csv", dialect, number, name_columns(names), needed, pads, (why, reason))


def name_columns(names: list[str]) -> tuple[str, ...]:
    """Answers one distinct name for each column; a column without one is called by its place."""
    seen: Counter[str] = Counter()
    named = []
    for place, raw in enumerate(names, 1):
        name = " ".join(raw.strip("\ufeff \t\r\n").split()) or f"column {place}"
        seen[name] += 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(named)


def _raggedness(rows: list[list[str]], names: list[str]) -> tuple[int, bool]:
    """Answers how many cells a row must have, and whether short rows are this file's habit.

    Last columns that most rows leave blank may be missing: some programs do not write the commas before them.
    """
    filled = [row for row in rows if any(row)]
    used = Counter(at for row in filled for at, cell in enumerate(row, 1) if cell.strip())
    named = max((place for place, name in enumerate(names, 1) if name.strip()), default=len(names))
    needed = max((at for at in range(1, named + 1) if used[at] * 2 > len(filled)), default=1)
    short = sum(len(row) < needed for row in filled)
    return needed, short >= 5 and short * 5 >= len(filled)


def find_dialect(head: str, delimiter: str = "") -> tuple[Dialect, Evidence]:
    """Answers the signs between and around cells: those that give the most rows the same number of cells."""
    if delimiter:
        return _quoted(head, delimiter), because("delimiter_given", delimiter=delimiter)
    told = _SEP_LINE.match(head)
    if told:
        return _quoted(head, told[1]), because("delimiter_line", delimiter=told[1])
    scored = [(*_evenness(head, _quoted(head, sign)), sign) for sign in _DELIMITERS]
    score, share, cells, sign = max(scored, key=lambda entry: entry[0])
    if not score:
        return _quoted(head, ","), because("delimiter_none")
    return _quoted(head, sign), because("delimiter_even", delimiter=sign, share=round(share, 3), cells=cells)


def _evenness(head: str, dialect: Dialect) -> tuple[float, float, int]:
    rows = [len(row) for row in _sample_rows(head, dialect)[:300] if any(row)]
    wide = Counter(width for width in rows if width > 1)
    if not wide:
        return 0.0, 0.0, 0
    cells, count = wide.most_common(1)[0]
    share = count / len(rows)
    return share * share * min(cells, 8) ** 0.5, share, cells


def _quoted(head: str, delimiter: str) -> Dialect:
    sign = re.escape(delimiter)
    double = len(re.findall(rf'(?:^|{sign})"|"(?:{sign}|\r?$)', head, re.MULTILINE))
    single = len(re.findall(rf"(?:^|{sign})'[^'\n]*'(?={sign}|\r?$)", head, re.MULTILINE))
    if single > 4 and single > 4 * double:
        return Dialect(delimiter, "'")
    escaped = len(re.findall(rf'[^{sign}]\\"', head))
    doubled = len(re.findall(rf'[^{sign}\n]""', head))
    return Dialect(delimiter, '"', "\\" if escaped > doubled and escaped else "")


def _sample_rows(head: str, dialect: Dialect) -> list[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), _HEAD))
    lines = list(io.StringIO(head, newline=""))
    if len(head) >= _HEAD and len(lines) > 1:
        lines.pop()
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, **dialect.arguments()):
            rows.append(row)
    except csv.Error:
        pass
    return rows


def _find_header(rows: list[list[str]]) -> tuple[int, Evidence]:
    """Answers the row that names the columns: one wide row of short distinct words, known ones best; 0 for
    none.
    """
    widths = Counter(_filled(row) for row in rows[:300] if _filled(row))
    usual = max(widths, key=lambda width: (widths[width] * width, width))
    scored = [(_header_score(row, usual), -number) for number, row in enumerate(rows[:_HEADER_WITHIN], 1)]
    score, place = max(scored)
    if score < 0.5:
        return 0, because("header_none")
    known = sum(map(is_known_header, rows[-place - 1]))
    return -place, because("header_words", row=-place, known=known, columns=_filled(rows[-place - 1]))


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _header_score(row: list[str], usual: int) -> float:
    names = [cell.strip() for cell in row if cell.strip()]
    if not names or len(names) * 2 < usual or len(set(names)) * 10 < len(names) * 8:
        return 0.0
    words = sum(len(name) <= 80 and not _NOT_A_NAME.fullmatch(name) for name in names) / len(names)
    known = sum(map(is_known_header, names))
    plain = 0.55 if words >= 0.95 and all(len(name) <= 40 for name in names) and len(names) > 1 else 0.0
    return words * (1.0 + known / len(names)) if known >= min(2, len(names)) else plain * words
