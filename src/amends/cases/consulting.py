"""What every act on a question needs: the question as it stands with its case locked, who may, what a grant does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from amends.cases.models import Consult
from amends.cases.policies import InForce
from amends.cases.recording import Entry, NotFound, Refused, record
from amends.people.permissions import Actor
from amends.rules.consults import ConsultState, Sum, holder_of, rank_of
from amends.rules.policy.document import Holder


@contextmanager
def asked_question(
    consult_uuid: UUID, act: str, actor: Actor, now: datetime
) -> Iterator[tuple[Entry, Consult]]:
    """Opens the record of a question's case; with the case locked the question is read as it stands.

    Raises: NotFound, Refused.
    """
    found = Consult.objects.filter(uuid=consult_uuid).values_list("pk", "case__uuid").first()
    if found is None:
        raise NotFound("consult_not_found")
    with record(act, actor=actor, case_uuid=found[1], now=now) as entry:
        yield entry, Consult.objects.of(entry.case.brand_id).get(pk=found[0])


def check_answerer(entry: Entry, consult: Consult, *, is_review: bool = False) -> None:
    """Refuses who may not answer this question: the asker, who stands no higher, who comes second.

    Raises: Refused.
    """
    if entry.actor.staff_id is None:
        raise Refused("person_only")
    if consult.asked_by_id == entry.actor.staff_id:
        raise Refused("own_question")
    if rank_of(holder_in(entry)) <= rank_of(Holder(consult.asked_as)):
        raise Refused("not_above_asker")
    if is_review:
        return
    if not consult.is_open:
        raise Refused("question_over")
    if consult.taken_by_id not in (None, entry.actor.staff_id):
        raise Refused("question_taken")


def check_asker(entry: Entry, consult: Consult) -> None:
    """Refuses everybody but the asker. Raises: Refused('not_your_question')."""
    if consult.asked_by_id != entry.actor.staff_id:
        raise Refused("not_your_question")


def holder_in(entry: Entry) -> Holder:
    """Answers the authority that the actor holds for the case's brand. Raises: Refused('role')."""
    holder = holder_of(entry.actor.roles.get(entry.case.brand_id))
    if holder is None:
        raise Refused("role")
    return holder


def asked_for(consult: Consult) -> dict[str, object]:
    """Answers what the record keeps of what was asked for."""
    return {
        "option": consult.option,
        "remedy": consult.remedy,
        "amount": consult.amount_minor,
        "currency": consult.currency,
        "policy": consult.policy_number,
        "until": consult.waits_until.isoformat(),
    }


def digests_of(entry: Entry, consult: Consult) -> dict[str, object]:
    """Answers the digest of question and answer as the record keeps it. Raises: Refused('erased')."""
    return {"digests": {f"consult:{consult.pk}": entry.digest(consult, consult.question, consult.answer)}}


def tell(entry: Entry, what: str, consult: Consult, **more: object) -> None:
    """Adds an event about a question."""
    entry.event(f"consult.{what}", consult=consult.pk, **more)


def wanted_sum(policy: InForce | None, consult: Consult, amount: int) -> Sum:
    """Answers an amount for the kind of remedy that was asked for. Raises: Refused('remedy_gone')."""
    remedy = policy.compiled.policy.remedies.get(consult.remedy) if policy else None
    if consult.remedy and remedy is None:
        # The policy has changed since, and nobody's authority over this remedy is known any more.
        raise Refused("remedy_gone")
    return Sum(remedy.kind if remedy else None, amount)


def standing_grants(consult: Consult) -> list[Consult]:
    """Answers what other answers allow in the same case and still stands. Queries: 1."""
    rows = Consult.objects.of(consult.brand_id).filter(case_id=consult.case_id, ended_at=None)
    return list(rows.filter(granted_minor__isnull=False).exclude(pk=consult.pk))


def end_with_grant(consult: Consult, amount: int | None) -> None:
    """Ends a question with what was granted; an earlier grant of the same remedy to the same person ends."""
    consult.state, consult.is_open = ConsultState.ANSWERED.value, False
    if amount is not None:
        for earlier in standing_grants(consult):
            if (earlier.remedy, earlier.asked_by_id) == (consult.remedy, consult.asked_by_id):
                earlier.ended_at = consult.answered_at
                earlier.save(update_fields=["ended_at"])
        consult.granted_remedy, consult.granted_minor = consult.remedy, amount
    consult.save()
