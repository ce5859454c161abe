"""No way through choosing, approving, dropping and reversing leads past a limit (acceptance check 2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from amends.cases import ledger
from amends.cases.actions import remedies
from amends.cases.actions.circumstances import set_circumstances
from amends.cases.actions.issuing import carry_out_remedy, reverse_remedy
from amends.cases.actions.remedies import approve_settlement, drop_settlement, give_gesture
from amends.cases.models import Approval, Case, Remedy, Settlement
from amends.errors import DomainError
from amends.people.actors import actor_of
from amends.people.models import Membership
from amends.people.scope import every_brand
from amends.rules.policy.document import Holder
from amends.rules.policy.reading import read_policy
from amends.rules.vocabulary import Role
from tests.cases.remedying import choose, failed_case, policy_text, put_in_force
from tests.conftest import NOON, Cast

TWO_ABOVE = 4_500
ROLES = read_policy(policy_text()).policy.authority.roles
PEOPLE = st.sampled_from(["rep", "specialist", "supervisor", "manager"])
PRICES = st.sampled_from([1, 500, 2_500, 4_499, 4_501, 5_000, 5_001, 7_000, 10_000, 20_000])


class Giving(RuleBasedStateMachine):
    """Three cases of one brand, and four people who do whatever they are let."""

    cast: Cast

    @initialize()
    def begin(self) -> None:
        """Opens a transaction that ends with the example, and three cases in it."""
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now: datetime = NOON
        self.cases = [failed_case(self.cast) for _ in range(3)]

    def teardown(self) -> None:
        """Takes the example back."""
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def attempt(self, act: Any, **asked: Any) -> None:
        """Tries something; what is refused leaves nothing."""
        with suppress(DomainError), transaction.atomic():
            act(now=self.now, **asked)

    @rule(who=PEOPLE, place=st.integers(0, 2), code=st.sampled_from("AB"))
    def somebody_chooses(self, who: str, place: int, code: str) -> None:
        with suppress(DomainError), transaction.atomic():
            choose(self.cast.actor(who), self.cases[place], code, now=self.now)

    @rule(who=PEOPLE, place=st.integers(0, 2))
    def somebody_gives_a_gesture(self, who: str, place: int) -> None:
        asked = {"remedy": "gift", "key": uuid4(), "case_uuid": self.cases[place].uuid}
        self.attempt(give_gesture, actor=self.cast.actor(who), **asked)

    @rule(who=PEOPLE, place=st.integers(0, 2), price=PRICES)
    def the_price_turns_out_otherwise(self, who: str, place: int, price: int) -> None:
        asked = {"stated": {"price_paid": price}, "case_uuid": self.cases[place].uuid}
        self.attempt(set_circumstances, actor=self.cast.actor(who), **asked)

    @rule(who=PEOPLE, data=st.data())
    def somebody_approves(self, who: str, data: st.DataObject) -> None:
        if row := self._one(data):
            asked = {"case_uuid": row.case.uuid, "settlement": row.uuid}
            self.attempt(approve_settlement, actor=self.cast.actor(who), **asked)

    @rule(who=PEOPLE, data=st.data())
    def somebody_drops_it(self, who: str, data: st.DataObject) -> None:
        if row := self._one(data):
            asked = {"case_uuid": row.case.uuid, "settlement": row.uuid}
            self.attempt(drop_settlement, actor=self.cast.actor(who), **asked)

    @rule(who=PEOPLE, data=st.data(), back=st.booleans())
    def somebody_pays_or_takes_back(self, who: str, data: st.DataObject, back: bool) -> None:
        if row := self._one(data):
            for remedy in Remedy.objects.filter(settlement=row):
                asked = {"case_uuid": row.case.uuid, "remedy": remedy.uuid}
                if back:
                    self.attempt(reverse_remedy, actor=self.cast.actor(who), **asked)
                else:
                    self.attempt(carry_out_remedy, actor=self.cast.actor(who), proof="booked", **asked)

    @rule(role=st.sampled_from([Role.REP, Role.SUPERVISOR]))
    def a_person_changes_role(self, role: Role) -> None:
        Membership.objects.filter(staff=self.cast.specialist).update(role=role.value)

    @rule()
    def a_day_passes(self) -> None:
        self.now += timedelta(days=1)

    def _one(self, data: st.DataObject) -> Settlement | None:
        rows = list(Settlement.objects.select_related("case").order_by("id"))
        return data.draw(st.sampled_from(rows)) if rows else None

    @invariant()
    def nobody_gave_more_than_a_day_allows(self) -> None:
        if hasattr(self, "block"):
            check_days(self.cast)

    @invariant()
    def no_case_holds_more_than_anybody_may_give(self) -> None:
        if hasattr(self, "block"):
            check_cases()

    @invariant()
    def what_is_above_the_limit_was_approved_by_two_others(self) -> None:
        if hasattr(self, "block"):
            check_approvals()

    @invariant()
    def the_ledger_balances(self) -> None:
        if hasattr(self, "block"):
            assert ledger.unbalanced() == []


_ALIVE = ("approved", "issued", "confirmed")


def check_days(cast: Cast) -> None:
    """Checks what the settlements themselves come to for each person and day, not what was counted."""
    given: dict[tuple[int, object, str], int] = {}
    for row in Settlement.objects.filter(state__in=_ALIVE, charged_to__isnull=False):
        kind = "gesture" if row.origin == "gesture" else "given"
        key = (row.charged_to_id or 0, row.given_on, kind)
        given[key] = given.get(key, 0) + row.total_minor
    highest = {
        person.pk: _highest(person) for person in (cast.rep, cast.specialist, cast.supervisor, cast.manager)
    }
    for (person, _day, kind), total in given.items():
        limits = ROLES[highest[person]]
        assert total <= (limits.goodwill_per_day if kind == "gesture" else limits.per_day)


def _highest(person: Any) -> Holder:
    # The specialist may have been a supervisor for a while.
    role = next(iter(actor_of(person).roles.values()))
    return Holder.SUPERVISOR if person.name == "Specialist" else Holder(role.value)


def check_cases() -> None:
    """Checks that no case holds more than the highest authority, and each option no more than its approver's."""
    for case in Case.objects.all():
        rows = Settlement.objects.filter(case=case, state__in=(*_ALIVE, "chosen")).exclude(origin="due")
        assert sum(row.total_minor for row in rows) <= ROLES[Holder.MANAGER].per_case


def check_approvals() -> None:
    """Checks that what is approved above the limit has two approvals by others."""
    for row in Settlement.objects.filter(state__in=_ALIVE, origin="option", total_minor__gt=TWO_ABOVE):
        people = set(Approval.objects.filter(settlement=row).values_list("staff_id", flat=True))
        assert len(people) == 2
        assert row.staff_id not in people


@pytest.fixture
def giving(cast: Cast) -> Iterator[type[Giving]]:
    """The machine, over a brand whose limit for one signature is low."""
    put_in_force(cast.norvia, two_people_above=TWO_ABOVE)
    Giving.cast = cast
    with every_brand():
        yield Giving


def run(machine: type[Giving], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            # What fails is enough; the shortest way there costs minutes.
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_people_do_no_limit_is_passed(giving: type[Giving]) -> None:
    run(giving, 12, 25)


@pytest.mark.long
def test_whatever_people_do_for_long_no_limit_is_passed(giving: type[Giving]) -> None:
    run(giving, 150, 50)


def test_the_negative_control_without_the_days_count_gestures_pass_their_budget(
    giving: type[Giving], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remedies, "take_gesture", lambda *_: None)
    case = failed_case(giving.cast)
    for _ in range(3):
        give_gesture(
            actor=giving.cast.actor("rep"), case_uuid=case.uuid, remedy="gift", key=uuid4(), now=NOON
        )
    with pytest.raises(AssertionError):
        check_days(giving.cast)


def approve_ones_own(cast: Cast) -> None:
    """Lets who chose, and one other, try to approve what needs two others."""
    case = failed_case(cast, price=4_900)
    row = choose(cast.actor("specialist"), case)
    for who in ("specialist", "supervisor"):
        asked = {"case_uuid": case.uuid, "settlement": row.uuid, "now": NOON}
        with suppress(DomainError), transaction.atomic():
            approve_settlement(actor=cast.actor(who), **asked)
    check_approvals()


def test_who_chose_is_none_of_the_two_who_approve(giving: type[Giving]) -> None:
    approve_ones_own(giving.cast)
    assert Settlement.objects.get().state == "chosen"


def test_the_negative_control_who_may_approve_their_own_is_caught(
    giving: type[Giving], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remedies, "why_not_approve", lambda *_: "")
    with pytest.raises(AssertionError):
        approve_ones_own(giving.cast)


def approve_three(cast: Cast) -> None:
    """Lets one supervisor approve three times what fits twice into a day."""
    for _ in range(3):
        case = failed_case(cast, price=9_000)
        row = choose(cast.actor("rep"), case)
        asked = {"case_uuid": case.uuid, "settlement": row.uuid, "now": NOON}
        with suppress(DomainError), transaction.atomic():
            approve_settlement(actor=cast.actor("supervisor"), **asked)
    check_days(cast)


def test_who_approves_for_others_has_a_day_too(cast: Cast) -> None:
    put_in_force(cast.norvia)
    with every_brand():
        approve_three(cast)
        assert Settlement.objects.filter(state="approved").count() == 2


def test_the_negative_control_without_the_days_count_an_approver_passes_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_force(cast.norvia)
    monkeypatch.setattr(remedies, "take_from_day", lambda *_: None)
    with every_brand(), pytest.raises(AssertionError):
        approve_three(cast)
