"""Remedies: put to the customer, chosen, approved by others where they must, or dropped."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from amends.cases.actions.contacts import send_words
from amends.cases.actions.payouts import account_to_pay
from amends.cases.authority import Weighed, granted, limits_of_staff, weigh_entry
from amends.cases.consults import raised_authority
from amends.cases.ledger import Day, give_back_to_day, move, take_from_day, take_gesture
from amends.cases.models import Approval, Case, Offer, Remedy, Settlement
from amends.cases.payouts import SeenAccount, refuse_own_account
from amends.cases.recording import Entry, Refused, allow, record, subject_of
from amends.cases.remedy_rows import remedy_row
from amends.errors import DomainError
from amends.people.actors import actor_of
from amends.people.models import Customer
from amends.people.permissions import Actor, may
from amends.people.prepared import prepared
from amends.rules.leaving import is_because_of_leaving, why_not_save
from amends.rules.lifecycle import next_step
from amends.rules.payouts import PAYABLE
from amends.rules.policy.amounts import MOST
from amends.rules.policy.document import Policy
from amends.rules.policy.offers import ReadyOffer
from amends.rules.policy.options import Option
from amends.rules.remedies import Act, Origin, State, others_needed, why_not_approve, why_not_pay
from amends.rules.vocabulary import Channel, Situation, Stage, Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which option was taken: by the customer, or by the person of the desk within authority; to which account."""

    code: str
    key: UUID
    is_customers: bool = True
    account: UUID | None = None


def offer_remedies(
    *,
    actor: Actor,
    case_uuid: UUID,
    codes: Sequence[str],
    text: str,
    channel: Channel,
    now: datetime,
    below: str = "",
    shown: Sequence[str] = (),
) -> Offer:
    """Puts two or more options to the customer, in words that leave or were said; what they were worth then is kept.

    `below` stands under the words and above the options, `shown` is what the writer was shown of the words.
    Raises: NotFound, Refused, Refused('reply_blocked'), DomainError('no_options'), DomainError('nothing_said').
    """
    with record("give", actor=actor, case_uuid=case_uuid, now=now) as entry:
        weighed = _weighed(entry)
        chosen = [option for option in weighed.answer.options if option.code in codes]
        if not chosen or len(chosen) != len(set(codes)):
            raise DomainError("no_options")
        if needs := next((one.needs for one in chosen if one.needs), ()):
            raise Refused("option_needs", needs=", ".join(needs))
        for option in chosen:
            _refuse_adding(weighed, option)
        options = _said_options(weighed, chosen, entry.case.language)
        contact = send_words(
            entry,
            text,
            channel,
            is_answer=_answers(entry),
            below="\n\n".join([below, *options] if below else options),
            offered_minor=max(option.worth or 0 for option in chosen),
            shown=shown,
        )
        offer = Offer.objects.create(
            brand_id=entry.case.brand_id,
            uuid=uuid.uuid4(),
            case=entry.case,
            policy_number=weighed.policy.number,
            facts=dict(weighed.facts),
            options=[_kept(option) for option in chosen],
            staff_id=actor.staff_id,
            offered_at=now,
        )
        said = {option.code: option.worth for option in chosen}
        entry.event("remedies.offered", offer=offer.pk, contact=contact.pk, options=said)
        return offer


def _said_options(weighed: Weighed, options: Sequence[Option], language: str) -> list[str]:
    """Answers the options as the customer reads them: in the case's own language."""
    remedies = weighed.policy.compiled.policy.remedies
    said = []
    for option in options:
        parts = [remedies[part].texts for part in (option.fix, option.extra) if part]
        lines = [texts.get(language) or texts["en"] for texts in parts]  # type: ignore[call-overload]
        said.append("\n".join([f"{option.code}. {lines[0]}", *(f"    + {line}" for line in lines[1:])]))
    return said


def _answers(entry: Entry) -> bool:
    """Answers whether putting the options is the answer to the complaint: once it is decided, it is."""
    step = next_step("respond", Stage(entry.case.stage))
    if step.stage is None:
        return False
    entry.case.stage, entry.case.responded_at = step.stage.value, entry.now
    entry.event("case.responded")
    return True


def _kept(option: Option) -> dict[str, object]:
    return {
        "code": option.code,
        "fix": option.fix,
        "extra": option.extra,
        "worth": option.worth,
        "holder": option.holder.value if option.holder else "",
    }


def accept_remedy(*, actor: Actor, case_uuid: UUID, choice: Choice, now: datetime) -> Settlement:
    """Settles on one option. Within the person's authority it is approved at once, else it waits for others.

    The key makes it one settlement, however often it is sent; a case has one option in force at a time.
    Raises: NotFound, Refused, DomainError('no_options').
    """
    with record("give", actor=actor, case_uuid=case_uuid, now=now) as entry:
        again = Settlement.objects.of(entry.case.brand_id).filter(uuid=choice.key, case=entry.case).first()
        if again is not None:
            return again
        weighed = _weighed(entry)
        option = next((one for one in weighed.answer.options if one.code == choice.code), None)
        if option is None:
            raise DomainError("no_options")
        _refuse_second(entry)
        return _settled(entry, weighed, option, choice)


def choose_offered(entry: Entry, offer: UUID, choice: Choice) -> Settlement:
    """Settles on an option as the customer's own word, by the authority of who put it to them, at the worth it had.

    Raises: Refused('offer_changed') where another offer stands by now, or the option is worth something else;
    Refused, DomainError('no_options').
    """
    case = entry.case
    again = Settlement.objects.of(case.brand_id).filter(uuid=choice.key, case=case).first()
    if again is not None:
        return again
    standing = standing_offer(case)
    if standing is None or standing.uuid != offer or standing.staff is None:
        raise Refused("offer_changed")
    offered = {one["code"]: one["worth"] for one in standing.options}
    # What is recorded is the customer's act; what may be given is what the one who offered it may give.
    behind = replace(entry, actor=actor_of(standing.staff))
    weighed = _weighed(behind)
    option = next((one for one in weighed.answer.options if one.code == choice.code), None)
    if option is None or choice.code not in offered or option.worth != offered[choice.code]:
        raise Refused("offer_changed")
    _refuse_second(behind)
    return _settled(behind, weighed, option, choice)


def pick_offered(entry: Entry, offer: UUID, choice: Choice) -> None:
    """Keeps what a customer chose of whom nothing is known yet: it is settled once it is known who they are."""
    standing = standing_offer(entry.case)
    assert standing is not None and standing.uuid == offer  # as `choose_offered` found it in this act
    if standing.picked != choice.code:
        standing.picked, standing.picked_key = choice.code, choice.key
        standing.save(update_fields=["picked", "picked_key"])
        entry.event("own.picked", offer=standing.pk, option=choice.code)


def settle_picked(entry: Entry) -> None:
    """Settles what the customer chose before it was known who they are, where it is still what was offered."""
    standing = standing_offer(entry.case)
    if standing is None or standing.picked_key is None or not entry.case.is_open:
        return
    with suppress(Refused, DomainError):
        choose_offered(entry, standing.uuid, Choice(code=standing.picked, key=standing.picked_key))


def standing_offer(case: Case) -> Offer | None:
    """Answers the options that were put to the customer last. Queries: 1."""
    return next(iter(_standing(brand=case.brand_id, case=case.pk)), None)


@prepared
def _standing(*, brand: int, case: int) -> QuerySet[Offer]:
    rows = Offer.objects.of(brand).filter(case_id=case).select_related("staff")
    return rows.order_by("-id")[:1]


def _settled(entry: Entry, weighed: Weighed, option: Option, choice: Choice) -> Settlement:
    if option.worth is None:
        raise Refused("option_needs", needs=", ".join(option.needs))
    if option.refusal in ("above_day", "above_everyone"):
        raise Refused(option.refusal)
    _refuse_adding(weighed, option)
    _refuse_unknown(entry, option.worth)
    policy = weighed.policy.compiled.policy
    payer = _payer(entry, weighed, option)
    account = _account(entry, policy, option, choice.account)
    is_doubted = account is not None and bool(account.doubts)
    others = others_needed(
        option.worth, payer is not None, policy.authority.two_people_above, is_doubted=is_doubted
    )
    offer = Offer.objects.of(entry.case.brand_id).filter(case=entry.case).order_by("-id").first()
    settlement = Settlement(
        uuid=choice.key,
        offer=offer,
        origin=Origin.OPTION.value,
        code=option.code,
        total_minor=option.worth,
        is_customers_choice=choice.is_customers,
        others_needed=others,
    )
    _store(entry, weighed, settlement)
    ready = _ready_offer(weighed, option.code)
    for part, one in (("fix", ready.fix), ("extra", ready.extra)):
        if one.remedy:
            worth = one.worth(weighed.facts) or 0
            remedy_row(entry, settlement, policy, part, one.remedy, worth, account.row if account else None)
    if not others and payer is not None:
        _approve(entry, settlement, payer.staff_id, payer.per_day)
    return settlement


def _account(entry: Entry, policy: Policy, option: Option, named: UUID | None) -> SeenAccount | None:
    """Answers the account that money of this option goes to; what is doubted about it stands in the record."""
    account = account_to_pay(entry, named) if named else None
    parts = [policy.remedies[code].kind for code in (option.fix, option.extra) if code]
    if account is None or PAYABLE.isdisjoint(parts):
        return None
    if account.doubts:
        entry.event("account.doubted", account=account.row.pk, why=[doubt.value for doubt in account.doubts])
    return account


class _Payer(NamedTuple):
    """Whose authority an option is given by, and what that person may give in a day."""

    staff_id: int | None
    per_day: int


def _payer(entry: Entry, weighed: Weighed, option: Option) -> _Payer | None:
    """Answers by whose authority an option is given: one's own, or that of who answered a question about it."""
    if not option.refusal:
        return _Payer(entry.actor.staff_id, _own_limit(weighed))
    case, staff_id = entry.case, entry.actor.staff_id or 0
    raised = granted(raised_authority(case.pk, case.brand_id, staff_id), option)
    if raised is None or weighed.power is None:
        return None
    limits = limits_of_staff(case.brand_id, raised.by_staff_id, weighed.policy)
    # What was given in the case before counts against whoever allowed more, too.
    total = weighed.power.given_in_case + (option.worth or 0)
    if limits is None or total > max(
        limits.per_case, raised.amount_minor if raised.by_staff_id == staff_id else 0
    ):
        return None
    entry.event("settlement.raised", consult=raised.consult_id, amount=option.worth)
    return _Payer(raised.by_staff_id, limits.per_day)


def give_gesture(
    *, actor: Actor, case_uuid: UUID, remedy: str, key: UUID, now: datetime, account: UUID | None = None
) -> Settlement:
    """Gives a small extra off the menu, from the person's own budget of the day; nobody is asked.

    So it goes to no account that somebody else would have to agree to.
    Raises: NotFound, Refused, DomainError('no_remedy').
    """
    with record("give", actor=actor, case_uuid=case_uuid, now=now) as entry:
        again = Settlement.objects.of(entry.case.brand_id).filter(uuid=key, case=entry.case).first()
        if again is not None:
            return again
        weighed = _weighed(entry)
        policy, limits = weighed.policy.compiled.policy, weighed.limits
        said = policy.remedies.get(remedy)
        if said is None or said.part != "extra" or said.worth.fixed is None:
            raise DomainError("no_remedy")
        if limits is None or actor.staff_id is None:
            raise Refused("role")
        if reason := why_not_save(said.kind, bool(weighed.facts.get("leave_intent"))):
            raise Refused(reason)
        worth = said.worth.fixed
        _refuse_unknown(entry, worth)
        paid_to = account_to_pay(entry, account) if account and said.kind in PAYABLE else None
        if paid_to is not None and paid_to.doubts:
            raise Refused("account_doubted")
        if weighed.power is None or weighed.power.given_in_case + worth > limits.per_case:
            raise Refused("above_authority")
        take_gesture(Day(entry.case.brand_id, actor.staff_id, weighed.day), worth, limits.goodwill_per_day)
        settlement = Settlement(uuid=key, origin=Origin.GESTURE.value, code=remedy, total_minor=worth)
        settlement.charged_to_id = actor.staff_id
        _store(entry, weighed, settlement)
        remedy_row(
            entry, settlement, policy, "extra", remedy, worth, paid_to.row if paid_to is not None else None
        )
        _settle(entry, settlement)
        return settlement


def approve_settlement(*, actor: Actor, case_uuid: UUID, settlement: UUID, now: datetime) -> Settlement:
    """Agrees to what somebody else chose, within the own authority; above the brand's limit two people must.

    Who added an account that is still new does not agree to money going there.
    Raises: NotFound, Refused('own_remedy', 'own_account', 'approved_already', 'above_authority', 'above_day',
    'remedy_moved_on').
    """
    with record("give", actor=actor, case_uuid=case_uuid, now=now) as entry:
        row = _found(entry, settlement)
        if row.state != State.CHOSEN.value or actor.staff_id is None:
            raise Refused("remedy_moved_on", state=row.state)
        approved_by = set(
            Approval.objects.of(row.brand_id).filter(settlement=row).values_list("staff_id", flat=True)
        )
        if reason := why_not_approve(actor.staff_id, row.staff_id, approved_by):
            raise Refused(reason)
        refuse_own_account(row, actor.staff_id, now)
        weighed = _weighed(entry)
        most = _covering(weighed, row)
        Approval.objects.create(brand_id=row.brand_id, settlement=row, staff_id=actor.staff_id, at=now)
        entry.event("settlement.agreed", settlement=row.pk, amount=row.total_minor)
        if len(approved_by) + 1 >= row.others_needed:
            row.given_on = weighed.day
            _approve(entry, row, actor.staff_id, most)
        return row


def drop_settlement(*, actor: Actor, case_uuid: UUID, settlement: UUID, now: datetime) -> Settlement:
    """Lets go of what was chosen and not issued yet; its part of the day's limit is free again.

    Raises: NotFound, Refused('remedy_moved_on', 'being_issued', 'due_by_law').
    """
    with record("give", actor=actor, case_uuid=case_uuid, now=now) as entry:
        row = _found(entry, settlement)
        if row.origin == Origin.DUE.value:
            raise Refused("due_by_law")
        for one in _held_back(row):
            move(entry, one, Act.DROP)
        if row.state == State.APPROVED.value:
            give_back_to_day(row)
        row.state = State.DROPPED.value
        row.save(update_fields=["state"])
        return row


def _held_back(row: Settlement) -> list[Remedy]:
    """Answers the remedies of a settlement, none of which can be issued any more. Raises: Refused('being_issued')."""
    remedies = Remedy.objects.of(row.brand_id).filter(settlement=row)
    # What was tried once may have arrived, whatever was heard of it; until it is given up it can't be dropped.
    untried = remedies.filter(claimed_at__isnull=True).filter(Q(attempts=0) | Q(next_at__isnull=True))
    if untried.update(next_at=None) != remedies.count():
        raise Refused("being_issued")
    return list(remedies)


def _weighed(entry: Entry) -> Weighed:
    case = entry.case
    if not case.is_open:
        raise Refused("closed")
    if case.situation == Situation.HOLD.value:
        allow(may(entry.actor, "decide_hold", subject_of(case)))
    return weigh_entry(entry)


def _refuse_adding(weighed: Weighed, option: Option) -> None:
    """Refuses an extra that is given because somebody leaves and adds to what they have. Raises: Refused."""
    row = weighed.answer.row
    if row is None or not option.extra or not is_because_of_leaving(row.conditions):
        return
    if reason := why_not_save(weighed.policy.compiled.policy.remedies[option.extra].kind, is_leaving=True):
        raise Refused(reason)


def _refuse_unknown(entry: Entry, total: int) -> None:
    customer = Customer.objects.of(entry.case.brand_id).filter(pk=entry.case.customer_id or 0).first()
    level = Verification(customer.verification) if customer else Verification.NONE
    if reason := why_not_pay(level, total):
        raise Refused(reason)


def _refuse_second(entry: Entry) -> None:
    held = Settlement.objects.of(entry.case.brand_id).filter(case=entry.case, origin=Origin.OPTION.value)
    if held.exclude(state__in=[State.DROPPED.value, State.REVERSED.value]).exists():
        raise Refused("settled_already")


def _store(entry: Entry, weighed: Weighed, settlement: Settlement) -> None:
    settlement.brand_id, settlement.case = entry.case.brand_id, entry.case
    settlement.policy_number, settlement.facts = weighed.policy.number, dict(weighed.facts)
    settlement.currency = weighed.policy.compiled.policy.currency
    settlement.staff_id, settlement.given_on = entry.actor.staff_id, weighed.day
    settlement.chosen_at = entry.now
    settlement.save(force_insert=True)
    entry.event(
        "settlement.chosen",
        settlement=settlement.pk,
        origin=settlement.origin,
        code=settlement.code,
        amount=settlement.total_minor,
        others=settlement.others_needed,
    )


def _approve(entry: Entry, settlement: Settlement, staff_id: int | None, most: int) -> None:
    if settlement.total_minor and staff_id is not None:
        day = Day(settlement.brand_id, staff_id, settlement.given_on)
        take_from_day(day, settlement.total_minor, most)
        settlement.charged_to_id = staff_id
    _settle(entry, settlement)


def _settle(entry: Entry, settlement: Settlement) -> None:
    settlement.state = State.APPROVED.value
    settlement.save(update_fields=["state", "charged_to", "given_on"])
    for remedy in Remedy.objects.of(settlement.brand_id).filter(settlement=settlement):
        move(entry, remedy, Act.APPROVE)


def _own_limit(weighed: Weighed) -> int:
    return weighed.limits.per_day if weighed.limits else 0


def _covering(weighed: Weighed, row: Settlement) -> int:
    """Answers the day's limit of who approves. Raises: Refused where all of it is above their authority."""
    power, limits = weighed.power, weighed.limits
    if power is None or limits is None:
        raise Refused("role")
    # What waits for approval is counted in the case already.
    others = power.given_in_case - row.total_minor
    remedies = list(Remedy.objects.of(row.brand_id).filter(settlement=row))
    fits = others + row.total_minor <= limits.per_case
    kinds = {kind.value: kind for kind in limits.kinds}
    fits = fits and all(
        one.amount_minor <= (limits.of_kind(kinds[one.kind]) if one.kind in kinds else MOST)
        for one in remedies
    )
    if not fits:
        raise Refused("above_authority")
    return limits.per_day


def _ready_offer(weighed: Weighed, code: str) -> ReadyOffer:
    compiled = weighed.policy.compiled
    number = compiled.winner(compiled.found.fitting(weighed.facts))
    assert number is not None, "an option comes from a row"
    return next(one for one in compiled.offers[number] if one.code == code)


def _found(entry: Entry, settlement: UUID) -> Settlement:
    row = Settlement.objects.of(entry.case.brand_id).filter(uuid=settlement, case=entry.case).first()
    if row is None:
        raise Refused("not_in_case")
    return row
