"""The Consult page: what waits for a supervisor, the question above, and what may be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.cases.authority import team_of
from amends.cases.consults import (
    answered_since,
    consults_to_review,
    grants_in_case,
    may_answer_somewhere,
    waiting_consults,
)
from amends.cases.models import Case, Consult
from amends.cases.policies import InForce, policy_in_force
from amends.cases.recording import subject_of
from amends.desk.consult_shapes import (
    AnsweredRow,
    BarMark,
    ConsultPage,
    ConsultQuestion,
    ConsultRow,
    OrphanRow,
    ReviewRow,
    Tone,
)
from amends.desk.consult_texts import (
    answer_words,
    asked_words,
    how_it_stands,
    left_of,
    length_text,
    money_of,
    name_of,
    remedy_text,
    title_of,
)
from amends.desk.shaping import LEVELS, gist_shape, said
from amends.money import written
from amends.page import when
from amends.page.consult_words import VERDICTS
from amends.page.marks import seriousness_word
from amends.page.parts import NOTHING_SENT, BrandShape, FormShape, Words
from amends.page.shaping import case_url
from amends.page.words import CAUSES, CHANNELS, DECISIONS, language_code
from amends.people.permissions import Actor, may
from amends.rules.consults import holder_of, own_limit, rank_of
from amends.rules.policy.document import Holder, RemedyKind
from amends.rules.policy.offers import limits_of


def consult_page(
    actor: Actor,
    brands: Mapping[int, BrandShape],
    now: datetime,
    *,
    orphans: tuple[OrphanRow, ...] = (),
    chosen: Consult | None = None,
    form: FormShape = NOTHING_SENT,
) -> ConsultPage:
    """Answers the page; without a chosen question the one that ends first is shown. Queries: 3 to 5."""
    waiting = waiting_consults(actor)
    shown = chosen or (waiting[0] if waiting else None)
    is_busy = any(row.taken_by_id == actor.staff_id for row in waiting)
    day = when.here(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return ConsultPage(
        rows=tuple(_row(row, brands[row.brand_id], shown, now) for row in waiting),
        count_text=ngettext("{count} open", "{count} open", len(waiting)).format(count=len(waiting)),
        free_text=_("You have a question in hand") if is_busy else _("You are free"),
        is_free=not is_busy,
        live_url=_url(shown) if shown else reverse("desk:consult"),
        may_answer=may_answer_somewhere(actor),
        is_chosen=chosen is not None,
        question=_question(shown, actor, brands[shown.brand_id], now, form) if shown else None,
        answered=tuple(_answered(row) for row in answered_since(actor, day)),
        orphans=orphans,
        reviews=tuple(_review(row, brands[row.brand_id], now) for row in consults_to_review(actor)),
    )


def _url(row: Consult) -> str:
    return reverse("desk:question", args=[row.uuid])


def _row(row: Consult, brand: BrandShape, shown: Consult | None, now: datetime) -> ConsultRow:
    left = left_of(row, now)
    assert left is not None, "only open questions are listed"
    return ConsultRow(
        url=_url(row),
        title=title_of(row),
        left=left,
        brand=brand,
        asker=row.asked_by.name,
        customer=_customer(row.case),
        lang_code=language_code(row.case.language),
        is_current=shown is not None and shown.pk == row.pk,
        taken_text=_("In hand: {name}").format(name=name_of(row.taken_by)) if row.taken_by_id else "",
    )


def _customer(case: Case) -> Words:
    name = case.customer.name if case.customer else ""
    return said(name, case.language) if name else Words(pgettext("name", "Not known"))


def _question(
    row: Consult, actor: Actor, brand: BrandShape, now: datetime, form: FormShape
) -> ConsultQuestion:
    policy = policy_in_force(row.brand_id, now)
    holder = holder_of(actor.roles.get(row.brand_id))
    mine = _limit(row, policy, holder, actor)
    may_answer = _may_answer(row, actor, holder)
    _tone, state = how_it_stands(row, policy, now)
    case = row.case
    return ConsultQuestion(
        uuid=str(row.uuid),
        case_url=case_url(case.uuid),
        case_reference=case.reference,
        gist=gist_shape(case.gist, case.language),
        brand=brand,
        asked_text=_("{name} asks, {when}").format(
            name=row.asked_by.name, when=when.said_when(row.asked_at, now)
        ),
        wait_text=_("The customer can wait {length}, {channel}").format(
            length=length_text(row.wait_seconds), channel=CHANNELS.get(case.channel, case.channel)
        ),
        title=_title(row, policy),
        question=asked_words(row),
        left=left_of(row, now),
        option=row.option,
        remedy_text=remedy_text(policy, row.remedy) if row.remedy else "",
        amount_text=money_of(row, row.amount_minor) if row.remedy else "",
        bar=_bar(row, policy, mine),
        weighs=tuple(_weighs(case)),
        state_text=state,
        answer=answer_words(row),
        may_answer=may_answer,
        may_take=may_answer and row.taken_by_id is None,
        limit_text=_limit_text(row, mine),
        amend_value=_amend_value(row, mine),
        form=form,
    )


def _amend_value(row: Consult, mine: int | None) -> str:
    amount = min(row.amount_minor, mine or 0)
    return written(amount, row.currency) if amount else ""


def _title(row: Consult, policy: InForce | None) -> str:
    if not row.remedy:
        return _("A question about {reference}").format(reference=row.case.reference)
    return _("{amount}: {remedy}").format(
        amount=money_of(row, row.amount_minor), remedy=remedy_text(policy, row.remedy)
    )


def _may_answer(row: Consult, actor: Actor, holder: Holder | None) -> bool:
    if not row.is_open or holder is None or row.asked_by_id == actor.staff_id:
        return False
    if row.taken_by_id not in (None, actor.staff_id) or rank_of(holder) <= rank_of(Holder(row.asked_as)):
        return False
    return may(actor, "answer_consult", subject_of(row.case)).is_granted


def _kind(row: Consult, policy: InForce | None) -> RemedyKind | None:
    remedy = policy.compiled.policy.remedies.get(row.remedy) if policy else None
    return remedy.kind if remedy else None


def _limit(row: Consult, policy: InForce | None, holder: Holder | None, actor: Actor) -> int | None:
    """Answers how much this reader may still grant of what is asked; None where nothing of money is asked."""
    kind = _kind(row, policy)
    if policy is None or kind is None or holder is None:
        return None
    team = team_of(row.brand_id, actor.staff_id or 0, policy)
    return own_limit(policy.compiled.policy.authority, holder, kind, grants_in_case(row), team)


def _limit_text(row: Consult, mine: int | None) -> str:
    if mine is None:
        return ""
    return _("You may grant up to {amount} in this case.").format(amount=money_of(row, mine))


def _bar(row: Consult, policy: InForce | None, mine: int | None) -> tuple[BarMark, ...]:
    kind = _kind(row, policy)
    if policy is None or kind is None or mine is None:
        return ()
    team = team_of(row.brand_id, row.asked_by_id, policy)
    limits = limits_of(policy.compiled.policy.authority, Holder(row.asked_as), team)
    amounts = {"rep": limits.of_kind(kind) if limits else 0, "asked": row.amount_minor, "mine": mine}
    whole = max(1, *amounts.values()) * 10 // 9
    marks = sorted(amounts.items(), key=lambda one: one[1])
    return tuple(
        BarMark(code, min(100, amount * 100 // max(1, whole)), money_of(row, amount))  # type: ignore[arg-type]
        for code, amount in marks
    )


def _weighs(case: Case) -> Sequence[tuple[Tone, str]]:
    found: list[tuple[Tone, str]] = []
    if case.decision:
        cause = CAUSES.get(case.cause)
        decision = str(DECISIONS.get(case.decision, case.decision))
        whole = _("{decision}; cause: {cause}").format(decision=decision, cause=cause) if cause else decision
        found.append(("good", whole))
    else:
        found.append(("look", _("Not decided yet")))
    found.append(("", _("Seriousness: {level}").format(level=seriousness_word(LEVELS[case.seriousness]))))
    if case.want:
        found.append(("", _("Asks for: {want}").format(want=case.want)))
    if case.reopened_count:
        found.append(("look", _("It came back after it was closed")))
    if case.is_held:
        found.append(("look", _("On hold: only a specialist may decide it")))
    return found


def _answered(row: Consult) -> AnsweredRow:
    seconds = int(((row.answered_at or row.asked_at) - row.asked_at).total_seconds())
    verdict = "" if row.is_unattended else row.verdict
    text = str(VERDICTS.get(verdict, verdict))
    if verdict:
        text = _("{what}, {length}").format(what=text, length=length_text(seconds))
    return AnsweredRow(url=_url(row), title=title_of(row), verdict=verdict, text=text)


def _review(row: Consult, brand: BrandShape, now: datetime) -> ReviewRow:
    sentence = _("{name} granted {amount}, {when}")
    return ReviewRow(
        uuid=str(row.uuid),
        url=_url(row),
        title=title_of(row),
        text=sentence.format(
            name=row.asked_by.name,
            amount=money_of(row, row.granted_minor or 0),
            when=when.said_when(row.answered_at or now, now),
        ),
        brand=brand,
    )
