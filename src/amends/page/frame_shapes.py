"""What the frame of a page shows: places, views, brands, load."""

from __future__ import annotations

from dataclasses import dataclass

from amends.page.parts import BrandShape, Words


@dataclass(frozen=True, slots=True)
class NavView:
    """A place in the side list; the template names it by its code."""

    code: str  # today, consult, customers, reports, policy, policy; due, mine, nobody, waiting, hold, reopened, all
    url: str
    count_text: str = ""  # "1,000+"; empty shows none
    is_current: bool = False
    is_urgent: bool = False  # the count in the colour of what is broken


@dataclass(frozen=True, slots=True)
class NavBrand:
    """A brand the person speaks for, with its open cases."""

    brand: BrandShape
    url: str
    count_text: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class LoadShape:
    """The load meter at the foot of the side: what is done and the usual range, never a target."""

    done_count: int
    usual_low: int
    usual_high: int
    done_percent: int  # place of the bar, 0 to 100
    usual_from_percent: int  # where the dashed outline starts; it is 20 % wide
    advice_text: str = ""  # "Two hard calls in a row: a break is due."
    shift_text: str = ""  # "On shift until 17:30"


@dataclass(frozen=True, slots=True)
class AlarmShape:
    """A case whose words say that somebody may harm themselves, and that nobody who leads has yet."""

    case_uuid: str
    url: str
    reference: str
    gist: Words
    when_text: str


@dataclass(frozen=True, slots=True)
class ShellShape:
    """What the top bar and the side need on every page of the desk (context name `shell`)."""

    person_name: str
    person_initials: str
    views: tuple[NavView, ...] = ()  # under "Views"
    places: tuple[NavView, ...] = ()  # today, consult, customers, reports
    brands: tuple[NavBrand, ...] = ()
    load: LoadShape | None = None
    search_text: str = ""  # what was searched for, kept in the field
    may_answer: bool = False  # questions can be put to this person
    alarms: tuple[AlarmShape, ...] = ()
