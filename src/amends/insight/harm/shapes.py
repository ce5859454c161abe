"""What the report on same harm, same remedy shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from amends.page.parts import BrandShape, Choice, Words

Tone = Literal["worse", "better", "maybe", "none", "few"]
WIDE, MIDDLE = 200, 100
"""The chart of a row is so wide; nought stands in its middle."""


@dataclass(frozen=True, slots=True)
class DotShape:
    """A difference on its line: the dot, and the interval from end to end; places from 0 to WIDE."""

    at: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class DifferenceShape:
    """One group against all others."""

    who: str
    tone: Tone
    verdict_text: str
    said: str
    dot: DotShape | None  # none where there are too few to say
    theirs_text: str = ""
    others_text: str = ""
    money_text: str = ""  # what the difference comes to in money, for each case
    cases_text: str = ""  # "24 against 130"
    url: str = ""  # the cases behind it


@dataclass(frozen=True, slots=True)
class DimensionShape:
    """The groups of one dimension, the worst first; those with too few stand apart."""

    title: str
    rows: tuple[DifferenceShape, ...]
    few_text: str = ""  # "Too few to say: Hebrew (4), Russian (7)"


@dataclass(frozen=True, slots=True)
class MeasureShape:
    """One thing that is compared, with the ends of its scale."""

    code: str
    title: str
    less_text: str
    more_text: str
    reach_text: str  # how far the scale reaches either way
    dimensions: tuple[DimensionShape, ...]


@dataclass(frozen=True, slots=True)
class FoundShape:
    """One difference that is hardly chance, named at the top."""

    who: str
    where: str
    said: str
    tone: Tone
    url: str


@dataclass(frozen=True, slots=True)
class SameHarmPage:
    brand: BrandShape
    brands: tuple[Choice, ...]
    days: tuple[Choice, ...]
    count_text: str
    left_out: tuple[str, ...]
    lead: str
    found: tuple[FoundShape, ...]
    measures: tuple[MeasureShape, ...]
    table_url: str
    is_empty: bool


@dataclass(frozen=True, slots=True)
class SideCase:
    """One case behind a difference."""

    url: str
    reference: str
    gist: Words
    given_text: str
    share_text: str
    wait_text: str
    decision_text: str


@dataclass(frozen=True, slots=True)
class StratumShape:
    """Complaints of both sides that are alike."""

    title: str
    theirs: tuple[SideCase, ...]
    others: tuple[SideCase, ...]
    more_text: str = ""


@dataclass(frozen=True, slots=True)
class BehindPage:
    brand: BrandShape
    title: str
    said: str
    verdict_text: str
    tone: Tone
    who: str
    strata: tuple[StratumShape, ...]
    back_url: str
