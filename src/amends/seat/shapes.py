"""What the customer's pages are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from amends.page.parts import BrandShape, Choice, Words
from amends.page.reach import ReachShape

Tone = Literal["due", "broken", "kept", "turn"]


@dataclass(frozen=True, slots=True)
class NextShape:
    """What happens next and by when; a broken promise stands in its place."""

    tone: Tone
    title: str
    text: str
    datetime_iso: str = ""


@dataclass(frozen=True, slots=True)
class OptionShape:
    """One way to put it right, as the customer may choose it."""

    code: str
    fix: str
    extra: str = ""


@dataclass(frozen=True, slots=True)
class HappenedShape:
    """One thing that happened, and when; `detail` is in the language that somebody wrote it in."""

    tone: Tone
    text: str
    when_text: str
    datetime_iso: str
    detail: Words | None = None


@dataclass(frozen=True, slots=True)
class ClimbShape:
    """Who sees the case next, and why one may go there now; without `to` nobody stands above."""

    to: str
    text: str
    outside: str = ""


@dataclass(frozen=True, slots=True)
class FileShape:
    """A file that was sent."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class MessageShape:
    """What one side said to the other."""

    is_mine: bool
    who: str
    when_text: str
    datetime_iso: str
    text: Words
    files: Sequence[FileShape] = ()


@dataclass(frozen=True, slots=True)
class ToldShape:
    """What the customer said of one closing, and what was changed because of it."""

    better: Words | None
    thanks: Words | None
    thanked_text: str
    listened_text: str
    changed: Words | None


@dataclass(frozen=True, slots=True)
class FeedbackShape:
    """The form in which a customer says how it was, where they may, and what they said before."""

    has_form: bool = False
    is_again: bool = False
    listened: Sequence[Choice] = ()
    people: Sequence[Choice] = ()
    better: str = ""
    thanks: str = ""
    told: Sequence[ToldShape] = ()


NO_FEEDBACK = FeedbackShape()


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One case as its customer sees it."""

    uuid: str
    brand: BrandShape
    reference: str
    title: Words
    now: NextShape
    who_text: str
    options: Sequence[OptionShape]
    offer: str
    picked: str
    """The code of what they chose already, while nobody has made sure who they are."""
    key: str
    given: Sequence[str]
    happened: Sequence[HappenedShape]
    messages: Sequence[MessageShape]
    climb: ClimbShape | None
    is_open: bool
    may_reopen: bool
    ended_text: str
    feedback: FeedbackShape = NO_FEEDBACK
    acts_for_text: str = ""
    reach: ReachShape | None = None
    """How the next word reaches them; nothing where somebody looks for them, or nothing more will come."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A form that was not taken: which, why, and what was written."""

    act: str = ""
    text: str = ""
    entered: str = ""
    more: str = ""
