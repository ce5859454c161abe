"""What a customer said once it was over, as people who work here read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from amends.cases.models import Case, Feedback
from amends.page import when
from amends.page.parts import Words
from amends.page.words import LISTENED


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One thing that was said of one closing, and what was changed because of it."""

    uuid: str
    when_text: str
    felt_text: str
    better: Words | None
    thanks: Words | None
    thanked_text: str
    changed: Words | None
    changed_text: str


def feedback_rows(said: Sequence[Feedback], case: Case, now: datetime) -> tuple[FeedbackRow, ...]:
    """Answers what was said of a case, each thing in the language of the case."""
    return tuple(feedback_row(one, case, now) for one in said)


def feedback_row(one: Feedback, case: Case, now: datetime) -> FeedbackRow:
    """Answers one thing that was said."""
    changed_by = one.changed_by.name if one.changed_by else ""
    return FeedbackRow(
        uuid=str(one.uuid),
        when_text=when.said_when(one.at, now),
        felt_text=str(LISTENED.get(one.listened, "")),
        better=_words(one.better, case),
        thanks=_words(one.thanks, case),
        thanked_text=_("They thank {name}.").format(name=one.thanked.name) if one.thanked else "",
        changed=_words(one.changed, case),
        changed_text=_("{name}, {when}").format(name=changed_by, when=when.said_when(one.changed_at, now))
        if one.changed_at
        else "",
    )


def _words(text: str, case: Case) -> Words | None:
    language = case.language
    return Words(text, "" if language in ("", "und") else language) if text else None
