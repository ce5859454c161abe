"""What opens Prepare without a line: a service worker of its pages alone, and the page that says so."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from amends.seat.prepare.door import in_own_words

_FILE = "amends/js/prepare/worker.js"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker: no page of it is older than its text, for a browser asks for it anew each time."""
    answer = HttpResponse(worker_text(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = reverse("prepare:start")
    return answer


@require_safe
@in_own_words
def offline(request: HttpRequest) -> HttpResponseBase:
    """The page that stands for one that needs a line."""
    return render(request, "seat/prepare/offline.html")


@lru_cache(maxsize=1)
def worker_text() -> str:
    """Answers the worker with its addresses and its version: another text is another version."""
    found = finders.find(_FILE)
    assert isinstance(found, str)  # It lies beside the scripts of the page.
    text = Path(found).read_text(encoding="utf-8")
    said = {
        "STATIC": settings.STATIC_URL,
        "BRANDS": reverse("site:brand_css"),
        "OFFLINE": reverse("prepare:offline"),
    }
    lines = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in said.items())
    version = hashlib.sha256((lines + text).encode()).hexdigest()[:12]
    return f'const VERSION = "{version}";\n{lines}{text}'
