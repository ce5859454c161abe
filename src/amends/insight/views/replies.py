"""What is found in replies before they leave, and what becomes of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amends.cases.reply_figures import finding_tallies
from amends.clock import now
from amends.insight.asked import asked_in
from amends.insight.door import for_those_who
from amends.insight.report_table import file_answer
from amends.insight.reports.replies import replies_file, replies_page
from amends.page.frame import frame


@require_safe
@for_those_who("see_reports")
def replies(request: HttpRequest) -> HttpResponse:
    """Which findings are followed and which are passed over."""
    asked = asked_in(request, now())
    page = replies_page(finding_tallies(asked.brand.pk, asked.since), asked)
    context = {"page": page, "shell": frame(request, asked.until, view="reports", brands=asked.mine)}
    return render(request, "insight/replies.html", context | {"here": "reports"})


@require_safe
@for_those_who("see_reports")
def table(request: HttpRequest) -> HttpResponse:
    """One table of it as a file for a spreadsheet."""
    asked = asked_in(request, now())
    name = request.GET.get("table", "findings")
    found = replies_file(name, finding_tallies(asked.brand.pk, asked.since), asked)
    if found is None:
        raise Http404
    return file_answer(f"replies-{name}", asked, found)
