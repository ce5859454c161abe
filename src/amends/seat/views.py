"""The customer's pages: the door, the case, its acts, its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.cases.actions.evidence import stored_path
from amends.cases.actions.feedback import Felt, give_feedback
from amends.cases.actions.own import Word, choose_own, climb_own, end_own, say_own
from amends.cases.actions.reaching import reach_own
from amends.cases.actions.remedies import Choice
from amends.cases.keys import end_visit, linked, use_code, use_link
from amends.cases.own_file import own_attachment, own_facts, own_file
from amends.cases.recording import NotFound, Refused
from amends.clock import now
from amends.errors import DomainError
from amends.page.asking import uuid_said
from amends.page.files import MOST_FILES, sent_file, uploads_of
from amends.page.shaping import brand_shape
from amends.rules.vocabulary import Listened
from amends.seat.calling import sheet_of, told_in_call
from amends.seat.door import (
    COOKIE,
    Visit,
    enter,
    in_own_case,
    language_of,
    private,
    remember_language,
)
from amends.seat.page import own_page
from amends.seat.shapes import Refusal
from amends.seat.words import REFUSED, UNKNOWN

_WORDS: Mapping[str, Word] = {"solved": "solved", "not_yet": "not_yet", "disputed": "disputed"}


@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Shows whose case a link opens; only the press of the button uses it up, for mail servers look at links too."""
    moment = now()
    key = linked(token, moment)
    with translation.override(language_of(request, "")):
        if request.method == "POST":
            opened = use_link(token, moment)
            if opened is not None:
                return enter(request, opened)
            key = None
        brand = brand_shape(key.brand) if key else None
        return private(render(request, "seat/open.html", {"brand": brand}, status=200 if key else 410))


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponseBase:
    """Takes the reference and the code that somebody read out; chooses the language."""
    if tag := request.GET.get("lang", ""):
        response = redirect("seat:find")
        remember_language(response, request, tag)
        return response
    with translation.override(language_of(request, "")):
        if request.method == "POST":
            opened = use_code(request.POST.get("reference", ""), request.POST.get("code", ""), now())
            if opened is not None:
                return enter(request, opened)
            entered = {"reference": request.POST.get("reference", "")}
            return private(
                render(request, "seat/find.html", {"entered": entered, "is_wrong": True}, status=422)
            )
        return private(render(request, "seat/find.html", {"entered": {}}))


@require_safe
@in_own_case
def case(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The whole case as its customer reads it."""
    if tag := request.GET.get("lang", ""):
        response = redirect("seat:case", visit.case_uuid)
        remember_language(response, request, tag)
        return response
    return _page(request, visit)


def _page(request: HttpRequest, visit: Visit, refusal: Refusal | None = None) -> HttpResponse:
    file = own_file(visit.actor, visit.case_uuid)
    page = own_page(file, visit.brand, visit.now, str(uuid4()))
    context = {"case": page, "refusal": refusal or Refusal()}
    return render(request, "seat/case.html", context, status=422 if refusal else 200)


@require_safe
@in_own_case
def take(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The whole case as one page to print or to keep."""
    file = own_file(visit.actor, visit.case_uuid)
    page = own_page(file, visit.brand, visit.now, "")
    response = render(request, "seat/take.html", {"case": page})
    if "download" in request.GET:
        response["Content-Disposition"] = f'attachment; filename="{page.reference}.html"'
    return response


@require_safe
@in_own_case
def call(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The sheet for a call about this case; what was said and promised can be shared into it."""
    return _call_page(request, visit)


def _call_page(request: HttpRequest, visit: Visit, refusal: str = "") -> HttpResponse:
    file = own_file(visit.actor, visit.case_uuid)
    context = {
        "sheet": sheet_of(file, own_facts(file), visit.brand),
        "company": visit.brand.name,
        "key": "",
        "share": reverse("seat:act", args=[visit.case_uuid, "called"]),
        "back": reverse("seat:case", args=[visit.case_uuid]),
        "refusal": refusal,
        "ticked": request.POST.getlist("tick"),
        "entered": request.POST.dict(),
    }
    return render(request, "seat/prepare/call.html", context, status=422 if refusal else 200)


@require_safe
@in_own_case
def file(request: HttpRequest, visit: Visit, file_uuid: UUID) -> HttpResponseBase:
    """A file of the conversation, as a download in a sandbox."""
    row = own_attachment(visit.actor, visit.case_uuid, file_uuid)
    path = stored_path(row.uuid)
    if not path.exists():
        raise NotFound("file_not_found")
    return sent_file(path, row.name)


@require_POST
@in_own_case
def act(request: HttpRequest, visit: Visit, name: str) -> HttpResponseBase:
    """One act of the customer; what is refused comes back with what was written."""
    if name not in _ACTS:
        raise Http404
    try:
        said = _ACTS[name](request, visit)
    except (Refused, DomainError) as error:
        if isinstance(error, NotFound):
            raise
        text = str(REFUSED.get(error.code, UNKNOWN))
        if name == "called":
            return _call_page(request, visit, text)
        entered = (request.POST.get("text", ""), request.POST.get("thanks_text", ""))
        return _page(request, visit, Refusal(name, text, *entered))
    if said:
        messages.success(request, said)
    address = reverse("seat:find") if name == "leave" else reverse("seat:case", args=[visit.case_uuid])
    return redirect(address)


def _say(request: HttpRequest, visit: Visit) -> str:
    uploads = tuple(uploads_of(request.FILES.getlist("files"), MOST_FILES))
    text = request.POST.get("text", "").strip() or (_("See the file.") if uploads else "")
    say_own(actor=visit.actor, case_uuid=visit.case_uuid, text=text, now=visit.now, uploads=uploads)
    return _("We have it.")


def _called(request: HttpRequest, visit: Visit) -> str:
    file = own_file(visit.actor, visit.case_uuid)
    sheet = sheet_of(file, own_facts(file), visit.brand)
    text = told_in_call(sheet, request.POST.getlist("tick"), request.POST.dict())
    say_own(actor=visit.actor, case_uuid=visit.case_uuid, text=text, now=visit.now)
    return _("We have it.")


def _choose(request: HttpRequest, visit: Visit) -> str:
    offer, key = uuid_said(request.POST.get("offer", "")), uuid_said(request.POST.get("key", ""))
    if offer is None or key is None or not request.POST.get("option"):
        raise DomainError("no_options")
    choice = Choice(code=request.POST["option"], key=key)
    chosen = choose_own(
        actor=visit.actor, case_uuid=visit.case_uuid, offer=offer, choice=choice, now=visit.now
    )
    if chosen is None:
        return _(
            "We have your choice. Before it is given we make sure that it is you, and get in touch with you."
        )
    return _("Chosen. You see here how it comes.")


def _climb(request: HttpRequest, visit: Visit) -> str:
    climb_own(actor=visit.actor, case_uuid=visit.case_uuid, now=visit.now)
    return _("Done. They see the whole case; you need not tell it again.")


def _end(request: HttpRequest, visit: Visit) -> str:
    word = _WORDS.get(request.POST.get("word", ""))
    if word is None:
        raise DomainError("no_options")
    reason = request.POST.get("text", "")
    ended = end_own(actor=visit.actor, case_uuid=visit.case_uuid, word=word, reason=reason, now=visit.now)
    if ended.is_owed and word == "solved":
        return _("Thank you. It stays open until what we still owe you has come.")
    if word == "solved":
        return _("Thank you for telling us.")
    return _("We have it, and somebody goes on with it.") if not ended.is_closed else _("It is written down.")


def _feedback(request: HttpRequest, visit: Visit) -> str:
    felt, thanked = request.POST.get("felt", ""), request.POST.get("whom", "")
    said = Felt(
        better=request.POST.get("text", ""),
        thanks=request.POST.get("thanks_text", ""),
        thanked_for=_named(thanked) if thanked else None,
        listened=Listened(felt) if felt in list(Listened) else None,
    )
    give_feedback(actor=visit.actor, case_uuid=visit.case_uuid, felt=said, now=visit.now)
    return _("Thank you. Somebody who leads reads it, and you see here what we change.")


def _named(said: str) -> UUID:
    named = uuid_said(said)
    if named is None:
        raise DomainError("not_theirs")
    return named


def _reach(request: HttpRequest, visit: Visit) -> str:
    wish = request.POST.get("way", "")
    reach_own(actor=visit.actor, case_uuid=visit.case_uuid, wish=wish, now=visit.now)
    return _("We have it.")


def _leave(request: HttpRequest, visit: Visit) -> str:
    end_visit(request.COOKIES.get(COOKIE, ""), visit.now)
    return ""


_ACTS: Mapping[str, Callable[[HttpRequest, Visit], str]] = {
    "say": _say,
    "called": _called,
    "choose": _choose,
    "climb": _climb,
    "end": _end,
    "feedback": _feedback,
    "reach": _reach,
    "leave": _leave,
}
