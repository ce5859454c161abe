"""A question to a supervisor: asked, taken, answered, withdrawn, moved up; granted alone when nobody is there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amends.cases.authority import team_of
from amends.cases.consulting import (
    asked_for,
    asked_question,
    check_answerer,
    check_asker,
    digests_of,
    end_with_grant,
    holder_in,
    standing_grants,
    tell,
    wanted_sum,
)
from amends.cases.consults import grants_in_case, people_there
from amends.cases.models import Consult
from amends.cases.policies import InForce, policy_in_force
from amends.cases.recording import Entry, Refused, record
from amends.cases.said import clean_words
from amends.errors import DomainError
from amends.people.models import Brand
from amends.people.permissions import SYSTEM, Actor
from amends.rules.consults import (
    GRANTING,
    ConsultState,
    Sum,
    Verdict,
    Waiting,
    above_own_authority,
    first_rung,
    may_follow,
    may_grant_unattended,
    next_rung,
    waits_until,
)
from amends.rules.policy.amounts import MOST
from amends.rules.policy.document import Holder

MOST_WORDS = 2_000
_OPTIONS = ("", "A", "B", "C", "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody asks: words, how long the customer can wait, and the remedy in mind. Units: minor units."""

    text: str
    wait: timedelta
    option: str = ""
    remedy: str = ""
    amount_minor: int = 0
    policy_row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What somebody answers; an amount only where it differs from what was asked. Units: minor units."""

    verdict: Verdict
    text: str = ""
    amount_minor: int | None = None


def ask_supervisor(*, actor: Actor, case_uuid: UUID, question: Question, now: datetime) -> Consult:
    """Asks those above about one case; they see it at once, and it waits as long as the customer can.

    Raises: NotFound, Refused, DomainError('nothing_said'), DomainError('remedy_unknown'),
    DomainError('remedy_missing'), DomainError('amount_out_of_range'), DomainError('wait_out_of_range').
    """
    with record("ask_supervisor", actor=actor, case_uuid=case_uuid, now=now) as entry:
        staff = _check_asking(entry)
        policy = policy_in_force(entry.case.brand_id, now)
        words = _asked_words(question, policy)
        asker = holder_in(entry)
        consult = Consult(
            brand_id=entry.case.brand_id,
            uuid=uuid.uuid4(),
            case=entry.case,
            asked_by_id=staff,
            asked_as=asker.value,
            asked_at=now,
            question=words,
            option=question.option,
            remedy=question.remedy,
            amount_minor=question.amount_minor,
            currency=Brand.objects.values_list("currency", flat=True).get(pk=entry.case.brand_id),
            policy_number=policy.number if policy else None,
            policy_row=question.policy_row[:60],
            rung=first_rung(asker).value,
            wait_seconds=int(question.wait.total_seconds()),
            waits_until=waits_until(now, question.wait),
        )
        entry.digest(consult, words, "")
        consult.save(force_insert=True)
        tell(entry, "asked", consult, **asked_for(consult), **digests_of(entry, consult))
        return consult


def _check_asking(entry: Entry) -> int:
    """Answers who asks, where something may be asked now. Raises: Refused."""
    if entry.actor.staff_id is None:
        raise Refused("person_only")
    if not entry.case.is_open:
        raise Refused("closed")
    if Consult.objects.of(entry.case.brand_id).filter(case=entry.case, is_open=True).exists():
        raise Refused("question_open")
    return entry.actor.staff_id


def _asked_words(question: Question, policy: InForce | None) -> str:
    words = clean_words(question.text, MOST_WORDS)
    if not words:
        raise DomainError("nothing_said")
    if question.option not in _OPTIONS or not 0 <= question.amount_minor <= MOST:
        raise DomainError("amount_out_of_range")
    if question.remedy and (policy is None or question.remedy not in policy.compiled.policy.remedies):
        raise DomainError("remedy_unknown")
    if question.amount_minor and not question.remedy:
        raise DomainError("remedy_missing")
    return words


def take_consult(*, actor: Actor, consult_uuid: UUID, now: datetime) -> Consult:
    """Takes a question in hand: the first to take it has it. Raises: NotFound, Refused('question_taken'), Refused."""
    with asked_question(consult_uuid, "answer_consult", actor, now) as (entry, consult):
        check_answerer(entry, consult)
        if consult.taken_by_id == actor.staff_id and consult.state == ConsultState.TAKEN.value:
            return consult
        if not _is_won(consult, actor, now):
            raise Refused("question_taken")
        tell(entry, "taken", consult)
        consult.refresh_from_db()
        return consult


def _is_won(consult: Consult, actor: Actor, now: datetime) -> bool:
    """Answers whether this person is the first to take a question: the row itself decides."""
    waiting = Consult.objects.of(consult.brand_id).filter(pk=consult.pk, state=ConsultState.ASKED.value)
    taken = {"state": ConsultState.TAKEN.value, "taken_by_id": actor.staff_id, "taken_at": now}
    return bool(waiting.update(**taken))


def answer_consult(*, actor: Actor, consult_uuid: UUID, reply: Reply, now: datetime) -> Consult:
    """Answers a question: approve, amend, decline or join. What is granted holds for the asker until the case ends.

    Raises: NotFound, Refused('question_taken'), Refused('question_over'), Refused('own_question'),
    Refused('above_your_authority'), Refused, DomainError('amount_missing'), DomainError('why_missing').
    """
    with asked_question(consult_uuid, "answer_consult", actor, now) as (entry, consult):
        check_answerer(entry, consult)
        words = _answer_words(reply)
        granted = _granted(entry, consult, reply)
        if consult.taken_by_id is None:
            consult.taken_by_id, consult.taken_at = actor.staff_id, now
        consult.answered_by_id, consult.answered_at = actor.staff_id, now
        consult.verdict, consult.answer = reply.verdict.value, words
        end_with_grant(consult, granted)
        tell(
            entry, "answered", consult, verdict=consult.verdict, amount=granted, **digests_of(entry, consult)
        )
        return consult


def _answer_words(reply: Reply) -> str:
    words = clean_words(reply.text, MOST_WORDS)
    if reply.verdict is Verdict.DECLINE and not words:
        raise DomainError("why_missing")
    return words


def _granted(entry: Entry, consult: Consult, reply: Reply) -> int | None:
    """Answers the amount that an answer grants, within the answerer's own authority; None where it grants none."""
    policy = policy_in_force(consult.brand_id, entry.now)
    asked = wanted_sum(policy, consult, consult.amount_minor)
    if reason := may_follow(ConsultState(consult.state), reply.verdict, asks_for=asked):
        raise Refused(reason)
    if reply.verdict not in GRANTING or asked.kind is None or policy is None:
        return None
    if reply.verdict is Verdict.AMEND and reply.amount_minor is None:
        raise DomainError("amount_missing")
    amount = consult.amount_minor if reply.amount_minor is None else reply.amount_minor
    given = grants_in_case(consult)
    authority = policy.compiled.policy.authority
    team = team_of(consult.brand_id, entry.actor.staff_id or 0, policy)
    if reason := above_own_authority(authority, holder_in(entry), Sum(asked.kind, amount), given, team):
        raise Refused(reason)
    return amount


def withdraw_consult(*, actor: Actor, consult_uuid: UUID, now: datetime) -> Consult:
    """Takes one's own question back. Raises: NotFound, Refused('not_your_question'), Refused('question_over')."""
    with asked_question(consult_uuid, "ask_supervisor", actor, now) as (entry, consult):
        check_asker(entry, consult)
        if not consult.is_open:
            raise Refused("question_over")
        _withdraw(entry, consult)
        return consult


def _withdraw(entry: Entry, consult: Consult) -> None:
    consult.state, consult.is_open = ConsultState.WITHDRAWN.value, False
    consult.ended_at = entry.now
    consult.save()
    tell(entry, "withdrawn", consult)


def end_consults(entry: Entry) -> None:
    """Ends every question of a case that ends: open ones are taken back, and what was granted holds no more."""
    for consult in Consult.objects.of(entry.case.brand_id).filter(case=entry.case, ended_at=None):
        if consult.is_open:
            _withdraw(entry, consult)
            continue
        consult.ended_at = entry.now
        consult.save(update_fields=["ended_at"])


def escalate_waiting_consults(*, now: datetime, most: int = 50) -> int:
    """Moves questions that nobody answered in time up the ladder, and answers how many; at its top they end."""
    late = Consult.objects.filter(is_open=True, waits_until__lte=now).order_by("waits_until")
    moved = 0
    for found in late.values_list("uuid", flat=True)[:most]:
        with asked_question(found, "answer_consult", SYSTEM, now) as (entry, consult):
            if consult.is_open and consult.waits_until <= now:
                _move_up(entry, consult)
                moved += 1
    return moved


def _move_up(entry: Entry, consult: Consult) -> None:
    higher = next_rung(Holder(consult.rung))
    if higher is None:
        consult.state, consult.is_open = ConsultState.UNANSWERED.value, False
        consult.save()
        tell(entry, "unanswered", consult)
        return
    consult.state, consult.taken_by_id, consult.taken_at = ConsultState.ASKED.value, None, None
    consult.rung, consult.has_risen = higher.value, True
    consult.waits_until = entry.now + timedelta(seconds=consult.wait_seconds)
    consult.save()
    tell(entry, "moved_up", consult, rung=consult.rung)


def grant_unattended(*, actor: Actor, consult_uuid: UUID, amount_minor: int, now: datetime) -> Consult:
    """Lets the asker grant up to the unattended ceiling, when nobody answered or nobody is there; reviewed later.

    Raises: NotFound, Refused('somebody_is_there'), Refused('above_unattended'), Refused('not_your_question'), Refused.
    """
    with asked_question(consult_uuid, "ask_supervisor", actor, now) as (entry, consult):
        check_asker(entry, consult)
        if not entry.case.is_open:
            raise Refused("closed")
        _check_unattended(entry, consult, amount_minor)
        consult.answered_at, consult.is_unattended, consult.needs_review = now, True, True
        end_with_grant(consult, amount_minor)
        tell(entry, "granted_alone", consult, amount=amount_minor)
        return consult


def _check_unattended(entry: Entry, consult: Consult, amount: int) -> None:
    policy = policy_in_force(consult.brand_id, entry.now)
    asker = Holder(consult.asked_as)
    there = people_there(consult.brand_id, asker, consult.asked_by_id, entry.now)
    stands = Waiting(ConsultState(consult.state), consult.has_risen, there.present)
    given = sum(
        row.granted_minor or 0
        for row in standing_grants(consult)
        if row.is_unattended and (row.remedy, row.asked_by_id) != (consult.remedy, consult.asked_by_id)
    )
    wanted = wanted_sum(policy, consult, amount)
    if policy is None:
        raise Refused("remedy_missing")
    if amount > consult.amount_minor:
        raise Refused("more_than_asked")
    if reason := may_grant_unattended(policy.compiled.policy.authority, stands, wanted, given):
        raise Refused(reason)


def review_grant(*, actor: Actor, consult_uuid: UUID, was_right: bool, now: datetime) -> Consult:
    """Looks at what was granted with nobody there, and says whether it was right; what was given stays given.

    Raises: NotFound, Refused('nothing_to_review'), Refused('own_question'), Refused.
    """
    with asked_question(consult_uuid, "answer_consult", actor, now) as (entry, consult):
        check_answerer(entry, consult, is_review=True)
        if not consult.needs_review:
            raise Refused("nothing_to_review")
        consult.needs_review, consult.was_right = False, was_right
        consult.reviewed_by_id, consult.reviewed_at = actor.staff_id, now
        consult.save()
        tell(entry, "reviewed", consult, was_right=was_right)
        return consult
