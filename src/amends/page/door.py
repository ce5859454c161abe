"""What every page of the desk needs: a signed-in person, and nobody keeps a copy."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from amends.cases.recording import NotFound
from amends.people.scope import ScopeMissing

View = Callable[..., HttpResponseBase]


def at_the_desk(view: View) -> View:
    """Lets only people in who work for some brand; what is not theirs does not exist; pages are not kept."""

    @login_required
    @wraps(view)
    def handle(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except (NotFound, ScopeMissing) as error:
            raise Http404 from error
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return handle
