"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


def everywhere(request: HttpRequest) -> dict[str, object]:
    """Answers the frame of a page: theme, keys, direction, whether this is the demonstration."""
    person = getattr(request, "user", None)
    signed_in = bool(person and person.is_authenticated)
    return {
        "theme": getattr(person, "theme", "") if signed_in else "",
        "keys": "on" if not signed_in or getattr(person, "has_letter_keys", True) else "off",
        "is_demonstration": settings.IS_DEMONSTRATION,
        "text_direction": "rtl" if translation.get_language_bidi() else "ltr",
    }
