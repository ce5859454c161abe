"""Who gets more and who less under a draft: kinds of customers by six things, the largest change first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext, pgettext_lazy

from amends.insight.policy_sentences import code_said
from amends.insight.replay.segments import SEGMENTS, TENURE, VALUE
from amends.insight.replay.totals import Totals
from amends.insight.studio.reading import Reading
from amends.insight.studio.year_shapes import SegmentShape, SegmentsShape
from amends.page import when
from amends.page.policy_texts import text_of
from amends.page.words import CHANNELS, language_name

MOST_SEGMENTS = 8
_TITLES: Mapping[str, tuple[Promise, Promise]] = {
    "failure": (lazy("By what failed"), lazy("What failed")),
    "language": (lazy("By language"), lazy("Language")),
    "seriousness": (lazy("By seriousness"), pgettext_lazy("replay", "Seriousness")),
    "tenure": (lazy("By how long a customer"), pgettext_lazy("replay", "How long a customer")),
    "value": (lazy("By what the customer spends in a year"), pgettext_lazy("replay", "Spends in a year")),
    "channel": (lazy("By the way the complaint came"), pgettext_lazy("replay", "The complaint came by")),
}
_TENURES: Mapping[str, Promise] = dict(
    zip(
        TENURE.names,
        (lazy("under 1 year"), lazy("1 to 3 years"), lazy("3 to 10 years"), lazy("10 years and more")),
        strict=True,
    )
)


def segment_tables(
    reading: Reading, draft: Mapping[str, Any], held: Mapping[str, Any]
) -> Iterator[SegmentsShape]:
    """Answers a table for each thing that customers are told apart by."""
    for name in SEGMENTS:
        title, head = _TITLES[name]
        found, before = (
            {code: Totals(**one) for code, one in side[f"by_{name}"].items()} for side in (draft, held)
        )
        yield SegmentsShape(name, str(title), str(head), tuple(_rows(reading, name, found, before)))


def _rows(
    reading: Reading, name: str, found: Mapping[str, Totals], before: Mapping[str, Totals]
) -> Iterator[SegmentShape]:
    changed = [(code, one) for code, one in found.items() if _is_changed(one)]
    changed.sort(key=lambda pair: (-pair[1].better_minor - pair[1].worse_minor, -pair[1].cases, pair[0]))
    top = max((max(one.better_minor, one.worse_minor) for _code, one in changed), default=1) or 1
    for code, one in changed[:MOST_SEGMENTS]:
        was = before.get(code, Totals())
        yield _row(
            reading, segment_name(reading, name, code), one, top, share(reading, was.alone, was.mended)
        )


def _is_changed(one: Totals) -> bool:
    return bool(one.better or one.worse or one.newly_alone or one.newly_needed)


def _row(reading: Reading, label: str, one: Totals, top: int, was_alone: str) -> SegmentShape:
    def money(sign: str, amount: int) -> str:
        return f"{sign}{when.money(amount, reading.policy.currency)}" if amount else ""

    return SegmentShape(
        label=label,
        cases=number(reading, one.cases),
        alone=share(reading, one.alone, one.mended),
        was_alone=was_alone,
        more=number(reading, one.better),
        more_money=money("+", one.better_minor),
        less=number(reading, one.worse),
        less_money=money("−", one.worse_minor),
        more_width=round(one.better_minor * 100 / top, 1),
        less_width=round(one.worse_minor * 100 / top, 1),
    )


def segment_name(reading: Reading, name: str, code: str) -> str:
    """Answers what one kind of customer is called."""
    return _NAMED[name](reading, code) if code else pgettext("replay", "Not known")


def _failure(reading: Reading, code: str) -> str:
    texts = reading.policy.failures.get(code)
    return (text_of(texts, reading.language) if texts else "") or code


def _seriousness(reading: Reading, code: str) -> str:
    return code_said(reading.policy, "seriousness", code, reading.language)


def _value(reading: Reading, code: str) -> str:
    """Answers a stretch of what customers spend, in the brand's currency."""
    cuts = [when.money(cut, reading.policy.currency) for cut in VALUE.cuts]
    place = VALUE.names.index(code)
    if place == 0:
        return _("under {amount}").format(amount=cuts[0])
    if place == len(cuts):
        return _("{amount} and more").format(amount=cuts[-1])
    return pgettext("range", "{least} to {most}").format(least=cuts[place - 1], most=cuts[place])


_NAMED: Mapping[str, Callable[[Reading, str], str]] = {
    "failure": _failure,
    "language": lambda reading, code: language_name(code),
    "seriousness": _seriousness,
    "tenure": lambda reading, code: str(_TENURES[code]),
    "value": _value,
    "channel": lambda reading, code: str(CHANNELS.get(code, code)),
}


def number(reading: Reading, figure: int) -> str:
    """Answers a whole number as the reader writes it."""
    return str(format_decimal(figure, locale=reading.reader))


def share(reading: Reading, part: int, whole: int) -> str:
    """Answers a part of a whole in percent, a dash where there is no whole."""
    if not whole:
        return "–"
    return f"{format_decimal(round(part * 100 / whole, 1), locale=reading.reader)} %"
