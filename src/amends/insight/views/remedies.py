"""Remedies: what was given, what waits, and for who writes the policy what somebody should look at."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amends.cases.policies import policy_in_force
from amends.cases.remedy_sums import given_by_kind, waiting
from amends.cases.remedy_watch import just_under, pairs, shared_accounts
from amends.clock import now
from amends.insight.asked import Asked, asked_in
from amends.insight.door import for_those_who
from amends.insight.remedies_files import remedies_file
from amends.insight.report_table import file_answer, links_to
from amends.insight.reports.remedies import WATCHED, Standing, Watch, remedies_page
from amends.page.frame import actor_in, frame
from amends.people.permissions import Actor, Subject, may


@require_safe
@for_those_who("see_reports")
def remedies(request: HttpRequest) -> HttpResponse:
    """What was given and what waits; who gave to whom only for who may see that."""
    asked = asked_in(request, now())
    policy = policy_in_force(asked.brand.pk, asked.until)
    page = remedies_page(_standing(request, asked), policy.compiled.policy if policy else None, asked)
    context = {"page": page, "shell": frame(request, asked.until, view="reports", brands=asked.mine)}
    return render(request, "insight/remedies.html", context | {"here": "reports"})


@require_safe
@for_those_who("see_reports")
def table(request: HttpRequest) -> HttpResponse:
    """One table of it as a file for a spreadsheet."""
    asked = asked_in(request, now())
    name = request.GET.get("table", "given")
    if name in WATCHED and not _may_watch(actor_in(request), asked):
        raise PermissionDenied
    found = remedies_file(name, _standing(request, asked), asked)
    if found is None:
        raise Http404
    return file_answer(f"remedies-{name}", asked, found)


def _may_watch(actor: Actor, asked: Asked) -> bool:
    return may(actor, "manage_policy", Subject(asked.brand.pk)).is_granted


def _standing(request: HttpRequest, asked: Asked) -> Standing:
    actor, brand_id = actor_in(request), asked.brand.pk
    watch = _watch(actor, asked) if _may_watch(actor, asked) else None
    return Standing(
        given_by_kind(brand_id, asked.since, actor),
        waiting(brand_id, actor),
        watch,
        links_to(actor, brand_id, watch.references) if watch is not None else {},
    )


def _watch(actor: Actor, asked: Asked) -> Watch:
    brand_id = asked.brand.pk
    return Watch(
        just_under(brand_id, asked.since, asked.until, actor),
        pairs(brand_id, asked.since, actor),
        shared_accounts(brand_id, actor),
    )
