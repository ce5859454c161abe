"""A question to a supervisor: asked, taken by one, answered within authority, and over when the case is."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from amends.cases.actions import consults as acts
from amends.cases.actions.consults import (
    Reply,
    answer_consult,
    ask_supervisor,
    escalate_waiting_consults,
    grant_unattended,
    review_grant,
    take_consult,
    withdraw_consult,
)
from amends.cases.actions.details import restrict_case
from amends.cases.actions.erasure import erase_words
from amends.cases.actions.stages import close_case, reopen_case
from amends.cases.consults import (
    Raised,
    consults_to_review,
    people_there,
    raised_authority,
    waiting_consults,
    waiting_count,
)
from amends.cases.models import Case, CaseEvent, Consult
from amends.cases.recording import NotFound, Refused
from amends.cases.verification import verify_cases
from amends.errors import DomainError
from amends.people.actors import actor_of
from amends.people.models import Membership, Staff, Team
from amends.people.permissions import SYSTEM
from amends.people.prepared import forget_statements
from amends.rules.consults import Verdict
from amends.rules.policy.document import Holder
from amends.rules.vocabulary import Ending, Erasure, Role
from tests.cases.acts import answered
from tests.cases.asking import FOUR_MINUTES, asked, at_the_desk, policy_holds, words_only
from tests.conftest import NOON, Cast, complain

LATER = NOON + timedelta(seconds=40)
YES = Reply(verdict=Verdict.APPROVE, text="Yes, and say why.")
NO = Reply(verdict=Verdict.DECLINE, text="The fee was told.")


@pytest.fixture(autouse=True)
def scope(everywhere: None) -> None:
    """Looks at every brand."""


@pytest.fixture
def case(cast: Cast) -> Case:
    """A complaint to Norvia, whose policy holds."""
    policy_holds(cast)
    return complain(cast)


def kinds(case: Case) -> list[str]:
    """Answers what the record says happened to questions."""
    rows = CaseEvent.objects.filter(case=case, kind__startswith="consult.").order_by("seq")
    return [kind.removeprefix("consult.") for kind in rows.values_list("kind", flat=True)]


def reply(cast: Cast, consult: Consult, who: str = "supervisor", said: Reply = YES, **more: Any) -> Consult:
    """Answers a question as somebody of the cast."""
    now = more.pop("now", LATER)
    return answer_consult(actor=cast.actor(who), consult_uuid=consult.uuid, reply=said, now=now)


def raised(cast: Cast, case: Case, who: str = "rep") -> tuple[Raised, ...]:
    """Answers what answers allow somebody."""
    return raised_authority(case.pk, case.brand_id, getattr(cast, who).pk)


def second_supervisor(cast: Cast) -> Staff:
    """Answers a colleague of the supervisor."""
    person = Staff.objects.create_user("second@example.org", name="Second", languages=["en"])
    Membership.objects.create(staff=person, brand=cast.norvia, role=Role.SUPERVISOR.value)
    return person


def test_an_approved_question_raises_one_remedy_for_the_asker_in_this_case(cast: Cast, case: Case) -> None:
    consult = reply(cast, asked(cast, case))
    assert raised(cast, case) == (Raised(consult.pk, "back", 8_000, cast.supervisor.pk),)
    assert raised(cast, case, "specialist") == ()
    other = complain(cast, text="Another.")
    assert raised(cast, other) == ()
    assert kinds(case) == ["asked", "answered"]


def test_an_amended_answer_grants_its_own_amount_and_a_refusal_none(cast: Cast, case: Case) -> None:
    amended = Reply(verdict=Verdict.AMEND, amount_minor=6_500)
    reply(cast, asked(cast, case), said=amended)
    assert [one.amount_minor for one in raised(cast, case)] == [6_500]
    declined = reply(cast, asked(cast, case, now=LATER, remedy="gift", amount_minor=100), said=NO)
    assert (declined.verdict, declined.granted_minor, declined.answer) == (
        "decline",
        None,
        "The fee was told.",
    )
    assert len(raised(cast, case)) == 1


def test_a_later_answer_about_the_same_remedy_stands_alone(cast: Cast, case: Case) -> None:
    reply(cast, asked(cast, case))
    second = reply(cast, asked(cast, case, now=LATER, amount_minor=9_000), now=LATER + FOUR_MINUTES)
    assert raised(cast, case) == (Raised(second.pk, "back", 9_000, cast.supervisor.pk),)


def test_a_refusal_needs_its_reason_and_a_change_its_amount(cast: Cast, case: Case) -> None:
    consult = asked(cast, case)
    for said, code in (
        (Reply(verdict=Verdict.DECLINE, text=" "), "why_missing"),
        (Reply(verdict=Verdict.AMEND), "amount_missing"),
        (Reply(verdict=Verdict.AMEND, amount_minor=-1), "amount_out_of_range"),
        (Reply(verdict=Verdict.AMEND, amount_minor=10**13), "amount_out_of_range"),
        (Reply(verdict=Verdict.UNSAID), "answer_unfit"),
    ):
        with pytest.raises(DomainError, match=code):
            reply(cast, consult, said=said)
    assert kinds(case) == ["asked"]


def test_a_question_without_money_is_approved_or_joined_and_raises_nothing(cast: Cast) -> None:
    case = complain(cast)
    for verdict in (Verdict.APPROVE, Verdict.JOIN):
        consult = ask_supervisor(
            actor=cast.actor("rep"), case_uuid=case.uuid, question=words_only(), now=NOON
        )
        reply(cast, consult, said=Reply(verdict=verdict))
    assert raised(cast, case) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": " "}, "nothing_said"),
        ({"remedy": "palace"}, "remedy_unknown"),
        ({"remedy": ""}, "remedy_missing"),
        ({"amount_minor": -1}, "amount_out_of_range"),
        ({"amount_minor": 10**13}, "amount_out_of_range"),
        ({"option": "E"}, "amount_out_of_range"),
        ({"wait": timedelta(seconds=1)}, "wait_out_of_range"),
        ({"wait": timedelta(days=1)}, "wait_out_of_range"),
    ],
)
def test_a_question_that_can_not_be_answered_is_not_asked(
    cast: Cast, case: Case, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError, match=code):
        asked(cast, case, **change)
    assert not Consult.objects.exists()


def check_own_question(cast: Cast, case: Case) -> None:
    """Checks that a supervisor who asked can't answer: the manager has to."""
    consult = asked(cast, case, who="supervisor", amount_minor=9_000)
    for act in (
        reply,
        lambda cast, one, who: take_consult(actor=cast.actor(who), consult_uuid=one.uuid, now=LATER),
    ):
        with pytest.raises(Refused, match="own_question"):
            act(cast, consult, "supervisor")
    assert Consult.objects.get(pk=consult.pk).is_open


def test_the_asker_never_answers(cast: Cast, case: Case) -> None:
    check_own_question(cast, case)


def test_the_negative_control_without_the_guard_the_asker_answers(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "check_answerer", lambda entry, consult, **more: None)
    with pytest.raises(pytest.fail.Exception):
        check_own_question(cast, case)


def check_above_authority(cast: Cast, case: Case) -> None:
    """Checks that a specialist grants up to 70, a supervisor up to 100, and a manager what both may not."""
    consult = asked(cast, case, amount_minor=12_000)
    for who in ("specialist", "supervisor"):
        with pytest.raises(Refused, match="above_your_authority"):
            reply(cast, consult, who)
    with pytest.raises(Refused, match="above_your_authority"):
        reply(cast, consult, "specialist", Reply(verdict=Verdict.AMEND, amount_minor=7_001))
    assert (
        reply(cast, consult, "specialist", Reply(verdict=Verdict.AMEND, amount_minor=7_000)).granted_minor
        == 7_000
    )


def test_nobody_grants_more_than_they_may_give_themselves(cast: Cast, case: Case) -> None:
    check_above_authority(cast, case)


def test_the_negative_control_without_the_guard_more_is_granted(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "above_own_authority", lambda *more: "")
    with pytest.raises(pytest.fail.Exception):
        check_above_authority(cast, case)


NIGHT = {
    "night": {
        "rep": {"per_case": 5_000, "per_day": 20_000},
        "supervisor": {"per_case": 6_000, "per_day": 80_000},
    }
}
"""At night a supervisor may give less than by day."""


def check_team(cast: Cast, case: Case) -> None:
    """Checks that who answers at night grants what that team may give, and not what the role may."""
    consult = asked(cast, case, amount_minor=8_000)
    with pytest.raises(Refused, match="above_your_authority"):
        reply(cast, consult)
    less = Reply(verdict=Verdict.AMEND, amount_minor=6_000)
    assert reply(cast, consult, said=less).granted_minor == 6_000


def by_night(cast: Cast) -> Case:
    """Answers a complaint under a policy in which the supervisor's team has limits of its own."""
    policy_holds(cast, teams=NIGHT)
    team = Team.objects.create(brand=cast.norvia, name="night")
    Membership.objects.filter(staff=cast.supervisor).update(team=team)
    return complain(cast)


def test_a_team_with_limits_of_its_own_answers_within_them(cast: Cast) -> None:
    check_team(cast, by_night(cast))


def test_the_negative_control_without_the_team_the_roles_limit_counts(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "team_of", lambda *more: "")
    with pytest.raises(pytest.fail.Exception):
        check_team(cast, by_night(cast))


def test_two_answers_together_stay_within_the_authority_for_a_case(cast: Cast, case: Case) -> None:
    reply(cast, asked(cast, case))
    second = asked(cast, case, now=LATER, remedy="tenth", amount_minor=3_000)
    with pytest.raises(Refused, match="above_your_authority"):
        reply(cast, second)
    assert reply(cast, second, said=Reply(verdict=Verdict.AMEND, amount_minor=2_000)).granted_minor == 2_000


def test_only_somebody_above_the_asker_answers(cast: Cast, case: Case) -> None:
    consult = asked(cast, case, who="specialist")
    with pytest.raises(Refused, match="role"):
        reply(cast, consult, "rep")
    colleague = Staff.objects.create_user("other@example.org", name="Other", languages=["en"])
    Membership.objects.create(staff=colleague, brand=cast.norvia, role=Role.SPECIALIST.value)
    with pytest.raises(Refused, match="not_above_asker"):
        answer_consult(actor=actor_of(colleague), consult_uuid=consult.uuid, reply=YES, now=LATER)
    for who in ("administrator",):
        with pytest.raises(Refused, match="role"):
            reply(cast, consult, who)
    with pytest.raises(NotFound):
        reply(cast, consult, "stranger")
    with pytest.raises(Refused, match="person_only"):
        answer_consult(actor=SYSTEM, consult_uuid=consult.uuid, reply=YES, now=LATER)


def test_a_case_that_is_hidden_hides_its_questions(cast: Cast, case: Case) -> None:
    consult = asked(cast, case)
    assert waiting_count(cast.actor("supervisor")) == 1
    restrict_case(
        actor=cast.actor("specialist"),
        case_uuid=case.uuid,
        is_restricted=False,
        about_staff_id=cast.supervisor.pk,
        now=LATER,
    )
    assert waiting_count(cast.actor("supervisor")) == 0
    assert waiting_consults(cast.actor("supervisor")) == []
    with pytest.raises(NotFound):
        reply(cast, consult)
    with pytest.raises(NotFound):
        take_consult(actor=cast.actor("supervisor"), consult_uuid=consult.uuid, now=LATER)


def test_a_manager_asks_nobody_and_a_closed_case_asks_nothing(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused, match="role"):
        asked(cast, case, who="manager")
    close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=LATER)
    with pytest.raises(Refused, match="closed"):
        asked(cast, case)


def test_one_question_of_a_case_is_open_at_a_time(cast: Cast, case: Case) -> None:
    first = asked(cast, case)
    with pytest.raises(Refused, match="question_open"):
        asked(cast, case, who="specialist")
    first.pk, first.uuid = None, case.uuid
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_the_first_to_take_a_question_has_it(cast: Cast, case: Case) -> None:
    consult = asked(cast, case)
    taken = take_consult(actor=cast.actor("supervisor"), consult_uuid=consult.uuid, now=LATER)
    assert (taken.state, taken.taken_by_id) == ("taken", cast.supervisor.pk)
    assert take_consult(actor=cast.actor("supervisor"), consult_uuid=consult.uuid, now=LATER).pk == consult.pk
    for act in (take_consult, lambda **more: answer_consult(reply=YES, **more)):
        with pytest.raises(Refused, match="question_taken"):
            act(actor=cast.actor("manager"), consult_uuid=consult.uuid, now=LATER)
    assert reply(cast, consult).answered_by_id == cast.supervisor.pk
    with pytest.raises(Refused, match="question_over"):
        take_consult(actor=cast.actor("manager"), consult_uuid=consult.uuid, now=LATER)


def test_a_question_is_withdrawn_by_its_asker_only(cast: Cast, case: Case) -> None:
    consult = asked(cast, case)
    with pytest.raises(Refused, match="not_your_question"):
        withdraw_consult(actor=cast.actor("specialist"), consult_uuid=consult.uuid, now=LATER)
    gone = withdraw_consult(actor=cast.actor("rep"), consult_uuid=consult.uuid, now=LATER)
    assert (gone.state, gone.is_open) == ("withdrawn", False)
    with pytest.raises(Refused, match="question_over"):
        reply(cast, consult)
    with pytest.raises(Refused, match="question_over"):
        withdraw_consult(actor=cast.actor("rep"), consult_uuid=consult.uuid, now=LATER)


def test_what_was_granted_ends_with_the_case_and_does_not_come_back(cast: Cast, case: Case) -> None:
    reply(cast, asked(cast, case))
    answered(cast, case, LATER)
    close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.SOLVED, now=LATER)
    assert raised(cast, case) == ()
    reopen_case(actor=cast.actor("rep"), case_uuid=case.uuid, reason="Again.", now=LATER)
    assert raised(cast, case) == ()


def test_the_negative_control_a_case_that_ends_without_its_questions_keeps_the_grant(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.cases.actions.stages.end_consults", lambda entry: None)
    with pytest.raises(AssertionError):
        test_what_was_granted_ends_with_the_case_and_does_not_come_back(cast, case)


def test_an_open_question_is_taken_back_when_the_case_ends(cast: Cast, case: Case) -> None:
    consult = asked(cast, case)
    close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=LATER)
    assert Consult.objects.get(pk=consult.pk).state == "withdrawn"
    assert kinds(case) == ["asked", "withdrawn"]


def test_nobody_answers_and_it_goes_up_to_the_manager_and_ends(cast: Cast, case: Case) -> None:
    consult = asked(cast, case)
    take_consult(actor=cast.actor("supervisor"), consult_uuid=consult.uuid, now=LATER)
    assert waiting_count(cast.actor("manager")) == 0
    assert escalate_waiting_consults(now=NOON + FOUR_MINUTES - timedelta(seconds=1)) == 0
    late = NOON + FOUR_MINUTES
    assert escalate_waiting_consults(now=late) == 1
    assert escalate_waiting_consults(now=late) == 0
    row = Consult.objects.get(pk=consult.pk)
    assert (row.state, row.rung, row.taken_by_id, row.waits_until) == (
        "asked",
        "manager",
        None,
        late + FOUR_MINUTES,
    )
    assert waiting_count(cast.actor("manager")) == waiting_count(cast.actor("supervisor")) == 1
    assert escalate_waiting_consults(now=late + FOUR_MINUTES) == 1
    assert Consult.objects.get(pk=consult.pk).state == "unanswered"
    assert kinds(case) == ["asked", "taken", "moved_up", "unanswered"]
    with pytest.raises(Refused, match="question_over"):
        reply(cast, consult, now=late + FOUR_MINUTES)


def test_a_bounded_number_goes_up_each_round(cast: Cast, case: Case) -> None:
    for one in (case, complain(cast, text="Two."), complain(cast, text="Three.")):
        asked(cast, one)
    late = NOON + FOUR_MINUTES
    assert [escalate_waiting_consults(now=late, most=2) for _ in range(3)] == [2, 1, 0]


def test_questions_are_put_to_those_above_the_asker_up_to_the_rung(cast: Cast, case: Case) -> None:
    asked(cast, case)
    seen = {
        who: waiting_count(cast.actor(who))
        for who in ("rep", "specialist", "supervisor", "manager", "stranger")
    }
    assert seen == {"rep": 0, "specialist": 1, "supervisor": 1, "manager": 0, "stranger": 0}
    assert [row.case_id for row in waiting_consults(cast.actor("specialist"))] == [case.pk]


def check_unattended(cast: Cast, case: Case) -> Consult:
    """Checks that the rep grants alone only when nobody is there or nobody answered, and never above the ceiling."""
    consult = asked(cast, case)
    at_the_desk(cast.supervisor)
    with pytest.raises(Refused, match="somebody_is_there"):
        grant_unattended(actor=cast.actor("rep"), consult_uuid=consult.uuid, amount_minor=100, now=LATER)
    escalate_waiting_consults(now=NOON + FOUR_MINUTES)
    late = NOON + FOUR_MINUTES
    with pytest.raises(Refused, match="above_unattended"):
        grant_unattended(actor=cast.actor("rep"), consult_uuid=consult.uuid, amount_minor=6_001, now=late)
    with pytest.raises(Refused, match="more_than_asked"):
        grant_unattended(actor=cast.actor("rep"), consult_uuid=consult.uuid, amount_minor=8_001, now=late)
    with pytest.raises(Refused, match="not_your_question"):
        grant_unattended(actor=cast.actor("specialist"), consult_uuid=consult.uuid, amount_minor=1, now=late)
    return grant_unattended(actor=cast.actor("rep"), consult_uuid=consult.uuid, amount_minor=6_000, now=late)


def test_a_rep_grants_alone_when_nobody_answered_and_somebody_looks_at_it(cast: Cast, case: Case) -> None:
    consult = check_unattended(cast, case)
    assert raised(cast, case) == (Raised(consult.pk, "back", 6_000, cast.rep.pk),)
    assert [row.pk for row in consults_to_review(cast.actor("supervisor"))] == [consult.pk]
    assert consults_to_review(cast.actor("rep")) == []
    tomorrow = NOON + timedelta(days=1)
    with pytest.raises(Refused, match="role"):
        review_grant(actor=cast.actor("rep"), consult_uuid=consult.uuid, was_right=True, now=tomorrow)
    seen = review_grant(
        actor=cast.actor("supervisor"), consult_uuid=consult.uuid, was_right=False, now=tomorrow
    )
    assert (seen.needs_review, seen.was_right, seen.reviewed_by_id) == (False, False, cast.supervisor.pk)
    assert len(raised(cast, case)) == 1
    with pytest.raises(Refused, match="nothing_to_review"):
        review_grant(actor=cast.actor("manager"), consult_uuid=consult.uuid, was_right=True, now=tomorrow)


def test_the_negative_control_without_the_ceiling_more_is_granted_alone(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "may_grant_unattended", lambda *more: "")
    with pytest.raises(pytest.fail.Exception):
        check_unattended(cast, case)


def test_out_of_hours_a_rep_grants_alone_at_once_and_twice_is_once(cast: Cast, case: Case) -> None:
    consult = asked(cast, case)
    grant_unattended(actor=cast.actor("rep"), consult_uuid=consult.uuid, amount_minor=6_000, now=LATER)
    second = asked(cast, case, now=LATER, remedy="gift", amount_minor=500)
    with pytest.raises(Refused, match="above_unattended"):
        grant_unattended(actor=cast.actor("rep"), consult_uuid=second.uuid, amount_minor=500, now=LATER)


def test_who_is_there_and_who_is_free(cast: Cast, case: Case) -> None:
    second = second_supervisor(cast)
    at_the_desk(cast.supervisor, second, cast.rep, cast.stranger)
    at_the_desk(cast.manager, now=NOON - timedelta(hours=1))
    there = people_there(case.brand_id, Holder.REP, cast.rep.pk, NOON)
    assert (there.present, there.free) == (2, 2)
    consult = asked(cast, case)
    take_consult(actor=cast.actor("supervisor"), consult_uuid=consult.uuid, now=NOON)
    there = people_there(case.brand_id, Holder.REP, cast.rep.pk, NOON)
    assert (there.present, there.free) == (2, 1)
    assert people_there(case.brand_id, Holder.SUPERVISOR, second.pk, NOON).present == 0


def test_the_record_keeps_codes_and_money_and_no_word_of_a_question(cast: Cast, case: Case) -> None:
    reply(
        cast,
        asked(cast, case, text="kestrel may be given?"),
        said=Reply(verdict=Verdict.APPROVE, text="kestrel!"),
    )
    data = list(
        CaseEvent.objects.filter(case=case, kind__startswith="consult.").values_list("data", flat=True)
    )
    assert not any("kestrel" in one for one in data)
    assert json.loads(data[0])["amount"] == 8_000
    assert [fault for batch in verify_cases() for fault in batch.faults] == []
    Consult.objects.update(answer="altered")
    assert [fault.code for batch in verify_cases() for fault in batch.faults] == ["words_altered"]


def test_erasing_the_case_takes_question_and_answer_and_leaves_the_figures(cast: Cast, case: Case) -> None:
    reply(cast, asked(cast, case))
    close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=LATER)
    erase_words(actor=SYSTEM, case_uuid=case.uuid, why=Erasure.REQUEST, now=LATER)
    row = Consult.objects.get()
    assert (row.question, row.answer, row.content_key, row.granted_minor) == ("", "", None, 8_000)
    assert [fault for batch in verify_cases() for fault in batch.faults] == []


def test_another_brands_scope_reads_no_question(cast: Cast, case: Case) -> None:
    consult = asked(cast, case)
    reply(cast, consult)
    forget_statements()
    assert raised_authority(case.pk, cast.sunfold.pk, cast.rep.pk) == ()
    assert Consult.objects.of(cast.sunfold.pk).count() == 0
