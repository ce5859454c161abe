"""What customers said once it was over, one row for each, with a place for what was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.models import Feedback
from amends.insight.asked import Asked
from amends.page.feedback_rows import FeedbackRow, feedback_row
from amends.page.parts import NO_TEXTS, BrandShape, Choice
from amends.page.shaping import brand_shape, case_url
from amends.page.words import ENDINGS, language_name

NEWEST, UNHAPPY = "newest", "unhappy"


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """One thing that was said, with its case."""

    row: FeedbackRow
    case_uuid: str
    reference: str
    url: str
    language: str
    ended_text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that was not taken: of which row, why, and what was written."""

    uuid: str = ""
    text: str = ""
    entered: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """Context name `page` of feedback.html."""

    brand: BrandShape
    brands: tuple[Choice, ...]
    days: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    count_text: str
    lines: tuple[FeedbackLine, ...]
    refused: Refused = Refused()
    hidden: Mapping[str, str] = field(default_factory=lambda: NO_TEXTS)


def feedback_page(said: Sequence[Feedback], asked: Asked, order: str, refused: Refused) -> FeedbackPage:
    """Answers the page."""
    count = len(said)
    names = {NEWEST: _("Newest first"), UNHAPPY: _("Unhappy first")}
    return FeedbackPage(
        brand=brand_shape(asked.brand),
        brands=asked.brand_choices,
        days=asked.day_choices,
        orders=tuple(Choice(code, name, code == order) for code, name in names.items()),
        count_text=ngettext(
            "{count} customer said something", "{count} customers said something", count
        ).format(count=count),
        lines=tuple(_line(one, asked) for one in said),
        refused=refused,
        hidden=asked.address | {"first": order},
    )


def _line(one: Feedback, asked: Asked) -> FeedbackLine:
    case = one.case
    return FeedbackLine(
        row=feedback_row(one, case, asked.until),
        case_uuid=str(case.uuid),
        reference=case.reference,
        url=case_url(case.uuid),
        language=language_name(case.language),
        ended_text=str(ENDINGS.get(case.ending, "")),
    )
