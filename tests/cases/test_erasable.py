"""Of every column of text somebody said whether erasure takes it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from amends.cases.erasable import TAKEN
from amends.cases.models import Point
from amends.people.scope import BrandOwned

KEPT: dict[str, set[str]] = {
    "Case": {
        *(
            "reference",
            "language",
            "channel",
            "stage",
            "situation",
            "flags",
            "occurred_precision",
            "date_mark",
        ),
        *(
            "waiting",
            "cause",
            "decision",
            "ending",
            "head_hash",
            "emotion",
            "promise_kind",
            "rung",
        ),
    },
    "Contact": {"kind", "direction", "channel", "language"},
    "Point": {"decision", "cause"},
    "Consult": {
        *("state", "asked_as", "option", "remedy", "currency", "policy_row", "rung", "verdict"),
        "granted_remedy",
    },
    "Promise": {"kind", "state"},
    "BrandHours": {"week", "region", "closed_days"},
    "Shift": {"zone"},
    "Attachment": {"found_type"},
    "Outgoing": {"kind", "state", "reason", "message_id", "notice"},
    "Customer": {"language", "currency"},
    "CaseEvent": {"kind", "actor_kind", "data", "hash"},
    "Skipped": {"reason"},
    "PolicyVersion": {"text", "digest"},
    # A policy holds the brand's own words; its replay holds sums by codes.
    "PolicyDraft": {"text"},
    "PolicyDraftStep": {"text"},
    "PolicyReplay": {"found"},
    "ImportRun": {"source_digest", "name"},
    "Circumstances": {"failure", "product", "courtesy"},
    "Offer": {"facts", "options", "picked"},
    "Settlement": {"origin", "code", "facts", "currency", "state"},
    # A supplier is a company, and owes what the ledger says.
    "Supplier": {"name"},
    "PayoutAccount": {"kind", "verified_as"},
    "SealedNumber": {"kind"},
    # How a brand is reached is no word of a customer.
    "BrandContact": {"kind", "label", "value"},
    "Remedy": {"part", "code", "kind", "currency", "state", "trouble"},
    "LedgerEntry": {"act", "account", "currency"},
    "PassedStep": {"step", "reason"},
    "FollowUp": {"channel"},
    "Escalation": {"why", "rung", "policy_row", "remedy", "currency"},
    "OneContact": {"step", "stopped"},
    "Leaving": {"offered_remedy", "outcome"},
    "WinBack": {"reason", "offered_remedy", "currency", "policy_row"},
    "CriticalFinding": {"code"},
    "ReplyFinding": {"finding"},
    # Numbers at hashed places, and what was measured of labels.
    "ReadingModel": {"weights", "measured"},
    "Feedback": {"listened"},
    "Representative": {"told"},
    "PreparedCase": {"digest"},
}
"""Columns of text that hold codes, ids or digests and no words of people."""
WHOLE = {"Address", "Alarm", "Household", "ProgramRequest", "ReadingCorrection"}
"""Rows that are deleted."""
_TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


def unsaid(table: dict[type[models.Model], Any]) -> set[str]:
    """Answers the columns of text of which nobody said whether erasure takes them."""
    found = set()
    for model in apps.get_models():
        name = model.__name__
        if not issubclass(model, BrandOwned) or name in WHOLE:
            continue
        for field in model._meta.concrete_fields:
            said = field.name in table.get(model, {}) or field.name in KEPT.get(name, set())
            if isinstance(field, _TEXT) and not said and field.name != "content_key":
                found.add(f"{name}.{field.name}")
    return found


def test_of_every_column_of_text_it_is_said_whether_erasure_takes_it() -> None:
    assert unsaid(dict(TAKEN)) == set()


def test_the_negative_control_a_column_nobody_spoke_of_is_named() -> None:
    without = {model: columns for model, columns in TAKEN.items() if model is not Point}
    assert unsaid(without) == {"Point.text", "Point.reason"}
