"""Same harm, same remedy: the report, the cases behind each difference, and the table as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amends.cases.policies import policy_in_force
from amends.clock import now
from amends.insight.asked import Asked, asked_in
from amends.insight.door import for_those_who
from amends.insight.harm.page import behind_page, same_harm_page
from amends.insight.harm.reading import DIMENSIONS, Period, Report
from amends.insight.harm.reading import same_harm as compared
from amends.insight.harm.table import COLUMNS, table_rows
from amends.insight.report_table import FileTable, file_answer
from amends.page.frame import actor_in, frame
from amends.rules.comparing import Comparison


@require_safe
@for_those_who("see_reports")
def same_harm(request: HttpRequest) -> HttpResponse:
    """How equal complaints were answered, by language, way, team and persistence."""
    asked = asked_in(request, now())
    report = _report(request, asked)
    page = same_harm_page(report, asked.brand, asked.brand_choices, asked.day_choices, asked.address)
    context = {"page": page, "shell": frame(request, asked.until, view="reports", brands=asked.mine)}
    return render(request, "insight/same_harm.html", context | {"here": "reports"})


@require_safe
@for_those_who("see_reports")
def cases(request: HttpRequest) -> HttpResponse:
    """The cases behind one difference, both sides in the same stratum."""
    asked = asked_in(request, now())
    report = _report(request, asked)
    policy = policy_in_force(asked.brand.pk, asked.until)
    page = behind_page(
        report,
        _meant(request, report),
        asked.brand,
        actor_in(request),
        policy.compiled.policy if policy else None,
        asked.address,
    )
    context = {"page": page, "shell": frame(request, asked.until, view="reports", brands=asked.mine)}
    return render(request, "insight/same_harm_cases.html", context | {"here": "reports"})


@require_safe
@for_those_who("see_reports")
def table(request: HttpRequest) -> HttpResponse:
    """The same report as a file for a spreadsheet."""
    asked = asked_in(request, now())
    rows = table_rows(_report(request, asked), asked.brand)
    return file_answer("same-harm", asked, FileTable(COLUMNS, rows))


def _report(request: HttpRequest, asked: Asked) -> Report:
    return compared(asked.brand, actor_in(request), Period(asked.since, asked.until))


def _meant(request: HttpRequest, report: Report) -> Comparison:
    by, group, measure = (request.GET.get(name, "") for name in ("by", "group", "measure"))
    if by in DIMENSIONS:
        wanted = (DIMENSIONS.index(by), group, measure)
        for one in report.compared:
            if (one.dimension, one.group, one.measure.value) == wanted:
                return one
    raise Http404
