"""How often anybody may send from one place: a household with much trouble, and no flood."""

from __future__ import annotations

import ipaddress
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from amends.errors import DomainError

MOST_AN_HOUR: Final = 30
_HOUR_SECONDS: Final = 3_600
_HOUSEHOLD: Final = 64
"""Of an address of the new kind so many bits name one line; the rest is its owner's to choose."""


def check_pace(request: HttpRequest) -> None:
    """Refuses whoever has sent too often within the hour. Raises: DomainError('too_often')."""
    if cache.get(_key(request), 0) >= MOST_AN_HOUR:
        raise DomainError("too_often")


def count_sent(request: HttpRequest) -> None:
    """Counts one that was sent."""
    key = _key(request)
    if not cache.add(key, 1, _HOUR_SECONDS):
        try:
            cache.incr(key)
        except ValueError:
            # The hour ended between the two.
            cache.set(key, 1, _HOUR_SECONDS)


def _key(request: HttpRequest) -> str:
    return f"prepared:{place_of(request)}"


def place_of(request: HttpRequest) -> str:
    """Answers from where a request comes, past the proxies that are known to stand before the desk."""
    line = request.META.get("REMOTE_ADDR", "")
    passed = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    if settings.PROXIES and len(passed) >= settings.PROXIES:
        line = passed[-settings.PROXIES]
    try:
        address = ipaddress.ip_address(line)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, _HOUSEHOLD), strict=False))
