"""The steps from options to followed up: what the policy offers in this case, and what was given."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from babel.lists import format_list
from babel.numbers import format_percent
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.authority import Grounds, Weighed, granted, weigh_case
from amends.cases.consults import Raised, raised_authority
from amends.cases.ledger import counted
from amends.cases.models import Case, Circumstances, Remedy, Settlement
from amends.cases.queries import CaseFile
from amends.desk.late import late_shape
from amends.desk.mend_shapes import (
    NO_MENDING,
    FactField,
    GivenShape,
    MendShape,
    OptionShape,
    OptionStanding,
    SettlementShape,
)
from amends.desk.mend_words import CLIMBS, COURTESY, FACT_LABELS, FLAGS, PARTS, REMEDY_STATES
from amends.desk.payout_panel import masked
from amends.money import written
from amends.page import when
from amends.page.parts import Choice, Words
from amends.page.policy_texts import text_of
from amends.page.words import CAUSES, ROLES, reader_locale
from amends.people.models import Brand
from amends.people.permissions import Actor
from amends.rules.ladder import rung_above
from amends.rules.payouts import PAYABLE
from amends.rules.policy.amounts import WHOLE
from amends.rules.policy.compiled import Compiled
from amends.rules.policy.document import Policy, RemedyKind
from amends.rules.policy.facts import FACTS, FactKind, Value
from amends.rules.policy.options import Option, supervisor_adds
from amends.rules.remedies import MONEY, Origin, State

_STATED_FIRST = ("failure", "product", "delay_minutes", "price_paid", "monthly_price", "fee")


def mending(file: CaseFile, brand: Brand, actor: Actor, now: datetime, grounds: Grounds) -> MendShape:
    """Answers what may be offered and what was given in a case. Queries: 1 to 3."""
    case = file.case
    given = counted(file.remedies)
    weighed = weigh_case(case, file.customer, brand, actor, now, grounds=grounds, in_case=given)
    if weighed is None:
        return NO_MENDING
    compiled, answer = weighed.policy.compiled, weighed.answer
    policy = compiled.policy
    texts = {code: text_of(remedy.texts) for code, remedy in policy.remedies.items()}
    fields = policy_fields(compiled, grounds.said, brand.currency)
    return MendShape(
        has_policy=True,
        situation=answer.situation.value if answer.is_known else "",
        is_known=answer.is_known,
        fields=tuple(one for one in fields if one.name in _STATED_FIRST),
        more_fields=tuple(one for one in fields if one.name not in _STATED_FIRST),
        needs_text=needs_text(answer.needs),
        fits=tuple(_fits(weighed)),
        options=_options(weighed, file, actor),
        reasons=tuple(text_of(policy.reasons[code]) for code in answer.row.row.reasons) if answer.row else (),
        next_rung=_next_rung(weighed),
        supervisor_text=supervisor_text(weighed),
        gestures=tuple(_gestures(weighed, brand.currency)),
        gestures_text=_gestures_left(weighed, brand.currency),
        settlements=tuple(_settlements(file, actor, texts)),
        given_text=when.money(given, brand.currency) if given else "",
        key=str(uuid.uuid4()),
        brand_promise=text_of(policy.brand_promise),
        approved=tuple(_approved(policy, case.language)),
        rung_text=_rung(policy, case.rung),
        next_rung_text=_rung(policy, rung_above(policy.ladder, case.rung)),
        is_near_top=_is_near_top(policy, case.rung),
        climbs=tuple(Choice(code, str(word)) for code, word in CLIMBS.items()),
        remedies=tuple(Choice(code, said) for code, said in texts.items()),
        people_left=policy.people_before_escalation - len(_told(file)),
        **late_shape(weighed, file, brand, len(_told(file))),
    )


def _approved(policy: Policy, language: str) -> Iterator[Words]:
    """Answers the facts that may be said word for word in this language; what nobody translated is not offered."""
    for block in policy.fact_blocks:
        texts: Mapping[str, str] = dict(block.items())
        if language in texts:
            yield Words(texts[language], language)


def _rung(policy: Policy, code: str) -> str:
    return text_of(policy.ladder[code].texts) if code in policy.ladder else ""


def _is_near_top(policy: Policy, code: str) -> bool:
    above = rung_above(policy.ladder, code)
    return not above or policy.ladder[above].is_final


def _told(file: CaseFile) -> set[int]:
    heard = (one for one in file.contacts if one.direction == "in" and one.channel != "walk_in")
    return {one.staff_id for one in heard if one.staff_id is not None}


def policy_fields(compiled: Compiled, said: Circumstances | None, currency: str) -> list[FactField]:
    """Answers the facts that a policy asks for and somebody has to say, as fields."""
    asked = {column.fact for column in compiled.found.columns} | {
        column.fact for column in compiled.entitled.columns
    }
    worths = {remedy.worth.of for remedy in compiled.policy.remedies.values() if remedy.worth.of}
    names = [name for name in FACTS if name in asked | worths and hasattr(Circumstances, name)]
    return [_field(compiled.policy, name, said, currency) for name in names]


def _field(policy: Policy, name: str, said: Circumstances | None, currency: str) -> FactField:
    value = getattr(said, name) if said is not None else None
    label, fact = str(FACT_LABELS[name]), FACTS[name]
    if fact.kind is FactKind.FLAG:
        shown = "" if value is None else "yes" if value else "no"
        choices = [Choice(code, str(word), code == shown) for code, word in FLAGS.items()]
        return FactField(name, label, "select", shown, tuple(choices))
    if fact.kind is FactKind.CODE:
        words = (
            {code: text_of(policy.codes_of(name)[code]) for code in policy.codes_of(name)}
            if not fact.codes
            else {code: str(COURTESY[code]) for code in fact.codes}
        )
        choices = [Choice(code, word, code == value) for code, word in words.items()]
        return FactField(name, label, "select", value or "", tuple(choices))
    if fact.kind is FactKind.MONEY:
        shown = written(value, currency) if value is not None else ""
        return FactField(name, label, "money", shown, hint=currency)
    return FactField(name, label, "number", "" if value is None else str(value))


def needs_text(needs: Sequence[str]) -> str:
    """Answers which facts are not known yet, as a sentence."""
    if not needs:
        return ""
    return _("Not known yet: {facts}").format(facts=_listed([str(FACT_LABELS[name]) for name in needs]))


def _listed(words: Sequence[str]) -> str:
    """Answers several words, each whole in itself, as the reader's language lists them."""
    return format_list(words, locale=reader_locale())


def _fits(weighed: Weighed) -> Iterator[tuple[str, str]]:
    """Answers why this row of the policy fits: each fact that it asks about, and what is known of it."""
    row = weighed.answer.row
    if row is None:
        return
    policy = weighed.policy.compiled.policy
    for name, _condition in row.conditions:
        yield str(FACT_LABELS[name]), _fact_text(policy, name, weighed.facts.get(name))


def _fact_text(policy: Policy, name: str, value: Value | None) -> str:
    if value is None:
        return _("not known")
    if name in ("failure", "product"):
        return text_of(policy.codes_of(name)[str(value)]) if value in policy.codes_of(name) else str(value)
    if name == "fault":
        return str(CAUSES.get(str(value), value))
    if isinstance(value, bool):
        return str(FLAGS["yes" if value else "no"])
    if FACTS[name].kind is FactKind.MONEY:
        return when.money(int(value), policy.currency)
    return str(COURTESY.get(str(value), value))


def _options(weighed: Weighed, file: CaseFile, actor: Actor) -> tuple[OptionShape, ...]:
    options, case = weighed.answer.options, file.case
    is_above = any(one.refusal == "above_authority" for one in options)
    raised = raised_authority(case.pk, case.brand_id, actor.staff_id or 0) if is_above else ()
    chosen = {row.settlement.code for row in file.remedies if row.settlement.origin == Origin.OPTION.value}
    return tuple(_option(one, weighed, chosen, raised) for one in options)


def options_shown(weighed: Weighed) -> tuple[OptionShape, ...]:
    """Answers the options of a complaint that has no file yet: nothing is chosen, and nobody was asked."""
    return tuple(_option(one, weighed, frozenset(), ()) for one in weighed.answer.options)


def _option(
    option: Option, weighed: Weighed, chosen: Collection[str], raised: Sequence[Raised]
) -> OptionShape:
    policy = weighed.policy.compiled.policy
    standing, who = _who(option, weighed, policy.currency, raised)
    share = ""
    if option.proportion is not None:
        said = format_percent(option.proportion / WHOLE, locale=reader_locale())
        share = _("{share} of the price paid").format(share=said)
    return OptionShape(
        code=option.code,
        fix=text_of(policy.remedies[option.fix].texts),
        extra=text_of(policy.remedies[option.extra].texts) if option.extra else "",
        worth_text=when.money(option.worth, policy.currency) if option.worth is not None else "",
        standing=standing,
        who_text=who,
        share_text=share,
        is_chosen=option.code in chosen,
    )


def _who(
    option: Option, weighed: Weighed, currency: str, raised: Sequence[Raised]
) -> tuple[OptionStanding, str]:
    limits = weighed.limits
    if allowed := granted(raised, option) if option.refusal == "above_authority" else None:
        limit = when.money(allowed.amount_minor, currency)
        return "mine", _("Allowed to you in this case, up to {limit}").format(limit=limit)
    if option.refusal == "needs":
        return "needs", _("Needs: {facts}").format(
            facts=_listed([str(FACT_LABELS[name]) for name in option.needs])
        )
    if not option.refusal and limits is not None:
        return "mine", _("Your authority, up to {limit}").format(limit=when.money(limits.per_case, currency))
    if option.refusal == "above_day":
        return "ask", _("Above what you may give today; somebody else must approve")
    if option.holder is not None:
        return "ask", _("{role} must approve").format(role=ROLES[option.holder.value])
    return "none", _("Above what anybody here may give")


def supervisor_text(weighed: Weighed) -> str:
    """Answers what somebody higher could add to these options, often nothing."""
    if weighed.power is None or not weighed.answer.options:
        return ""
    more = supervisor_adds(weighed.answer.options, weighed.power)
    if not more:
        return _("A supervisor could add nothing to this.")
    return _("A supervisor could give: {options}").format(options=_listed(more))


def _next_rung(weighed: Weighed) -> str:
    row = weighed.answer.row
    if row is None or not row.row.next_rung:
        return ""
    return text_of(weighed.policy.compiled.policy.ladder[row.row.next_rung].texts)


def _gestures(weighed: Weighed, currency: str) -> Iterator[Choice]:
    policy, limits = weighed.policy.compiled.policy, weighed.limits
    for code, remedy in policy.remedies.items():
        worth = remedy.worth.fixed
        if limits and remedy.part == "extra" and worth is not None and worth <= limits.goodwill_per_day:
            yield Choice(code, text_of(remedy.texts), hint=when.money(worth, currency))


def _gestures_left(weighed: Weighed, currency: str) -> str:
    limits = weighed.limits
    if limits is None or not limits.goodwill_per_day:
        return ""
    return _("Up to {amount} a day, nobody is asked").format(
        amount=when.money(limits.goodwill_per_day, currency)
    )


def _settlements(file: CaseFile, actor: Actor, texts: Mapping[str, str]) -> Iterator[SettlementShape]:
    by_settlement: dict[int, list[Remedy]] = {}
    for remedy in file.remedies:
        by_settlement.setdefault(remedy.settlement_id, []).append(remedy)
    for remedies in by_settlement.values():
        yield _settlement(file.case, remedies[0].settlement, remedies, texts, actor)


def _settlement(
    case: Case, row: Settlement, remedies: Sequence[Remedy], texts: Mapping[str, str], actor: Actor
) -> SettlementShape:
    is_own = row.staff_id is not None and row.staff_id == actor.staff_id
    waits = ""
    if row.state == State.CHOSEN.value:
        waits = ngettext(
            "{count} other person must approve it", "{count} other people must approve it", row.others_needed
        ).format(count=row.others_needed)
    may_drop = row.origin != Origin.DUE.value and row.state in (State.CHOSEN.value, State.APPROVED.value)
    return SettlementShape(
        uuid=str(row.uuid),
        title=_title(row),
        who_text=_("chosen by the customer") if row.is_customers_choice else "",
        total_text=when.money(row.total_minor, row.currency),
        state=row.state,
        given=tuple(_given(one, texts, is_own, case.is_open) for one in remedies),
        waits_text=waits,
        can_approve=case.is_open and row.state == State.CHOSEN.value and not is_own,
        can_drop=case.is_open and may_drop,
    )


def _title(row: Settlement) -> str:
    if row.origin == Origin.DUE.value:
        return _("Due by law or charter, whatever is chosen")
    if row.origin == Origin.GESTURE.value:
        return _("A small gesture")
    return _("Option {code}").format(code=row.code)


def _given(row: Remedy, texts: Mapping[str, str], is_own: bool, is_open: bool) -> GivenShape:
    is_money = row.kind in {kind.value for kind in MONEY} and row.amount_minor > 0
    by_hand = row.is_by_hand or row.next_at is None
    state = State(row.state)
    return GivenShape(
        uuid=str(row.uuid),
        text=texts.get(row.code, row.code),
        part_text=str(PARTS[row.part]),
        amount_text=when.money(row.amount_minor, row.currency) if row.amount_minor else "",
        state=state.value,
        state_text=str(REMEDY_STATES[state.value]),
        trouble_text=_("It could not be handed over: carry it out by hand, or drop it.")
        if row.trouble and row.next_at is None
        else "",
        receipt=row.receipt,
        account_uuid=str(row.account.uuid) if row.account and row.account.last_four else "",
        account_text=masked(row.account) if row.account else "",
        can_direct=is_open
        and state is State.APPROVED
        and row.amount_minor > 0
        and RemedyKind(row.kind) in PAYABLE
        and row.claimed_at is None
        and not row.attempts,
        can_carry_out=is_open and state is State.APPROVED and by_hand and not (is_money and is_own),
        can_confirm=is_open and state is State.ISSUED,
        can_reverse=is_open and state in (State.ISSUED, State.CONFIRMED) and not is_own,
    )
