"""What the desk's pages are given: frozen shapes, already in the reader's language and zone.

The views fill them, the templates only lay them out. Codes (`state`, `level`, `code`) stay codes here:
the template that shows one says its word. Texts that carry a number, an hour or a name arrive ready.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from amends.desk.case_shapes import (
    ApologyPart,
    CaseChoices,
    CasePage,
    ConversationItem,
    Finding,
    HistoryItem,
    PanelName,
    PointRow,
    StepShape,
    StepState,
    TriedShape,
    VerificationLevel,
    VerificationShape,
    WaitingShape,
)
from amends.page.parts import (
    NOTHING_SENT,
    BrandShape,
    CareShape,
    Choice,
    ClockShape,
    ClockState,
    ConflictShape,
    EvidenceShape,
    FactShape,
    FieldError,
    FormShape,
    PastCase,
    SeriousnessLevel,
    WhoShape,
    Words,
)

__all__ = [
    "ApologyPart",
    "BrandShape",
    "CareShape",
    "CaseChoices",
    "CasePage",
    "Choice",
    "ClockShape",
    "ClockState",
    "ConflictShape",
    "ContactPage",
    "ConversationItem",
    "CustomerPage",
    "CustomerRow",
    "CustomersPage",
    "EmptyShape",
    "EvidenceShape",
    "FactShape",
    "FieldError",
    "Finding",
    "FormShape",
    "HistoryItem",
    "Horizon",
    "HorizonFlag",
    "HorizonTick",
    "PanelName",
    "PastCase",
    "PointRow",
    "PreferencesPage",
    "QueueRow",
    "QueueSection",
    "SearchHit",
    "SearchPage",
    "SeriousnessLevel",
    "SkipPage",
    "StepShape",
    "StepState",
    "ToastShape",
    "TodayPage",
    "TriedShape",
    "VerificationLevel",
    "VerificationShape",
    "WaitingShape",
    "WhoShape",
    "Words",
]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case in a queue."""

    uuid: str
    url: str
    reference: str
    gist: Words
    want: Words  # empty text when the wish is not yet known
    customer: Words
    brand: BrandShape
    clock: ClockShape | None
    seriousness: SeriousnessLevel
    lang_code: str  # "HE"
    lang_name: str  # "Hebrew", in the reader's language
    age_text: str  # "4 d"
    note_text: str = ""  # such as "reopened"; said in words before the wish


@dataclass(frozen=True, slots=True)
class HorizonFlag:
    """A promise on the horizon: a link to its row below."""

    uuid: str  # of the case, the row's anchor
    clock: ClockShape
    kind: str  # "Call back"
    customer: Words
    at: int  # place on the line, whole per cent
    at_tenth: int  # and tenths, 0 to 9
    row: int  # 0 to 2, so that flags do not lie on each other
    more_count: int = 0  # folded into this flag: "+4"


@dataclass(frozen=True, slots=True)
class HorizonTick:
    hour: str
    at: int
    at_tenth: int = 0


@dataclass(frozen=True, slots=True)
class Horizon:
    """The next two hours as a line: now stands at 15 %, the past is compressed before it."""

    now_hour: str
    now_iso: str
    flags: tuple[HorizonFlag, ...] = ()
    ticks: tuple[HorizonTick, ...] = ()
    calm_text: str = ""  # when there is no flag: what comes next, and when


@dataclass(frozen=True, slots=True)
class QueueSection:
    code: str  # due, then, or the view's code
    count_text: str
    rows: tuple[QueueRow, ...]


@dataclass(frozen=True, slots=True)
class EmptyShape:
    """Says what is true and when the next comes, and offers one act."""

    code: str  # quiet, no_match, nothing_mine
    next_text: str = ""  # "Thu 16:00, Okafor"


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Context name `page` of today.html."""

    view: str  # the query's view: all, due, mine, nobody, waiting, hold, reopened
    broken_count: int
    soon_count: int
    horizon: Horizon | None
    sections: tuple[QueueSection, ...]
    shown_count: int
    total_text: str  # "38" or "1,000+"
    updated_hour: str
    live_url: str  # the same page, fetched again each minute
    more_url: str = ""
    empty: EmptyShape | None = None
    notice_text: str = ""  # such as "Nothing waits for you."
    brand: str = ""  # slug, kept while filtering
    stages: tuple[Choice, ...] = ()
    languages: tuple[Choice, ...] = ()
    flags: tuple[Choice, ...] = ()  # what was read in the words
    is_filtered: bool = False


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Context name `page` of contact_new.html."""

    brands: tuple[tuple[BrandShape, bool], ...]  # and whether it is chosen
    channels: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    form: FormShape = NOTHING_SENT
    known: tuple[CustomerRow, ...] = ()  # customers that the entered name or address may be


@dataclass(frozen=True, slots=True)
class SkipPage:
    """Context name `page` of skip.html."""

    case_uuid: str
    reference: str
    gist: Words
    reasons: tuple[Choice, ...]
    form: FormShape = NOTHING_SENT


@dataclass(frozen=True, slots=True)
class SearchHit:
    row: QueueRow
    excerpt: Words | None = None  # where the words were found
    where_text: str = ""  # "in a message of 9 May"


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Context name `page` of search.html."""

    query: str
    hits: tuple[SearchHit, ...] = ()
    count_text: str = ""
    more_url: str = ""
    limit_text: str = ""  # says so when the search stopped early
    is_open_only: bool = False
    brands: tuple[Choice, ...] = ()  # to search in one of them; empty where there is only one


@dataclass(frozen=True, slots=True)
class CustomerRow:
    uuid: str
    url: str
    name: Words
    brand: BrandShape
    lang_code: str
    open_count: int
    last_text: str  # "12 May 2026"
    contact_text: str  # address or number, masked where the reader may not see it


@dataclass(frozen=True, slots=True)
class CustomersPage:
    """Context name `page` of customers.html."""

    query: str
    rows: tuple[CustomerRow, ...]
    count_text: str = ""
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Context name `page` of customer.html."""

    who: WhoShape
    brand: BrandShape
    facts: tuple[FactShape, ...]
    care: tuple[CareShape, ...]
    addresses: tuple[FactShape, ...]
    uuid: str
    may_merge: bool
    household: tuple[CustomerRow, ...]  # the others in it
    may_describe: bool
    form: FormShape
    twins: tuple[CustomerRow, ...]  # others who may be the same person
    open_cases: tuple[QueueRow, ...]
    past: tuple[PastCase, ...]
    pause_text: str = ""  # "While a complaint is open: no sales, …"


@dataclass(frozen=True, slots=True)
class PreferencesPage:
    """Context name `page` of preferences.html."""

    languages: tuple[Choice, ...]
    themes: tuple[Choice, ...]  # system, light, dark
    zones: tuple[Choice, ...]
    has_letter_keys: bool
    form: FormShape = NOTHING_SENT


@dataclass(frozen=True, slots=True)
class ToastShape:
    text: str
    tone: Literal["good", "error"] = "good"
