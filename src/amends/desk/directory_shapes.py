"""What the directory's page is given; see shapes.py for how shapes are meant."""

from __future__ import annotations

from dataclasses import dataclass

from amends.page.parts import NOTHING_SENT, BrandShape, Choice, FormShape


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One way to reach a brand."""

    uuid: str
    way_text: str
    label: str
    value: str
    link: str  # where it can be followed
    verified_text: str  # "12 May 2026, by Priya Nair"
    is_stale: bool


@dataclass(frozen=True, slots=True)
class BrandDirectory:
    """The contacts of one brand, and whether the reader may change them."""

    brand: BrandShape
    rows: tuple[ContactRow, ...]
    may_change: bool
    stale_text: str = ""  # "2 to look at again"


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """Context name `page` of directory.html."""

    brands: tuple[BrandDirectory, ...]
    ways: tuple[Choice, ...]
    form: FormShape = NOTHING_SENT


@dataclass(frozen=True, slots=True)
class BodyShape:
    """Who outside looks at complaints of this brand."""

    uuid: str
    label: str
    value: str
    link: str
    stale_text: str = ""
