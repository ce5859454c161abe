"""Whatever happens to a promise, it breaks when its working time is over, and not before."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from amends.cases.actions.promises import attempt_promise
from amends.cases.actions.waiting import resume_case, wait_for
from amends.cases.promise_hours import Hours
from amends.people.models import Customer
from amends.rules.promises import State
from amends.rules.vocabulary import Waiting
from tests.cases.promising import MINUTE, fresh, of, promised, taken_back, watched
from tests.conftest import NOON, Cast, complain

pytestmark = pytest.mark.usefixtures("everywhere")
ZONES = st.sampled_from(
    ["Europe/London", "Asia/Jerusalem", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"]
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["look", "wait", "resume", "try"]), st.integers(1, 300)), max_size=8
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(zone=ZONES, day=st.dates(date(2026, 1, 2), date(2026, 12, 30)), hour=st.integers(6, 21), steps=STEPS)
@example(
    zone="Europe/London", day=date(2026, 10, 25), hour=6, steps=[("wait", 1), ("look", 200), ("resume", 60)]
)
def test_whatever_happens_it_breaks_when_its_working_time_is_over(
    cast: Cast, zone: str, day: date, hour: int, steps: list[tuple[str, int]]
) -> None:
    # Each example by itself: the hours of one owner would fill up with those of the others.
    with taken_back():
        check_breaking(cast, zone, day, hour, steps)


def check_breaking(cast: Cast, zone: str, day: date, hour: int, steps: list[tuple[str, int]]) -> None:
    """Checks against an independent reference: minutes are counted while the customer is not waited for."""
    case = complain(cast, now=NOON)
    Customer.objects.filter(pk=case.customer_id).update(zone=zone)
    now = datetime.combine(day, time(), UTC) - timedelta(days=1)
    promise = promised(cast, case, hours=Hours(day, time(hour), time(hour, 40)), now=now)
    left, wait_until, actor = promise.ends_at - now, None, cast.actor("rep")

    def spend(until: datetime) -> None:
        nonlocal left, now
        paused = max(timedelta(), min(wait_until or now, until) - now)
        left, now = left - (until - now - paused), until

    for act, minutes in steps:
        spend(now + minutes * MINUTE)
        if left <= timedelta():
            break
        if act == "wait" and wait_until is None:
            wait_until = now + 90 * MINUTE
            wait_for(actor=actor, case_uuid=case.uuid, waiting=Waiting.CUSTOMER, until=wait_until, now=now)
        elif act == "resume" and wait_until is not None:
            wait_until = None
            resume_case(actor=actor, case_uuid=case.uuid, now=now)
        elif act == "try":
            attempt_promise(**of(promise, cast, now))
        else:
            watched(now)
    watched(now)
    stored = fresh(promise)
    assert (stored.state == State.BROKEN.value) is (left <= timedelta())
    if left > timedelta():
        paused = max(timedelta(), (wait_until or now) - now)
        assert stored.due_at == now + paused + left
