"""Reports: what there is to read, and each of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amends.clock import now
from amends.insight.door import for_those_who
from amends.page.frame import actor_in, frame
from amends.people.permissions import may_somewhere


@require_safe
@for_those_who("see_reports")
def reports(request: HttpRequest) -> HttpResponse:
    """The reports there are, each with one line."""
    context = {
        "shell": frame(request, now(), view="reports"),
        "here": "reports",
        "may_answer": may_somewhere(actor_in(request), "answer_feedback"),
    }
    return render(request, "insight/reports.html", context)
