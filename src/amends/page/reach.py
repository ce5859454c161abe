"""How the next word reaches the customer, in the words that both sides of a case read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from amends.page import when
from amends.rules.reaching import Ground, Reach, Wish
from amends.rules.vocabulary import Channel

_Word = str | Lazy

WISHES: Final[Mapping[Wish, _Word]] = {
    Wish.EMAIL: pgettext_lazy("how to be reached", "By e-mail"),
    Wish.PHONE: pgettext_lazy("how to be reached", "By telephone, at any hour of the day"),
    Wish.MORNING: pgettext_lazy("how to be reached", "By telephone, in the morning"),
    Wish.AFTERNOON: pgettext_lazy("how to be reached", "By telephone, in the afternoon"),
    Wish.EVENING: pgettext_lazy("how to be reached", "By telephone, in the evening"),
}
THEIRS: Final[Mapping[Ground, _Word]] = {
    Ground.ASKED: pgettext_lazy("why this way, to the desk", "They asked for it."),
    Ground.CAME_SO: pgettext_lazy("why this way, to the desk", "They came this way themselves."),
    Ground.ONLY: pgettext_lazy("why this way, to the desk", "No other way to them is known."),
    Ground.STAYS: pgettext_lazy("why this way, to the desk", "What is written can be read again."),
}
YOURS: Final[Mapping[Ground, _Word]] = {
    Ground.ASKED: pgettext_lazy("why this way, to the customer", "You asked for it."),
    Ground.CAME_SO: pgettext_lazy("why this way, to the customer", "You came this way yourself."),
    Ground.ONLY: pgettext_lazy("why this way, to the customer", "We know no other way to you."),
    Ground.STAYS: pgettext_lazy("why this way, to the customer", "What is written can be read again."),
}


@dataclass(frozen=True, slots=True)
class ReachShape:
    """The way with its time, why it is this one, and what may be asked for; `text` is empty where none is known."""

    text: str = ""
    why: str = ""
    wish: str = ""
    wishes: tuple[tuple[str, str], ...] = ()


def reach_shape(
    reach: Reach | None, wish: Wish | None, zone: str, now: datetime, grounds: Mapping[Ground, _Word]
) -> ReachShape:
    """Answers the line about the next best way; `zone` is the customer's, in which the hours of a call are said."""
    return ReachShape(
        text=_text(reach, zone, now) if reach else "",
        why=str(grounds[reach.ground]) if reach else "",
        wish=wish.value if wish else "",
        wishes=tuple((one.value, str(text)) for one, text in WISHES.items()),
    )


def _text(reach: Reach, zone: str, now: datetime) -> str:
    if reach.channel is Channel.EMAIL:
        return _("By e-mail, at any hour")
    if reach.call is None:
        return _("By telephone, but no hour of this week fits: agree on one")
    since, until = reach.call
    hours = {"since": when.hour_in(since, zone), "until": when.hour_in(until, zone)}
    if since == now:
        return _("By telephone, now and until {until}").format(**hours)
    if _day(since, zone) == _day(now, zone):
        return _("By telephone, today from {since} to {until}").format(**hours)
    return _("By telephone, {day} from {since} to {until}").format(day=when.day_in(since, zone), **hours)


def _day(moment: datetime, zone: str) -> object:
    return moment.astimezone(when.zone_of(zone)).date()
