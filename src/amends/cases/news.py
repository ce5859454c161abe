"""What a notice still has to tell when it leaves: what ended meanwhile is no news, and the gravest goes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from amends.cases.models import Case, Contact, Feedback, Offer, Outgoing, Promise, Settlement
from amends.cases.notices import Cause
from amends.rules.promises import OPEN, State
from amends.rules.remedies import Origin
from amends.rules.remedies import State as RemedyState

_OPEN = frozenset(state.value for state in OPEN)
_GONE = (RemedyState.DROPPED.value, RemedyState.REVERSED.value)
_OF_PROMISES = frozenset({Cause.BROKEN, Cause.MOVED, Cause.MADE})
_ORDER = list(Cause)


@dataclass(frozen=True, slots=True)
class News:
    """What is told: why, and of a promise what kind of thing it is and by which moment."""

    cause: Cause
    what: str = ""
    moment: datetime | None = None


def news_of(case: Case, row: Outgoing) -> News | None:
    """Answers the gravest of what a notice may tell, None where nothing of it is so any more. Queries: 1 to 3."""
    parts = [cause.split(":") for cause in row.notice or ()]
    told = sorted(((Cause(part[0]), int(part[1])) for part in parts), key=lambda one: _ORDER.index(one[0]))
    return next((news for cause, number in told if (news := _news(case, cause, number))), None)


def _news(case: Case, cause: Cause, number: int) -> News | None:
    if cause in _OF_PROMISES:
        return _of_promise(case, cause, number)
    if cause is Cause.OPTIONS:
        return News(cause) if _may_choose(case, number) else None
    if cause is Cause.CHANGED:
        felt = Feedback.objects.of(case.brand_id).filter(case=case, pk=number, erased_at=None)
        return News(cause) if felt.exclude(changed="").exists() else None
    words = Contact.objects.of(case.brand_id).filter(case=case, pk=number, erased_at=None)
    return News(cause) if words.exists() else None


def _of_promise(case: Case, cause: Cause, number: int) -> News | None:
    promise = Promise.objects.of(case.brand_id).filter(case=case, pk=number).first()
    if promise is None or promise.erased_at is not None or promise.withdrawn_at is not None:
        return None
    is_broken = promise.state == State.BROKEN.value and promise.made_good_at is None
    is_so = is_broken if cause is Cause.BROKEN else promise.state in _OPEN
    return News(cause, promise.kind, promise.due_at) if is_so else None


def _may_choose(case: Case, number: int) -> bool:
    """Answers whether these are the options that the customer may still choose from."""
    last = Offer.objects.of(case.brand_id).filter(case=case).order_by("-id").first()
    settled = Settlement.objects.of(case.brand_id).filter(case=case, origin=Origin.OPTION.value)
    return (
        case.is_open
        and last is not None
        and last.pk == number
        and not settled.exclude(state__in=_GONE).exists()
    )
