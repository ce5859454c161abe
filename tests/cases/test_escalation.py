"""One rung up: by itself after the third person, once; or because somebody says why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest

from amends.cases import escalation
from amends.cases.actions.contacts import continue_case
from amends.cases.actions.escalation import escalate_case
from amends.cases.actions.notes import add_note
from amends.cases.models import Case, CaseEvent
from amends.cases.recording import Refused
from amends.errors import DomainError
from amends.people.actors import actor_of
from amends.people.models import Membership, Staff
from amends.people.permissions import Actor
from amends.people.scope import every_brand
from amends.rules.ladder import Climb
from amends.rules.vocabulary import Channel, Role
from tests.cases.remedying import put_in_force
from tests.conftest import NOON, Cast, complain


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, a policy that lets a customer explain to three people, and every brand in view."""
    put_in_force(cast.norvia)
    with every_brand():
        yield cast


def colleague(cast: Cast) -> Actor:
    person = Staff.objects.create_user(f"{uuid4().hex}@example.org", name="Colleague")
    Membership.objects.create(staff=person, brand=cast.norvia, role=Role.REP.value)
    return actor_of(person)


def tell(case: Case, actor: Actor, channel: Channel = Channel.PHONE) -> Case:
    continue_case(actor=actor, case_uuid=case.uuid, channel=channel, text="Again, from the start.", now=NOON)
    return Case.objects.get(pk=case.pk)


def climbs(case: Case) -> list[dict[str, object]]:
    rows = CaseEvent.objects.filter(case=case, kind="case.escalated").order_by("seq")
    return [json.loads(row.data) for row in rows]


def test_with_the_third_person_it_climbs_by_itself_and_is_serious(desk: Cast) -> None:
    case = complain(desk)
    assert tell(case, colleague(desk)).rung == ""
    seen = tell(case, colleague(desk))
    assert (seen.rung, seen.seriousness, seen.escalated_at) == ("supervisor", 2, NOON)
    assert climbs(case) == [{"people": 3, "rung": "supervisor", "why": "third_person"}]


def test_it_climbs_by_itself_once(desk: Cast) -> None:
    case = complain(desk)
    for _ in range(4):
        tell(case, colleague(desk))
    assert len(climbs(case)) == 1


def test_the_same_person_notes_visits_and_programs_do_not_count(desk: Cast) -> None:
    case, other = complain(desk), colleague(desk)
    for actor in (desk.actor("rep"), other, other):
        tell(case, actor)
    tell(case, colleague(desk), Channel.WALK_IN)
    add_note(actor=colleague(desk), case_uuid=case.uuid, text="I saw it.", now=NOON)
    assert climbs(case) == []


def test_the_negative_control_without_telling_people_apart_it_climbs_too_soon(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escalation, "told_people", lambda entry: 3)
    case = complain(desk)
    with pytest.raises(AssertionError):
        assert tell(case, desk.actor("rep")).rung == ""


def test_a_demand_for_somebody_higher_says_whether_there_was_a_fair_chance(desk: Cast) -> None:
    case = complain(desk)
    asked = {"actor": desk.actor("rep"), "case_uuid": case.uuid, "now": NOON}
    escalate_case(**asked, why=Climb.DEMANDED, had_chance=False)
    escalate_case(**asked, why=Climb.UNSETTLED, had_chance=True)
    assert climbs(case) == [
        {"had_chance": False, "rung": "supervisor", "why": "demanded"},
        {"rung": "court", "why": "unsettled"},
    ]
    with pytest.raises(Refused, match="ladder_ends"):
        escalate_case(**asked, why=Climb.UNSETTLED)


def test_without_a_policy_there_is_no_ladder(cast: Cast) -> None:
    with every_brand(), pytest.raises(DomainError, match="no_policy"):
        escalate_case(actor=cast.actor("rep"), case_uuid=complain(cast).uuid, why=Climb.DEMANDED, now=NOON)
