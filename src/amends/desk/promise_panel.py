"""The promises of a case become shapes: clocks, acts, the form and the book beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.actions.promises import OUR_WORD
from amends.cases.models import Case, Contact, Promise
from amends.cases.promise_clocks import rules_of
from amends.cases.queries import CaseFile, suppliers_of
from amends.cases.recording import subject_of
from amends.desk.promise_hours import Seen, book_shape
from amends.desk.promise_shapes import OfferShape, PromisePanel, PromiseRow
from amends.desk.shaping import clock_shape, said
from amends.page import when
from amends.page.asking import number_said
from amends.page.parts import NOTHING_SENT, Choice, ClockShape, FieldError, FormShape
from amends.page.shaping import case_url
from amends.page.words import CHANNELS, PROMISES, refusal
from amends.people.permissions import may
from amends.rules.clocks import Clock
from amends.rules.promises import OPEN, PromiseKind, State

_ACTS = ("promise_keep", "promise_try", "promise_move", "promise_withdraw", "promise_hand_over")


def promise_panel(seen: Seen, people: Iterable[Choice], asked: Mapping[str, str]) -> PromisePanel:
    """Answers everything about the promises of a case; `asked` is the address: which day's book, and whose.

    Queries: 0, and 5 to 8 where the book is asked for.
    """
    rows = tuple(_row(number, row, seen) for number, row in enumerate(seen.file.promises, start=1))
    case, colleagues = seen.file.case, tuple(people)
    answer = may(seen.actor, "promise", subject_of(case))
    closed = refusal("closed") if not case.is_open else ""
    wanted = _wanted(seen, colleagues, asked) if answer.is_granted and not closed else None
    return PromisePanel(
        rows=rows,
        clocks=tuple(row.clock for row in rows if row.clock),
        kinds=tuple(Choice(code, str(word)) for code, word in PROMISES.items()),
        people=_people(colleagues, _first_owner(seen, wanted)),
        suppliers=_suppliers(case) if wanted else (),
        zone_text=_("The hours are those of {place}.").format(place=seen.place),
        book=book_shape(seen, wanted[0], wanted[1], colleagues) if wanted else None,
        book_url=f"{case_url(case.uuid)}?book=1#act-promise",
        refusal_text=closed if answer.is_granted else refusal(answer.reason),
        words=asked.get("words", "")[:300],
        entered=seen.form.entered if seen.form.action == "promise" else {},
    )


def _suppliers(case: Case) -> tuple[Choice, ...]:
    return tuple(Choice(str(pk), name) for pk, name in suppliers_of(case.brand_id))


def _people(colleagues: tuple[Choice, ...], owner: str) -> tuple[Choice, ...]:
    # Hundreds may work for a brand, and one of them is chosen.
    return tuple(replace(one, is_chosen=True) if one.value == owner else one for one in colleagues)


def _first_owner(seen: Seen, wanted: tuple[int, date] | None) -> str:
    return str(wanted[0] if wanted else seen.file.case.owner_id or seen.actor.staff_id)


def _wanted(seen: Seen, people: tuple[Choice, ...], asked: Mapping[str, str]) -> tuple[int, date] | None:
    """Answers whose book of which day is to be shown: what a refused form said, else what the address says."""
    form = seen.form.entered if seen.form.action == "promise" else {}
    if not form and "book" not in asked:
        return None
    who = number_said(form.get("who", "") or asked.get("who", ""))
    known = {number_said(one.value) for one in people}
    who = who if who in known else seen.file.case.owner_id or seen.actor.staff_id
    today = seen.now.astimezone(when.zone_of(seen.zone)).date()
    day = _day(form.get("on", "") or asked.get("book", ""), today)
    return (who, day) if who is not None else None


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if today <= day <= today + timedelta(days=366) else today


def _row(number: int, row: Promise, seen: Seen) -> PromiseRow:
    state = State(row.state)
    subject = subject_of(seen.file.case)
    may_act = may(seen.actor, "promise", subject).is_granted
    is_open = may_act and state in OPEN
    is_settled = row.kept_at is not None or state in (State.KEPT, State.WITHDRAWN)
    kind = PromiseKind(row.kind)
    proofs = tuple(_choices(seen, row, lambda one: kind not in OUR_WORD or one.direction == "out"))
    return PromiseRow(
        number=number,
        uuid=str(row.uuid),
        kind=str(PROMISES.get(row.kind, row.kind)),
        text=said(row.text, seen.file.case.language)
        if not row.erased_at
        else said(_("These words were erased."), ""),
        clock=None if state is State.WITHDRAWN else promise_clock(row, seen.file, seen.now),
        by_text=_by_text(row, seen),
        here_text=_here_text(row),
        notes=tuple(_notes(row, seen)),
        is_open=is_open,
        may_hand_over=is_open and may(seen.actor, "assign_others", subject).is_granted,
        is_broken=state is State.BROKEN and row.made_good_at is None,
        may_keep=may_act and not is_settled,
        may_try=is_open and kind is PromiseKind.CALL_BACK,
        may_withdraw=may_act and not is_settled and row.withdrawn_at is None and state is not State.ATTEMPTED,
        needs_our_word=kind in OUR_WORD,
        offer=_offer(row, seen) if may_act and not is_settled else None,
        proofs=proofs,
        words_of_customer=tuple(_choices(seen, row, lambda one: one.direction == "in")),
        form=_form_of(row, seen.form, number),
    )


def _form_of(row: Promise, form: FormShape, number: int) -> FormShape:
    """Answers the refused form where it was for this promise; several stand on the page, so each has its number."""
    if form.action not in _ACTS or form.entered.get("promise") != str(row.uuid):
        return NOTHING_SENT
    name = f"{form.action}-{number}"
    fields = tuple(FieldError(one.field.replace(form.action, name, 1), one.text) for one in form.summary)
    return replace(form, action=name, summary=fields)


def promise_clock(row: Promise, file: CaseFile, now: datetime) -> ClockShape:
    """Answers the clock of a promise that was not withdrawn. Queries: 0, and 1 where somebody tried to call."""
    name, state = str(PROMISES.get(row.kind, row.kind)), State(row.state)
    if state in (State.KEPT, State.ATTEMPTED):
        return ClockShape(
            "kept", "", "", _proof(row, file, now), _done_at(row).isoformat(), name, tries_text=_tries(row)
        )
    shape = replace(clock_shape(Clock(row.kind, row.agreed_at, row.due_at), now), name=name)
    until = file.case.waiting_until
    if state in OPEN and row.due_at > row.agreed_ends_at and until is not None and until > now:
        return replace(shape, state="paused", rest_text=_("until {day}").format(day=when.day(until)))
    if row.kept_at is not None:
        return replace(
            shape, rest_text=_("done {length} late").format(length=when.length(row.kept_at - row.due_at))
        )
    is_moved = state in OPEN and row.agreed_at > row.made_at
    return replace(shape, is_moved=is_moved, tries_text=_tries(row))


def _done_at(row: Promise) -> datetime:
    return row.kept_at or row.message_at or row.due_at


def _proof(row: Promise, file: CaseFile, now: datetime) -> str:
    contact = next((one for one in file.contacts if one.pk == (row.kept_by_id or row.message_id)), None)
    moment = when.said_when(_done_at(row), now)
    if contact is None:
        return moment
    return _("{channel}, {when}").format(channel=CHANNELS.get(contact.channel, contact.channel), when=moment)


def _tries(row: Promise) -> str:
    if not row.attempt_count or PromiseKind(row.kind) is not PromiseKind.CALL_BACK or row.kept_at is not None:
        return ""
    most = rules_of(row).attempts
    return ngettext("{done} of {count} call", "{done} of {count} calls", most).format(
        done=min(row.attempt_count, most), count=most
    )


def _by_text(row: Promise, seen: Seen) -> str:
    return _("{name}, {day}, {since} to {until}, {place} time").format(
        name=row.owner.name,
        day=when.day_in(row.due_at, row.zone),
        since=when.hour_in(row.agreed_starts_at, row.zone),
        until=when.hour_in(row.due_at, row.zone),
        place=seen.place,
    )


def _here_text(row: Promise) -> str:
    here = when.hour(row.due_at)
    differs = when.here(row.due_at).utcoffset() != row.due_at.astimezone(when.zone_of(row.zone)).utcoffset()
    return _("{hour} your time").format(hour=here) if differs else ""


def _notes(row: Promise, seen: Seen) -> Iterator[str]:
    if row.cover is not None:
        yield _("{name} covers.").format(name=row.cover.name)
    if row.supplier is not None:
        yield _("It depends on {name}.").format(name=row.supplier.name)
    if row.broken_at is not None and row.state == State.KEPT.value:
        yield _("It looked broken until the proof came.")
    if row.withdrawn_at is not None:
        yield _("Withdrawn {when}: {reason}").format(
            when=when.said_when(row.withdrawn_at, seen.now), reason=row.withdrawn_reason or "…"
        )
    if row.is_counted_broken:
        yield _("Withdrawn so late that it counts as broken.")
    if row.state == State.BROKEN.value and row.made_good_at is None:
        yield _("Nobody has made it good yet.")


def _offer(row: Promise, seen: Seen) -> OfferShape | None:
    if PromiseKind(row.kind) not in OUR_WORD or State(row.state) is State.ATTEMPTED:
        return None
    theirs = {row.owner_id, row.cover_id} - {None}
    spoken = [
        one
        for one in seen.file.contacts
        if one.direction == "out"
        and one.staff_id in theirs
        and one.recorded_at > row.agreed_at
        and one.pk != row.message_id
    ]
    if not spoken:
        return None
    first = min(spoken, key=lambda one: one.recorded_at)
    sentence = _("{name} spoke to them {when}. Does that keep the promise?")
    if State(row.state) is State.BROKEN:
        sentence = _("{name} spoke to them {when}. Was that what was promised?")
    text = sentence.format(
        name=first.staff.name if first.staff else "Amends", when=when.said_when(first.recorded_at, seen.now)
    )
    return OfferShape(str(first.pk), text)


def _choices(seen: Seen, row: Promise, fits: Callable[[Contact], bool]) -> Iterator[Choice]:
    for one in seen.file.contacts:
        if one.recorded_at > row.agreed_at and fits(one):
            channel = CHANNELS.get(one.channel, one.channel)
            label = _("{channel}, {when}").format(
                channel=channel, when=when.said_when(one.recorded_at, seen.now)
            )
            yield Choice(str(one.pk), label)
