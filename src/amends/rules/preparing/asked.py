"""What a rep will ask, in the order in which they ask it, and what of it is ready."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from amends.rules.preparing.draft import Draft, Number, Thing


class Page(StrEnum):
    """One question, one page, in the order in which they come."""

    WITH = "with"
    ABOUT = "about"
    HAPPENED = "happened"
    NUMBERS = "numbers"
    ME = "me"
    SHOWS = "shows"
    TRIED = "tried"
    OUTCOME = "outcome"
    WORDS = "words"
    TOLD = "told"
    WRONG = "wrong"
    MEDIUM = "medium"
    NEXT = "next"


STEPS: Final[Mapping[Page, int]] = {
    Page.WITH: 1,
    Page.ABOUT: 1,
    Page.HAPPENED: 1,
    Page.NUMBERS: 1,
    Page.ME: 1,
    Page.SHOWS: 2,
    Page.TRIED: 2,
    Page.OUTCOME: 3,
    Page.WORDS: 4,
    Page.TOLD: 5,
    Page.WRONG: 6,
    Page.MEDIUM: 7,
    Page.NEXT: 8,
}
"""The eight steps, in the order that works: facts, case, outcome, tone, time, when it goes wrong, medium, next."""

FOUND_BY: Final[Mapping[Thing, tuple[Number, ...]]] = {
    Thing.CABLE: (Number.ACCOUNT, Number.PLACE, Number.MODEL),
    Thing.PHONE: (Number.ACCOUNT, Number.LINE, Number.INVOICE),
    Thing.ENERGY: (Number.ACCOUNT, Number.METER, Number.INVOICE),
    Thing.HOTEL: (Number.BOOKING, Number.PLACE),
    Thing.FLIGHT: (Number.BOOKING, Number.FLIGHT),
    Thing.TICKET: (Number.BOOKING, Number.ORDER),
    Thing.PARCEL: (Number.TRACKING, Number.ORDER, Number.PLACE),
    Thing.SHOP: (Number.ORDER, Number.INVOICE, Number.MODEL),
    Thing.BANK: (Number.LAST_FOUR, Number.INVOICE),
    Thing.OTHER: (Number.ACCOUNT, Number.ORDER),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: a page, and of which point it speaks where there is one for each."""

    page: Page
    at: int = 0


class Question(StrEnum):
    """What is asked of everybody, beside the numbers."""

    NAME = "name"
    REACH = "reach"
    HAPPENED = "happened"
    DAY = "day"
    SHOWN = "shown"
    TRIED = "tried"
    WHO = "who"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a rep: where its answer stands, of which point, and whether it is ready."""

    code: Question | Number
    page: Page
    is_ready: bool
    at: int = 0

    @property
    def place(self) -> Place:
        """Answers where it is answered."""
        return Place(self.page, self.at)


def asked(draft: Draft) -> tuple[Asked, ...]:
    """Answers in order what will be asked: who, by which number, what, since when, shown, tried, wanted.

    Source: BG1, HE2, HE4, SV1.
    """
    return tuple(_asked(draft))


def _asked(draft: Draft) -> Iterator[Asked]:
    yield Asked(Question.NAME, Page.ME, bool(draft.me.name))
    for number in FOUND_BY[draft.thing or Thing.OTHER]:
        yield Asked(number, Page.NUMBERS, bool(draft.numbers.get(number)))
    yield Asked(Question.HAPPENED, Page.HAPPENED, bool(draft.points))
    yield Asked(Question.DAY, Page.HAPPENED, any(point.day for point in draft.points))
    yield _first_bare(draft)
    yield Asked(Question.TRIED, Page.TRIED, bool(draft.attempts) or draft.has_not_tried)
    if any(not one.who for one in draft.attempts):
        yield Asked(Question.WHO, Page.TRIED, False)
    yield Asked(Question.OUTCOME, Page.OUTCOME, draft.result is not None or bool(draft.wish))
    yield Asked(Question.REACH, Page.ME, draft.me.is_reachable)


def _first_bare(draft: Draft) -> Asked:
    bare = next((at for at, point in enumerate(draft.points) if not point.is_shown), None)
    return Asked(Question.SHOWN, Page.SHOWS, bool(draft.points) and bare is None, bare or 0)


def missing(draft: Draft) -> tuple[Asked, ...]:
    """Answers what a rep will ask and nobody has prepared yet."""
    return tuple(one for one in asked(draft) if not one.is_ready)


def places(draft: Draft) -> tuple[Place, ...]:
    """Answers every page of this draft in order; what shows a point is asked once for each."""
    found: list[Place] = []
    for page in Page:
        if page is Page.SHOWS:
            found += [Place(page, at) for at in range(max(1, len(draft.points)))]
        else:
            found.append(Place(page))
    return tuple(found)


def step_on(draft: Draft, here: Place, by: int) -> Place:
    """Answers the page so many on from here; it ends at the first and the last one."""
    every = places(draft)
    now = every.index(here) if here in every else 0
    return every[min(max(now + by, 0), len(every) - 1)]
