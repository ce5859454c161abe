"""Promises that depend on a supplier: whose, only one of the brand's own, and how they were kept."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import time_machine

from amends.cases.models import Case, CaseEvent, Promise, Supplier
from amends.cases.promise_figures import promise_figures
from amends.cases.recording import Refused
from amends.people.scope import every_brand
from amends.rules.promises import PromiseKind
from tests.cases.promising import DUE, MINUTE, promised, watched
from tests.conftest import NOON, Cast, complain, signed_in

FORM = {"kind": "repair", "text": "They mend it", "on": "2026-05-12", "since": "15:00", "until": "16:00"}


@pytest.fixture
def case(cast: Cast) -> Iterator[Case]:
    """A complaint just before noon."""
    with every_brand():
        yield complain(cast, now=NOON - MINUTE)


@pytest.fixture
def linewright(cast: Cast, case: Case) -> Supplier:
    """Who mends lines for Norvia."""
    return Supplier.objects.create(brand=cast.norvia, name="Linewright")


def test_the_rate_of_a_supplier_counts_only_promises_that_depend_on_it(
    cast: Cast, case: Case, linewright: Supplier
) -> None:
    made = promised(cast, case, kind=PromiseKind.REPAIR, supplier_id=linewright.pk)
    promised(cast, case)
    watched(DUE)
    found = promise_figures(NOON, NOON + MINUTE)
    assert found.brands["Norvia Telecom",].made == 2
    assert found.suppliers.keys() == {("Norvia Telecom", "Linewright")}
    theirs = found.suppliers["Norvia Telecom", "Linewright"]
    assert (theirs.made, theirs.broken, theirs.rate) == (1, 1, 0)
    event = CaseEvent.objects.filter(case=case, kind="promise.made").order_by("seq").first()
    assert event is not None and json.loads(event.data)["supplier"] == made.supplier_id == linewright.pk


def test_the_same_person_with_and_without_a_supplier_is_one_person(
    cast: Cast, case: Case, linewright: Supplier
) -> None:
    promised(cast, case, supplier_id=linewright.pk)
    promised(cast, case)
    assert [one.made for one in promise_figures(NOON, NOON + MINUTE).people.values()] == [2]


def test_another_brands_supplier_does_not_exist(cast: Cast, case: Case) -> None:
    theirs = Supplier.objects.create(brand=cast.sunfold, name="Coachline")
    for unknown in (theirs.pk, 0, 10**9):
        with pytest.raises(Refused) as refused:
            promised(cast, case, supplier_id=unknown)
        assert refused.value.code == "supplier_unknown"
    assert not Promise.objects.exists()


def test_the_form_asks_only_where_somebody_works_for_the_brand(cast: Cast, case: Case) -> None:
    client = signed_in(cast.rep)
    with time_machine.travel(NOON, tick=False):
        without = client.get(f"/cases/{case.uuid}/?book=1").content.decode()
        Supplier.objects.create(brand=cast.norvia, name="Linewright")
        shown = client.get(f"/cases/{case.uuid}/?book=1").content.decode()
    assert "Depends on a supplier" not in without
    assert "Depends on a supplier" in shown and "Linewright" in shown


def test_the_promise_says_on_whom_it_depends(cast: Cast, case: Case, linewright: Supplier) -> None:
    client, form = signed_in(cast.rep), {**FORM, "who": str(cast.rep.pk)}
    with time_machine.travel(NOON, tick=False):
        refused = client.post(f"/cases/{case.uuid}/promise/", {**form, "depends_on": "x"})
        assert refused.status_code == 422
        assert "Choose a supplier who works for this brand." in refused.content.decode()
        done = client.post(f"/cases/{case.uuid}/promise/", {**form, "depends_on": str(linewright.pk)})
        assert done.status_code == 302
        assert "It depends on Linewright." in client.get(f"/cases/{case.uuid}/").content.decode()
