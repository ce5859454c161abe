"""What was asked for is answered: each want, each point of the complaint, and that somebody leaves (RU23)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from amends.language.checks.draft import Draft, Finding, Severity
from amends.language.scripts import HAN_CLASS, fold
from amends.language.stems import stem

_WORD = re.compile(rf"[{HAN_CLASS}]{{2}}|[^\W\d_]{{4,}}|\d{{3,}}")
_SHARED = 0.25
"""So large a part of a point's telling words must come back in a reply that answers it."""


def find(draft: Draft) -> Iterator[Finding]:
    """Answers what a reply leaves open."""
    end = len(draft.text)
    for want in draft.case.wants:
        if not draft.having(f"answer.{want}", *_ALSO.get(want, ())):
            yield Finding("want.unanswered", Severity.WARN, end, end, (("want", want),))
    if draft.case.is_leaving and not draft.having("answer.cancellation", "empathy", "amends"):
        yield Finding("leaving.unanswered", Severity.WARN, end, end)
    if len(draft.case.points) > 1:
        said = _words(draft.text)
        for number, point in enumerate(draft.case.points, start=1):
            words = _words(point)
            if words and len(words & said) < _SHARED * len(words):
                yield Finding("point.unanswered", Severity.WARN, end, end, (("point", str(number)),))


_ALSO = {
    "apology": ("apology", "admission"),
    "refund": ("amends",),
    "compensation": ("amends",),
    "replacement": ("amends",),
    "repair": ("amends",),
    "callback": ("promise",),
}
"""A true apology answers who wants one."""


def _words(text: str) -> set[str]:
    folded = fold(text)
    pairs = {folded[at : at + 2] for at in range(len(folded) - 1) if _WORD.fullmatch(folded[at : at + 2])}
    return {stem(word) for word in _WORD.findall(folded)} | pairs
