"""What the customer feels is answered: the feeling or the trouble is named before anything else is."""

from __future__ import annotations

from collections.abc import Iterator

from amends.language.checks.draft import Draft, Finding, Severity


def find(draft: Draft) -> Iterator[Finding]:
    """Answers the feelings that a reply passes over."""
    if draft.case.emotions and not draft.having("empathy") and "empathy" not in draft.before:
        yield Finding("emotion.not_acknowledged", Severity.WARN, 0, 0, (("emotion", draft.case.emotions[0]),))
