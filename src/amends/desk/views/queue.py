"""Today, the next case, passing one over, search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.cases.actions.assignment import skip_case, take_next_case
from amends.cases.actions.notes import add_note
from amends.cases.queries import find_case, search_cases
from amends.cases.queue import QueueRow as Row
from amends.cases.queue import counts, summed
from amends.cases.recording import writing
from amends.clock import now
from amends.desk.excerpts import excerpts
from amends.desk.shapes import BrandShape, Choice, FieldError, FormShape, SearchHit, SearchPage, SkipPage
from amends.desk.shaping import queue_row, said
from amends.desk.today import asked, today_page
from amends.errors import DomainError
from amends.language.references import parse_reference
from amends.page.asking import line_said, number_said, uuid_said
from amends.page.door import at_the_desk
from amends.page.frame import actor_in, chosen_brands, frame, my_brands, person_in, shapes_of
from amends.page.words import SKIPS, refusal
from amends.rules.vocabulary import Skip

_PAGE = 25


@at_the_desk
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The queue in the order that matters."""
    moment, wanted = now(), asked(request.GET.dict())
    actor = actor_in(request)
    brands = my_brands(actor)
    held = counts(actor, list(brands), moment)
    page = today_page(actor, wanted, moment, brands, summed(held, chosen_brands(brands, wanted.brand)))
    shell = frame(request, moment, view=wanted.view, brand=wanted.brand, brands=brands, held=held)
    return render(request, "desk/today.html", {"page": page, "shell": shell, "here": "today"})


@at_the_desk
@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    """Gives the person their best next case."""
    return _next_or_today(request)


def _next_or_today(request: HttpRequest) -> HttpResponse:
    case = take_next_case(actor=actor_in(request), staff=person_in(request), now=now())
    if case is None:
        messages.info(request, _("Nothing waits that fits your brands and languages."))
        return redirect("desk:today")
    return redirect("desk:case", case.uuid)


@at_the_desk
@require_http_methods(["GET", "POST"])
def skip(request: HttpRequest) -> HttpResponse:
    """Asks why a case is passed over, and takes the next one."""
    values = request.POST if request.method == "POST" else request.GET
    case = find_case(actor_in(request), uuid_said(values.get("case", "")) or UUID(int=0))
    reason = values.get("reason", "")
    if request.method == "POST" and reason in set(Skip):
        return _pass_over(request, case.uuid, Skip(reason))
    form = FormShape()
    if request.method == "POST":
        text = _("Choose a reason.")
        form = FormShape("skip", values.dict(), {"reason": text}, (FieldError("skip-reason", text),))
    page = SkipPage(
        str(case.uuid),
        case.reference,
        said(case.gist, case.language),
        tuple(Choice(code, str(word)) for code, word in SKIPS.items()),
        form,
    )
    shell = frame(request, now())
    return render(
        request, "desk/skip.html", {"page": page, "shell": shell}, status=422 if form.action else 200
    )


def _pass_over(request: HttpRequest, case_uuid: UUID, reason: Skip) -> HttpResponse:
    actor, moment = actor_in(request), now()
    try:
        with writing():
            if request.POST.get("text", "").strip():
                add_note(actor=actor, case_uuid=case_uuid, text=request.POST["text"], now=moment)
            skip_case(actor=actor, staff=person_in(request), case_uuid=case_uuid, reason=reason, now=moment)
    except DomainError as error:
        messages.error(request, refusal(error.code))
        return redirect("desk:case", case_uuid)
    return _next_or_today(request)


@at_the_desk
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Finds cases by name, reference or words, newest first."""
    actor, moment, words = actor_in(request), now(), line_said(request.GET.get("q", ""), 400)
    reference = parse_reference(words) if words else None
    brands = my_brands(actor)
    size = _PAGE * min(8, max(1, number_said(request.GET.get("pages", "")) or 1))
    only_open = request.GET.get("open") == "1"
    brand = request.GET.get("brand", "")
    asked_in = chosen_brands(brands, brand) or list(brands)
    found = search_cases(actor, asked_in, reference or words, size=size + 1, only_open=only_open)
    if reference and len(found.rows) == 1:
        return redirect("desk:case", found.rows[0]["uuid"])
    marks = shapes_of(brands)
    hits = _hits(found.rows[:size], words, marks, moment)
    has_more = len(found.rows) > size
    count = (
        _("More than {count} cases, newest first").format(count=size)
        if has_more
        else (
            ngettext("{count} case, newest first", "{count} cases, newest first", len(hits)).format(
                count=len(hits)
            )
        )
    )
    page = SearchPage(
        query=words,
        hits=hits,
        count_text=count if hits else "",
        more_url=_more_url(words, size, only_open, brand) if has_more else "",
        brands=tuple(Choice(row.slug, row.name, row.slug == brand) for row in brands.values())
        if len(brands) > 1
        else (),
        is_open_only=only_open,
        limit_text=_("Only the newest cases with these words were looked at. Add a word to narrow it.")
        if found.is_cut
        else "",
    )
    shell = frame(request, moment, view="search")
    return render(request, "desk/search.html", {"page": page, "shell": shell, "here": "search"})


def _hits(
    rows: Sequence[Row], words: str, marks: Mapping[int, BrandShape], moment: datetime
) -> tuple[SearchHit, ...]:
    by_brand: dict[int, list[int]] = {}
    for row in rows:
        by_brand.setdefault(row["brand_id"], []).append(row["id"])
    said_where = excerpts(by_brand, words)
    return tuple(
        SearchHit(
            queue_row(row, marks, moment), said(*said_where[row["id"]]) if row["id"] in said_where else None
        )
        for row in rows
    )


def _more_url(words: str, size: int, only_open: bool, brand: str) -> str:
    query = HttpRequest().GET.copy()
    query["q"], query["pages"] = words, str(size // _PAGE + 1)
    if only_open:
        query["open"] = "1"
    if brand:
        query["brand"] = brand
    return f"{reverse('desk:search')}?{query.urlencode()}"
