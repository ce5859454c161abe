"""Closing says until when words are kept; afterwards the desk itself erases them, a few at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from amends.cases import leftovers
from amends.cases.actions import retention
from amends.cases.actions.retention import erase_past_date, lift_hold
from amends.cases.actions.stages import close_case, reopen_case
from amends.cases.models import Case, Contact
from amends.cases.queries import history
from amends.cases.recording import Refused
from amends.cases.verification import verify_cases
from amends.people.models import Brand, Customer
from amends.rules.vocabulary import Ending
from tests.cases.wholes import closed_case, tables_saying
from tests.conftest import NOON, Cast, complain

pytestmark = pytest.mark.usefixtures("everywhere")
Commit = Callable[..., Any]
PAST = datetime(2029, 5, 13, 12, 0, tzinfo=UTC)
"""The first moment at which 12 May 2029 is over everywhere on earth."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own; within the one transaction of a test, the file can't be written anew."""
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(leftovers, "empty_log", lambda: True)
    monkeypatch.setattr(leftovers, "write_anew", lambda: None)


def closed(cast: Cast, now: datetime = NOON, **more: object) -> Case:
    """Answers a complaint that was withdrawn at once."""
    case = complain(cast, now=now, **more)
    return close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=now)


def test_closing_says_until_when_words_are_kept(cast: Cast) -> None:
    case = closed(cast)
    assert Case.objects.get(pk=case.pk).retain_until_on == date(2029, 5, 12)
    assert json.loads(history(case)[-1].data)["retain_until"] == "2029-05-12"


def test_the_day_is_that_of_the_brand(cast: Cast) -> None:
    Brand.objects.update(zone="Pacific/Kiritimati", retain_months=1)
    assert closed(cast).retain_until_on == date(2026, 6, 13)


def test_a_brand_may_keep_words_for_ever(cast: Cast, django_capture_on_commit_callbacks: Commit) -> None:
    Brand.objects.update(retain_months=0)
    assert closed(cast).retain_until_on is None
    assert erase_past_date(now=PAST + timedelta(days=9_999), most=10) == 0


def test_reopening_takes_the_date_away(cast: Cast) -> None:
    case = closed(cast)
    reopen_case(actor=cast.actor("rep"), case_uuid=case.uuid, reason="Not solved", now=NOON)
    assert Case.objects.get(pk=case.pk).retain_until_on is None
    assert erase_past_date(now=PAST, most=10) == 0


def test_words_go_when_their_last_day_is_over_everywhere_and_not_before(
    cast: Cast, django_capture_on_commit_callbacks: Commit
) -> None:
    case = closed_case(cast.norvia, cast.actor("specialist"), "quokkaberry", NOON)
    assert erase_past_date(now=PAST - timedelta(seconds=1), most=10) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_past_date(now=PAST, most=10) == 1
    event = history(Case.objects.get(pk=case.pk))[-1]
    assert (event.actor_kind, json.loads(event.data)["why"]) == ("system", "retention")
    assert "cases_note" not in tables_saying("quokkaberry")
    assert [fault for batch in verify_cases() for fault in batch.faults] == []
    assert erase_past_date(now=PAST, most=10) == 0


def test_a_round_takes_the_oldest_and_no_more_than_it_may(cast: Cast) -> None:
    old = [closed(cast, NOON + timedelta(days=day)) for day in range(3)]
    late = PAST + timedelta(days=30)
    assert erase_past_date(now=late, most=2) == 2
    kept = Case.objects.filter(erased_at=None)
    assert [case.pk for case in kept] == [old[2].pk]
    assert erase_past_date(now=late, most=2) == 1


def test_a_legal_hold_keeps_words_past_their_date_and_blocks_no_other(cast: Cast) -> None:
    flagged, held, free = closed(cast), closed(cast), closed(cast)
    Case.objects.filter(pk=flagged.pk).update(flags=["legal"])
    Case.objects.filter(pk=held.pk).update(is_held=True)
    assert erase_past_date(now=PAST, most=1) == 1
    assert Case.objects.get(erased_at__isnull=False).pk == free.pk
    Case.objects.filter(pk=flagged.pk).update(flags=[])
    assert erase_past_date(now=PAST, most=10) == 1


def test_a_hold_on_a_closed_case_is_lifted_by_who_may_decide_it_and_then_words_go(cast: Cast) -> None:
    case = closed(cast)
    Case.objects.filter(pk=case.pk).update(flags=["legal", "media"], situation="hold", is_held=True)
    with pytest.raises(Refused, match="role"):
        lift_hold(actor=cast.actor("rep"), case_uuid=case.uuid, now=NOON)
    assert lift_hold(actor=cast.actor("specialist"), case_uuid=case.uuid, now=NOON).flags == ["media"]
    with pytest.raises(Refused, match="not_held"):
        lift_hold(actor=cast.actor("specialist"), case_uuid=case.uuid, now=NOON)
    assert history(Case.objects.get(pk=case.pk))[-1].kind == "hold.lifted"
    assert erase_past_date(now=PAST, most=10) == 1


def test_an_open_case_leaves_its_hold_by_assessment_only(cast: Cast) -> None:
    case = complain(cast)
    with pytest.raises(Refused, match="still_open"):
        lift_hold(actor=cast.actor("specialist"), case_uuid=case.uuid, now=NOON)


def test_a_case_that_can_not_be_erased_keeps_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = closed(cast), closed(cast)
    real = retention.erase_case

    def fail_once(actor: Any, case_uuid: Any, why: Any, now: Any) -> Any:
        if case_uuid == first.uuid:
            raise RuntimeError("no disk")
        return real(actor, case_uuid, why, now)

    monkeypatch.setattr(retention, "erase_case", fail_once)
    assert erase_past_date(now=PAST, most=10) == 1
    assert Case.objects.get(erased_at__isnull=False).pk == second.pk
    assert "could not be erased" in caplog.text


def test_a_customer_goes_with_their_last_words_and_not_before(cast: Cast) -> None:
    first = closed(cast)
    closed(cast, NOON + timedelta(days=40))
    assert erase_past_date(now=PAST, most=10) == 1
    assert Customer.objects.get(pk=first.customer_id).name == "Dana Levin"
    assert erase_past_date(now=PAST + timedelta(days=40), most=10) == 1
    assert Customer.objects.get(pk=first.customer_id).name == ""


def test_a_customer_who_said_something_outside_of_cases_stays(cast: Cast) -> None:
    case = closed(cast)
    Contact.objects.create(
        brand_id=case.brand_id,
        uuid=case.uuid,
        customer_id=case.customer_id,
        channel="phone",
        language="en",
        text="Thanks",
        occurred_at=NOON,
        recorded_at=NOON,
    )
    assert erase_past_date(now=PAST, most=10) == 1
    assert Customer.objects.get(pk=case.customer_id).name == "Dana Levin"
