"""What the case page is given of a pause, of somebody who may leave, and of the talk after a loss; see shapes.py."""

from __future__ import annotations

from dataclasses import dataclass

from amends.page.parts import Choice, Words


@dataclass(frozen=True, slots=True)
class PauseShape:
    """What is left alone for this customer now."""

    text: str = ""  # "While this is open: no sales, no price rise, no dunning of £49.00."
    disputed: str = ""  # what the form shows: "49.00"
    currency: str = ""


@dataclass(frozen=True, slots=True)
class LeavingShape:
    """How it stands with somebody who may leave, and what may be offered within one's own authority."""

    is_shown: bool = False
    read: Words | None = None  # their words, where nobody wrote down yet that they would leave
    outcome: str = ""
    outcome_text: str = ""
    competitor: Words | None = None
    competitor_offer: Words | None = None
    offered: str = ""
    offered_text: str = ""
    offers: tuple[Choice, ...] = ()  # what one may give alone
    outcomes: tuple[Choice, ...] = ()
    remedies: tuple[Choice, ...] = ()  # those that mend, or lower a price


@dataclass(frozen=True, slots=True)
class WinBackShape:
    """The talk after a loss."""

    is_shown: bool = False
    is_held: bool = False
    reason: str = ""
    reason_text: str = ""
    words: Words | None = None
    offered: str = ""
    offered_text: str = ""  # "20 % off for six months, £30.00"
    amount: str = ""  # what the form shows: "30.00"
    gap_text: str = ""  # "The front line could have given £10.00."
    back: str = ""
    back_text: str = ""
    reasons: tuple[Choice, ...] = ()
    remedies: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewShape:
    """What was found in contacts that must never be said."""

    may_review: bool = False
    contacts: tuple[Choice, ...] = ()
    codes: tuple[Choice, ...] = ()
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PathShape:
    """These four together."""

    pause: PauseShape = PauseShape()
    leaving: LeavingShape = LeavingShape()
    win_back: WinBackShape = WinBackShape()
    review: ReviewShape = ReviewShape()


NO_PATH = PathShape()
