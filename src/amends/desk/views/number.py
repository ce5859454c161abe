"""One number written in a case: masked, and whole to who says why; that is written down."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from amends.cases.actions.looking import note_look
from amends.cases.actions.numbers import find_number, reveal_number
from amends.cases.queries import find_case
from amends.clock import now
from amends.desk.asked import code_said
from amends.desk.number_panel import number_page
from amends.errors import DomainError
from amends.page.door import at_the_desk
from amends.page.frame import actor_in, frame
from amends.page.parts import NOTHING_SENT, FieldError, FormShape
from amends.page.words import refusal
from amends.rules.payouts import RevealReason


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def number(request: HttpRequest, case_uuid: UUID, number_uuid: UUID) -> HttpResponse:
    """Shows a number; the whole of it is in the answer to a reason only, and in no address, message or log."""
    actor, moment = actor_in(request), now()
    case = find_case(actor, case_uuid)
    row = find_number(case.brand_id, case.pk, number_uuid)
    whole, form = "", NOTHING_SENT
    if request.method == "POST":
        try:
            whole = reveal_number(
                actor=actor,
                case_uuid=case_uuid,
                number=number_uuid,
                reason=code_said(RevealReason, request.POST.get("reason", "")),
                now=moment,
            )
        except DomainError as error:
            form = _refused(error)
    note_look(actor=actor, case=case, now=moment)
    page = number_page(case, row, actor, moment, number=whole, form=form)
    context = {"page": page, "shell": frame(request, moment)}
    return render(request, "desk/number.html", context, status=422 if form.errors else 200)


def _refused(error: DomainError) -> FormShape:
    text = refusal("reveal_why_missing" if error.code == "out_of_range" else error.code)
    summary = (FieldError("reveal-reason", text),)
    return FormShape("reveal", {}, {"reason": text}, summary)
