"""A reply says what happens next, and who does it."""

from __future__ import annotations

from collections.abc import Iterator

from amends.language.checks.draft import Draft, Finding, Severity

_LONG_ENOUGH = 60
"""A shorter one is a greeting or a question back. Units: code points."""


def find(draft: Draft) -> Iterator[Finding]:
    """Answers that nothing is said about what comes."""
    is_short = len(draft.text.strip()) < (
        _LONG_ENOUGH // 3 if draft.language.startswith("zh") else _LONG_ENOUGH
    )
    asks = draft.text.rstrip().endswith(("?", "？"))
    if not is_short and not asks and not draft.having("next_step", "promise", "amends"):
        yield Finding("next_step.missing", Severity.WARN, len(draft.text), len(draft.text))
