"""Where the front line had no power, and what demands for somebody higher came to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amends.cases.policies import policy_in_force
from amends.cases.powerless import demands_for_higher, powerless_by_row
from amends.clock import now
from amends.insight.asked import asked_in
from amends.insight.door import for_those_who
from amends.insight.report_table import file_answer
from amends.insight.reports.powerless import demands_file, powerless_page, rows_file
from amends.page.frame import actor_in, frame


@require_safe
@for_those_who("see_reports")
def powerless(request: HttpRequest) -> HttpResponse:
    """Where the policy falls short, by its rows."""
    asked, actor = asked_in(request, now()), actor_in(request)
    policy = policy_in_force(asked.brand.pk, asked.until)
    page = powerless_page(
        powerless_by_row(asked.brand.pk, asked.since, actor),
        demands_for_higher(asked.brand.pk, asked.since, actor),
        policy.compiled.policy if policy else None,
        asked,
        actor,
    )
    context = {"page": page, "shell": frame(request, asked.until, view="reports", brands=asked.mine)}
    return render(request, "insight/powerless.html", context | {"here": "reports"})


@require_safe
@for_those_who("see_reports")
def table(request: HttpRequest) -> HttpResponse:
    """One table of it as a file for a spreadsheet."""
    asked, actor = asked_in(request, now()), actor_in(request)
    name = request.GET.get("table", "rows")
    if name == "rows":
        found = powerless_by_row(asked.brand.pk, asked.since, actor)
        return file_answer("powerless", asked, rows_file(found, asked))
    if name == "demands":
        demands = demands_for_higher(asked.brand.pk, asked.since, actor)
        return file_answer("powerless-demands", asked, demands_file(demands, asked))
    raise Http404
