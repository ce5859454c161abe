"""The worker does its duties, and one that fails stops no other."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session

from amends.cases.actions.contacts import reply_to_customer
from amends.cases.actions.stages import close_case
from amends.cases.models import Checkpoint, Outgoing
from amends.people.scope import every_brand
from amends.rules.vocabulary import Channel, Ending
from amends.site import worker
from amends.site.worker import (
    Duty,
    beat,
    clear_sessions,
    deliver,
    duties,
    erase_old,
    last_beat,
    round_of,
    sign,
    watch_promises,
)
from tests.cases.promising import DUE, MINUTE, fresh, promised
from tests.conftest import NOON, Cast, complain

LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> None:
    """Keeps the sign of life apart."""
    settings.HOME = tmp_path  # type: ignore[attr-defined]


def test_duties_are_done_when_they_are_due_and_not_before() -> None:
    done: list[datetime] = []
    todo = [Duty("count", timedelta(minutes=1), done.append)]
    for seconds in (0, 30, 60, 61, 125):
        round_of(todo, NOON + timedelta(seconds=seconds))
    assert [(moment - NOON).seconds for moment in done] == [0, 60, 125]


def test_a_duty_that_fails_is_logged_and_the_next_is_done(caplog: pytest.LogCaptureFixture) -> None:
    done: list[datetime] = []

    def fail(moment: datetime) -> None:
        raise RuntimeError("no disk")

    todo = [Duty("failing", timedelta(0), fail), Duty("fine", timedelta(0), done.append)]
    round_of(todo, NOON)
    round_of(todo, LATER)
    assert done == [NOON, LATER]
    assert "could not do its failing" in caplog.text


def test_mail_that_is_due_is_taken_and_what_can_not_leave_shows_as_failed(cast: Cast) -> None:
    case = complain(cast)
    with every_brand():
        reply_to_customer(
            actor=cast.actor("rep"), case_uuid=case.uuid, text="On it.", channel=Channel.EMAIL, now=NOON
        )
    assert deliver(LATER) == 1
    assert deliver(LATER) == 0
    with every_brand():
        row = Outgoing.objects.get()
    assert (row.state, row.reason) == ("failed", "no_mail_server")


def test_a_promise_that_was_not_kept_is_broken_within_seconds(cast: Cast) -> None:
    case = complain(cast)
    with every_brand():
        promise = promised(cast, case)
    assert [watch_promises(moment) for moment in (NOON, DUE - 30 * MINUTE, DUE, DUE)] == [0, 1, 1, 0]
    with every_brand():
        assert fresh(promise).state == "broken"
    pace = next(duty.every for duty in duties() if duty.name == "promises")
    assert pace <= timedelta(seconds=5)


def test_the_worker_signs_what_changed(cast: Cast) -> None:
    complain(cast)
    assert sign(NOON)
    assert not sign(LATER)
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db
def test_sessions_that_ended_are_deleted() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=NOON)
    Session.objects.create(session_key="new", session_data="", expire_date=LATER + timedelta(hours=1))
    assert clear_sessions(LATER) == 1
    assert Session.objects.get().pk == "new"


def test_words_past_their_date_are_erased_a_bounded_number_each_round(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "MOST_ERASED", 2)
    for _ in range(3):
        case = complain(cast)
        with every_brand():
            close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=NOON)
    late = NOON + timedelta(days=3 * 366)
    assert [erase_old(moment) for moment in (LATER, late, late, late)] == [0, 2, 1, 0]


def test_a_sign_of_life_is_left_and_read() -> None:
    assert last_beat() is None
    beat(NOON)
    assert last_beat() == NOON


def test_the_loop_ends_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(worker, "duties", lambda: [Duty("stop", timedelta(0), lambda moment: stop.set())])
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker.work(stop)
    assert stop.is_set()


def test_the_loop_ends_when_its_parent_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(worker, "duties", lambda: pytest.fail("worked without a parent"))
    with pytest.raises(pytest.fail.Exception):
        worker.work(threading.Event(), parent=-1)
    monkeypatch.setattr(worker, "duties", list)
    worker.work(threading.Event(), parent=-1)


def test_every_duty_has_a_name_and_a_pace() -> None:
    assert {duty.name for duty in duties()} == {
        "heartbeat",
        "delivery",
        "remedies",
        "consults",
        "promises",
        "replays",
        "checkpoint",
        "retention",
        "sessions",
    }
