"""Rows of a delimited text or of JSON Lines, one after the other, in bounded memory."""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

from amends.channels.files.layouts import Layout
from amends.channels.files.sources import Source
from amends.errors import ChannelError

CELL_LIMIT = 1_000_000
"""Characters in one cell; a row with a longer one is rejected."""
RECORD_LIMIT = 10_000_000
"""Characters in one row; beyond it a quote was left open, or the line is no row."""
_CLIP = 400


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that could not be read: why, and how it began."""

    number: int
    reason: str
    values: tuple[tuple[str, object], ...]
    raw: str


Record = tuple[int, list[str]]


def rejected(number: int, reason: str, raw: str, **values: object) -> RejectedRow:
    """Answers a rejection, its raw text clipped and its broken bytes made visible."""
    clipped = raw[:_CLIP].encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return RejectedRow(number, reason, tuple(values.items()), clipped.replace("\x00", "\\x00"))


def read_records(source: Source, layout: Layout, start: int = 0) -> Iterator[Record | RejectedRow]:
    """Answers every row after the header with its number in the file (the first line's is 1); blank rows
    are left out.

    `start` is the number of the last row already taken.
    """
    read = _json_rows if layout.form == "jsonl" else _csv_rows
    with source.open_text() as text:
        try:
            yield from read(text, source, layout, start)
        except OSError as error:
            raise ChannelError("unreadable_file", True, path=source.path, detail=str(error)) from error


@dataclass(slots=True)
class _Feeder:
    """Hands lines to the CSV reader and remembers those of the row being read, so that they can be read
    again.
    """

    text: TextIO
    pending: list[str] = field(default_factory=list)
    waiting: deque[str] = field(default_factory=deque)
    size: int = 0
    ended: bool = False

    def __iter__(self) -> Iterator[str]:
        while True:
            line = self.waiting.popleft() if self.waiting else self.text.readline(RECORD_LIMIT + 1)
            if not line:
                self.ended = True
                return
            self.pending.append(line)
            self.size += len(line)
            if self.size > RECORD_LIMIT:
                raise _TooLongError
            yield line

    def settle(self) -> None:
        self.pending.clear()
        self.size = 0

    def drop_first(self) -> str:
        """Answers the first line of the row in hand and gives the others back to be read again."""
        first, *rest = self.pending
        self.waiting.extendleft(reversed(rest))
        self.settle()
        self.ended = False
        return first

    def skip_line(self) -> str:
        """Answers the line in hand, having passed over what is left of it."""
        last = first = self.pending[0]
        while last and not last.endswith(("\n", "\r")):
            last = self.text.readline(RECORD_LIMIT)
        self.settle()
        return first


class _TooLongError(Exception):
    """The row in hand is longer than a row may be."""


def _csv_rows(text: TextIO, source: Source, layout: Layout, start: int) -> Iterator[Record | RejectedRow]:
    first = max(start, layout.header_row)
    check = _RowCheck(source, layout)
    for number, found in enumerate(_raw_rows(text, layout), 1):
        if number <= first:
            continue
        if isinstance(found, _Lost):
            yield rejected(number, found.reason, found.raw)
            continue
        cells, size = found
        problem = check.problem(number, cells, size)
        if problem:
            yield problem
        elif any(cells):
            yield number, cells


@dataclass(frozen=True, slots=True)
class _Lost:
    """A line that could not be made a row."""

    reason: str
    raw: str


def _raw_rows(text: TextIO, layout: Layout) -> Iterator[tuple[list[str], int] | _Lost]:
    """Answers each row with its length; a row that runs away is given up at its first line and read again
    after it.
    """
    csv.field_size_limit(max(csv.field_size_limit(), RECORD_LIMIT + 2))
    feeder = _Feeder(text)
    while True:
        reader = csv.reader(iter(feeder), **layout.dialect.arguments())
        try:
            for cells in reader:
                if feeder.ended and _left_open(feeder.pending, layout):
                    yield _Lost("unclosed_quote", feeder.drop_first())
                    break
                size = feeder.size
                feeder.settle()
                yield cells, size
            else:
                return
        except _TooLongError:
            yield _given_up(feeder)
        except csv.Error:
            yield _Lost("broken_row", feeder.drop_first())


def _given_up(feeder: _Feeder) -> _Lost:
    if len(feeder.pending) == 1:
        return _Lost("cell_too_large", feeder.skip_line())
    return _Lost("unclosed_quote", feeder.drop_first())


def _left_open(lines: list[str], layout: Layout) -> bool:
    """Answers whether the last row ended inside quotes: their count is odd, escaped ones left out."""
    if len(lines) == 1 and layout.dialect.quote not in lines[0]:
        return False
    said = "".join(lines)
    if layout.dialect.escape:
        said = said.replace(layout.dialect.escape + layout.dialect.quote, "")
    starts = said.startswith(layout.dialect.quote) or layout.dialect.delimiter + layout.dialect.quote in said
    return starts and said.count(layout.dialect.quote) % 2 == 1


class _RowCheck:
    """Whether one row is whole: its width, its cells' size, its bytes."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self.width = len(layout.headers)
        self.needed = layout.needed
        self.pads = layout.pads_short_rows
        self.sign = source.broken_sign if source.broken_bytes else None
        self.nuls = source.nul_bytes > 0
        self.delimiter = layout.dialect.delimiter

    def problem(self, number: int, cells: list[str], size: int) -> RejectedRow | None:
        """Answers why this row cannot be read, None where it can; missing last cells are filled in."""
        if size > CELL_LIMIT and max(map(len, cells)) > CELL_LIMIT:
            return self._reject(
                number, cells, "cell_too_large", length=max(map(len, cells)), limit=CELL_LIMIT
            )
        if (self.nuls or self.sign) and (unclean := self._unclean(cells)):
            return self._reject(number, cells, unclean)
        if len(cells) != self.width:
            return self._ragged(number, cells)
        return None

    def _unclean(self, cells: list[str]) -> str:
        row = "".join(cells)
        if self.nuls and "\x00" in row:
            return "nul_byte"
        return "undecodable" if self.sign and not row.isascii() and self.sign.search(row) else ""

    def _ragged(self, number: int, cells: list[str]) -> RejectedRow | None:
        found = len(cells)
        if found < self.width:
            if found < self.needed and not self.pads and any(cells):
                return self._reject(number, cells, "too_few_cells", expected=self.width, found=found)
            cells.extend([""] * (self.width - found))
        elif any(cell.strip() for cell in cells[self.width :]):
            return self._reject(number, cells, "too_many_cells", expected=self.width, found=found)
        else:
            del cells[self.width :]
        return None

    def _reject(self, number: int, cells: list[str], reason: str, **values: object) -> RejectedRow:
        raw = self.delimiter.join(cell[:_CLIP] for cell in cells[:40])
        return rejected(number, reason, raw, **values)


def _json_rows(text: TextIO, source: Source, layout: Layout, start: int) -> Iterator[Record | RejectedRow]:
    sign = source.broken_sign if source.broken_bytes else None
    for number, line in enumerate(_lines(text), 1):
        if number <= start or not line.strip():
            continue
        if "\x00" in line:
            yield rejected(number, "nul_byte", line)
        elif sign and sign.search(line):
            yield rejected(number, "undecodable", line)
        else:
            yield _json_row(number, line, layout)


def _lines(text: TextIO) -> Iterator[str]:
    """Answers line after line; one that is too long is cut, which makes it unreadable, and its rest passed
    over.
    """
    while line := text.readline(RECORD_LIMIT):
        rest = line
        while len(rest) == RECORD_LIMIT and not rest.endswith("\n"):
            rest = text.readline(RECORD_LIMIT)
        yield line


def _json_row(number: int, line: str, layout: Layout) -> Record | RejectedRow:
    if len(line) >= RECORD_LIMIT:
        return rejected(number, "cell_too_large", line, length=len(line), limit=CELL_LIMIT)
    try:
        found = flatten(json.loads(line))
    except (ValueError, RecursionError) as error:
        return rejected(number, "broken_json", line, detail=str(error)[:120])
    if found is None:
        return rejected(number, "not_an_object", line)
    if len(line) > CELL_LIMIT and max(map(len, found.values())) > CELL_LIMIT:
        return rejected(number, "cell_too_large", line, limit=CELL_LIMIT)
    if any("\x00" in value for value in found.values()):
        return rejected(number, "nul_byte", line)
    cells = [found.pop(name, "") for name in layout.headers]
    if layout.overflow and found:
        cells[-1] = json.dumps(found, ensure_ascii=False)
    return number, cells


def flatten(found: object) -> dict[str, str] | None:
    """Answers a JSON object's fields as text, one level of objects opened as `outer.inner`; None for
    anything else.
    """
    if not isinstance(found, dict):
        return None
    flat: dict[str, str] = {}
    for name, value in found.items():
        if isinstance(value, dict) and value:
            flat.update((f"{name}.{inner}", _said(deep)) for inner, deep in value.items())
        else:
            flat[name] = _said(value)
    return flat


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8") if not value.isascii() else value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else json.dumps(value)
