"""How it was, once it is over: the customer's form, what they said, and what was changed because of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from amends.cases.models import Feedback
from amends.cases.own_file import OwnFile
from amends.page import when
from amends.page.parts import Choice, Words
from amends.people.models import Brand, Staff
from amends.rules.vocabulary import Direction
from amends.seat.shapes import FeedbackShape, ToldShape
from amends.seat.words import LISTENED


def feedback_shape(file: OwnFile, brand: Brand, now: datetime) -> FeedbackShape:
    """Answers the form of this closing, where it may still be filled in, and all that was said before."""
    case = file.case
    said = next((one for one in file.feedback if one.closing == case.reopened_count), None)
    is_theirs = said is None or (said.visit_id is not None and said.visit_id == file.visit_id)
    has_form = not case.is_open and is_theirs and not (said and said.changed)
    return FeedbackShape(
        has_form=has_form,
        is_again=said is not None,
        listened=tuple(
            Choice(code, str(word), said is not None and said.listened == code)
            for code, word in LISTENED.items()
        ),
        people=tuple(_people(file, said, brand, now)),
        better=said.better if said else "",
        thanks=said.thanks if said else "",
        told=tuple(_told(one, file, brand) for one in file.feedback if not (has_form and one is said)),
    )


def _people(file: OwnFile, said: Feedback | None, brand: Brand, now: datetime) -> Iterator[Choice]:
    """Answers those who answered, each named by the first thing they wrote: by first name, else by when that was."""
    seen: set[int] = set()
    for contact in file.contacts:
        staff = contact.staff
        if contact.direction != Direction.OUT.value or staff is None or staff.pk in seen:
            continue
        seen.add(staff.pk)
        is_chosen = said is not None and said.thanked_id == staff.pk
        moment = when.said_when(contact.occurred_at, now)
        name = known_as(staff, brand) if brand.shows_names else _("Who wrote {moment}").format(moment=moment)
        yield Choice(str(contact.uuid), name, is_chosen)


def known_as(person: Staff, brand: Brand) -> str:
    """Answers by which name a customer knows a person who works here: the first, or the brand's where it keeps them."""
    return person.name.split()[0] if brand.shows_names and person.name else brand.name


def _told(one: Feedback, file: OwnFile, brand: Brand) -> ToldShape:
    thanked = known_as(one.thanked, brand) if one.thanked else ""
    return ToldShape(
        better=_words(one.better, file),
        thanks=_words(one.thanks, file),
        thanked_text=_("You thanked {name}.").format(name=thanked) if thanked else "",
        listened_text=str(LISTENED.get(one.listened, "")),
        changed=_words(one.changed, file),
    )


def _words(text: str, file: OwnFile) -> Words | None:
    language = file.case.language
    return Words(text, "" if language in ("", "und") else language) if text else None
