"""How pages are drawn: Jinja2 with the desk's marks, Django's addresses and the reader's language."""

from __future__ import annotations

import threading
from functools import cached_property, lru_cache, partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import ChainableUndefined, Environment, Template

from amends.page.fields import field
from amends.page.marks import brand_mark, clock, icon, seriousness, seriousness_word, words
from amends.site.inlined import Inlined

_MARKS = (brand_mark, clock, field, icon, seriousness, seriousness_word, words)


class Pages(Environment):
    """Makes a template ready once, however many ask for it at the same moment.

    The page of a case takes more than a second: when a desk starts, each of its threads would make it for itself,
    and nobody would see any page until the last of them had.
    """

    def __init__(self, *words: Any, **options: Any) -> None:
        super().__init__(*words, **options)
        self._turns: dict[str, threading.Lock] = {}

    def get_template(self, name: str | Template, *rest: Any, **more: Any) -> Template:
        """Answers a template by its name; whoever comes while it is made waits for it."""
        with self._turns.setdefault(str(name), threading.Lock()):
            return super().get_template(name, *rest, **more)


def environment(**options: Any) -> Environment:
    """Answers what templates may call: marks by their own names, `url`, `static`, and `_` for sentences."""
    made = Pages(
        **options | {"undefined": ChainableUndefined},
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", Inlined],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals |= {mark.__name__: mark for mark in _MARKS}
    made.globals |= {"static": lru_cache(static), "url": _url, "dict": dict}
    return made


_IDS = [str(UUID(int=place)) for place in range(9)]
_ID_SIGNS = len(_IDS[0])


def _url(name: str, *parts: object) -> str:
    """Answers an address; those of one case differ from another's by its id alone, and a page has forty."""
    said = [str(part) for part in parts]
    ids = [part for part in said if len(part) == _ID_SIGNS]
    blanks = iter(_IDS)
    found = _pattern(name, tuple(next(blanks) if len(part) == _ID_SIGNS else part for part in said))
    for blank, one in zip(_IDS, ids, strict=False):
        found = found.replace(blank, one)
    return found


@lru_cache(maxsize=2_000)
def _pattern(name: str, parts: tuple[str, ...]) -> str:
    return reverse(name, args=parts)


@lru_cache(maxsize=20_000)
def _sentence(language: str, text: str) -> str:
    """Answers a sentence in the reader's language, which is the active one: a page asks for some three hundred."""
    return translation.gettext(text)


@lru_cache(maxsize=5_000)
def _sentence_in_context(language: str, context: str, text: str) -> str:
    return translation.pgettext(context, text)


class _Secret:
    """The form's secret: made when the first form of a page asks, for each anew would cost more than the form."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _field(self) -> str:
        return csrf_input(self._request)

    def __html__(self) -> str:
        return self._field


def everywhere(request: HttpRequest) -> dict[str, object]:
    """Answers the frame of a page: language, direction, theme, keys, what is to be said, whether it is invented."""
    person = getattr(request, "user", None)
    signed_in = bool(person and person.is_authenticated)
    language = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "_": partial(_sentence, language),
        "pgettext": partial(_sentence_in_context, language),
        "csrf_input": _Secret(request),
        "LANGUAGE_CODE": language,
        "LANGUAGE_BIDI": translation.get_language_bidi(),
        "LANGUAGES": settings.LANGUAGES,
        "theme": getattr(person, "theme", "") if signed_in else "",
        "keys": "on" if not signed_in or getattr(person, "has_letter_keys", True) else "off",
        "messages": get_messages(request),
        "is_demonstration": settings.IS_DEMONSTRATION,
    }
