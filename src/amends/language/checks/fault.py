"""Fault: established and not admitted, admitted where it is not established, apologised for before anybody listened."""

from __future__ import annotations

from collections.abc import Iterator

from amends.language.checks.draft import Draft, Finding, Severity

OURS = frozenset({"company", "supplier"})
"""Towards the customer the brand answers for its supplier too."""


def find(draft: Draft) -> Iterator[Finding]:
    """Answers what is wrong about how a reply speaks of the fault."""
    admitted = draft.having("admission")
    if draft.case.fault in OURS and draft.case.situation != "hold":
        if not admitted and "admission" not in draft.before:
            yield Finding("fault.not_admitted", Severity.GRAVE, 0, 0)
        return
    may_not_admit = draft.case.situation == "hold" or draft.case.fault in ("unknown", "nobody", "customer")
    if may_not_admit:
        for cue in admitted[:1]:
            yield Finding("fault.admitted_early", Severity.GRAVE, cue.start, cue.end)
    elif draft.case.is_heard is False:
        for cue in [*admitted, *draft.having("apology")][:1]:
            yield Finding("apology.before_facts", Severity.WARN, cue.start, cue.end)
