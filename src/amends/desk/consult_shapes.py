"""What the Consult page and the case's question panel are given; see shapes.py for how shapes are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from amends.page.parts import NOTHING_SENT, BrandShape, Choice, ClockShape, FormShape, Words

Tone = Literal["", "good", "look", "bad"]


@dataclass(frozen=True, slots=True)
class LeftShape:
    """The time left of a question: the browser counts on from here, second by second."""

    seconds: int
    whole: int  # how many seconds there were
    text: str  # "0:42"; "1 h 05" past an hour
    percent: int  # how much of the time is left, 0 to 100
    until_iso: str
    is_soon: bool = False


@dataclass(frozen=True, slots=True)
class ConsultRow:
    """A question in the list."""

    url: str
    title: Words
    left: LeftShape
    brand: BrandShape
    asker: str
    customer: Words
    lang_code: str
    is_current: bool = False
    taken_text: str = ""  # who has it in hand


@dataclass(frozen=True, slots=True)
class BarMark:
    """One amount on the bar."""

    code: Literal["rep", "asked", "mine", "paid"]
    at: int  # 0 to 100
    amount_text: str


@dataclass(frozen=True, slots=True)
class ConsultQuestion:
    """The question above: who asks, what for, what weighs, what may be answered."""

    uuid: str
    case_url: str
    case_reference: str
    gist: Words
    brand: BrandShape
    asked_text: str  # "Ines Morel asks, 14:08"
    wait_text: str  # "Dana can wait 4 min, on the phone"
    title: str
    question: Words
    left: LeftShape | None  # none when it is over
    option: str = ""  # "C"
    remedy_text: str = ""
    amount_text: str = ""
    bar: tuple[BarMark, ...] = ()
    weighs: tuple[tuple[Tone, str], ...] = ()
    state_text: str = ""  # who has it, or how it ended
    answer: Words | None = None
    may_answer: bool = False
    may_take: bool = False
    limit_text: str = ""  # "You may grant up to £250.00 in this case."
    amend_value: str = ""  # what the amount field begins with
    form: FormShape = NOTHING_SENT


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    url: str
    title: Words
    verdict: str  # approve, amend, decline, join; empty when granted with nobody there
    text: str  # "approved, 31 s"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    uuid: str
    url: str
    title: Words
    text: str  # "Ines Morel granted £40.00, 12 May, 22:10"
    brand: BrandShape


@dataclass(frozen=True, slots=True)
class OrphanRow:
    """One promise that nobody is there to keep."""

    uuid: str
    case_uuid: str
    case_url: str
    clock: ClockShape
    text: Words
    customer: Words
    why_text: str  # "Tomasz Wilk is not on shift then"
    brand: BrandShape
    people: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ConsultPage:
    """Context name `page` of consult.html."""

    rows: tuple[ConsultRow, ...]
    count_text: str  # "3 open"
    free_text: str
    is_free: bool
    live_url: str
    may_answer: bool
    is_chosen: bool = False  # the question was opened, not only shown as the first
    question: ConsultQuestion | None = None
    answered: tuple[AnsweredRow, ...] = ()
    reviews: tuple[ReviewRow, ...] = ()
    orphans: tuple[OrphanRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsultLine:
    """One question on the case page: what stands, its words, what its asker may do."""

    tone: Tone
    text: str  # a whole sentence
    question: Words
    answer: Words | None = None
    left: LeftShape | None = None
    may_withdraw: bool = False
    may_grant: bool = False
    grant_text: str = ""  # why, and up to how much
    grant_value: str = ""


@dataclass(frozen=True, slots=True)
class ConsultPanel:
    """The questions of a case, and the form that asks one."""

    lines: tuple[ConsultLine, ...] = ()
    may_ask: bool = False
    free_text: str = ""  # "2 free"
    limit_text: str = ""
    options: tuple[Choice, ...] = ()
    remedies: tuple[Choice, ...] = ()
    waits: tuple[Choice, ...] = ()

    @property
    def may_grant(self) -> bool:
        """Whether the reader may grant one of them alone now."""
        return any(line.may_grant for line in self.lines)
