"""Promises that nobody is there to keep: found, listed for who may give work to others, handed to somebody who is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine

from amends.cases import promise_orphans
from amends.cases.actions import promises as acts
from amends.cases.actions.promises import hand_over_promise
from amends.cases.actions.shifts import plan_week
from amends.cases.models import CaseEvent, Promise
from amends.cases.promise_orphans import Missing, orphaned_promises
from amends.cases.recording import NotFound, Refused
from amends.people.models import Membership, Staff
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.rules.vocabulary import Role
from tests.cases.promising import DUE, fresh, promised, watched
from tests.conftest import NOON, Cast, complain, signed_in

MORNINGS = {day: [(time(8), time(12))] for day in range(7)}


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, with every brand in view."""
    with every_brand():
        yield cast


def colleague(desk: Cast, name: str = "Second") -> Staff:
    """Answers another rep of Norvia."""
    person = Staff.objects.create_user(f"{name.lower()}@example.org", name=name, languages=["en"])
    Membership.objects.create(staff=person, brand=desk.norvia, role=Role.REP.value)
    return person


def orphans(desk: Cast, who: str = "supervisor") -> list[tuple[str, Missing]]:
    """Answers what is listed for somebody of the cast."""
    brands = {desk.norvia.pk: desk.norvia, desk.sunfold.pk: desk.sunfold}
    found = orphaned_promises(desk.actor(who), brands, NOON)
    return [(one.promise.owner.name, one.why) for one in found]


def mornings_only(desk: Cast, person: Staff) -> None:
    """Plans somebody's week anew, so that the afternoon has nobody."""
    plan_week(actor=SYSTEM, brand=desk.norvia, staff=person, week=MORNINGS, zone="Europe/London")


def check_found(desk: Cast) -> None:
    """Checks that a promise is orphaned when its owner is disabled, leaves the brand, or loses the shift."""
    promised(desk, complain(desk))
    assert orphans(desk) == []
    mornings_only(desk, desk.rep)
    assert orphans(desk) == [("Rep", Missing.OFF_SHIFT)]
    Staff.objects.filter(pk=desk.rep.pk).update(is_active=False)
    assert orphans(desk) == [("Rep", Missing.LEFT)]
    Staff.objects.filter(pk=desk.rep.pk).update(is_active=True)
    Membership.objects.filter(staff=desk.rep).delete()
    assert orphans(desk) == [("Rep", Missing.LEFT)]


def test_a_promise_whose_owner_is_gone_or_off_shift_is_found(desk: Cast) -> None:
    check_found(desk)


def test_the_negative_control_without_a_look_at_shifts_it_is_not(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promise_orphans, "_off_shift", lambda *more: iter(()))
    with pytest.raises(AssertionError):
        check_found(desk)


def test_it_is_listed_for_who_may_give_work_to_others_and_of_cases_they_may_see(desk: Cast) -> None:
    case = complain(desk)
    promised(desk, case)
    Staff.objects.filter(pk=desk.rep.pk).update(is_active=False)
    assert orphans(desk, "specialist") == orphans(desk, "manager") == [("Rep", Missing.LEFT)]
    assert orphans(desk, "administrator") == orphans(desk, "stranger") == []
    type(case).objects.filter(pk=case.pk).update(about_staff=desk.supervisor)
    assert orphans(desk) == []


def test_what_is_over_is_no_orphan(desk: Cast) -> None:
    promised(desk, complain(desk))
    Staff.objects.filter(pk=desk.rep.pk).update(is_active=False)
    watched(DUE)
    assert Promise.objects.get().state == "broken"
    assert orphans(desk) == []


def handed(desk: Cast, promise: Promise, to: Staff, who: str = "supervisor", now: datetime = NOON) -> Promise:
    """Hands a promise over as somebody of the cast."""
    return hand_over_promise(
        actor=desk.actor(who),
        case_uuid=promise.case.uuid,
        promise_uuid=promise.uuid,
        owner_id=to.pk,
        now=now,
    )


def test_it_is_handed_to_a_named_person_and_its_hour_stays(desk: Cast) -> None:
    promise = promised(desk, complain(desk))
    second = colleague(desk)
    Staff.objects.filter(pk=desk.rep.pk).update(is_active=False)
    done = handed(desk, promise, second)
    assert (done.owner_id, done.due_at, done.state) == (second.pk, promise.due_at, "due")
    assert orphans(desk) == []
    event = CaseEvent.objects.get(kind="promise.handed_over")
    said = json.loads(event.data)
    assert (said["before"], said["owner"], event.actor_id) == (desk.rep.pk, second.pk, desk.supervisor.pk)
    assert handed(desk, promise, second).owner_id == second.pk


def check_refusals(desk: Cast) -> None:
    """Checks that a rep hands nothing over, and that nobody gets it who is not there or not of the brand."""
    promise = promised(desk, complain(desk))
    second, away = colleague(desk), colleague(desk, "Away")
    mornings_only(desk, away)
    with pytest.raises(Refused, match="owner_not_on_shift"):
        handed(desk, promise, away)
    with pytest.raises(Refused, match="owner_may_not"):
        handed(desk, promise, desk.stranger)
    with pytest.raises(NotFound):
        handed(desk, promise, second, "stranger")
    with pytest.raises(Refused, match="role"):
        handed(desk, promise, second, "rep")
    assert fresh(promise).owner_id == desk.rep.pk


def test_nobody_gets_a_promise_who_is_not_there_and_a_rep_hands_none_over(desk: Cast) -> None:
    check_refusals(desk)


def test_the_negative_control_without_permission_a_rep_hands_it_over(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "allow", lambda answer: None)
    with pytest.raises(pytest.fail.Exception):
        check_refusals(desk)


def test_a_broken_promise_stays_with_who_broke_it(desk: Cast) -> None:
    promise = promised(desk, complain(desk))
    watched(DUE)
    with pytest.raises(Refused, match="promise_over"):
        handed(desk, promise, colleague(desk), now=DUE + timedelta(minutes=1))


def test_a_supervisor_hands_it_over_from_the_consult_page(desk: Cast) -> None:
    case = complain(desk)
    promise = promised(desk, case)
    second = colleague(desk)
    mornings_only(desk, desk.rep)
    client = signed_in(desk.supervisor)
    with time_machine.travel(NOON, tick=False):
        client = signed_in(desk.supervisor)
        page = client.get("/consult/").content.decode()
        assert "Rep is not on shift then, and nobody covers." in page
        form = {"promise": str(promise.uuid), "who": str(second.pk), "back": "consult"}
        done = client.post(f"/cases/{case.uuid}/promise_hand_over/", form)
        assert (done.status_code, done["Location"]) == (302, "/consult/")
        assert "is not on shift then" not in client.get("/consult/").content.decode()
        for bad in ({}, {"promise": "no"}, {"promise": str(promise.uuid), "who": "99999999"}):
            assert client.post(f"/cases/{case.uuid}/promise_hand_over/", bad).status_code in (404, 422)
    assert fresh(promise).owner_id == second.pk


def test_a_fresh_break_is_said_on_the_open_case(desk: Cast) -> None:
    case = complain(desk)
    promised(desk, case)
    client = signed_in(desk.rep)
    news = '<div class="case__news" id="case-news" role="status" data-live>'
    with time_machine.travel(NOON, tick=False):
        assert "A promise is broken" not in signed_in(desk.rep).get(f"/cases/{case.uuid}/").content.decode()
    watched(DUE)
    with time_machine.travel(DUE + timedelta(minutes=1), tick=False):
        client = signed_in(desk.rep)
        page = client.get(f"/cases/{case.uuid}/").content.decode()
    assert "A promise is broken" in page.partition(news)[2].partition("</div>")[0]
