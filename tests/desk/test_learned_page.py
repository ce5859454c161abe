"""A case page shows no span that the model refuses while it is on, and shows it again when it is off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest

from amends.cases.actions.learning import learn_readings, switch_model_off, switch_model_on
from amends.cases.models import Case
from amends.people.scope import every_brand
from tests.cases.reading_book import test_book
from tests.cases.teaching import LEARNED_AT, READ, teach
from tests.conftest import Cast, complain, signed_in

__all__ = ["test_book"]


@pytest.fixture
def desk(cast: Cast, test_book: None) -> Iterator[Cast]:
    """The cast, the small phrasebook, and every brand in view."""
    with every_brand():
        yield cast


def marked(desk: Cast, case: Case) -> list[str]:
    shown = signed_in(desk.rep).get(f"/cases/{case.uuid}/")
    assert shown.status_code == 200
    return re.findall(r"<mark>(.*?)</mark>", unescape(shown.content.decode()))


def test_a_refused_span_is_gone_while_it_is_on_and_back_when_it_is_off(desk: Cast) -> None:
    teach(desk)
    case = complain(desk, f"It broke down, I smell gas. {READ}.")
    same = {"actor": desk.actor("manager"), "brand": desk.norvia, "now": LEARNED_AT}
    learn_readings(**same)  # type: ignore[arg-type]
    assert marked(desk, case) == ["smell gas", "the newspaper"]
    switch_model_on(**same)  # type: ignore[arg-type]
    assert marked(desk, case) == ["smell gas"]
    switch_model_off(**same)  # type: ignore[arg-type]
    assert marked(desk, case) == ["smell gas", "the newspaper"]
