"""An apology that is none: for feelings, with an if, with a but, without anybody who did it, or with blame in it."""

from __future__ import annotations

from collections.abc import Iterator

from amends.language.checks.draft import Draft, Finding, Severity
from amends.language.labels import NON_APOLOGIES

IDS = tuple(f"non_apology.{one}" for one in NON_APOLOGIES)


def find(draft: Draft) -> Iterator[Finding]:
    """Answers each place that apologises for nothing; of those that overlap and say the same, the longest."""
    for label in IDS:
        end = -1
        for cue in sorted(draft.having(label), key=lambda one: (one.start, -one.end)):
            if cue.start >= end:
                end = cue.end
                yield Finding(label, Severity.GRAVE, cue.start, cue.end)
