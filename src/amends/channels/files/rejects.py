"""The rows that could not be taken in: kept in a file of their own, each with its number and the reason."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from amends.channels.files.export import safe_cell
from amends.channels.files.tabular import RejectedRow
from amends.language.redaction import redact_cards

HEADERS = ("row", "reason", "text")


class RejectsFile:
    """Rejected rows on disk; the file is made with the first of them.

    Rows are written before their batch is committed. What an interruption left beyond the last batch that
    was committed is cut off on the way back, so that no row stands here twice.
    """

    def __init__(self, path: Path, say: Callable[[RejectedRow], str], rows_done: int) -> None:
        self.path = path
        self._say = say
        self._out: TextIO | None = None
        self._keep(rows_done)

    @property
    def exists(self) -> bool:
        """Answers whether any row was rejected."""
        return self.path.exists()

    def add(self, rows: Sequence[RejectedRow]) -> None:
        """Writes rows so that they stay."""
        if not rows:
            return
        out = self._opened()
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows(
            (row.number, safe_cell(self._say(row)), safe_cell(redact_cards(row.raw).text)) for row in rows
        )
        out.flush()
        os.fsync(out.fileno())

    def close(self) -> None:
        """Closes the file."""
        if self._out:
            self._out.close()
            self._out = None

    def _opened(self) -> TextIO:
        if self._out is None:
            is_new = not self.path.exists()
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            # A spreadsheet takes the file for UTF-8 by its mark.
            self._out = os.fdopen(handle, "a", encoding="utf-8-sig" if is_new else "utf-8", newline="")
            if is_new:
                csv.writer(self._out, quoting=csv.QUOTE_ALL).writerow(HEADERS)
        return self._out

    def _keep(self, rows_done: int) -> None:
        """Keeps the rows up to the last one that was committed, and no file where there are none."""
        if not self.path.exists():
            return
        kept = self.path.with_suffix(".kept")
        with kept.open("w", encoding="utf-8-sig", newline="") as out:
            os.chmod(kept, 0o600)
            writer = csv.writer(out, quoting=csv.QUOTE_ALL)
            writer.writerow(HEADERS)
            writer.writerows(found := _Counted(_until(self.path, rows_done)))
        if found.count:
            os.replace(kept, self.path)
        else:
            kept.unlink()
            self.path.unlink()


class _Counted:
    """Rows that are counted while they pass."""

    def __init__(self, rows: Iterator[list[str]]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._rows:
            self.count += 1
            yield row


def _until(path: Path, rows_done: int) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as said:
        rows = csv.reader(line.replace("\x00", "") for line in said)
        next(rows, None)
        for row in rows:
            if len(row) != len(HEADERS) or not row[0].isdecimal() or int(row[0]) > rows_done:
                return
            yield row
