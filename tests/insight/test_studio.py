"""The policy studio: each part is shown, each form changes the draft, and what is refused changes nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from amends.insight.studio_page import BODIES
from tests.cases.remedying import put_in_force
from tests.conftest import Cast, signed_in
from tests.insight.studying import STUDIO, draft, drafted, send


@pytest.fixture
def manager(cast: Cast, time_stands_still: None) -> Client:
    """The browser of Norvia's manager, with a policy in force."""
    put_in_force(cast.norvia)
    return signed_in(cast.manager)


@pytest.fixture
def time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps drafts and policies at one moment."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", "2026-05-12T12:00:00+00:00")


def words(client: Client, part: str = "tables", query: str = "") -> str:
    shown = client.get(f"{STUDIO}{part}/{query}")
    assert shown.status_code == 200, (part, shown.status_code)
    return shown.content.decode()


@pytest.mark.parametrize("part", BODIES)
def test_each_part_is_shown_in_force_and_as_a_draft(manager: Client, cast: Cast, part: str) -> None:
    shown = manager.get(f"{STUDIO}{part}/")
    assert shown.status_code == (302 if part in ("compare", "replay", "activate") else 200)
    send(manager, cast, "begin")
    assert "Draft, to hold from" in words(manager, part)
