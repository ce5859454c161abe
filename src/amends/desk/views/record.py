"""The complaint record of one case, to read, fill in and print."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amends.cases.actions.describing import describe_case
from amends.cases.actions.looking import note_look
from amends.cases.queries import case_file, history
from amends.cases.recording import Conflict, Refused, subject_of
from amends.clock import now
from amends.desk.case_page import names_of
from amends.desk.conflicts import conflict_shape
from amends.desk.record_page import described, record_page
from amends.desk.shapes import FieldError, FormShape
from amends.errors import DomainError
from amends.page.asking import number_said
from amends.page.door import at_the_desk
from amends.page.frame import actor_in, brand_of, frame
from amends.page.shaping import brand_shape
from amends.page.words import refusal
from amends.people.permissions import may


@at_the_desk
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Shows the record and keeps what was filled in."""
    if request.method != "POST":
        return _page(request, case_uuid)
    try:
        describe_case(
            actor=actor_in(request),
            case_uuid=case_uuid,
            description=described(request.POST.dict(), request.POST.getlist("flags")),
            now=now(),
            seen=number_said(request.POST.get("seen", "")),
        )
    except (Conflict, Refused, DomainError) as error:
        text = refusal(error.code)
        form = FormShape("describe", request.POST.dict(), {"form": text}, (FieldError("act-describe", text),))
        clashed_at = number_said(request.POST.get("seen", "")) if isinstance(error, Conflict) else None
        return _page(request, case_uuid, form, clashed_at)
    messages.success(request, _("The record is kept."))
    return redirect("desk:record", case_uuid)


def _page(
    request: HttpRequest, case_uuid: UUID, form: FormShape | None = None, clashed_at: int | None = None
) -> HttpResponse:
    actor, moment = actor_in(request), now()
    file = case_file(actor, case_uuid)
    note_look(actor=actor, case=file.case, now=moment)
    brand = brand_of(file.case.brand_id)
    answer = may(actor, "describe", subject_of(file.case))
    conflict = None
    if form is not None and clashed_at is not None:
        events = history(file.case)
        conflict = conflict_shape(file, events, names_of(events), form, clashed_at, moment)
    page = record_page(
        file, brand, brand_shape(brand), form, "" if answer.is_granted else refusal(answer.reason), conflict
    )
    context = {"page": page, "seen": file.case.event_count, "shell": frame(request, moment)}
    return render(request, "desk/record.html", context, status=422 if form else 200)
