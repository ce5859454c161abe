"""Two people at one case: the second is told who was first and when, sees both texts, and loses nothing."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from amends.cases.actions.details import set_want
from amends.cases.actions.stages import assess_case
from amends.cases.models import Case
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from tests.cases.acts import assessment
from tests.conftest import NOON, Cast, complain, signed_in


def seen_by(client: Client, case: Case) -> str:
    page = client.get(f"/cases/{case.uuid}/").content.decode()
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found is not None
    return found[1]


def want_of(case: Case) -> str:
    with every_brand():
        return Case.objects.get(pk=case.pk).want


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.rep)


@pytest.fixture
def case(cast: Cast) -> Case:
    return complain(cast)


def test_who_comes_second_sees_who_was_first_and_both_texts(cast: Cast, case: Case, client: Client) -> None:
    seen = seen_by(client, case)
    with every_brand():
        set_want(actor=cast.actor("specialist"), case_uuid=case.uuid, want="A working line", now=NOON)
    answer = client.post(f"/cases/{case.uuid}/set_want/", {"text": "The fee of May back", "seen": seen})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert want_of(case) == "A working line"
    notice = page[page.index("Not saved: Specialist changed this") :]
    assert "A working line" in notice and "The fee of May back" in notice
    assert re.search(r"<textarea[^>]*>The fee of May back</textarea>", page)


def test_having_looked_the_second_may_write_over_it(cast: Cast, case: Case, client: Client) -> None:
    seen = seen_by(client, case)
    with every_brand():
        set_want(actor=cast.actor("specialist"), case_uuid=case.uuid, want="A working line", now=NOON)
    form = {"text": "The fee of May back"}
    refused = client.post(f"/cases/{case.uuid}/set_want/", form | {"seen": seen})
    again = re.search(r'name="seen" value="(\d+)"', refused.content.decode())
    assert again is not None
    assert client.post(f"/cases/{case.uuid}/set_want/", form | {"seen": again[1]}).status_code == 302
    assert want_of(case) == "The fee of May back"


def test_what_the_desk_does_by_itself_is_no_conflict(cast: Cast, case: Case, client: Client) -> None:
    seen = seen_by(client, case)
    with every_brand():
        set_want(actor=SYSTEM, case_uuid=case.uuid, want="A working line", now=NOON)
    form = {"text": "The fee of May back", "seen": seen}
    assert client.post(f"/cases/{case.uuid}/set_want/", form).status_code == 302


def test_what_was_found_is_shown_beside_what_a_colleague_found(
    cast: Cast, case: Case, client: Client
) -> None:
    seen = seen_by(client, case)
    with every_brand():
        assess_case(actor=cast.actor("specialist"), case_uuid=case.uuid, assessment=assessment(), now=NOON)
    found = {"text": "A cut cable", "cause": "supplier", "seen": seen}
    refused = client.post(f"/cases/{case.uuid}/investigate/", found)
    page = html.unescape(refused.content.decode())
    assert refused.status_code == 422
    assert "A cut cable" in page[page.index("Not saved: Specialist") :]
