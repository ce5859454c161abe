"""A claim that came late, on the case's page: how late, and what a refusal would cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.authority import Weighed, day_of
from amends.cases.queries import CaseFile
from amends.page import when
from amends.people.models import Brand
from amends.rules.policy.claims import late_claim


def late_shape(weighed: Weighed, file: CaseFile, brand: Brand, heard: int) -> dict[str, Any]:
    """Answers that a claim came late, and what refusing it would cost; nothing where it came in time.

    `heard` is how many people the customer has told it.
    """
    case = file.case
    happened_on = day_of(brand, case.occurred_at) if case.occurred_at else None
    late = late_claim(weighed.policy.compiled, weighed.facts, happened_on, day_of(brand, case.opened_at))
    if late is None:
        return {}
    said = _(
        "Reported {days} days after it happened, {allowed} are allowed. Late refuses nothing by itself: "
        "weigh it as any other, and say in the reason what decided it."
    )
    return {
        "late_text": said.format(days=late.days, allowed=late.allowed),
        "late_harm": tuple(_harm(weighed, brand, heard)),
    }


def _harm(weighed: Weighed, brand: Brand, heard: int) -> Iterator[str]:
    worths = [option.worth for option in weighed.answer.options if option.worth is not None]
    if worths:
        yield _("To put it right costs {amount}.").format(amount=when.money(min(worths), brand.currency))
    value = weighed.facts.get("customer_value")
    if isinstance(value, int) and value:
        yield _("The customer is worth {amount} a year to us.").format(
            amount=when.money(value, brand.currency)
        )
    if heard:
        yield ngettext(
            "{count} person has heard it already.", "{count} people have heard it already.", heard
        ).format(count=heard)
