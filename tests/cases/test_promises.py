"""Promises: an hour and a date, an owner who is there, and an end that nobody can talk away."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from amends.cases import promise_clocks
from amends.cases.actions import promise_ends as ends
from amends.cases.actions.erasure import erase_words
from amends.cases.actions.promises import (
    attempt_promise,
    keep_promise,
    move_promise,
    withdraw_promise,
)
from amends.cases.actions.stages import close_case
from amends.cases.actions.waiting import resume_case, wait_for
from amends.cases.models import Case, CaseEvent, Promise
from amends.cases.promise_figures import promise_figures
from amends.cases.promise_hours import Hours
from amends.cases.queue import queue
from amends.cases.recording import NotFound, Refused
from amends.cases.verification import verify_cases
from amends.errors import DomainError
from amends.people.models import Customer
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope
from amends.rules.promises import PromiseKind
from amends.rules.vocabulary import Ending, Erasure, Waiting
from tests.cases.acts import answered
from tests.cases.promising import (
    DUE,
    MINUTE,
    TODAY,
    fresh,
    heard,
    issued,
    kinds,
    of,
    promised,
    spoken,
    watched,
)
from tests.conftest import NOON, Cast, complain

pytestmark = pytest.mark.usefixtures("everywhere")
TOMORROW = Hours(date(2026, 5, 13), time(9), time(10))


@pytest.fixture
def case(cast: Cast) -> Case:
    """A complaint that came an hour before noon."""
    return complain(cast, now=NOON - timedelta(hours=1))


def row_of(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_promise_has_its_hour_in_the_customers_time(cast: Cast, case: Case) -> None:
    Customer.objects.filter(pk=case.customer_id).update(zone="Asia/Shanghai")
    promise = promised(cast, case, hours=Hours(date(2026, 5, 13), time(9), time(10)))
    assert (promise.due_at, promise.zone) == (datetime(2026, 5, 13, 2, tzinfo=UTC), "Asia/Shanghai")
    assert (promise.state, kinds(case)) == ("due", ["promise.made"])


def test_a_zone_that_is_none_is_the_brands(cast: Cast, case: Case) -> None:
    Customer.objects.filter(pk=case.customer_id).update(zone="Moon/Base")
    assert promised(cast, case).due_at == DUE


@pytest.mark.parametrize(
    ("hours", "missing"),
    [
        (Hours(None, time(15), time(16)), ("date",)),
        (Hours(date(2026, 5, 12), None, None), ("from", "to")),
    ],
)
def test_without_a_date_and_hours_it_is_refused(
    cast: Cast, case: Case, hours: Hours, missing: tuple[str, ...]
) -> None:
    with pytest.raises(DomainError, match="promise_without_hour") as refused:
        promised(cast, case, hours=hours)
    assert refused.value.values["missing"] == missing
    assert not Promise.objects.exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": "  "}, "promise_text_missing"),
        ({"hours": Hours(date(2026, 5, 12), time(12), time(13))}, "window_past"),
        ({"hours": Hours(date(1, 1, 1), time(12), time(13))}, "window_past"),
        ({"hours": Hours(date(2028, 5, 12), time(12), time(13))}, "window_far"),
        ({"hours": Hours(date(9999, 12, 31), time(12), time(13))}, "window_far"),
        ({"hours": Hours(date(2026, 5, 13), time(13), time(12))}, "window_backwards"),
        ({"owner_id": 10**12}, "owner_may_not"),
    ],
)
def test_what_can_not_be_promised_is_refused(cast: Cast, case: Case, more: dict[str, Any], code: str) -> None:
    with pytest.raises(DomainError, match=code):
        promised(cast, case, **more)
    assert row_of(case).promise_due_at is None


def test_who_does_not_work_for_the_brand_owns_no_promise_of_it(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused, match="owner_may_not"):
        promised(cast, case, owner_id=cast.stranger.pk)


def test_a_stranger_finds_no_case_to_promise_in(cast: Cast, case: Case) -> None:
    with brand_scope([cast.norvia.pk]), pytest.raises(NotFound):
        promised(cast, case, actor=cast.actor("stranger"))


def test_an_administrator_promises_nothing(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused, match="role"):
        promised(cast, case, actor=cast.actor("administrator"))


def test_the_case_is_due_when_the_promise_is(cast: Cast, case: Case) -> None:
    promised(cast, case)
    stored = row_of(case)
    assert (stored.promise_due_at, stored.promise_kind, stored.next_due_at) == (DUE, "call_back", DUE)
    found = queue(cast.actor("rep"), [cast.norvia.pk], "all", NOON + timedelta(hours=1, minutes=5))
    assert [row["id"] for row in found.due] == [case.pk]


def test_a_contact_of_ours_in_time_keeps_it(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    proof = spoken(cast, case, DUE - 5 * MINUTE)
    kept = keep_promise(**of(promise, cast, DUE + MINUTE), contact_id=proof.pk)
    assert (kept.state, kept.kept_at, kept.kept_by_id) == ("kept", DUE - 5 * MINUTE, proof.pk)
    assert row_of(case).promise_due_at is None
    assert watched(DUE + timedelta(hours=1)) == 0


@pytest.mark.parametrize("which", ["none", "theirs", "before", "other case"])
def test_what_proves_nothing_keeps_nothing(cast: Cast, case: Case, which: str) -> None:
    before = spoken(cast, case, NOON - MINUTE)
    promise = promised(cast, case)
    other = complain(cast, text="Another.", now=NOON)
    found = {
        "none": lambda: None,
        "theirs": lambda: heard(cast, case, NOON + MINUTE).pk,
        "before": lambda: before.pk,
        "other case": lambda: spoken(cast, other, NOON + MINUTE).pk,
    }[which]()
    with pytest.raises(DomainError, match="proof_missing"):
        keep_promise(**of(promise, cast, NOON + 2 * MINUTE), contact_id=found)
    assert fresh(promise).state == "due"


def test_a_call_that_nobody_wrote_down_in_time_is_late(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    late = keep_promise(
        **of(promise, cast, DUE + 9 * MINUTE), contact_id=spoken(cast, case, DUE + 8 * MINUTE).pk
    )
    assert (late.state, late.made_good_at) == ("broken", DUE + 9 * MINUTE)
    assert kinds(case) == ["promise.made", "promise.broken", "promise.kept"]
    assert row_of(case).promise_due_at is None


def test_of_a_repair_the_customer_tells_afterwards_and_it_was_in_time(cast: Cast, case: Case) -> None:
    promise = promised(cast, case, kind=PromiseKind.REPAIR)
    watched(DUE)
    assert fresh(promise).state == "broken"
    told = heard(cast, case, DUE + timedelta(hours=2))
    type(told).objects.filter(pk=told.pk).update(occurred_at=DUE - 20 * MINUTE)
    kept = keep_promise(**of(promise, cast, DUE + timedelta(hours=3)), contact_id=told.pk)
    assert (kept.state, kept.broken_at, kept.proved_at) == ("kept", DUE, DUE + timedelta(hours=3))


def test_a_payment_is_kept_by_its_remedy_and_a_call_is_not(cast: Cast, case: Case) -> None:
    paid, call = promised(cast, case, kind=PromiseKind.PAY), promised(cast, case)
    sent = issued(case, NOON + MINUTE)
    for promise, proof in ((call, sent.pk), (paid, sent.pk + 99), (paid, issued(case, NOON).pk)):
        # A call is no payment; a remedy must be of this case, and have left after the promise.
        with pytest.raises(DomainError, match="proof_missing"):
            keep_promise(**of(promise, cast, NOON + 2 * MINUTE), remedy_id=proof)
    kept = keep_promise(**of(paid, cast, NOON + 2 * MINUTE), remedy_id=sent.pk)
    assert (kept.state, kept.kept_remedy_id, kept.kept_at) == ("kept", sent.pk, NOON + MINUTE)


def test_a_kept_promise_is_kept_once(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    proof = spoken(cast, case, NOON + MINUTE)
    keep_promise(**of(promise, cast, NOON + MINUTE), contact_id=proof.pk)
    for act in (keep_promise, lambda **more: withdraw_promise(**{**more, "reason": "x"})):
        with pytest.raises(Refused, match="promise_over"):
            act(**of(promise, cast, NOON + 2 * MINUTE))


def test_the_worker_warns_once_and_breaks_once_at_the_very_moment(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    assert fresh(promise).next_check_at == DUE - 30 * MINUTE
    assert [watched(NOON + step * MINUTE) for step in range(0, 181, 5)].count(1) == 2
    assert kinds(case) == ["promise.made", "promise.soon", "promise.broken"]
    broken = CaseEvent.objects.get(case=case, kind="promise.broken")
    assert (broken.at, broken.actor_kind) == (DUE, "system")
    assert json.loads(broken.data)["due"] == DUE.isoformat()
    assert (fresh(promise).state, fresh(promise).broken_at) == ("broken", DUE)


def test_after_three_days_without_a_worker_it_breaks_at_its_own_hour(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    assert (watched(DUE + timedelta(days=3)), watched(DUE + timedelta(days=3))) == (1, 0)
    assert (fresh(promise).broken_at, kinds(case)) == (DUE, ["promise.made", "promise.broken"])


def test_a_broken_one_stays_first_until_it_is_made_good(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    watched(DUE)
    for hours in (1, 50):
        found = queue(cast.actor("supervisor"), [cast.norvia.pk], "all", DUE + timedelta(hours=hours))
        assert found.due[0]["id"] == case.pk
    promised(cast, case, hours=Hours(date(2026, 5, 20), time(9), time(10)), now=DUE + timedelta(hours=51))
    assert fresh(promise).made_good_at == DUE + timedelta(hours=51)
    assert (fresh(promise).state, row_of(case).promise_due_at) == (
        "broken",
        datetime(2026, 5, 20, 9, tzinfo=UTC),
    )


def test_one_promise_that_fails_does_not_keep_the_others(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = promised(cast, case), promised(cast, complain(cast, text="Two.", now=NOON))
    whole = promise_clocks.rules_of

    def failing(promise: Promise) -> object:
        if promise.pk == first.pk:
            raise RuntimeError("a bad day")
        return whole(promise)

    monkeypatch.setattr(promise_clocks, "rules_of", failing)
    assert watched(DUE) == 2
    assert (fresh(first).state, fresh(second).state) == ("due", "broken")
    assert "could not be looked at" in caplog.text


def test_tried_often_enough_with_a_message_keeps_a_call(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    opens = DUE - timedelta(hours=1)
    for minutes in (0, 5, 20):
        attempt_promise(**of(promise, cast, opens + minutes * MINUTE))
    assert (fresh(promise).state, fresh(promise).attempt_count) == ("due", 2)
    left = spoken(cast, case, opens + 36 * MINUTE)
    done = attempt_promise(**of(promise, cast, opens + 36 * MINUTE), message_id=left.pk)
    assert (done.state, done.attempt_count, done.next_check_at) == ("attempted", 3, None)
    assert kinds(case)[-1] == "promise.tried_enough"
    assert watched(DUE) == 0


def test_only_a_call_is_kept_by_trying_and_a_message_is_ours(cast: Cast, case: Case) -> None:
    repair, call = promised(cast, case, kind=PromiseKind.REPAIR), promised(cast, case)
    with pytest.raises(Refused, match="not_by_trying"):
        attempt_promise(**of(repair, cast, NOON + MINUTE))
    with pytest.raises(DomainError, match="message_missing"):
        attempt_promise(**of(call, cast, NOON + MINUTE), message_id=heard(cast, case, NOON + MINUTE).pk)
    assert fresh(call).attempts.count() == 0


def test_it_moves_with_the_customers_word_only(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    ours = spoken(cast, case, NOON + MINUTE)
    for word in (None, ours.pk):
        with pytest.raises(DomainError, match="word_missing"):
            move_promise(**of(promise, cast, NOON + 2 * MINUTE), hours=TOMORROW, word_id=word)
    theirs = heard(cast, case, NOON + 3 * MINUTE)
    moved = move_promise(**of(promise, cast, NOON + 4 * MINUTE), hours=TOMORROW, word_id=theirs.pk)
    assert (moved.state, moved.due_at) == ("moved", datetime(2026, 5, 13, 9, tzinfo=UTC))
    assert row_of(case).promise_due_at == moved.due_at
    # The same word does not move it twice.
    with pytest.raises(DomainError, match="word_missing"):
        move_promise(**of(promise, cast, NOON + 5 * MINUTE), hours=TOMORROW, word_id=theirs.pk)


def test_it_moves_ahead_and_not_once_it_is_broken(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    theirs = heard(cast, case, NOON + MINUTE)
    past = Hours(date(2026, 5, 12), time(9), time(10))
    with pytest.raises(DomainError, match="window_past"):
        move_promise(**of(promise, cast, NOON + 2 * MINUTE), hours=past, word_id=theirs.pk)
    with pytest.raises(Refused, match="promise_over"):
        move_promise(**of(promise, cast, DUE), hours=TOMORROW, word_id=theirs.pk)


def test_withdrawn_in_good_time_it_counts_as_withdrawn(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    done = withdraw_promise(**of(promise, cast, NOON + 60 * MINUTE), reason="The line works again")
    assert (done.state, done.is_counted_broken) == ("withdrawn", False)
    assert row_of(case).promise_due_at is None


@pytest.mark.parametrize("minutes", [135, 179])
def test_withdrawn_just_before_its_end_it_counts_as_broken(cast: Cast, case: Case, minutes: int) -> None:
    promise = promised(cast, case)
    done = withdraw_promise(**of(promise, cast, NOON + minutes * MINUTE), reason="No time")
    assert (done.state, done.is_counted_broken) == ("withdrawn", True)
    assert next(iter(promise_figures(NOON, DUE).brands.values())).rate == 0


def test_with_the_customers_word_it_may_be_let_go_until_the_end_and_not_after(cast: Cast, case: Case) -> None:
    promise, other = promised(cast, case), promised(cast, case)
    word = heard(cast, case, DUE - 2 * MINUTE)
    done = withdraw_promise(**of(promise, cast, DUE - MINUTE), reason="They mended it", word_id=word.pk)
    assert (done.state, done.is_counted_broken) == ("withdrawn", False)
    late = withdraw_promise(**of(other, cast, DUE), reason="They mended it", word_id=word.pk)
    assert (late.state, late.made_good_at) == ("broken", DUE)


def test_the_negative_control_without_the_last_quarter_a_late_one_gets_away(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ends, "is_withdrawn_late", lambda promise, rules: False)
    with pytest.raises(AssertionError):
        test_withdrawn_just_before_its_end_it_counts_as_broken(cast, case, 179)


def test_a_reason_is_required_to_withdraw(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    with pytest.raises(DomainError, match="promise_reason_missing"):
        withdraw_promise(**of(promise, cast, NOON + MINUTE), reason=" ")


def test_waiting_for_the_customer_stops_the_clock_and_their_answer_starts_it(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    until = NOON + timedelta(hours=5)
    wait_for(
        actor=cast.actor("rep"), case_uuid=case.uuid, waiting=Waiting.CUSTOMER, until=until, now=NOON + MINUTE
    )
    assert fresh(promise).due_at == DUE + timedelta(hours=5) - MINUTE
    assert row_of(case).next_due_at == fresh(promise).due_at
    heard(cast, case, NOON + 61 * MINUTE)
    assert fresh(promise).due_at == row_of(case).promise_due_at == DUE + timedelta(hours=1)
    assert watched(DUE + 59 * MINUTE) == 1
    assert fresh(promise).state == "soon"


def test_a_wait_stops_it_no_longer_than_was_said(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    wait_for(
        actor=cast.actor("rep"),
        case_uuid=case.uuid,
        waiting=Waiting.CUSTOMER,
        until=NOON + 90 * MINUTE,
        now=NOON + 30 * MINUTE,
    )
    watched(DUE + timedelta(hours=1))
    assert (fresh(promise).state, fresh(promise).broken_at) == ("broken", DUE + timedelta(hours=1))


@pytest.mark.parametrize("waiting", [Waiting.SUPPLIER, Waiting.RECORDS, Waiting.SPECIALIST])
def test_nobody_pays_for_anothers_delay(cast: Cast, case: Case, waiting: Waiting) -> None:
    promise = promised(cast, case)
    until = NOON + timedelta(days=2)
    wait_for(actor=cast.actor("rep"), case_uuid=case.uuid, waiting=waiting, until=until, now=NOON + MINUTE)
    assert fresh(promise).due_at == DUE
    resume_case(actor=cast.actor("rep"), case_uuid=case.uuid, now=NOON + 2 * MINUTE)
    assert fresh(promise).due_at == DUE


def test_a_wait_after_its_hour_mends_nothing(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    until = DUE + timedelta(days=1)
    wait_for(actor=cast.actor("rep"), case_uuid=case.uuid, waiting=Waiting.CUSTOMER, until=until, now=DUE)
    assert (fresh(promise).state, fresh(promise).due_at) == ("broken", DUE)


def test_a_case_does_not_end_while_something_is_promised(cast: Cast, case: Case) -> None:
    answered(cast, case, NOON)
    promise = promised(cast, case, now=NOON + MINUTE)
    same: dict[str, Any] = {"actor": cast.actor("rep"), "case_uuid": case.uuid}
    with pytest.raises(Refused, match="promise_open"):
        close_case(**same, ending=Ending.SOLVED, now=NOON + 2 * MINUTE)
    withdraw_promise(**of(promise, cast, NOON + 3 * MINUTE), reason="Solved on the phone")
    close_case(**same, ending=Ending.SOLVED, now=NOON + 4 * MINUTE)
    assert row_of(case).next_due_at is None


def test_with_the_complaint_its_promises_go_and_too_late_they_count(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=DUE - MINUTE)
    assert (fresh(promise).state, fresh(promise).is_counted_broken) == ("withdrawn", True)
    assert (row_of(case).promise_due_at, watched(DUE)) == (None, 0)


def test_a_case_with_a_broken_promise_may_end(cast: Cast, case: Case) -> None:
    promise = promised(cast, case)
    watched(DUE)
    answered(cast, case, DUE + MINUTE)
    close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.SOLVED, now=DUE + 2 * MINUTE)
    assert (row_of(case).promise_due_at, fresh(promise).state) == (None, "broken")


def test_the_record_holds_no_word_of_it_and_proves_them(cast: Cast, case: Case) -> None:
    promise = promised(cast, case, text="We bring a pelican")
    withdraw_promise(**of(promise, cast, NOON + MINUTE), reason="No pelican left")
    assert not CaseEvent.objects.filter(data__contains="pelican").exists()
    assert [fault for batch in verify_cases() for fault in batch.faults] == []
    Promise.objects.update(text="We bring a heron")
    assert {fault.code for batch in verify_cases() for fault in batch.faults} == {"words_altered"}


def test_erasure_takes_its_words_and_leaves_what_is_counted(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    promise = promised(cast, case, text="We bring a pelican")
    watched(DUE)
    close_case(actor=SYSTEM, case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=DUE + MINUTE)
    erase_words(actor=SYSTEM, case_uuid=case.uuid, why=Erasure.REQUEST, now=DUE + 2 * MINUTE)
    left = fresh(promise)
    assert (left.text, left.content_key, left.state, left.due_at) == ("", None, "broken", DUE)
    assert [fault for batch in verify_cases() for fault in batch.faults] == []


CHANGES = [
    ("Europe/London", date(2026, 3, 29), time(0, 30), time(3, 30), 2),
    ("Europe/London", date(2026, 10, 25), time(0, 30), time(3, 30), 4),
    ("Asia/Jerusalem", date(2026, 3, 27), time(1, 30), time(4, 30), 2),
    ("Asia/Jerusalem", date(2026, 10, 25), time(0, 30), time(3, 30), 4),
    ("America/New_York", date(2026, 11, 1), time(0, 30), time(3, 30), 4),
]


@pytest.mark.parametrize(("zone", "day", "starts", "ends", "length"), CHANGES)
def test_over_both_changes_of_the_clock_it_breaks_at_the_hour_that_was_said(
    cast: Cast, case: Case, zone: str, day: date, starts: time, ends: time, length: int
) -> None:
    Customer.objects.filter(pk=case.customer_id).update(zone=zone)
    made = datetime.combine(day, time(), UTC) - timedelta(days=1)
    promise = promised(cast, case, hours=Hours(day, starts, ends), now=made)
    assert promise.ends_at - promise.starts_at == timedelta(hours=length)
    watched(promise.ends_at - timedelta.resolution)
    assert fresh(promise).state == "soon"
    watched(promise.ends_at)
    assert fresh(promise).state == "broken"


@pytest.mark.parametrize(
    ("zone", "day"), [("Europe/London", date(2026, 3, 29)), ("Asia/Jerusalem", date(2026, 3, 27))]
)
def test_an_hour_that_the_clock_skips_can_not_be_promised(
    cast: Cast, case: Case, zone: str, day: date
) -> None:
    Customer.objects.filter(pk=case.customer_id).update(zone=zone)
    skipped = time(1, 30) if zone == "Europe/London" else time(2, 30)
    made = datetime.combine(day, time(), UTC) - timedelta(days=1)
    with pytest.raises(DomainError, match="hour_does_not_exist"):
        promised(cast, case, hours=Hours(day, skipped, time(5)), now=made)


def test_the_negative_control_a_pause_that_is_forgotten_is_caught(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promise_clocks, "read_pauses", lambda said: ())
    with pytest.raises(AssertionError):
        test_waiting_for_the_customer_stops_the_clock_and_their_answer_starts_it(cast, case)


def test_rates_stand_beside_what_was_made_moved_and_withdrawn(cast: Cast, case: Case) -> None:
    kept, moved, broken = promised(cast, case), promised(cast, case), promised(cast, case)
    keep_promise(**of(kept, cast, NOON + 2 * MINUTE), contact_id=spoken(cast, case, NOON + MINUTE).pk)
    move_promise(
        **of(moved, cast, NOON + 4 * MINUTE), hours=TOMORROW, word_id=heard(cast, case, NOON + 3 * MINUTE).pk
    )
    watched(DUE)
    withdraw_promise(**of(moved, cast, DUE), reason="Not needed")
    found = promise_figures(NOON, NOON + MINUTE)
    whole = found.people["Norvia Telecom", "Rep"]
    assert (whole.made, whole.kept, whole.broken, whole.moved, whole.withdrawn) == (3, 1, 1, 1, 1)
    assert (whole.rate, whole.running) == (5_000, 0)
    assert found.teams.keys() == {("Norvia Telecom", "")}
    assert fresh(broken).state == "broken"
    assert not promise_figures(DUE, DUE + MINUTE).brands


def test_the_time_today_is_the_one_that_is_meant() -> None:
    assert (TODAY.day, DUE.hour) == (NOON.date(), 15)
