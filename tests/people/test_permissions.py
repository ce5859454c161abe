"""Who may do what, and why not."""

from __future__ import annotations

import pytest

from amends.people.permissions import PERMISSIONS, SYSTEM, Actor, Subject, is_hidden, may
from amends.rules.vocabulary import Role


def _actor(role: Role, staff_id: int = 1) -> Actor:
    return Actor("staff", "Somebody", staff_id, {7: role})


@pytest.mark.parametrize("act", sorted(PERMISSIONS))
def test_nobody_does_anything_for_a_brand_they_do_not_work_for(act: str) -> None:
    for role in Role:
        answer = may(_actor(role), act, Subject(brand_id=8))
        assert not answer.is_granted and is_hidden(answer)


@pytest.mark.parametrize("act", sorted(PERMISSIONS))
def test_nobody_touches_a_complaint_about_themselves(act: str) -> None:
    for role in Role:
        answer = may(_actor(role, staff_id=5), act, Subject(brand_id=7, about_staff_id=5))
        assert answer.reason == "about_you" and is_hidden(answer)


def test_a_restricted_case_does_not_exist_for_a_rep() -> None:
    restricted = Subject(brand_id=7, is_restricted=True)
    assert is_hidden(may(_actor(Role.REP), "see", restricted))
    assert may(_actor(Role.SPECIALIST), "see", restricted).is_granted


def test_a_case_on_hold_is_decided_by_a_specialist_only() -> None:
    held = Subject(brand_id=7, is_hold=True)
    assert may(_actor(Role.REP), "decide", held).reason == "hold"
    assert may(_actor(Role.REP), "note", held).is_granted
    assert may(_actor(Role.SPECIALIST), "decide", held).is_granted


def test_an_administrator_sees_but_does_not_decide() -> None:
    assert may(_actor(Role.ADMINISTRATOR), "decide", Subject(brand_id=7)).reason == "role"


def test_an_act_without_a_row_fails_at_once() -> None:
    with pytest.raises(KeyError):
        may(SYSTEM, "dance", Subject(brand_id=7))
