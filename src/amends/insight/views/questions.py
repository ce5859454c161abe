"""Questions to supervisors: what they came to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amends.cases.consults import consult_tallies
from amends.cases.policies import policy_in_force
from amends.clock import now
from amends.insight.asked import asked_in
from amends.insight.door import for_those_who
from amends.insight.reports.questions import questions_page
from amends.page.frame import frame


@require_safe
@for_those_who("see_reports")
def questions(request: HttpRequest) -> HttpResponse:
    """What questions came to, by remedy, and what answers say about the policy."""
    asked = asked_in(request, now())
    policy = policy_in_force(asked.brand.pk, asked.until)
    tallies = consult_tallies(asked.brand.pk, asked.since)
    page = questions_page(tallies, policy.compiled.policy if policy else None, asked)
    context = {"page": page, "shell": frame(request, asked.until, view="reports", brands=asked.mine)}
    return render(request, "insight/questions.html", context | {"here": "reports"})
