"""What the case page shows of promises: each with its clock and its acts, and the book beside the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from amends.page.parts import NOTHING_SENT, Choice, ClockShape, FormShape, Words


@dataclass(frozen=True, slots=True)
class OfferShape:
    """A contact that may keep the promise: offered, never taken for granted."""

    contact: str
    text: str  # "Tomasz Wilk spoke to them today, 13:35. Does that keep it?"


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise, with what may be done about it."""

    number: int
    uuid: str
    kind: str  # "Call back"
    text: Words
    clock: ClockShape | None  # none when it was withdrawn
    by_text: str  # "Tomasz Wilk, by Wed 13 May, 10:00, Leeds time"
    here_text: str = ""  # "17:00 your time", where that differs
    notes: tuple[str, ...] = ()  # "Sam Idris covers." "Withdrawn: the line works again."
    is_open: bool = False  # may be tried, moved
    may_keep: bool = False
    may_try: bool = False
    may_withdraw: bool = False
    may_hand_over: bool = False
    is_broken: bool = False  # and nobody has made it good
    needs_our_word: bool = False  # kept by speaking to the customer
    offer: OfferShape | None = None
    proofs: tuple[Choice, ...] = ()  # contacts that may prove it
    words_of_customer: tuple[Choice, ...] = ()  # contacts that may hold their word
    form: FormShape = NOTHING_SENT  # refused for this very promise


@dataclass(frozen=True, slots=True)
class BookHour:
    """One hour of the book: so many of its places are taken."""

    label: str  # "13"
    state: Literal["free", "full", "away"]
    taken: tuple[bool, ...]  # one for each place, first the taken ones
    reader_text: str


@dataclass(frozen=True, slots=True)
class BookShape:
    """The book of one person for one day, and in sentences what it comes to."""

    title: str  # "Hours of Tomasz Wilk, Wed 13 May"
    hours: tuple[BookHour, ...]
    sentences: tuple[str, ...]
    earlier_url: str
    later_url: str
    day_iso: str
    who: str


@dataclass(frozen=True, slots=True)
class PromisePanel:
    """All of it."""

    rows: tuple[PromiseRow, ...] = ()
    clocks: tuple[ClockShape, ...] = ()
    kinds: tuple[Choice, ...] = ()
    people: tuple[Choice, ...] = ()
    suppliers: tuple[Choice, ...] = ()  # empty where no supplier works for the brand
    zone_text: str = ""  # "The hours are those of Leeds."
    book: BookShape | None = None
    book_url: str = ""
    refusal_text: str = ""
    words: str = ""
    entered: Mapping[str, str] = field(default_factory=dict)


NO_PROMISES = PromisePanel()
