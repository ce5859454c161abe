"""What one contact came to, as a rep would have said it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from amends.cases.actions.one_contact import Settled, Told, settle_in_one_contact
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Case
from amends.rules.vocabulary import Cause, Channel, Situation
from tests.conftest import NOON, Cast


def told(**more: Any) -> Told:
    """Answers a parcel that came late, option A picked, called solved."""
    inbound = InboundContact(
        channel=Channel.PHONE,
        text="The parcel never came.",
        want="The parcel",
        points=("The parcel never came.",),
        caller=Caller(name="Dana Levin", email="dana@example.org"),
        language="en",
    )
    usual: dict[str, Any] = {
        "key": uuid4(),
        "inbound": inbound,
        "checked_how": "Named the order.",
        "stated": {"failure": "late", "price_paid": 3_000},
        "cause": Cause.COMPANY,
        "situation": Situation.MEND,
        "offered": ("A", "B"),
        "option": "A",
        "said_back": "We send it again today; it is with you tomorrow by ten.",
        "proof": "Order 4471",
        "is_solved": True,
    }
    return Told(**{**usual, **more})


def settled(cast: Cast, one: Told | None = None, by: str = "rep") -> tuple[Settled, Case]:
    """Answers what became of one contact, and its case."""
    done = settle_in_one_contact(actor=cast.actor(by), brand=cast.norvia, told=one or told(), now=NOON)
    return done, Case.objects.get(uuid=done.case_uuid)
