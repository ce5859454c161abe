"""Several workers watch the same promises: each is broken once, and a slot is not given twice."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from amends.cases.actions import promises as acts
from amends.cases.models import Promise
from tests.cases.promising import DUE, fresh, kinds, promised, watched
from tests.cases.test_concurrency import Desk, check_whole
from tests.cases.test_concurrency import desk as desk
from tests.conftest import Cast, complain

MANY = 12


def check_broken_once(desk: Desk, count: int) -> None:
    """Checks that every promise stands as broken and was broken by exactly one."""
    seen = desk.ask("broken")
    assert seen["states"] == ["broken"] * count
    assert sorted(seen["told"]) == sorted(set(seen["told"]))
    assert len(seen["told"]) == count


def test_three_workers_at_once_break_each_promise_once(desk: Desk) -> None:
    desk.ask("promise", MANY)
    workers = [desk.start("watch") for _ in range(3)]
    looked = []
    for worker in workers:
        out, err = worker.communicate(timeout=120)
        assert worker.returncode == 0, err[-2_000:]
        looked.append(json.loads(out))
    assert sum(looked) >= MANY
    check_broken_once(desk, MANY)
    check_whole(desk.ask("check"))


@pytest.mark.usefixtures("everywhere")
def test_a_worker_that_comes_second_finds_nothing_to_do(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    promise = promised(cast, complain(cast))
    check_second(promise, monkeypatch)
    assert kinds(promise.case) == ["promise.made", "promise.broken"]


def check_second(promise: Promise, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets another worker do everything between this one's look and its act."""
    whole = acts._check
    monkeypatch.setattr(
        acts, "_check", lambda *told: (monkeypatch.setattr(acts, "_check", whole), watched(DUE), whole(*told))
    )
    watched(DUE)
    assert fresh(promise).state == "broken"


@pytest.mark.usefixtures("everywhere")
def test_the_negative_control_a_worker_that_trusts_its_first_look_breaks_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise = promised(cast, complain(cast))
    stale = Promise.objects.get(pk=promise.pk)

    def trusting(promise_id: int, brand_id: int, case_uuid: UUID, now: object) -> None:
        with acts.record("promise", actor=acts.SYSTEM, case_uuid=case_uuid, now=DUE) as entry:
            acts.resettle(entry, stale)

    watched(DUE)
    trusting(promise.pk, promise.brand_id, promise.case.uuid, DUE)
    with pytest.raises(AssertionError):
        assert kinds(promise.case) == ["promise.made", "promise.broken"]
