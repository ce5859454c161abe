"""Which words were erased, kept beside the database: what a restored backup brings back is erased again from it.

A line is written before its transaction ends: the log may name an erasure that failed, and never lacks one that
happened.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from amends.errors import DomainError

FILE = "erasures.jsonl"
KINDS = ("case", "customer")


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure: a case's or a customer's id and the moment; no words, no name."""

    at: str
    kind: str
    uuid: str


def log_file() -> Path:
    """Answers where the log lies."""
    return Path(settings.HOME) / FILE


def write_lines(lines: Sequence[Line]) -> None:
    """Appends to the log and waits until it is on the disk. Raises: DomainError('erasure_log_unwritable')."""
    said = "".join(f"{json.dumps(asdict(line))}\n" for line in lines).encode()
    try:
        handle = os.open(log_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, said)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        ids = ", ".join(line.uuid for line in lines)
        raise DomainError("erasure_log_unwritable", path=str(log_file()), ids=ids) from error


def read_lines(path: Path) -> Iterator[Line]:
    """Answers the lines of a log. Raises: DomainError('erasure_log_unreadable') with the line's number."""
    try:
        texts = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise DomainError("erasure_log_unreadable", path=str(path), number=0) from error
    for number, text in enumerate(texts, start=1):
        if text.strip():
            yield _line(text, path, number)


def _line(text: str, path: Path, number: int) -> Line:
    try:
        said = json.loads(text)
        if said["kind"] not in KINDS:
            raise ValueError(said["kind"])
        return Line(str(said["at"]), said["kind"], str(UUID(said["uuid"])))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DomainError("erasure_log_unreadable", path=str(path), number=number) from error
