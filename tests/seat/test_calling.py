"""A call about a case: its sheet is the case's own, and what was said and promised is shared into it for both sides."""

from __future__ import annotations

import pytest

from amends.cases.actions.details import add_fact
from amends.cases.models import Contact
from amends.people.scope import every_brand
from amends.rules.vocabulary import Direction
from tests.conftest import NOON, Cast, complain
from tests.seat.test_own_case import act, desk, visiting

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def test_the_sheet_is_made_of_the_case_and_what_was_promised_is_shared(desk: Cast) -> None:
    case = complain(desk, points=("Nobody came", "The line is dead"), want="A technician this week")
    with every_brand():
        add_fact(actor=desk.actor("rep"), case_uuid=case.uuid, label="account", value="4711 0815", now=NOON)
    client = visiting(case)
    sheet = client.get(f"/my/{case.uuid}/call/").content.decode()
    for words in ("Nobody came", "The line is dead", "A technician this week", "4711 0815", "Dana Levin"):
        assert words in sheet
    promise = {"call-what": "Somebody calls back", "call-who": "Mira"}
    hour = {"call-day": "2026-05-13", "call-hour": "16:00"}
    act(client, case, "called", tick=["point-0", "nonsense"], **promise, **hour)
    with every_brand():
        said = Contact.objects.filter(case=case, direction=Direction.IN.value).order_by("-id")[0].text
    assert "Nobody came" in said and "The line is dead" not in said and "nonsense" not in said
    assert "Mira" in said and "13 May 2026" in said and "Somebody calls back" in said


def test_a_promise_without_an_hour_is_shared_as_one_and_nothing_at_all_is_refused(desk: Cast) -> None:
    case = complain(desk)
    client = visiting(case)
    act(client, case, "called", **{"call-what": "Soon"})
    with every_brand():
        assert "without an hour: Soon" in Contact.objects.order_by("-id")[0].text
        count = Contact.objects.count()
    refused = act(client, case, "called", **{"call-who": "Mira"})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode() and 'value="Mira"' in refused.content.decode()
    with every_brand():
        assert Contact.objects.count() == count


def test_nobody_else_gets_the_sheet(desk: Cast) -> None:
    mine, other = complain(desk), complain(desk, "SECRET words")
    assert visiting(mine).get(f"/my/{other.uuid}/call/").status_code == 404
