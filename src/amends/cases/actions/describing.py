"""The rest of the complaint record: product and issue, who speaks for whom, flags, referral, what was learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from amends.cases.models import Case
from amends.cases.recording import record
from amends.cases.said import clean_line
from amends.cases.search import add_words
from amends.errors import DomainError
from amends.people.permissions import Actor

FLAGS = ("safety", "legal", "regulator", "media", "leaving", "fraud", "privacy")
"""What makes a case heavier for the house: each is set and taken back by a person."""

_LENGTHS = {
    field.name: field.max_length or 300
    for field in Case._meta.concrete_fields
    if hasattr(field, "max_length")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """The fields of the minimum complaint record that a person fills in.

    Source: the union of what regulators ask a register to hold.
    """

    product: str = ""
    sub_product: str = ""
    issue: str = ""
    sub_issue: str = ""
    place: str = ""
    needed_skill: str = ""
    jurisdiction: str = ""
    representative: str = ""
    external_body: str = ""
    external_reference_out: str = ""
    external_result: str = ""
    corrective_action: str = ""
    effect_check: str = ""
    has_authority: bool = False
    is_confidential: bool = False
    has_publish_consent: bool = False
    flags: Sequence[str] = ()


def describe_case(
    *, actor: Actor, case_uuid: UUID, description: Description, now: datetime, seen: int | None = None
) -> Case:
    """Fills in the record of a complaint; the chain says which fields changed, not to what.

    Raises: NotFound, Refused, Conflict, DomainError('unknown_flag').
    """
    if not set(description.flags) <= set(FLAGS):
        raise DomainError("unknown_flag")
    with record("describe", actor=actor, case_uuid=case_uuid, now=now, seen=seen) as entry:
        entry.needs_words()
        changed = [name for name, value in _values(description).items() if _put(entry.case, name, value)]
        if changed:
            add_words(entry.case, entry.case.product, entry.case.issue)
            entry.event("case.described", changed=changed)
        return entry.case


def _values(description: Description) -> dict[str, object]:
    said: dict[str, object] = {field.name: getattr(description, field.name) for field in fields(description)}
    said["flags"] = sorted(set(description.flags))
    return {
        name: clean_line(value, _LENGTHS[name]) if isinstance(value, str) else value
        for name, value in said.items()
    }


def _put(case: Case, name: str, value: object) -> bool:
    if getattr(case, name) == value:
        return False
    setattr(case, name, value)
    return True
