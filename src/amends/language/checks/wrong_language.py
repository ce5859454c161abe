"""A reply is in the language of its customer."""

from __future__ import annotations

from collections.abc import Iterator

from amends.language.checks.draft import Draft, Finding, Severity
from amends.language.identify import identify

_LONG_ENOUGH = 20


def find(draft: Draft) -> Iterator[Finding]:
    """Answers that the words are in another language than the customer's; where it cannot be told, nothing."""
    wanted = draft.case.language
    if (
        not wanted
        or wanted == "und"
        or len(draft.text.strip()) < (_LONG_ENOUGH // 3 if wanted.startswith("zh") else _LONG_ENOUGH)
    ):
        return
    found = identify(draft.text)
    if found.language not in ("und", wanted) and not found.note:
        values = (("wanted", wanted), ("found", found.language))
        yield Finding("language.wrong", Severity.GRAVE, 0, len(draft.text), values)
