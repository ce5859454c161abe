"""Consult: questions that wait for a supervisor, and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amends.cases.actions.consults import Reply, answer_consult, review_grant, take_consult
from amends.cases.consults import find_consult
from amends.cases.models import Consult
from amends.cases.recording import NotFound
from amends.clock import now
from amends.desk.consult_page import consult_page
from amends.desk.orphan_rows import orphan_rows
from amends.errors import DomainError
from amends.page.asking import money_said
from amends.page.door import at_the_desk
from amends.page.frame import actor_in, frame, my_brands, shapes_of
from amends.page.parts import NOTHING_SENT, FieldError, FormShape
from amends.page.words import refusal
from amends.people.permissions import Actor
from amends.rules.consults import Verdict

_FIELDS = {
    "amount_missing": "amount",
    "amount_out_of_range": "amount",
    "above_your_authority": "amount",
    "why_missing": "text",
    "too_long": "text",
}


@at_the_desk
@require_safe
def consult(request: HttpRequest) -> HttpResponse:
    """The questions that wait, and the one that ends first."""
    return _page(request)


@at_the_desk
@require_safe
def question(request: HttpRequest, consult_uuid: UUID) -> HttpResponse:
    """The questions that wait, and one of them, or one that is over."""
    return _page(request, find_consult(actor_in(request), consult_uuid))


def _page(
    request: HttpRequest, chosen: Consult | None = None, form: FormShape = NOTHING_SENT
) -> HttpResponse:
    actor, moment = actor_in(request), now()
    brands = my_brands(actor)
    shapes = shapes_of(brands)
    orphans = orphan_rows(actor, brands, shapes, moment)
    page = consult_page(actor, shapes, moment, orphans=orphans, chosen=chosen, form=form)
    shell = frame(request, moment, view="consult", brands=brands)
    context = {"page": page, "shell": shell, "here": "consult"}
    return render(request, "desk/consult.html", context, status=422 if form.errors else 200)


@at_the_desk
@require_POST
def act(request: HttpRequest, consult_uuid: UUID, name: str) -> HttpResponse:
    """One answer; what is refused comes back with everything that was typed."""
    if name not in _ACTS:
        raise Http404
    actor = actor_in(request)
    find_consult(actor, consult_uuid)
    try:
        message = _ACTS[name](request, actor, consult_uuid, now())
    except NotFound:
        raise
    except DomainError as error:
        return _page(request, find_consult(actor, consult_uuid), _refused(request, name, error))
    if message:
        messages.success(request, message)
    return redirect("desk:question", consult_uuid) if name == "take" else redirect("desk:consult")


def _refused(request: HttpRequest, name: str, error: DomainError) -> FormShape:
    text, field = refusal(error.code), _FIELDS.get(error.code, "")
    if field == "amount" and name != "amend":
        field = ""
    return FormShape(
        action=name,
        entered={key: str(value) for key, value in request.POST.items()},
        errors={field or "form": text},
        summary=(FieldError(f"{name}-{field}" if field else "question-title", text),),
        safe_text=_("What you wrote is kept below."),
    )


_Act = Callable[[HttpRequest, Actor, UUID, datetime], str]


def _take(request: HttpRequest, actor: Actor, consult_uuid: UUID, moment: datetime) -> str:
    take_consult(actor=actor, consult_uuid=consult_uuid, now=moment)
    return ""


def _answering(verdict: Verdict) -> _Act:
    """Answers what gives this answer."""

    def answer(request: HttpRequest, actor: Actor, consult_uuid: UUID, moment: datetime) -> str:
        amount = _amount(request, actor, consult_uuid) if verdict is Verdict.AMEND else None
        reply = Reply(verdict=verdict, text=request.POST.get("text", ""), amount_minor=amount)
        made = answer_consult(actor=actor, consult_uuid=consult_uuid, reply=reply, now=moment)
        return _("Answered: {name} sees it now.").format(name=made.asked_by.name)

    return answer


def _amount(request: HttpRequest, actor: Actor, consult_uuid: UUID) -> int | None:
    said = request.POST.get("amount", "").strip()
    if not said:
        return None
    amount = money_said(said, find_consult(actor, consult_uuid).currency)
    if amount is None:
        raise DomainError("amount_out_of_range")
    return amount


def _review(was_right: bool) -> _Act:
    def look(request: HttpRequest, actor: Actor, consult_uuid: UUID, moment: datetime) -> str:
        review_grant(actor=actor, consult_uuid=consult_uuid, was_right=was_right, now=moment)
        return _("Looked at and kept.")

    return look


_ACTS: Mapping[str, _Act] = {
    "take": _take,
    **{verdict.value: _answering(verdict) for verdict in Verdict if verdict is not Verdict.UNSAID},
    "right": _review(True),
    "not_right": _review(False),
}
"""Act -> what does it. An act that is not here does not exist."""
