"""What a customer does in their own case: say more, choose, go one step up, say whether it is solved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from django.db.models import Sum

from amends.cases.actions.contacts import hear_words
from amends.cases.actions.evidence import Upload, attach
from amends.cases.actions.remedies import Choice, choose_offered, pick_offered
from amends.cases.actions.stages import end_case, reopen_own
from amends.cases.escalation import Climbed, climb
from amends.cases.models import Attachment, Contact, Promise, Settlement
from amends.cases.policies import policy_in_force
from amends.cases.recording import Entry, Refused, record
from amends.errors import DomainError
from amends.people.permissions import Actor
from amends.rules.ladder import Climb, rung_above
from amends.rules.vocabulary import Channel, Direction, Ending, Stage

_OWED = ("not_answered", "remedy_open", "promise_open")
"""Why a case that its customer calls solved stays open: something is still owed to them."""
MOST_SAID_A_DAY: Final = 100
MOST_BYTES_A_DAY: Final = 256 * 1024 * 1024
_DAY = timedelta(days=1)
Word = Literal["solved", "not_yet", "disputed"]


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a customer's word on whether it is solved."""

    is_closed: bool = False
    is_owed: bool = False
    is_reopened: bool = False
    rung: str = ""


def say_own(
    *, actor: Actor, case_uuid: UUID, text: str, now: datetime, uploads: tuple[Upload, ...] = ()
) -> Contact:
    """Adds what the customer writes, with their files.

    Raises: NotFound, Refused('closed'), DomainError('nothing_said'), DomainError('too_much_today').
    """
    with record("say_own", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.is_open:
            raise Refused("closed")
        _check_day(entry, uploads)
        contact = hear_words(entry, text, Channel.WEB, now)
        for upload in uploads:
            attach(entry, upload, contact=contact)
        return contact


def _check_day(entry: Entry, uploads: tuple[Upload, ...]) -> None:
    """Refuses what no person writes or sends within a day, so that one visit never fills the disk."""
    case, since = entry.case, entry.now - _DAY
    of_customer = {"case": case, "contact__direction": Direction.IN.value, "stored_at__gt": since}
    kept = Attachment.objects.of(case.brand_id).filter(**of_customer).aggregate(sum=Sum("size"))["sum"] or 0
    said = Contact.objects.of(case.brand_id).filter(
        case=case, direction=Direction.IN.value, recorded_at__gt=since
    )
    is_much = uploads and kept + sum(len(one.content) for one in uploads) > MOST_BYTES_A_DAY
    if is_much or said.count() >= MOST_SAID_A_DAY:
        raise DomainError("too_much_today")


def choose_own(
    *, actor: Actor, case_uuid: UUID, offer: UUID, choice: Choice, now: datetime
) -> Settlement | None:
    """Takes one of the options that were put to the customer: once, exactly.

    None where nobody knows yet who they are: their choice is kept, and settled when somebody has made sure.
    Raises: NotFound, Refused, DomainError.
    """
    with record("choose_own", actor=actor, case_uuid=case_uuid, now=now) as entry:
        try:
            return choose_offered(entry, offer, choice)
        except Refused as refused:
            if refused.code != "not_verified":
                raise
            pick_offered(entry, offer, choice)
            return None


def climb_own(*, actor: Actor, case_uuid: UUID, now: datetime) -> str:
    """Sends the case one rung up and answers which. Raises: NotFound, Refused('closed', 'ladder_ends')."""
    with record("climb_own", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.is_open:
            raise Refused("closed")
        rung = climb(entry, Climb.DEMANDED, Climbed(had_chance=had_chance(entry)))
        if not rung:
            raise Refused("ladder_ends")
        return rung


def had_chance(entry: Entry) -> bool:
    """Answers whether the one who has the case had a fair chance: to answer in time, and to keep what was promised."""
    case = entry.case
    broken = Promise.objects.of(case.brand_id).filter(case=case, broken_at__isnull=False)
    is_late = (
        case.respond_due_at is not None and case.responded_at is None and case.respond_due_at < entry.now
    )
    return case.responded_at is not None or is_late or broken.exists()


def end_own(*, actor: Actor, case_uuid: UUID, word: Word, reason: str, now: datetime) -> Ended:
    """Takes the customer's word: solved, not yet, or that they do not agree with the answer.

    Solved closes the case, or stands until what is owed has come. Not yet opens a closed one again. Who does not
    agree goes one rung up; at the end of the ladder the case ends as disputed.
    Raises: NotFound, Refused('closed'), DomainError('nothing_said').
    """
    with record("end_own", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if word == "solved":
            return _solved(entry)
        is_reopened = not entry.case.is_open and reopen_own(entry, reason)
        if not entry.case.is_open:
            raise Refused("closed")
        hear_words(entry, reason, Channel.WEB, now)
        if word == "not_yet":
            entry.event("own.not_solved")
            return Ended(is_reopened=is_reopened)
        return _disputed(entry, is_reopened=is_reopened)


def _solved(entry: Entry) -> Ended:
    if not entry.case.is_open:
        raise Refused("closed")
    entry.event("own.solved")
    try:
        end_case(entry, Ending.SOLVED)
    except Refused as refused:
        if refused.code not in _OWED:
            raise
        return Ended(is_owed=True)
    return Ended(is_closed=True)


def _disputed(entry: Entry, *, is_reopened: bool) -> Ended:
    entry.event("own.disputed")
    policy = policy_in_force(entry.case.brand_id, entry.now)
    ladder = policy.compiled.policy.ladder if policy else {}
    if rung_above(ladder, entry.case.rung):
        return Ended(is_reopened=is_reopened, rung=climb(entry, Climb.UNSETTLED))
    if entry.case.stage == Stage.RESPONDED.value:
        try:
            end_case(entry, Ending.DISPUTED)
        except Refused as refused:
            if refused.code not in _OWED:
                raise
            return Ended(is_owed=True)
        return Ended(is_closed=True)
    return Ended(is_reopened=is_reopened)
