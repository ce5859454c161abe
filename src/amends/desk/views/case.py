"""One case: the page, every act on it, its files."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amends.cases.actions.evidence import preview_path, stored_path
from amends.cases.actions.looking import note_look
from amends.cases.models import Attachment
from amends.cases.queries import case_file, find_case, history
from amends.cases.recording import Conflict, Refused
from amends.clock import now
from amends.desk.acts import ACTS, perform
from amends.desk.asked import Asked
from amends.desk.case_page import case_page
from amends.desk.case_shapes import place_of
from amends.desk.promise_acts import PROMISE_FIELDS
from amends.desk.reply_check import check_shape
from amends.desk.shapes import FieldError, FormShape
from amends.errors import DomainError
from amends.page.asking import number_said
from amends.page.door import at_the_desk
from amends.page.files import sent_file
from amends.page.frame import actor_in, brand_of, narrow_frame
from amends.page.words import refusal

_FIELDS = {
    "nothing_said": "text",
    "reply_blocked": "text",
    "too_long": "text",
    "want_missing": "want",
    "reason_missing": "reason",
    "until_past": "until",
    "waiting_for_nobody": "waiting",
    "how_missing": "how",
    "file_empty": "file",
    "file_too_large": "file",
    "unknown_label": "label",
    "emotion_missing": "emotion",
    "not_asked": "open",
    "amount_missing": "amount",
    "amount_out_of_range": "amount",
    "account_wrong": "number",
    "too_many_accounts": "number",
    "needs_full_check": "number",
    "remedy_missing": "remedy",
    "remedy_unknown": "remedy",
    "wait_out_of_range": "minutes",
    **PROMISE_FIELDS,
}


@at_the_desk
@require_safe
def case(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The whole case; looking at it is logged."""
    return _page(request, case_uuid)


def _page(
    request: HttpRequest, case_uuid: UUID, form: FormShape | None = None, clashed_at: int | None = None
) -> HttpResponse:
    actor, moment = actor_in(request), now()
    file = case_file(actor, case_uuid)
    note_look(actor=actor, case=file.case, now=moment)
    brand = brand_of(file.case.brand_id)
    page = case_page(
        file,
        history(file.case),
        brand,
        actor,
        moment,
        form=form,
        clashed_at=clashed_at,
        is_history_open="history" in request.GET,
        asked=request.GET.dict(),
    )
    context = {"case": page, "seen": file.case.event_count, "shell": narrow_frame(request, moment)}
    return render(request, "desk/case.html", context, status=422 if form and form.errors else 200)


@at_the_desk
@require_POST
def check(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """What to look at in a reply while it is written; nothing is kept."""
    actor = actor_in(request)
    shape = check_shape(find_case(actor, case_uuid), actor, request.POST, now())
    return render(request, "desk/_reply_check.html", {"check": shape})


@at_the_desk
@require_POST
def act(request: HttpRequest, case_uuid: UUID, name: str) -> HttpResponse:
    """One act on a case; what is refused comes back with everything that was typed."""
    if name not in ACTS:
        raise Http404
    actor = actor_in(request)
    find_case(actor, case_uuid)
    try:
        outcome = perform(name, Asked(actor, case_uuid, request.POST, request.FILES, now(), _origin(request)))
    except (Conflict, Refused, DomainError) as error:
        clashed_at = number_said(request.POST.get("seen", "")) if isinstance(error, Conflict) else None
        return _page(request, case_uuid, _refused(request, name, error), clashed_at)
    if outcome.message:
        (messages.error if outcome.is_stuck else messages.success)(request, outcome.message)
    if request.POST.get("back") == "consult":
        return redirect("desk:consult")
    return redirect(f"{reverse('desk:case', args=[outcome.case_uuid or case_uuid])}#{place_of(name)}")


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _refused(request: HttpRequest, name: str, error: DomainError) -> FormShape:
    text = refusal(error.code, **error.values)
    field = _FIELDS.get(error.code, "")
    if error.code in ("reason_missing", "point_undecided") and "number" in error.values:
        field = f"reason-{error.values['number']}"
    if name == "set_want" and field == "want":
        field = "text"
    if name in ("add_fact",) and field == "text":
        field = "value"
    return FormShape(
        action=name,
        entered={key: str(value) for key, value in request.POST.items()},
        errors={field or "form": text},
        summary=(FieldError(f"{name}-{field}" if field else f"act-{name}", text),),
        safe_text=_("What you wrote is kept below."),
    )


@at_the_desk
@require_safe
def attachment(request: HttpRequest, file_uuid: UUID) -> HttpResponseBase:
    """Serves a file as a download in a sandbox; a picture only as it was written anew."""
    row = Attachment.objects.filter(uuid=file_uuid).select_related("case").first()
    if row is None:
        raise Http404
    find_case(actor_in(request), row.case.uuid)
    shows_picture = "preview" in request.GET and row.has_preview
    path = preview_path(row.uuid) if shows_picture else stored_path(row.uuid)
    if row.erased_at is not None or not path.exists():
        raise Http404
    return sent_file(path, row.name, is_picture=shows_picture)
