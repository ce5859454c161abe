"""Denying first is measured: how many were denied, asked again, were granted, and what the no cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import yaml

from amends.cases.actions.policies import activate_policy
from amends.cases.models import Case, Circumstances, Contact, Settlement
from amends.insight.denials import denials, first_denied
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.rules.policy.compiled import compile_policy
from amends.rules.policy.reading import read_policy
from tests.cases.remedying import policy_text
from tests.conftest import NOON, Cast, complain

SINCE, UNTIL = NOON - timedelta(days=2), NOON + timedelta(days=2)


def denying(**more: Any) -> str:
    """Answers a policy that refuses a first request about a lost parcel and grants a second."""
    said = yaml.safe_load(policy_text())
    first, _, explained = said["tables"]["parcels"]["rows"]
    options = first["options"]
    said["tables"]["parcels"]["rows"] = [
        {
            "when": {"fault": ["company", "supplier"], "times_asked": {"to": 1, "or_missing": True}},
            "then": "explain",
            "reasons": ["unknown"],
            "next_rung": "supervisor",
            "denies_first": True,
        },
        {
            "when": {"fault": ["company", "supplier"], "times_asked": {"from": 2}},
            "then": "mend",
            "options": options,
        },
        explained,
    ]
    return yaml.safe_dump(said | {"allows_denying_first": True} | more)


def lost(cast: Cast, asked: int | None) -> Case:
    case = complain(cast)
    Case.objects.filter(pk=case.pk).update(cause="company")
    Circumstances.objects.create(
        brand_id=case.brand_id, case=case, failure="lost", times_asked=asked, recorded_at=NOON
    )
    return case


def grant(case: Case, hours: int, amount: int) -> None:
    Settlement.objects.create(
        brand_id=case.brand_id,
        uuid=case.uuid,
        case=case,
        origin="option",
        code="A",
        policy_number=1,
        total_minor=amount,
        currency="EUR",
        given_on=NOON.date(),
        state="issued",
        chosen_at=NOON + timedelta(hours=hours),
    )


def ask_again(case: Case, hours: int) -> None:
    first = Contact.objects.filter(case=case).order_by("pk")[0]
    first.pk, first.uuid, first.content_key = None, type(case.uuid)(int=case.uuid.int + hours), b""
    first.occurred_at = NOON + timedelta(hours=hours)
    first.save(force_insert=True)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """A brand that denies first, with four lost parcels and one without anybody's fault."""
    cast.norvia.currency = "EUR"
    cast.norvia.save()
    with every_brand():
        activate_policy(actor=SYSTEM, brand=cast.norvia, text=denying(), now=NOON - timedelta(days=40))
        lost(cast, None)
        lost(cast, 1)
        stubborn = lost(cast, 3)
        ask_again(stubborn, 5)
        granted = lost(cast, 2)
        ask_again(granted, 3)
        ask_again(granted, 40)
        grant(granted, 30, 2_500)
        Case.objects.filter(pk=lost(cast, 1).pk).update(cause="nobody")
        yield cast


def test_denied_asked_again_granted_and_what_it_cost(desk: Cast) -> None:
    (found,) = denials(desk.norvia, SINCE, UNTIL)
    assert (found.policy_number, found.place) == (1, "parcels, row 1")
    assert (found.denied, found.asked_again, found.granted, found.given_minor) == (4, 2, 1, 2_500)
    # What was said after it was granted is not what the no cost.
    assert (found.more_contacts, found.waited_hours, found.granted_share) == (2, 30, 0.25)


def test_only_cases_that_came_while_the_row_was_in_force_count(desk: Cast) -> None:
    Case.objects.update(opened_at=NOON - timedelta(days=35))
    assert denials(desk.norvia, NOON - timedelta(days=60), UNTIL) == []


def test_a_brand_that_never_denies_first_has_nothing_to_show(desk: Cast) -> None:
    assert denials(desk.sunfold, SINCE, UNTIL) == []


def test_the_negative_control_a_case_weighed_as_it_stands_is_not_found() -> None:
    compiled = compile_policy(read_policy(denying()).policy)
    facts = {"failure": "lost", "fault": "company", "times_asked": 2}
    assert first_denied(compiled, facts) is not None
    plain = yaml.safe_load(denying())
    plain["tables"]["parcels"]["rows"][0]["denies_first"] = False
    assert first_denied(compile_policy(read_policy(yaml.safe_dump(plain)).policy), facts) is None
