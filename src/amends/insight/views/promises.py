"""Promises kept: by brand, team, person and supplier."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amends.cases.policies import policy_in_force
from amends.cases.promise_figures import judged_cases, promise_figures
from amends.clock import now
from amends.insight.asked import asked_in
from amends.insight.door import for_those_who
from amends.insight.reports.promises import promises_page
from amends.page.frame import frame
from amends.people.scope import brand_scope


@require_safe
@for_those_who("see_reports")
def promises(request: HttpRequest) -> HttpResponse:
    """How promises were kept, and beside it how many were made, moved and withdrawn."""
    asked = asked_in(request, now(), days=30)
    with brand_scope([asked.brand.pk]):
        figures = promise_figures(asked.since, asked.until)
        judged = judged_cases(asked.brand.pk, asked.since, asked.until)
        policy = policy_in_force(asked.brand.pk, asked.until)
    page = promises_page(figures, asked, judged, policy)
    context = {"page": page, "shell": frame(request, asked.until, view="reports", brands=asked.mine)}
    return render(request, "insight/promises.html", context | {"here": "reports"})
