"""How the pages of Prepare are answered: to anybody, in their language, by their clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from amends.cases.said import clean_line
from amends.page import when
from amends.people.models import Brand
from amends.seat.door import language_of, private, remember_language

MOST_ZONE: Final = 60
_ZONES: Final[Mapping[str, str]] = {
    "bg": "Europe/Sofia",
    "he": "Asia/Jerusalem",
    "sv": "Europe/Stockholm",
    "ru": "Europe/Moscow",
    "zh-hans": "Asia/Shanghai",
    "zh-hant": "Asia/Taipei",
}
"""Where most who read a language are, for who has no scripts that could say it."""
_LATEST: Final = "America/Los_Angeles"
"""Elsewhere rather late than early: nobody shall be told of a broken promise that still can be kept."""
View = Callable[..., HttpResponseBase]


def in_own_words(view: View) -> View:
    """Answers a page in the language somebody chose and by their clock; nothing of it is kept on the way.

    No act here is done in anybody's name, so there is nothing that a page elsewhere could borrow: what is sent
    is what the form says, whoever sends it.
    """

    @csrf_exempt
    @wraps(view)
    def handle(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        chosen = request.POST.get("lang", "")
        # The zone is asked for within the language, which it may follow.
        with translation.override(language_of(request, "", chosen)), timezone.override(zone_of(request)):
            response = private(view(request, **kwargs))
        if chosen:
            remember_language(response, request, chosen)
        return response

    return handle


def zone_of(request: HttpRequest) -> ZoneInfo:
    """Answers by whose clock a page is: the device's, else the brand's, else that of most who read its language."""
    if said := request.POST.get("zone", "")[:MOST_ZONE]:
        return when.zone_of(said)
    slug = clean_line(request.POST.get("brand", ""), 40)
    brand = Brand.objects.filter(slug=slug).first() if slug else None
    return when.zone_of(brand.zone if brand else _ZONES.get(translation.get_language() or "", _LATEST))
