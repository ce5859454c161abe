"""What letters to a customer say by themselves: that something is new, and the way to their case.

In the language of the case and our own words: what anybody wrote stands behind the link alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from amends.cases.keys import give_link
from amends.cases.models import Case
from amends.cases.news import News
from amends.cases.notices import Cause
from amends.cases.promise_hours import zone_at
from amends.cases.ways import NoticeWords
from amends.page import when
from amends.people.models import Brand
from amends.people.permissions import SYSTEM

_PROMISED: Final[Mapping[str, Promise]] = {
    "call_back": lazy("We promised to call you by {moment}."),
    "answer": lazy("We promised to answer you by {moment}."),
    "repair": lazy("We promised that it is repaired by {moment}."),
    "pay": lazy("We promised that you have your money by {moment}."),
    "deliver": lazy("We promised that you have what is yours by {moment}."),
}
_NEWS: Final[Mapping[Cause, Promise]] = {
    Cause.BROKEN: lazy("We did not do it in time, and that is our fault."),
    Cause.MOVED: lazy("This is the new time."),
    Cause.OPTIONS: lazy("You can choose how it is put right."),
    Cause.ANSWER: lazy("Our answer is ready for you."),
    Cause.CHANGED: lazy("You told us what we should do better. Read what we changed."),
}


def way_to_case(case: Case, now: datetime, for_representative: bool = False) -> str:
    """Answers the sentence with a fresh link; nothing where nobody said at what address customers reach the desk."""
    if not settings.PUBLIC_URL or case.erased_at is not None:
        return ""
    token = give_link(actor=SYSTEM, case_uuid=case.uuid, now=now, for_representative=for_representative)
    with translation.override(_language(case)):
        return _("What happens next, and everything so far: {link}").format(
            link=f"{settings.PUBLIC_URL}{reverse('seat:open', args=[token])}"
        )


def told(case: Case, news: News, for_representative: bool = False) -> NoticeWords:
    """Answers what a notice says: of which brand, about which complaint, what is new, by which hour of theirs."""
    brand = Brand.objects.get(pk=case.brand_id)
    with translation.override(_language(case)):
        about = {"brand": brand.name, "reference": case.reference}
        subject = _("{brand}: your complaint {reference}").format(**about)
        text = _("There is something new in your complaint {reference} to {brand}.").format(**about)
        if for_representative:
            subject = _("{brand}: complaint {reference}").format(**about)
            text = _(
                "There is something new in complaint {reference} to {brand}, in which you act for somebody."
            ).format(**about)
        return NoticeWords(subject, f"{text}\n\n{_sentence(case, news)}")


def _sentence(case: Case, news: News) -> str:
    said = str(_NEWS.get(news.cause, ""))
    if news.moment is None:
        return said
    promised = str(_PROMISED[news.what]).format(moment=_moment(news.moment, zone_at(case)))
    return f"{promised} {said}".rstrip()


def _moment(moment: datetime, zone: str) -> str:
    # A mail is read later than it is written: it says the day, never "today".
    return _("{day}, {hour}").format(day=when.day_in(moment, zone), hour=when.hour_in(moment, zone))


def _language(case: Case) -> str:
    known = {tag.lower(): tag for tag, _name in settings.LANGUAGES}
    return known.get(case.language.lower(), "en")
