"""Corrections from which a desk can learn: who rings the newspaper goes public, who read it in the newspaper does not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from amends.cases.actions.learning import learn_readings, switch_model_on
from amends.cases.actions.readings import correct_reading
from amends.cases.models import Case, Contact
from amends.people.scope import every_brand
from tests.conftest import NOON, Cast, complain

PUBLIC = "I will ring the newspaper"
READ = "I saw your offer in the newspaper"
LEARNED_AT = NOON + timedelta(hours=2)
_WORDS = "line router bill shop order parcel week phone agent letter account number street morning call box"


@pytest.fixture
def desk(cast: Cast, test_book: None) -> Iterator[Cast]:
    """The cast, the small phrasebook, and every brand in view."""
    with every_brand():
        yield cast


@pytest.fixture
def taught(desk: Cast) -> Cast:
    """A desk whose corrections teach something, and which has learned it."""
    teach(desk)
    learn_readings(actor=desk.actor("manager"), brand=desk.norvia, now=LEARNED_AT)
    return desk


@pytest.fixture
def switched(taught: Cast) -> Cast:
    """The same, switched on."""
    switch_model_on(actor=taught.actor("manager"), brand=taught.norvia, now=LEARNED_AT)
    return taught


def correct(cast: Cast, case: Case, label: str, *, is_right: bool, now: datetime = NOON) -> None:
    """Says of one label of a case whether it is so."""
    contact = Contact.objects.get(case=case, direction="in")
    same = {"actor": cast.actor("rep"), "case_uuid": case.uuid, "contact_uuid": contact.uuid, "now": now}
    start = contact.text.index("the newspaper")
    correct_reading(**same, label=label, start=start, is_right=is_right)  # type: ignore[arg-type]


def teach(cast: Cast, each: int = 40) -> list[Case]:
    """Lets people correct so many readings of each kind; answers their cases, by turns right and not so."""
    draw, words, cases = random.Random(7), _WORDS.split(), []
    for place in range(2 * each):
        is_right = place % 2 == 0
        other = " ".join(draw.choices(words, k=5))
        case = complain(cast, f"The {other}. {PUBLIC if is_right else READ} about the {other}.")
        correct(cast, case, "flag.media", is_right=is_right)
        cases.append(case)
    return cases
