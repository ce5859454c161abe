"""What the forms of the studio do: each act reads its form and calls one action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.cases.actions.drafts import (
    activate_draft,
    begin_draft,
    discard_draft,
    edit_draft,
    start_replay,
    stop_replay,
    undo_draft,
)
from amends.cases.policies import draft_text_at, replay_of
from amends.errors import DomainError
from amends.insight.studio.compare import changes_between, flat
from amends.insight.studio.edits import EDITS, edited, with_power
from amends.insight.studio.forms import EditError
from amends.insight.studio.questions import suggested_amount
from amends.insight.studio.reading import Reading, compiled_of, first_text, read_cached, read_studio
from amends.insight.studio.replay import advance, last_year
from amends.insight.studio.shapes import ClashShape
from amends.page import when
from amends.page.asking import number_said
from amends.people.permissions import Actor
from amends.rules.policy.reading import MOST_SIGNS, Fault, NotAPolicy

MOST_BYTES = 4 * MOST_SIGNS
"""A sign takes four bytes at most."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for what, in which brand's studio."""

    request: HttpRequest
    actor: Actor
    reading: Reading
    now: datetime

    @property
    def seen(self) -> int:
        """Answers the version of the draft that the form was drawn from."""
        return number_said(self.request.POST.get("seen", "")) or 0

    def url(self, part: str) -> str:
        """Answers the address of a part."""
        return reverse("insight:policy_part", args=[self.reading.brand.slug, part])


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, and where to go next; an empty address is where one is."""

    text: str
    url: str = ""


Act = Callable[[Asking], Done]


def _begin(asking: Asking) -> Done:
    text, based_on = first_text(asking.reading.brand, asking.now)
    brand = asking.reading.brand
    begin_draft(actor=asking.actor, brand=brand, text=text, based_on=based_on, now=asking.now)
    return Done(_("A draft is begun. What is in force stays as it is."), asking.url("tables"))


def _edit(name: str) -> Act:
    def act(asking: Asking) -> Done:
        if asking.reading.draft is None:
            raise EditError("no_draft")
        text = text_after(asking, name)
        edit_draft(
            actor=asking.actor, brand=asking.reading.brand, text=text, seen=asking.seen, now=asking.now
        )
        return Done(_("The draft is changed."), _next(asking, name, text))

    return act


def text_after(asking: Asking, name: str, before: str | None = None) -> str:
    """Answers what the draft would say after this act. Raises: EditError, NotAPolicy."""
    if name == "text":
        return _sent_text(asking.request)
    text = before if before is not None else asking.reading.text
    return edited(read_cached(text), name, asking.request.POST)


def _sent_text(request: HttpRequest) -> str:
    """Answers the YAML that came as a file, else as a text."""
    file = request.FILES.get("file")
    if file is None:
        text = request.POST.get("text", "")
        if not text.strip():
            raise EditError("file_missing", "text")
        return text.replace("\r\n", "\n")
    if (file.size or 0) > MOST_BYTES:
        raise NotAPolicy((Fault("too_long", 0, (), str(file.size)),))
    try:
        return bytes(file.read()).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise EditError("file_unreadable", "file") from None


def _next(asking: Asking, name: str, text: str) -> str:
    """Answers where to go after a change: mostly where one is; with a row, where the row now is."""
    form = asking.request.POST
    table = form.get("table", "") or form.get("new_code", "")
    rows = read_cached(text).tables[table].rows if table in read_cached(text).tables else ()
    number = number_said(form.get("row", "")) or len(rows)
    if name == "move_row":
        number = min(max(1, number + (-1 if form.get("way") == "up" else 1)), len(rows))
    if name in ("row", "move_row", "table"):
        return f"{asking.url('tables')}?table={table}&row={number if name != 'table' else 1}#row"
    if name == "remove_row":
        return f"{asking.url('tables')}?table={table}"
    return asking.url("tables") if name == "remove_table" else ""


def _undo(asking: Asking) -> Done:
    undo_draft(actor=asking.actor, brand=asking.reading.brand, seen=asking.seen, now=asking.now)
    return Done(_("The last change is undone."))


def _discard(asking: Asking) -> Done:
    discard_draft(actor=asking.actor, brand=asking.reading.brand, seen=asking.seen)
    return Done(_("The draft is thrown away. What is in force stays as it is."), asking.url("tables"))


def _activate(asking: Asking) -> Done:
    made = activate_draft(
        actor=asking.actor,
        brand=asking.reading.brand,
        seen=asking.seen,
        is_at_once=asking.request.POST.get("from") == "now",
        now=asking.now,
    )
    text = _("Policy {number} holds from {day}.").format(number=made.number, day=when.full(made.effective_at))
    return Done(text, asking.url("versions"))


def _replay(asking: Asking) -> Done:
    _start(asking, asking.seen)
    return Done("", asking.url("replay"))


def _start(asking: Asking, seen: int) -> None:
    if asking.reading.draft is not None and compiled_of(asking.reading.draft.text) is None:
        raise DomainError("policy_faulty")
    row = start_replay(
        actor=asking.actor,
        brand=asking.reading.brand,
        seen=seen,
        held_number=asking.reading.held_number,
        span=last_year(asking.now),
        now=asking.now,
    )
    advance(row, asking.now)


def _stop(asking: Asking) -> Done:
    stop_replay(actor=asking.actor, brand=asking.reading.brand)
    return Done("", asking.url("replay"))


def _take(asking: Asking) -> Done:
    """Drafts what the answers say: the front line gets the power, and last year says what that costs."""
    form, brand = asking.request.POST, asking.reading.brand
    remedy = form.get("remedy", "")
    amount = suggested_amount(asking.reading, remedy, form.get("policy_row", ""))
    if amount is None:
        raise EditError("gone")
    text, based_on = first_text(brand, asking.now)
    draft = begin_draft(actor=asking.actor, brand=brand, text=text, based_on=based_on, now=asking.now)
    power = with_power(read_cached(draft.text), remedy, amount)
    draft = edit_draft(actor=asking.actor, brand=brand, text=power, seen=draft.version, now=asking.now)
    fresh = replace(asking, reading=read_studio(brand, asking.now))
    if replay_of(brand.pk) is None:
        _start(fresh, draft.version)
    return Done(_("Drafted: the front line may give up to {amount} of this alone.").format(
        amount=when.money(amount, brand.currency)
    ), asking.url("replay"))  # fmt: skip


ACTS: Mapping[str, Act] = {
    **{name: _edit(name) for name in (*EDITS, "text")},
    "begin": _begin,
    "undo": _undo,
    "discard": _discard,
    "activate": _activate,
    "replay": _replay,
    "stop": _stop,
    "take": _take,
}
"""Act -> what does it. An act that is not here does not exist."""


def clash_of(asking: Asking, name: str) -> ClashShape | None:
    """Answers what somebody else changed since the form was drawn, and what it would change; None where unknown."""
    draft = asking.reading.draft
    base = draft_text_at(draft, asking.seen) if draft else None
    if draft is None or base is None or (name not in EDITS and name != "text"):
        return None
    try:
        mine = text_after(asking, name, base)
        read_cached(mine)
    except DomainError:
        return None
    before = _read_as(asking.reading, base)
    skipped = ("csrfmiddlewaretoken", "seen", "act")
    entered = [
        (key, one) for key, values in asking.request.POST.lists() for one in values if key not in skipped
    ]
    if name == "text":
        entered = [("text", mine)]
    return ClashShape(
        who=draft.staff.name if draft.staff else _("the command line"),
        when_text=when.said_when(draft.updated_at, asking.now),
        theirs=flat(changes_between(before, asking.reading)),
        mine=flat(changes_between(before, _read_as(asking.reading, mine))),
        act=name,
        entered=tuple((key, str(one)) for key, one in entered),
    )


def _read_as(reading: Reading, text: str) -> Reading:
    return replace(reading, policy=read_cached(text), compiled=compiled_of(text), text=text, findings=())
