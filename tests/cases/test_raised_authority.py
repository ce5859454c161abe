"""What a supervisor allows one rep in one case: so much of one remedy, on the supervisor's day, until the case ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from amends.cases.actions import remedies
from amends.cases.actions.consults import Question, Reply, answer_consult, ask_supervisor, take_consult
from amends.cases.actions.remedies import drop_settlement, give_gesture
from amends.cases.ledger import given_today
from amends.cases.models import Case, Settlement
from amends.cases.recording import Refused
from amends.people.scope import every_brand
from amends.rules.consults import Verdict
from tests.cases.remedying import choose, failed_case, put_in_force
from tests.conftest import NOON, Cast

SIXTY_FIVE = 6_500
"""Above a rep's 5,000 and within a supervisor's 10,000."""


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, a policy in force, and every brand in view."""
    put_in_force(cast.norvia)
    with every_brand():
        yield cast


def allow(desk: Cast, case: Case, amount: int, remedy: str = "back") -> None:
    """Lets the rep ask and the supervisor say yes to this amount of one remedy."""
    wait = timedelta(minutes=4)
    question = Question(text="May I?", wait=wait, option="B", remedy=remedy, amount_minor=amount)
    asked = ask_supervisor(actor=desk.actor("rep"), case_uuid=case.uuid, question=question, now=NOON)
    take_consult(actor=desk.actor("supervisor"), consult_uuid=asked.uuid, now=NOON)
    reply = Reply(verdict=Verdict.APPROVE)
    answer_consult(actor=desk.actor("supervisor"), consult_uuid=asked.uuid, reply=reply, now=NOON)


def test_what_was_allowed_is_settled_at_once_on_the_day_of_who_allowed_it(desk: Cast) -> None:
    case = failed_case(desk, price=SIXTY_FIVE)
    allow(desk, case, SIXTY_FIVE)
    settlement = choose(desk.actor("rep"), case)
    assert (settlement.state, settlement.others_needed) == ("approved", 0)
    assert given_today(desk.norvia.pk, desk.supervisor.pk, NOON.date()).given == SIXTY_FIVE
    assert given_today(desk.norvia.pk, desk.rep.pk, NOON.date()).given == 0


@pytest.mark.parametrize(("amount", "remedy"), [(SIXTY_FIVE - 1, "back"), (SIXTY_FIVE, "again")])
def test_less_or_another_remedy_is_not_allowed(desk: Cast, amount: int, remedy: str) -> None:
    case = failed_case(desk, price=SIXTY_FIVE)
    allow(desk, case, amount, remedy)
    assert choose(desk.actor("rep"), case).state == "chosen"


def test_it_holds_for_this_case_and_this_rep_only(desk: Cast) -> None:
    case, other = (failed_case(desk, price=SIXTY_FIVE) for _ in range(2))
    allow(desk, case, SIXTY_FIVE)
    assert choose(desk.actor("rep"), other).state == "chosen"


def test_what_was_given_before_counts_against_who_allowed_more(desk: Cast) -> None:
    case = failed_case(desk, price=9_800)
    allow(desk, case, 9_800)
    give_gesture(actor=desk.actor("rep"), case_uuid=case.uuid, remedy="gift", key=case.uuid, now=NOON)
    assert choose(desk.actor("rep"), case).state == "chosen"


def day_of(desk: Cast, who: str) -> int:
    """Answers what somebody gave today, as the ledger counts it."""
    return given_today(desk.norvia.pk, getattr(desk, who).pk, NOON.date()).given


def test_an_answer_alone_counts_nothing_and_what_is_given_by_it_counts_once(desk: Cast) -> None:
    case = failed_case(desk, price=SIXTY_FIVE)
    allow(desk, case, SIXTY_FIVE)
    assert (day_of(desk, "supervisor"), day_of(desk, "rep")) == (0, 0)
    first = choose(desk.actor("rep"), case)
    assert choose(desk.actor("rep"), case, key=first.uuid) == first
    assert (day_of(desk, "supervisor"), day_of(desk, "rep")) == (SIXTY_FIVE, 0)
    drop_settlement(actor=desk.actor("rep"), case_uuid=case.uuid, settlement=first.uuid, now=NOON)
    assert day_of(desk, "supervisor") == 0
    choose(desk.actor("rep"), case)
    assert (day_of(desk, "supervisor"), day_of(desk, "rep")) == (SIXTY_FIVE, 0)


def check_day(desk: Cast) -> None:
    """Checks that three times 65 fit into the supervisor's day of 200 by their answers, and a fourth does not."""
    cases = [failed_case(desk, price=SIXTY_FIVE) for _ in range(4)]
    for case in cases:
        allow(desk, case, SIXTY_FIVE)
    for case in cases[:3]:
        assert choose(desk.actor("rep"), case).state == "approved"
    with pytest.raises(Refused, match="above_day"):
        choose(desk.actor("rep"), cases[3])
    assert day_of(desk, "supervisor") == 3 * SIXTY_FIVE


def test_answers_pass_nobodys_day(desk: Cast) -> None:
    check_day(desk)


def test_the_negative_control_without_the_days_count_answers_pass_it(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remedies, "take_from_day", lambda *more: None)
    with pytest.raises(pytest.fail.Exception):
        check_day(desk)


def test_the_negative_control_any_answer_lets_any_remedy_through(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remedies, "granted", lambda raised, option: next(iter(raised), None))
    case = failed_case(desk, price=SIXTY_FIVE)
    allow(desk, case, SIXTY_FIVE, "again")
    assert choose(desk.actor("rep"), case).state == "approved"
    assert Settlement.objects.count() == 1
