"""The acts on promises: what each form says becomes one action, and what was said on the way is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Protocol, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from amends.cases.actions.contacts import continue_case, reply_to_customer
from amends.cases.actions.promises import (
    attempt_promise,
    hand_over_promise,
    keep_promise,
    make_promise,
    move_promise,
    withdraw_promise,
)
from amends.cases.promise_hours import Hours
from amends.cases.recording import Refused, writing
from amends.desk.promise_hours import hours_text
from amends.errors import DomainError
from amends.page.asking import number_said, uuid_said
from amends.people.permissions import Actor
from amends.rules.promises import PromiseKind, State
from amends.rules.vocabulary import Channel

_Said = TypeVar("_Said", date, time)


class Form(Protocol):
    """What somebody asks for: who, which case, the form's fields, when."""

    @property
    def actor(self) -> Actor: ...
    @property
    def case_uuid(self) -> UUID: ...
    @property
    def now(self) -> datetime: ...
    def text(self, name: str) -> str:
        """Answers a field's text, empty when it was not sent."""


def _read(kind: Callable[[str], _Said], text: str) -> _Said | None:
    """Answers a date or an hour as it was typed; nothing where it is none, so that the refusal asks for it."""
    try:
        return kind(text)
    except ValueError:
        return None


def _hours(form: Form) -> Hours:
    return Hours(
        _read(date.fromisoformat, form.text("on")),
        _hour(form.text("since")),
        _hour(form.text("until")),
    )


def _hour(text: str) -> time | None:
    hour = _read(time.fromisoformat, text)
    return hour.replace(tzinfo=None, second=0, microsecond=0) if hour is not None else None


@contextmanager
def _naming_hours() -> Iterator[None]:
    """Puts the hours that a refusal names into the reader's words."""
    try:
        yield
    except Refused as error:
        if "free" not in error.values:
            raise
        free, zone = error.values["free"], str(error.values["zone"])
        assert isinstance(free, tuple), "the book answers moments"
        if not free:
            raise Refused(f"{error.code}_all_week") from error
        raise Refused(error.code, hours=hours_text(free, zone, free[0])) from error


def _make(form: Form) -> str:
    with _naming_hours():
        make_promise(
            actor=form.actor,
            case_uuid=form.case_uuid,
            kind=_kind(form.text("kind")),
            text=form.text("text"),
            hours=_hours(form),
            owner_id=number_said(form.text("who")) or form.actor.staff_id or 0,
            supplier_id=_supplier(form.text("depends_on")),
            now=form.now,
        )
    return _("It is promised.")


def _supplier(text: str) -> int | None:
    # What is no number is nobody's supplier, and is refused as such.
    return (number_said(text) or 0) if text else None


def _kind(text: str) -> PromiseKind:
    try:
        return PromiseKind(text)
    except ValueError as error:
        raise DomainError("promise_kind_missing") from error


def _promise(form: Form) -> UUID:
    return uuid_said(form.text("promise")) or UUID(int=0)


def _told(form: Form, field: str) -> int | None:
    """Writes down what we told the customer by phone, and answers the contact; None where nothing was typed."""
    if not form.text(field).strip():
        return None
    text = form.text(field)
    contact = reply_to_customer(
        actor=form.actor, case_uuid=form.case_uuid, text=text, channel=Channel.PHONE, now=form.now
    )
    return contact.pk


def _heard(form: Form) -> int | None:
    """Writes down what the customer said by phone, and answers the contact; None where nothing was typed."""
    if not form.text("said").strip():
        return None
    contact = continue_case(
        actor=form.actor,
        case_uuid=form.case_uuid,
        channel=Channel.PHONE,
        text=form.text("said"),
        now=form.now,
    )
    return contact.pk


def _keep(form: Form) -> str:
    with writing():
        typed = _told(form, "said") if form.text("ours") == "yes" else _heard(form)
        promise = keep_promise(
            actor=form.actor,
            case_uuid=form.case_uuid,
            promise_uuid=_promise(form),
            contact_id=typed or number_said(form.text("proof")),
            now=form.now,
        )
    if promise.state == State.KEPT.value:
        return _("The promise is kept.")
    return _("It is done, after its hour. The promise stays broken.")


def _try(form: Form) -> str:
    with writing():
        promise = attempt_promise(
            actor=form.actor,
            case_uuid=form.case_uuid,
            promise_uuid=_promise(form),
            message_id=_told(form, "message"),
            now=form.now,
        )
    if promise.state == State.ATTEMPTED.value:
        return _("That was tried often enough, with a message: the promise is kept.")
    return _("The try is written down.")


def _move(form: Form) -> str:
    with writing(), _naming_hours():
        move_promise(
            actor=form.actor,
            case_uuid=form.case_uuid,
            promise_uuid=_promise(form),
            hours=_hours(form),
            word_id=_heard(form) or number_said(form.text("word")),
            now=form.now,
        )
    return _("The promise is moved.")


def _withdraw(form: Form) -> str:
    with writing():
        promise = withdraw_promise(
            actor=form.actor,
            case_uuid=form.case_uuid,
            promise_uuid=_promise(form),
            reason=form.text("reason"),
            word_id=number_said(form.text("word")),
            now=form.now,
        )
    if promise.is_counted_broken:
        return _("The promise is withdrawn, so late that it counts as broken.")
    return _("The promise is withdrawn.")


def _hand_over(form: Form) -> str:
    with _naming_hours():
        promise = hand_over_promise(
            actor=form.actor,
            case_uuid=form.case_uuid,
            promise_uuid=_promise(form),
            owner_id=number_said(form.text("who")) or form.actor.staff_id or 0,
            now=form.now,
        )
    return _("{name} keeps the promise now.").format(name=promise.owner.name)


PROMISE_ACTS: Mapping[str, Callable[[Form], str]] = {
    "promise": _make,
    "promise_keep": _keep,
    "promise_try": _try,
    "promise_move": _move,
    "promise_withdraw": _withdraw,
    "promise_hand_over": _hand_over,
}
"""Act -> what does it and answers what to say."""

PROMISE_FIELDS: Mapping[str, str] = {
    "promise_text_missing": "text",
    "promise_kind_missing": "kind",
    "promise_without_hour": "since",
    "window_backwards": "until",
    "hour_does_not_exist": "since",
    "window_past": "on",
    "window_far": "on",
    "hour_full": "since",
    "hour_full_all_week": "since",
    "owner_not_on_shift": "who",
    "owner_not_on_shift_all_week": "who",
    "supplier_unknown": "depends_on",
    "proof_missing": "said",
    "word_missing": "said",
    "message_missing": "message",
    "promise_reason_missing": "reason",
    "owner_may_not": "who",
}
"""Code -> the field that it is about."""
