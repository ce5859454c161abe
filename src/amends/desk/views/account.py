"""One account of a case's customer: masked, and whole to who says why; that is written down."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from amends.cases.actions.looking import note_look
from amends.cases.actions.payouts import find_account, reveal_account
from amends.cases.queries import find_case
from amends.clock import now
from amends.desk.asked import code_said
from amends.desk.payout_panel import account_page
from amends.errors import DomainError
from amends.page.door import at_the_desk
from amends.page.frame import actor_in, brand_of, frame
from amends.page.parts import NOTHING_SENT, FieldError, FormShape
from amends.page.words import refusal
from amends.rules.payouts import RevealReason


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, case_uuid: UUID, account_uuid: UUID) -> HttpResponse:
    """Shows an account; its whole number is in the answer to a reason only, and in no address, message or log."""
    actor, moment = actor_in(request), now()
    case = find_case(actor, case_uuid)
    row = find_account(case.brand_id, case.customer_id, account_uuid)
    number, form = "", NOTHING_SENT
    if request.method == "POST":
        try:
            number = reveal_account(
                actor=actor,
                case_uuid=case_uuid,
                account=account_uuid,
                reason=code_said(RevealReason, request.POST.get("reason", "")),
                now=moment,
            )
        except DomainError as error:
            form = _refused(error)
    note_look(actor=actor, case=case, now=moment)
    page = account_page(case, row, brand_of(case.brand_id), actor, moment, number=number, form=form)
    context = {"page": page, "shell": frame(request, moment)}
    return render(request, "desk/account.html", context, status=422 if form.errors else 200)


def _refused(error: DomainError) -> FormShape:
    text = refusal("reveal_why_missing" if error.code == "out_of_range" else error.code)
    summary = (FieldError("reveal-reason", text),)
    return FormShape("reveal", {}, {"reason": text}, summary)
