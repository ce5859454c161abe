"""A complaint as its customer prepares it: facts, what shows them, what was tried and promised, the one outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


class Thing(StrEnum):
    """What the complaint is about; a code, so that each has its own questions."""

    CABLE = "cable"
    PHONE = "phone"
    ENERGY = "energy"
    HOTEL = "hotel"
    FLIGHT = "flight"
    TICKET = "ticket"
    PARCEL = "parcel"
    SHOP = "shop"
    BANK = "bank"
    OTHER = "other"


class Number(StrEnum):
    """What a rep finds the matter by; read out or written down before the call."""

    ACCOUNT = "account"
    ORDER = "order"
    BOOKING = "booking"
    TRACKING = "tracking"
    INVOICE = "invoice"
    LINE = "line"
    METER = "meter"
    FLIGHT = "flight"
    MODEL = "model"
    PLACE = "place"
    LAST_FOUR = "last_four"


class Result(StrEnum):
    """What somebody may ask for; one of these, once."""

    REPAIR = "repair"
    REPLACEMENT = "replacement"
    DELIVERY = "delivery"
    REFUND = "refund"
    PART_REFUND = "part_refund"
    CREDIT = "credit"
    CORRECTION = "correction"
    EXPLANATION = "explanation"
    CANCELLATION = "cancellation"
    CHANGE = "change"
    APOLOGY = "apology"


class Medium(StrEnum):
    """A way to reach a company."""

    PHONE = "phone"
    EMAIL = "email"
    CHAT = "chat"
    PUBLIC = "public"
    LETTER = "letter"
    DESK = "desk"


class Rung(StrEnum):
    """Whom one asks next, from the one who answers to somebody outside."""

    REP = "rep"
    TEAM_LEADER = "team_leader"
    SUPERVISOR = "supervisor"
    HEAD_OFFICE = "head_office"
    PUBLIC = "public"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that happened, and what shows it; `is_bare` says that there is nothing to show."""

    text: str
    day: date | None = None
    proof: str = ""
    is_bare: bool = False

    @property
    def is_shown(self) -> bool:
        """Answers whether somebody has said what shows it, or that nothing does."""
        return bool(self.proof) or self.is_bare


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was tried already: when, how, with whom, and what came of it."""

    said: str = ""
    day: date | None = None
    way: Medium | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody there promised, and by when."""

    what: str
    who: str = ""
    day: date | None = None
    hour: time | None = None

    @property
    def has_hour(self) -> bool:
        """Answers whether it can be kept or broken at all: it has a day and an hour."""
        return self.day is not None and self.hour is not None

    def is_past(self, now: datetime) -> bool:
        """Answers whether the hour has passed, by the clock on the wall of who waits."""
        if self.day is None or self.hour is None:
            return False
        return datetime.combine(self.day, self.hour) < now.replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Person:
    """Who complains, and how they are reached."""

    name: str = ""
    email: str = ""
    phone: str = ""
    place: str = ""

    @property
    def is_reachable(self) -> bool:
        """Answers whether an answer could arrive."""
        return bool(self.email or self.phone or self.place)


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that somebody has prepared. What they feel is not here: it never leaves them."""

    company: str = ""
    brand: str = ""
    thing: Thing | None = None
    points: tuple[Point, ...] = ()
    numbers: Mapping[Number, str] = field(default_factory=dict)
    me: Person = Person()
    attempts: tuple[Attempt, ...] = ()
    has_not_tried: bool = False
    result: Result | None = None
    first_result: Result | None = None
    wish: str = ""
    why: str = ""
    words: str = ""
    told: tuple[Told, ...] = ()
    rung: Rung | None = None
    asked_on: date | None = None
    refused_on: date | None = None
    asked_times: int = 0
    news: str = ""
    country: str = ""
    is_line_busy: bool = False
    medium: Medium | None = None

    @property
    def title(self) -> str:
        """Answers the complaint in one line: the first thing that happened."""
        return self.points[0].text if self.points else ""
