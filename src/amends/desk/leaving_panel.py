"""What the case page says of a pause, of somebody who may leave, of the talk after a loss, and of reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from amends.cases.authority import Grounds
from amends.cases.models import Case, Contact, CriticalFinding, Leaving, WinBack
from amends.cases.pauses import pause_for_case, quiet_under
from amends.cases.queries import CaseFile
from amends.cases.recording import subject_of
from amends.desk.leaving_shapes import LeavingShape, PathShape, PauseShape, ReviewShape, WinBackShape
from amends.desk.mend_shapes import MendShape
from amends.desk.mend_words import FLAGS
from amends.desk.shaping import said
from amends.money import written
from amends.page import when
from amends.page.leaving_words import CRITICAL, LOSS_REASONS, OUTCOMES
from amends.page.parts import Choice, Words
from amends.page.policy_texts import text_of
from amends.page.words import CHANNELS
from amends.people.models import Brand
from amends.people.permissions import Actor, may
from amends.people.prepared import prepared
from amends.rules.leaving import SAVING, Outcome
from amends.rules.pause import Disputed, Pause, Paused
from amends.rules.policy.document import Policy
from amends.rules.vocabulary import Direction

_MOST_CONTACTS = 20


def path_shape(
    file: CaseFile,
    brand: Brand,
    actor: Actor,
    mend: MendShape,
    now: datetime,
    grounds: Grounds,
    read: Words | None = None,
) -> PathShape:
    """Answers all four panels; `read` are their words that speak of leaving. Queries: 1 to 4."""
    case, (found, said_so) = file.case, grounds
    policy = found.compiled.policy if found else None
    rows = _leaving(brand=case.brand_id, case=case.pk) if "leaving" in file.held else []
    row = rows[0] if rows else None
    is_leaving = said_so is not None and said_so.leave_intent is True
    disputed = said_so.disputed_minor if said_so is not None else None
    return PathShape(
        pause=PauseShape(
            text=pause_text(pause_for_case(case, file.customer, quiet_under(found, brand, now))),
            disputed=_written(disputed, brand.currency),
            currency=brand.currency,
        ),
        leaving=_leaving_shape(case, row, mend, policy, None if row or is_leaving else read)
        if row or is_leaving or read
        else LeavingShape(),
        win_back=_win_back(case, row, policy) if row and not case.is_open else WinBackShape(),
        review=_review(file, actor),
    )


@prepared
def _leaving(*, brand: int, case: int) -> QuerySet[Leaving]:
    return Leaving.objects.of(brand).filter(case_id=case)


def pause_text(pause: Pause) -> str:
    """Answers what is left alone for a customer as one sentence; empty where nothing is."""
    if not pause.is_on:
        return ""
    amounts = _amounts(pause.disputed)
    if pause.until_on is not None:
        return _("Until {day}: no sales, no price rise, no dunning of what was disputed.").format(
            day=when.day_alone(pause.until_on)
        )
    if Paused.DUNNING_ALL in pause.what:
        return _("While a complaint is open: no sales, no price rise, no dunning of anything.")
    if not amounts:
        return _("While a complaint is open: no sales, no price rise, no dunning of what is disputed.")
    return _("While a complaint is open: no sales, no price rise, no dunning of {amount}.").format(
        amount=amounts
    )


def _amounts(disputed: Sequence[Disputed]) -> str:
    """Answers the sum in dispute; empty where one of the amounts is not known, for the sum would be too small."""
    known = [one.amount_minor for one in disputed if one.amount_minor is not None]
    if len(known) < len(disputed) or not known:
        return ""
    return when.money(sum(known), disputed[0].currency)


def _written(minor: int | None, currency: str) -> str:
    return "" if minor is None else written(minor, currency)


def _leaving_shape(
    case: Case, row: Leaving | None, mend: MendShape, policy: Policy | None, read: Words | None
) -> LeavingShape:
    offers = [Choice(one.code, one.fix, hint=one.extra) for one in mend.options if one.standing == "mine"]
    offers += mend.gestures
    outcome = row.outcome if row else Outcome.UNDECIDED.value
    return LeavingShape(
        is_shown=True,
        read=read,
        outcome=outcome,
        outcome_text=str(OUTCOMES[outcome]),
        competitor=said(row.competitor, case.language) if row and row.competitor else None,
        competitor_offer=said(row.competitor_offer, case.language) if row and row.competitor_offer else None,
        offered=row.offered_remedy if row else "",
        offered_text=_remedy(policy, row.offered_remedy) if row else "",
        offers=tuple(offers),
        outcomes=tuple(Choice(code, str(word), code == outcome) for code, word in OUTCOMES.items()),
        remedies=_remedies(policy, only_saving=True),
    )


def _remedy(policy: Policy | None, code: str) -> str:
    remedy = policy.remedies.get(code) if policy else None
    return text_of(remedy.texts) if remedy else code


def _remedies(policy: Policy | None, *, only_saving: bool) -> tuple[Choice, ...]:
    if policy is None:
        return ()
    return tuple(
        Choice(code, text_of(remedy.texts))
        for code, remedy in policy.remedies.items()
        if not only_saving or remedy.kind in SAVING
    )


def _win_back(case: Case, leaving: Leaving, policy: Policy | None) -> WinBackShape:
    if leaving.outcome != Outcome.LEAVES.value or case.erased_at is not None:
        return WinBackShape()
    reasons = tuple(Choice(code, str(word)) for code, word in LOSS_REASONS.items())
    remedies = _remedies(policy, only_saving=False)
    row = next(iter(_talk(brand=case.brand_id, case=case.pk)), None)
    if row is None:
        return WinBackShape(is_shown=True, reasons=reasons, remedies=remedies)
    offered = _remedy(policy, row.offered_remedy)
    amount = when.money(row.offered_minor, row.currency) if row.offered_minor else ""
    back = "" if row.came_back is None else "yes" if row.came_back else "no"
    return WinBackShape(
        is_shown=True,
        is_held=True,
        reason=row.reason,
        reason_text=str(LOSS_REASONS[row.reason]),
        words=said(row.words, case.language) if row.words else None,
        offered=row.offered_remedy,
        offered_text=_("{remedy}, {amount}").format(remedy=offered, amount=amount) if amount else offered,
        amount=_written(row.offered_minor or None, row.currency),
        gap_text=_gap(row),
        back=back,
        back_text=str(FLAGS[back]) if back else "",
        reasons=reasons,
        remedies=remedies,
    )


@prepared
def _talk(*, brand: int, case: int) -> QuerySet[WinBack]:
    return WinBack.objects.of(brand).filter(case_id=case)


def _gap(row: WinBack) -> str:
    if row.limit_minor is None:
        return ""
    limit = when.money(row.limit_minor, row.currency)
    if row.limit_minor >= row.offered_minor:
        return _("The front line could have given it too: up to {limit}.").format(limit=limit)
    return _("The front line could have given {limit} at most.").format(limit=limit)


def _review(file: CaseFile, actor: Actor) -> ReviewShape:
    case = file.case
    codes = _critical(brand=case.brand_id, case=case.pk) if "findings" in file.held else []
    found = [str(CRITICAL[code]) for code in codes]
    if not may(actor, "review_contact", subject_of(case)).is_granted:
        return ReviewShape(found=tuple(found))
    ours = [one for one in file.contacts if one.direction == Direction.OUT.value]
    return ReviewShape(
        may_review=True,
        contacts=tuple(Choice(str(one.uuid), _contact(one)) for one in ours[-_MOST_CONTACTS:]),
        codes=tuple(Choice(code, str(word)) for code, word in CRITICAL.items()),
        found=tuple(found),
    )


@prepared
def _critical(*, brand: int, case: int) -> QuerySet[CriticalFinding, str]:
    rows = CriticalFinding.objects.of(brand).filter(case_id=case).order_by("id")
    return rows.values_list("code", flat=True)


def _contact(row: Contact) -> str:
    parts = (when.full(row.occurred_at), str(CHANNELS.get(row.channel, row.channel)))
    return _("{when}, {channel}").format(when=parts[0], channel=parts[1])
