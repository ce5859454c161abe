"""Where the words of a search were said: a few words before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from amends.cases.models import Contact
from amends.language.scripts import to_simplified
from amends.people.prepared import prepared

_BEFORE, _AFTER = 40, 90


def excerpts(brand_cases: Mapping[int, Sequence[int]], words: str) -> dict[int, tuple[str, str]]:
    """Answers (text, language) around the first word found, for cases by id. Queries: 1 for each brand."""
    wanted = [_plain(word) for word in words.replace('"', " ").replace("*", " ").split()]
    found: dict[int, tuple[str, str]] = {}
    for brand_id, cases in brand_cases.items():
        for case_id, text, language in _said(brand=brand_id, cases=tuple(cases)):
            if case_id is not None and case_id not in found and (said := _around(text, wanted)):
                found[case_id] = (said, language)
    return found


@prepared
def _said(*, brand: int, cases: tuple[int, ...]) -> QuerySet[Contact, tuple[int | None, str, str]]:
    rows = Contact.objects.of(brand).filter(case_id__in=cases).order_by("occurred_at", "id")
    return rows.values_list("case_id", "text", "language")


def _plain(text: str) -> str:
    return to_simplified(text).lower()


def _around(text: str, wanted: Sequence[str]) -> str:
    plain = _plain(text)
    places = [place for word in wanted if word and (place := plain.find(word)) >= 0]
    if not places or len(plain) != len(text):
        return ""
    start, end = max(0, min(places) - _BEFORE), min(len(text), min(places) + _AFTER)
    said = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{said}{'…' if end < len(text) else ''}"
