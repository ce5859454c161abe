"""What customers said once it was over; whoever leads says what was changed, and the customer reads it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amends.cases.actions.feedback import answer_feedback
from amends.cases.feedback import feedback_since
from amends.cases.recording import NotFound
from amends.clock import now
from amends.errors import DomainError
from amends.insight.asked import Asked, asked_in
from amends.insight.door import for_those_who
from amends.insight.reports.feedback import NEWEST, UNHAPPY, Refused, feedback_page
from amends.page.asking import uuid_said
from amends.page.frame import actor_in, frame
from amends.page.words import refusal

ACT = "answer_feedback"


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who(ACT)
def feedback(request: HttpRequest) -> HttpResponse:
    """All that was said, the newest or the unhappy first; a form takes what was changed."""
    asked = asked_in(request, now(), act=ACT)
    order = UNHAPPY if request.GET.get("first") == UNHAPPY else NEWEST
    if request.method == "POST":
        return _answer(request, asked, order)
    return _page(request, asked, order)


def _page(request: HttpRequest, asked: Asked, order: str, refused: Refused | None = None) -> HttpResponse:
    said = feedback_since(actor_in(request), asked.brand.pk, asked.since, unhappy_first=order == UNHAPPY)
    page = feedback_page(said, asked, order, refused or Refused())
    context = {"page": page, "shell": frame(request, asked.until, view="reports", brands=asked.mine)}
    return render(
        request, "insight/feedback.html", context | {"here": "reports"}, status=422 if refused else 200
    )


def _answer(request: HttpRequest, asked: Asked, order: str) -> HttpResponse:
    case, row = (uuid_said(request.POST.get(name, "")) for name in ("of_case", "row"))
    if case is None or row is None:
        raise NotFound("feedback_not_found")
    words = request.POST.get("we_did", "")
    try:
        answer_feedback(
            actor=actor_in(request), case_uuid=case, feedback_uuid=row, text=words, now=asked.until
        )
    except NotFound:
        raise
    except DomainError as error:
        return _page(request, asked, order, Refused(str(row), refusal(error.code), words))
    messages.success(request, _("The customer reads it on their page."))
    return redirect(f"{request.path}?{urlencode(asked.address | {'first': order})}#said-{row}")
