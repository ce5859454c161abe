"""Capitals and rows of signs shout, in both seats."""

from __future__ import annotations

from collections.abc import Iterator

from amends.language.capitals import shouted
from amends.language.checks.draft import Draft, Finding, Severity


def find(draft: Draft) -> Iterator[Finding]:
    """Answers each place that shouts."""
    yield from (Finding("shouting", Severity.WARN, start, end) for start, end in shouted(draft.text))
