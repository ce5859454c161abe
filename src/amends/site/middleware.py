"""What stands around each request: sessions and CSRF for people only, language, brand scope, timing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils import timezone, translation
from django_htmx.middleware import HtmxMiddleware

from amends.people.actors import actor_of
from amends.people.models import Staff
from amends.people.scope import brand_scope

Handler = Callable[[HttpRequest], HttpResponseBase]
PROGRAMS = ("/api/", "/static/", "/healthz")
CUSTOMERS = ("/my/", "/prepare/")
"""Here nobody acts as staff, whoever is signed in."""


def _is_program(request: HttpRequest) -> bool:
    return request.path_info.startswith(PROGRAMS)


def _for_people(make: Callable[[Handler], Any]) -> Callable[[Handler], Handler]:
    """Answers the middleware, passed over for programs: they bring a token and need none of it."""

    def build(handler: Handler) -> Handler:
        inner = make(handler)
        hooks: Any = getattr(inner, "process_view", None)

        def handle(request: HttpRequest) -> HttpResponseBase:
            response: HttpResponseBase = handler(request) if _is_program(request) else inner(request)
            return response

        def hook(request: HttpRequest, *rest: Any) -> HttpResponseBase | None:
            answer: HttpResponseBase | None = None if _is_program(request) else hooks(request, *rest)
            return answer

        if hooks is not None:
            handle.process_view = hook  # type: ignore[attr-defined]
        return handle

    return build


for_people_sessions = _for_people(SessionMiddleware)
for_people_csrf = _for_people(CsrfViewMiddleware)
for_people_auth = _for_people(AuthenticationMiddleware)
for_people_messages = _for_people(MessageMiddleware)
for_people_htmx = _for_people(HtmxMiddleware)


def server_timing(handler: Handler) -> Handler:
    """Says in each answer how long the server took, so that anybody can measure it."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        started, cpu = time.perf_counter(), time.thread_time()
        response = handler(request)
        spent, used = (time.perf_counter() - started) * 1000, (time.thread_time() - cpu) * 1000
        response["Server-Timing"] = f"total;dur={spent:.2f}, cpu;dur={used:.2f}"
        return response

    return handle


def language(handler: Handler) -> Handler:
    """Speaks the person's language, else the one chosen before signing in, else the browser's."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if _is_program(request):
            return handler(request)
        with translation.override(_language_of(request)):
            response = handler(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response

    return handle


def _language_of(request: HttpRequest) -> str:
    chosen = request.session.get("language") if hasattr(request, "session") else None
    return chosen or translation.get_language_from_request(request)


def bounded(handler: Handler) -> Handler:
    """Refuses what is larger than anybody sends, before a byte of it is read."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        said = request.META.get("CONTENT_LENGTH") or ""
        if said.isdecimal() and int(said) > settings.REQUEST_MOST_BYTES:
            if _is_program(request):
                return HttpResponse("413 Content Too Large\n", status=413, content_type="text/plain")
            is_theirs = request.path_info.startswith(CUSTOMERS)
            return render(request, "seat/413.html" if is_theirs else "errors/413.html", status=413)
        return handler(request)

    return handle


def seat(handler: Handler) -> Handler:
    """Gives a signed-in person their seat: who acts, in which brands, in whose time zone."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        is_desk = not _is_program(request) and not request.path_info.startswith(CUSTOMERS)
        person = getattr(request, "user", None) if is_desk else None
        if not isinstance(person, Staff) or not person.is_authenticated:
            return handler(request)
        request.actor = actor_of(person)  # type: ignore[attr-defined]
        with brand_scope(request.actor.brand_ids), timezone.override(person.zone):  # type: ignore[attr-defined]
            return handler(request)

    return handle


def no_store(response: HttpResponse) -> HttpResponse:
    """Answers a page that nobody keeps: case files are not for caches."""
    response["Cache-Control"] = "no-store, private"
    return response
