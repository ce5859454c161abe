"""What comes out of Prepare: a letter, a mail, a calendar, a sheet for the call; made for one answer and forgotten."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amends.rules.preparing.draft import Draft
from amends.seat.prepare.calendar import calendar_of
from amends.seat.prepare.door import in_own_words
from amends.seat.prepare.page import Sitting
from amends.seat.prepare.papers import call_sheet, letter_of, mail_of, mailto, missed
from amends.seat.prepare.papers.pieces import Direction, bare
from amends.seat.prepare.printing import TEMPLATE, letter_context, pdf_of
from amends.seat.prepare.sitting import sitting_of


def _direction() -> Direction:
    return "rtl" if translation.get_language_bidi() else "ltr"


@require_POST
@in_own_words
def letter(request: HttpRequest) -> HttpResponseBase:
    """The letter as a page to print."""
    sitting = sitting_of(request)
    return _letter_page(request, sitting)


def _letter_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    written = letter_of(sitting.draft, sitting.now.date())
    language = translation.get_language() or "en"
    return render(request, TEMPLATE, letter_context(written, language, _direction(), is_page=True))


@require_POST
@in_own_words
def letter_pdf(request: HttpRequest) -> HttpResponseBase:
    """The letter as a PDF; where nothing prints one, the page that a browser prints into one."""
    sitting = sitting_of(request)
    written = letter_of(sitting.draft, sitting.now.date())
    pdf = pdf_of(written, translation.get_language() or "en", _direction())
    if pdf is None:
        return _letter_page(request, sitting)
    return _download(pdf, "application/pdf", "pdf")


@require_POST
@in_own_words
def calendar(request: HttpRequest) -> HttpResponseBase:
    """The promises and the days on which something may be done, for the calendar of a phone."""
    sitting = sitting_of(request)
    days = calendar_of(sitting.draft, now=sitting.now, zone=sitting.zone or "UTC", draft_id=sitting.key)
    return _download(days, "text/calendar; charset=utf-8", "ics")


def _download(content: bytes, kind: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    # In most of our languages the name needs the form that RFC 6266 has for it.
    name = content_disposition_header(True, f"{_('complaint')}.{ending}")
    answer["Content-Disposition"] = name or "attachment"
    return answer


@require_POST
@in_own_words
def mail(request: HttpRequest) -> HttpResponseBase:
    """The mail, to be copied or to be opened where one writes mails."""
    sitting = sitting_of(request)
    written = mail_of(sitting.draft, sitting.now.date())
    context = {"mail": written, "mailto": mailto(written), "said": _carried(request)}
    return render(request, "seat/prepare/mail.html", context)


@require_POST
@in_own_words
def call(request: HttpRequest) -> HttpResponseBase:
    """The sheet for the call: what to say, to tick off; what to say when put off; what was promised."""
    sitting = sitting_of(request)
    context = {
        "sheet": call_sheet(sitting.draft),
        "bare": bare,
        "company": sitting.draft.company,
        "brand": sitting.brand.slug if sitting.brand else "",
        "missed": _missed(sitting.draft, sitting),
        "key": sitting.key,
        "said": _carried(request),
    }
    return render(request, "seat/prepare/call.html", context)


def _missed(draft: Draft, sitting: Sitting) -> str:
    past = [one for one in draft.told if one.is_past(sitting.now)]
    return missed(draft, past[-1]) if past else ""


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """Answers everything that was said, to be carried on by the next form."""
    return [
        (name, value) for name, value in request.POST.dict().items() if name not in ("go", "page", "lang")
    ]
