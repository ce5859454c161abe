"""The last look before a reply leaves: what must never leave is refused, what was found is kept with it."""

from __future__ import annotations

from collections.abc import Sequence

from amends.cases.models import Contact, ReplyFinding
from amends.cases.recording import Entry, Refused
from amends.cases.reply_context import reply_context
from amends.language.checks import Finding, Severity, check_reply
from amends.rules.replies import FINDINGS


def guard_reply(entry: Entry, text: str, offered_minor: int = 0) -> tuple[Finding, ...]:
    """Answers what stands in a reply that may leave. Queries: 10 to 15. Raises: Refused('reply_blocked')."""
    found = check_reply(text, reply_context(entry.case, entry.actor, entry.now, offered_minor))
    blocking = [one for one in found if one.severity is Severity.BLOCK]
    if blocking:
        places = tuple((one.id, text[one.start : one.end]) for one in blocking)
        raise Refused("reply_blocked", findings=places)
    return found


def keep_findings(entry: Entry, contact: Contact, stood: Sequence[Finding], shown: Sequence[str]) -> None:
    """Keeps what stood in a reply when it left, and what its writer was shown and had mended by then.

    Queries: 0 to 1.
    """
    standing, seen = {one.id for one in stood}, set(shown) & set(FINDINGS)
    ReplyFinding.objects.bulk_create(
        ReplyFinding(
            brand_id=entry.case.brand_id,
            contact=contact,
            finding=one,
            was_shown=one in seen,
            was_overridden=one in standing,
            at=entry.now,
        )
        for one in FINDINGS
        if one in standing | seen
    )
