"""However many forms name one victim, the desk mails them no word of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import cache

from amends.cases.models import Case, Contact, Outgoing
from amends.clock import now
from amends.people.scope import every_brand
from amends.seat.prepare import pace
from amends.site.worker import deliver
from tests.conftest import IS_LONG, Cast
from tests.seat.prepare.test_wizard import SAID, browser

FORMS = 5_000 if IS_LONG else 60
EVIL = "Buy at evil.example"


@pytest.fixture
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if each form came from a line of its own."""
    cache.clear()
    monkeypatch.setattr(pace, "MOST_AN_HOUR", FORMS + 1)


@pytest.mark.usefixtures("unpaced")
def test_many_forms_that_name_one_victim_are_at_most_one_mail_without_a_word_of_theirs(cast: Cast) -> None:
    client = browser()
    victim = {"my-email": "victim@example.org", "my-name": EVIL, "words": EVIL, "wish": EVIL, "point-0": EVIL}
    for at in range(FORMS):
        said = {
            **SAID,
            **victim,
            "point-1": f"{EVIL} {at}",
            "brand": "norvia",
            "key": str(uuid4()),
            "page": "next",
        }
        assert client.post("/prepare/send/", said).status_code == 302
    with every_brand():
        assert Case.objects.count() == FORMS
        deliver(now())
        letters = list(Outgoing.objects.all())
        assert len(letters) <= 1
        assert not [one for one in letters if one.notice is None]
        assert not Contact.objects.filter(direction="out").exists()


def test_the_negative_control_without_the_pace_of_a_line_one_line_may_flood(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(pace, "MOST_AN_HOUR", 3)
    client, kept = browser(), 0
    for _ in range(6):
        said = {**SAID, "brand": "norvia", "key": str(uuid4()), "page": "next"}
        kept += client.post("/prepare/send/", said).status_code == 302
    assert kept == 3
