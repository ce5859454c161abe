"""What several of the desk's shapes are made of: words, marks, clocks, choices, refused forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ClockState = Literal["due", "soon", "broken", "kept", "paused"]
SeriousnessLevel = Literal["low", "normal", "high", "severe"]
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})
NO_TEXTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Words:
    """Somebody's own words, shown in their language: `lang` may be empty when it is not known."""

    text: str
    lang: str = ""

    @property
    def direction(self) -> str:
        """What `dir` says: a known right-to-left language outweighs a first Latin word."""
        return "rtl" if self.lang[:2] in RIGHT_TO_LEFT else "auto"


@dataclass(frozen=True, slots=True)
class BrandShape:
    """A brand's mark; its colours come from the brands' style sheet by `slug`."""

    slug: str
    name: str  # in the band and the composer: "Norvia Telecom"
    letter: str  # inside the shape: "N"
    shape: Literal["square", "round"] = "square"
    short_name: str = ""  # in rows; empty means the same as `name`

    @property
    def row_name(self) -> str:
        return self.short_name or self.name


@dataclass(frozen=True, slots=True)
class ClockShape:
    """One promise or statutory clock, with its rest already in words."""

    state: ClockState
    hour: str  # "13:40"; empty when only the date matters
    date_label: str  # "13 May"; empty when it is today
    rest_text: str  # due, soon, broken: "in 14 min"; kept: its proof; paused: until when
    datetime_iso: str  # for <time datetime>
    name: str  # what was promised: "Answer"
    left_percent: int = 0  # the pie: how much of the time is left, 0 to 100
    reader_text: str = ""  # a whole sentence for screen readers; empty reads what is seen
    is_moved: bool = False  # says "moved" before the hour
    tries_text: str = ""  # "2 of 3 calls"

    @property
    def key_text(self) -> str:
        return self.date_label or self.hour

    @property
    def second_text(self) -> str:
        return self.hour if self.date_label and self.hour else self.rest_text


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select or of radios."""

    value: str
    label: str
    is_chosen: bool = False
    hint: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One line of the error summary; `field` is the id it leads to."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class FormShape:
    """What came back from a form that was refused; empty when nothing was sent yet."""

    action: str = ""  # the act that was refused: "assign"
    entered: Mapping[str, str] = field(default_factory=lambda: NO_TEXTS)
    errors: Mapping[str, str] = field(default_factory=lambda: NO_TEXTS)
    summary: tuple[FieldError, ...] = ()
    safe_text: str = ""  # what is safe: "Your letter is kept below."


NOTHING_SENT = FormShape()


@dataclass(frozen=True, slots=True)
class ConflictShape:
    """Somebody changed the same thing first."""

    who: str
    when_text: str
    theirs: Words
    mine: Words


@dataclass(frozen=True, slots=True)
class WhoShape:
    """The complainant, and whoever speaks for them."""

    name: Words
    initials: str
    tenure_text: str  # "Customer for 11 years"
    url: str
    lang_code: str
    lang_name: str
    speaks_for: Words | None = None  # a representative's principal


@dataclass(frozen=True, slots=True)
class FactShape:
    label: str
    value: Words


@dataclass(frozen=True, slots=True)
class CareShape:
    """What makes this customer's trouble heavier, and who told us."""

    title: Words
    source_text: str


@dataclass(frozen=True, slots=True)
class EvidenceShape:
    uuid: str
    name: str
    url: str
    size_text: str
    point_text: str = ""  # which point it supports: "Point 2"
    refused_text: str = ""  # why it cannot be opened


@dataclass(frozen=True, slots=True)
class PastCase:
    gist: Words
    url: str
    when_text: str
    is_solved: bool
