"""The words of the report on same harm, same remedy: groups, differences, what may be said of them."""

from __future__ import annotations

from collections.abc import Mapping

from babel.numbers import format_decimal, format_percent
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from amends.page.words import CHANNELS, language_name, reader_locale
from amends.rules.comparing import Comparison, Measure, Verdict

DIMENSION_NAMES: Mapping[str, Promise] = {
    "language": lazy("Language"),
    "channel": pgettext_lazy("same harm", "Way of the first contact"),
    "team": lazy("Team that answered"),
    "persistence": lazy("How often they asked"),
}
MEASURE_NAMES: Mapping[Measure, Promise] = {
    Measure.REMEDY: lazy("What was given, of the price paid"),
    Measure.WAIT: lazy("Wait for the answer"),
    Measure.REFUSED: lazy("Refused: not upheld, or nothing given"),
}
VERDICT_NAMES: Mapping[Verdict, Promise] = {
    Verdict.CLEAR: pgettext_lazy("difference", "Hardly chance"),
    Verdict.MAYBE: pgettext_lazy("difference", "May be chance"),
    Verdict.NONE: pgettext_lazy("difference", "None seen"),
    Verdict.TOO_FEW: pgettext_lazy("difference", "Too few to say"),
}
LACKING: Mapping[str, Promise] = {
    "failure": lazy("what failed is not written down"),
    "fault": lazy("whose fault it was is not written down"),
    "price": lazy("the price paid is not known"),
}
_PERSISTENCE: Mapping[str, Promise] = {
    "once": lazy("Asked once"),
    "again": lazy("Asked more than once"),
}
_LESS_MORE: Mapping[Measure, tuple[Promise, Promise]] = {
    Measure.REMEDY: (
        lazy("{size} less of the price paid, for the same harm (between {low} and {high})."),
        lazy("{size} more of the price paid, for the same harm (between {low} and {high})."),
    ),
    Measure.WAIT: (
        lazy("Answered {size} sooner, for the same harm (between {low} and {high})."),
        lazy("Answered {size} later, for the same harm (between {low} and {high})."),
    ),
    Measure.REFUSED: (
        lazy("{size} fewer of a hundred refused, for the same harm (between {low} and {high})."),
        lazy("{size} more of a hundred refused, for the same harm (between {low} and {high})."),
    ),
}
_NEITHER: Mapping[Measure, Promise] = {
    Measure.REMEDY: lazy("Between {low} less and {high} more of the price paid."),
    Measure.WAIT: lazy("Between {low} sooner and {high} later."),
    Measure.REFUSED: lazy("Between {low} fewer and {high} more of a hundred refused."),
}
ENDS: Mapping[Measure, tuple[Promise, Promise]] = {
    Measure.REMEDY: (pgettext_lazy("given", "less"), pgettext_lazy("given", "more")),
    Measure.WAIT: (pgettext_lazy("answered", "sooner"), pgettext_lazy("answered", "later")),
    Measure.REFUSED: (pgettext_lazy("refused", "fewer"), pgettext_lazy("refused", "more")),
}
_HOUR, _DAY, _DAYS_FROM = 60, 1_440, 3 * 1_440


def group_name(dimension: str, group: str) -> str:
    """Answers what a group is called; a team's name is its own."""
    if dimension == "language":
        return language_name(group)
    if dimension == "channel":
        return str(CHANNELS.get(group, group))
    return str(_PERSISTENCE[group]) if dimension == "persistence" else group


def said_of(one: Comparison) -> str:
    """Answers a comparison as a sentence."""
    if one.verdict is Verdict.TOO_FEW:
        return ngettext(
            "{count} complaint with the same harm as others.",
            "{count} complaints with the same harm as others.",
            one.cases,
        ).format(count=one.cases)
    if one.verdict is Verdict.NONE:
        low, high = max(0.0, -one.low), max(0.0, one.high)
        return str(_NEITHER[one.measure]).format(low=size(one.measure, low), high=size(one.measure, high))
    low, high = sorted((abs(one.low), abs(one.high)))
    return str(_LESS_MORE[one.measure][one.difference > 0]).format(
        size=size(one.measure, abs(one.difference)),
        low=size(one.measure, low),
        high=size(one.measure, high),
    )


def size(measure: Measure, amount: float) -> str:
    """Answers how much: a share of the price, a stretch of time, so many of a hundred."""
    if measure is Measure.REMEDY:
        return str(format_percent(round(amount) / 100, locale=reader_locale()))
    if measure is Measure.REFUSED:
        return str(format_decimal(round(amount), locale=reader_locale()))
    return wait_text(amount)


def wait_text(minutes: float) -> str:
    """Answers a stretch of time: 20 s, 40 min, 9 h, 4 d."""
    if 0 < minutes < 1:
        return _("{n} s").format(n=round(minutes * _HOUR))
    if minutes < _HOUR:
        return _("{n} min").format(n=round(minutes))
    if minutes < _DAYS_FROM:
        return _("{n} h").format(n=round(minutes / _HOUR))
    return _("{n} d").format(n=round(minutes / _DAY))


def level(measure: Measure, amount: float) -> str:
    """Answers what one side had: a share of the price, a wait, or a share refused."""
    if measure is Measure.WAIT:
        return wait_text(amount)
    return str(format_percent(round(amount) / 100, locale=reader_locale()))
