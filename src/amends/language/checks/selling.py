"""Nothing is sold while a complaint is open (SV17)."""

from __future__ import annotations

from collections.abc import Iterator

from amends.language.checks.draft import Draft, Finding, Severity


def find(draft: Draft) -> Iterator[Finding]:
    """Answers each offer of something new."""
    if draft.case.is_complaint:
        yield from (Finding("selling", Severity.GRAVE, cue.start, cue.end) for cue in draft.having("selling"))
