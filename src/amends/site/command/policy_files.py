"""A policy as a file: read, with each fault said at the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from amends.errors import DomainError
from amends.rules.policy.reading import Fault, NotAPolicy, Read, read_policy
from amends.site.command.policy_words import FAULTS


def text_in(file: Path) -> str:
    """Answers what a file says. Raises: DomainError('file_unreadable')."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DomainError("file_unreadable", path=str(file), reason=str(error)) from None


def read_file(file: Path) -> Read:
    """Answers a policy from a file; says each fault at the terminal first. Raises: NotAPolicy, DomainError."""
    with told_faults(file):
        return read_policy(text_in(file))


@contextmanager
def told_faults(file: Path) -> Iterator[None]:
    """Says each thing that keeps a text from being a policy, before the error goes on."""
    try:
        yield
    except NotAPolicy as error:
        for fault in error.faults:
            typer.echo(_fault_line(file, fault), err=True)
        raise


def _fault_line(file: Path, fault: Fault) -> str:
    at = f"{file}:{fault.line}" if fault.line else str(file)
    said = FAULTS[fault.code].format(value=fault.value)
    return f"{at}: {fault.field}: {said}" if fault.field else f"{at}: {said}"
