"""One by one and in bulk give the same rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms.models import model_to_dict

from amends.cases.actions.contacts import receive_contact, receive_contacts
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Case, CaseEvent, Contact, Point
from amends.rules.vocabulary import Channel, Kind
from tests.conftest import NOON, Cast

pytestmark = pytest.mark.usefixtures("everywhere")
_OWN = {
    "id",
    "uuid",
    "case",
    "customer",
    "content_key",
    "recent_key",
    "reference",
    "head_hash",
    "hash",
    "data",
}


def _inbounds() -> list[InboundContact]:
    return [
        InboundContact(
            channel=Channel.EMAIL,
            text=f"Complaint {number} about the line",
            caller=Caller(name="Same Person", email="same@example.org") if number % 2 else Caller(),
            kind=Kind.ENQUIRY if number == 3 else Kind.COMPLAINT,
            points=("one", "two")[: number % 3],
            seriousness=number % 4,
        )
        for number in range(8)
    ]


def _told(rows: Any) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in model_to_dict(row).items() if name not in _OWN}
        for row in rows.order_by("pk")
    ]


def test_one_by_one_and_in_bulk_give_identical_rows(cast: Cast) -> None:
    actor = cast.actor("rep")
    for inbound in _inbounds():
        receive_contact(actor=actor, brand=cast.norvia, inbound=inbound, now=NOON)
    single = [_told(model.objects) for model in (Case, Contact, Point, CaseEvent)]
    customers = Case.objects.values("customer").distinct().count()
    last = {
        model: model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for model in (Case, Contact, Point, CaseEvent)
    }
    receive_contacts(actor=actor, brand=cast.norvia, inbounds=_inbounds(), now=NOON)
    bulk = [_told(model.objects.filter(pk__gt=last[model])) for model in (Case, Contact, Point, CaseEvent)]
    assert single == bulk
    assert Case.objects.values("customer").distinct().count() == customers
