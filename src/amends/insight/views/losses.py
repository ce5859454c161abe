"""Who left, what win-back gave that the front line could not, and what must never be said."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amends.cases.losses import critical_findings, leaving_outcomes, losses_by_row
from amends.clock import now
from amends.insight.asked import Asked, asked_in
from amends.insight.door import for_those_who
from amends.insight.report_table import file_answer
from amends.insight.reports.losses import Lost, losses_file, losses_page
from amends.page.frame import actor_in, frame


@require_safe
@for_those_who("see_reports")
def losses(request: HttpRequest) -> HttpResponse:
    """What losses teach."""
    asked = asked_in(request, now())
    page = losses_page(_lost(request, asked), asked)
    context = {"page": page, "shell": frame(request, asked.until, view="reports", brands=asked.mine)}
    return render(request, "insight/losses.html", context | {"here": "reports"})


@require_safe
@for_those_who("see_reports")
def table(request: HttpRequest) -> HttpResponse:
    """One table of it as a file for a spreadsheet."""
    asked = asked_in(request, now())
    name = request.GET.get("table", "rows")
    found = losses_file(name, _lost(request, asked), asked)
    if found is None:
        raise Http404
    return file_answer(f"losses-{name}", asked, found)


def _lost(request: HttpRequest, asked: Asked) -> Lost:
    actor, brand_id = actor_in(request), asked.brand.pk
    return Lost(
        losses_by_row(brand_id, asked.since, actor),
        leaving_outcomes(brand_id, asked.since, actor),
        critical_findings(brand_id, asked.since, reader=actor),
    )
