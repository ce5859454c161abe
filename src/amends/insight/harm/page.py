"""The report on same harm, same remedy as a page: what stands out first, then each measure by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from babel.lists import format_list
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.insight.harm.reading import DIMENSIONS, Behind, Report, case_rows, cases_behind
from amends.insight.harm.shapes import (
    MIDDLE,
    BehindPage,
    DifferenceShape,
    DimensionShape,
    DotShape,
    FoundShape,
    MeasureShape,
    SameHarmPage,
    SideCase,
    StratumShape,
    Tone,
)
from amends.insight.harm.words import (
    DIMENSION_NAMES,
    ENDS,
    LACKING,
    MEASURE_NAMES,
    VERDICT_NAMES,
    group_name,
    level,
    said_of,
    size,
    wait_text,
)
from amends.page import when
from amends.page.parts import Choice, Words
from amends.page.policy_texts import text_of
from amends.page.shaping import brand_shape, case_url
from amends.page.words import CAUSES, DECISIONS, reader_locale, reader_tag
from amends.people.models import Brand
from amends.people.permissions import Actor
from amends.rules.comparing import Comparison, Measure, Verdict
from amends.rules.harms import Harm, Stratum
from amends.rules.policy.document import Policy

_LONGEST = 2.5
"""A scale reaches so many times as far as its largest difference, and no further: longer lines are cut at its ends."""


def same_harm_page(
    report: Report, brand: Brand, brands: Sequence[Choice], days: Sequence[Choice], asked: Mapping[str, str]
) -> SameHarmPage:
    """Answers the page."""
    found = [one for one in report.compared if one.verdict is Verdict.CLEAR]
    count = len(report.matched.harms)
    return SameHarmPage(
        brand=brand_shape(brand),
        brands=tuple(brands),
        days=tuple(days),
        count_text=ngettext(
            "{count} decided complaint compared", "{count} decided complaints compared", count
        ).format(count=_number(count)),
        left_out=tuple(_left_out(report)),
        lead=_lead(report, found),
        found=tuple(_found(one, asked) for one in found),
        measures=tuple(_measure(report, measure, brand, asked) for measure in Measure),
        table_url=_url("insight:same_harm_table", asked),
        is_empty=not count,
    )


def _number(count: int) -> str:
    return f"{count:,}"


def _lead(report: Report, found: Sequence[Comparison]) -> str:
    if found:
        return ngettext(
            "{count} difference is hardly chance.", "{count} differences are hardly chance.", len(found)
        ).format(count=len(found))
    if any(one.verdict is not Verdict.TOO_FEW for one in report.compared):
        return _("No difference stands out: what is seen is what chance does.")
    return _("There are too few complaints with the same harm to say anything yet.")


def _left_out(report: Report) -> Iterator[str]:
    if report.undecided:
        yield ngettext("{count} is not decided yet", "{count} are not decided yet", report.undecided).format(
            count=_number(report.undecided)
        )
    for what, count in sorted(report.unknown.items()):
        yield _("{count}: {why}").format(count=_number(count), why=LACKING[what])


def _url(name: str, asked: Mapping[str, str], **more: str) -> str:
    return f"{reverse(name)}?{urlencode({**asked, **more})}"


def _behind_url(one: Comparison, asked: Mapping[str, str]) -> str:
    by = DIMENSIONS[one.dimension]
    return _url("insight:same_harm_cases", asked, by=by, group=one.group, measure=one.measure.value)


def _found(one: Comparison, asked: Mapping[str, str]) -> FoundShape:
    by = DIMENSIONS[one.dimension]
    where = str(DIMENSION_NAMES[by])
    return FoundShape(group_name(by, one.group), where, said_of(one), tone_of(one), _behind_url(one, asked))


def tone_of(one: Comparison) -> Tone:
    """Answers how a difference is shown."""
    if one.verdict is Verdict.CLEAR:
        return "worse" if one.is_worse else "better"
    tones: Mapping[Verdict, Tone] = {Verdict.MAYBE: "maybe", Verdict.NONE: "none", Verdict.TOO_FEW: "few"}
    return tones[one.verdict]


def _measure(report: Report, measure: Measure, brand: Brand, asked: Mapping[str, str]) -> MeasureShape:
    compared = [one for one in report.compared if one.measure is measure]
    reach = _reach(compared)
    less, more = ENDS[measure]
    return MeasureShape(
        code=measure.value,
        title=str(MEASURE_NAMES[measure]),
        less_text=str(less),
        more_text=str(more),
        reach_text=size(measure, reach) if reach else "",
        dimensions=tuple(
            _dimension(place, [one for one in compared if one.dimension == place], reach, brand, asked)
            for place in range(len(DIMENSIONS))
        ),
    )


def _reach(compared: Sequence[Comparison]) -> float:
    told = [one for one in compared if one.verdict is not Verdict.TOO_FEW]
    widest = max((max(abs(one.low), abs(one.high)) for one in told), default=0.0)
    largest = max((abs(one.difference) for one in told), default=0.0)
    return min(widest, _LONGEST * largest) or widest


def _dimension(
    place: int, compared: Sequence[Comparison], reach: float, brand: Brand, asked: Mapping[str, str]
) -> DimensionShape:
    by = DIMENSIONS[place]
    told = [one for one in compared if one.verdict is not Verdict.TOO_FEW]
    few = [one for one in compared if one.verdict is Verdict.TOO_FEW]
    return DimensionShape(
        title=str(DIMENSION_NAMES[by]),
        rows=tuple(_difference(one, reach, brand, asked) for one in told),
        few_text=_few(by, few),
    )


def _few(by: str, few: Sequence[Comparison]) -> str:
    if not few:
        return ""
    named = [
        pgettext("group and count", "{group} ({count})").format(
            group=group_name(by, one.group), count=min(one.cases, one.others_cases)
        )
        for one in few
    ]
    listed = format_list(sorted(set(named)), locale=reader_locale())
    return _("Too few to say: {groups}").format(groups=listed)


def _difference(one: Comparison, reach: float, brand: Brand, asked: Mapping[str, str]) -> DifferenceShape:
    return DifferenceShape(
        who=group_name(DIMENSIONS[one.dimension], one.group),
        tone=tone_of(one),
        verdict_text=str(VERDICT_NAMES[one.verdict]),
        said=said_of(one),
        dot=_dot(one, reach),
        theirs_text=level(one.measure, one.theirs),
        others_text=level(one.measure, one.others),
        money_text=_money(one, brand),
        cases_text=_("{cases} against {others}").format(
            cases=_number(one.cases), others=_number(one.others_cases)
        ),
        url=_behind_url(one, asked),
    )


def _money(one: Comparison, brand: Brand) -> str:
    if one.measure is not Measure.REMEDY or one.verdict is Verdict.NONE:
        return ""
    said = when.money(round(abs(one.money)), brand.currency)
    if one.money < 0:
        return _("{amount} less for each complaint").format(amount=said)
    return _("{amount} more for each complaint").format(amount=said)


def _dot(one: Comparison, reach: float) -> DotShape | None:
    def place(amount: float) -> int:
        share = max(-1.0, min(1.0, amount / reach)) if reach else 0.0
        return round(MIDDLE + share * (MIDDLE - 4))

    return DotShape(place(one.difference), place(one.low), place(one.high))


# The cases behind a difference


def behind_page(
    report: Report,
    one: Comparison,
    brand: Brand,
    actor: Actor,
    policy: Policy | None,
    asked: Mapping[str, str],
) -> BehindPage:
    """Answers the cases behind a difference, in their strata. Queries: 1."""
    behind = cases_behind(report, one.dimension, one.group, one.measure)
    rows = case_rows(brand, actor, behind)
    by = DIMENSIONS[one.dimension]
    return BehindPage(
        brand=brand_shape(brand),
        title=_("{what}: {group}").format(what=DIMENSION_NAMES[by], group=group_name(by, one.group)),
        said=said_of(one),
        verdict_text=str(VERDICT_NAMES[one.verdict]),
        tone=tone_of(one),
        who=group_name(by, one.group),
        strata=tuple(_stratum(each, rows, brand, policy) for each in behind),
        back_url=_url("insight:same_harm", asked),
    )


def _stratum(
    behind: Behind, rows: Mapping[int, Mapping[str, object]], brand: Brand, policy: Policy | None
) -> StratumShape:
    more = behind.more_theirs + behind.more_others
    return StratumShape(
        title=_alike(behind.stratum, brand, policy),
        theirs=tuple(_case(one, rows, brand) for one in behind.theirs if one.key in rows),
        others=tuple(_case(one, rows, brand) for one in behind.others if one.key in rows),
        more_text=ngettext("{count} more is like these.", "{count} more are like these.", more).format(
            count=more
        )
        if more
        else "",
    )


def _alike(stratum: Stratum, brand: Brand, policy: Policy | None) -> str:
    texts = policy.failures.get(stratum.failure) if policy else None
    failure = (text_of(texts, reader_tag()) if texts else "") or stratum.failure
    low, high = (when.money(price, brand.currency) for price in (stratum.lowest, stratum.highest))
    fault = str(CAUSES.get(stratum.fault, stratum.fault))
    if stratum.lowest == stratum.highest:
        return _("{failure}. Cause: {cause}. Price paid: {price}.").format(
            failure=failure, cause=fault, price=low
        )
    return _("{failure}. Cause: {cause}. Price paid: {low} to {high}.").format(
        failure=failure, cause=fault, low=low, high=high
    )


def _case(one: Harm, rows: Mapping[int, Mapping[str, object]], brand: Brand) -> SideCase:
    row = rows[one.key]
    gist = str(row["gist"]) or _("These words were erased.")
    return SideCase(
        url=case_url(row["uuid"]),
        reference=str(row["reference"]),
        gist=Words(gist, str(row["language"]) if row["gist"] else ""),
        given_text=when.money(one.given, brand.currency) if one.given else _("Nothing"),
        share_text=level(Measure.REMEDY, 100 * one.given / one.price) if one.given else "",
        wait_text=wait_text(one.minutes),
        decision_text=str(DECISIONS.get(str(row["decision"]), "")),
    )
