"""How a brand itself is reached, and when somebody must look again whether that is still so."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum


class Way(StrEnum):
    """One kind of way to reach a brand, in the order in which a customer would try them."""

    PHONE = "phone"
    EMAIL = "email"
    SUPPORT = "support"
    PAGE = "page"
    POST = "post"
    FAX = "fax"
    EXTERNAL = "external"


_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{3,38}[0-9]")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PAGE = re.compile(r"https://[^\s/]+\.[^\s]+")
_FORMS = {Way.PHONE: _NUMBER, Way.FAX: _NUMBER, Way.EMAIL: _ADDRESS, Way.PAGE: _PAGE}


def fits(way: Way, value: str) -> bool:
    """Answers whether a value can be this kind of way: a number, an address, a page on https; the rest is words."""
    form = _FORMS.get(way)
    return bool(value) and (form is None or form.fullmatch(value) is not None)


def is_stale(verified_on: date, today: date, days: int) -> bool:
    """Answers whether nobody has looked for so many days whether it is still right."""
    return (today - verified_on).days > days


def link_of(value: str) -> str:
    """Answers the page that a value names, so that it can be followed; empty where it names none."""
    found = _PAGE.search(value)
    return found[0].rstrip(".,;)") if found else ""
