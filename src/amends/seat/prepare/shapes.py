"""What the pages of Prepare are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amends.page.parts import BrandShape
from amends.rules.preparing.draft import Draft, Medium, Result, Rung, Thing


@dataclass(frozen=True, slots=True)
class MissingShape:
    """What a rep will ask and nobody has prepared, and the page where it belongs."""

    text: str
    page: str


@dataclass(frozen=True, slots=True)
class ChoiceShape:
    """One thing to choose; `note` says what speaks for it."""

    code: Result | Thing | Medium | Rung
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MirrorShape:
    """How a few words may read to who answers."""

    said: str
    text: str


@dataclass(frozen=True, slots=True)
class RungShape:
    """One rung of the ladder as it stands."""

    text: str
    standing: str
    when_text: str = ""


@dataclass(frozen=True, slots=True)
class ToldShape:
    """A promise as it stands: kept waiting for, without an hour, or past it, with what to say then."""

    what: str
    state: str
    when_text: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class BodyShape:
    """Who decides outside, and by which source that is known."""

    name: str
    wait_days: int
    source: str


@dataclass(frozen=True, slots=True)
class OutsideShape:
    """What is known of help outside: nothing asked yet, a body, or that nobody knows."""

    is_asked: bool
    body: BodyShape | None = None


@dataclass(frozen=True, slots=True)
class StepShape:
    """The step of a page, and the line that names it."""

    step: int
    text: str


@dataclass(frozen=True, slots=True)
class WizardPage:
    """One page of Prepare with everything that was said so far."""

    draft: Draft
    key: str
    zone: str
    page: str
    is_first: bool
    is_last: bool
    step: int
    step_text: str
    at: int
    is_adding: bool
    brand: BrandShape | None
    ready: int
    asked: int
    missing: Sequence[MissingShape]
    things: Sequence[ChoiceShape]
    numbers: Sequence[tuple[str, str, str]]
    results: Sequence[ChoiceShape]
    rare_results: Sequence[ChoiceShape]
    is_result_rare: bool
    outcome_notes: Sequence[str]
    mirror: Sequence[MirrorShape]
    is_read: bool
    told: Sequence[ToldShape]
    rungs: Sequence[ChoiceShape]
    ladder: Sequence[RungShape]
    again_text: str
    outside: OutsideShape
    media: Sequence[ChoiceShape]
    advice: Medium
    reasons: Sequence[str]
    refusal: str = ""
    post: str = ""
    suggested: str = ""
    step_up: str = ""
