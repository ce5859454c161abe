"""Where somebody stands in Prepare, read from the form that they sent."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from django.http import Http404, HttpRequest
from django.utils import timezone

from amends.clock import now
from amends.page.asking import uuid_said
from amends.people.models import Brand
from amends.rules.preparing.asked import Page, Place, step_on
from amends.rules.preparing.draft import Draft
from amends.seat.prepare.door import MOST_ZONE
from amends.seat.prepare.page import Sitting
from amends.seat.prepare.papers import statement
from amends.seat.prepare.reading import draft_from, place_from


def sitting_of(request: HttpRequest, slug: str = "") -> Sitting:
    """Answers the draft, the page where the button leads, and the brand. Raises: Http404 for an unknown brand."""
    said = {name: str(value).replace("\x00", "") for name, value in request.POST.dict().items()}
    if slug:
        said["brand"] = slug
    known = Brand.objects.filter(slug=said.get("brand", "")).first() if said.get("brand") else None
    if slug and known is None:
        raise Http404
    if known is None:
        said.pop("brand", None)
    go, draft, here = said.get("go", ""), draft_from(said), place_from(said)
    if go == "suggest":
        draft = replace(draft, words=statement(draft))
    return Sitting(
        draft=draft,
        here=_there(draft, here, go),
        key=str(uuid_said(said.get("key", "")) or uuid4()),
        zone=said.get("zone", "")[:MOST_ZONE],
        now=timezone.localtime(now()),
        brand=known,
        is_adding=go == "more",
    )


def _there(draft: Draft, here: Place, go: str) -> Place:
    if go in ("next", "back"):
        return step_on(draft, here, 1 if go == "next" else -1)
    return place_from({"page": go}) if go.partition(".")[0] in set(Page) else here
