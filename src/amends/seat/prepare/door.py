"""How the pages of Prepare are answered: to anybody, in their language, by their clock."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from amends.page import when
from amends.seat.door import language_of, private, remember_language

View = Callable[..., HttpResponseBase]


def in_own_words(view: View) -> View:
    """Answers a page in the language somebody chose and by their clock; nothing of it is kept on the way.

    No act here is done in anybody's name, so there is nothing that a page elsewhere could borrow: what is sent
    is what the form says, whoever sends it.
    """

    @csrf_exempt
    @wraps(view)
    def handle(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        zone = when.zone_of(request.POST.get("zone", "") or "UTC")
        chosen = request.POST.get("lang", "")
        with translation.override(language_of(request, "", chosen)), timezone.override(zone):
            response = private(view(request, **kwargs))
        if chosen:
            remember_language(response, request, chosen)
        return response

    return handle
