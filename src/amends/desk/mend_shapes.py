"""What the steps from options to followed up are given; see shapes.py for how shapes are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from amends.page.parts import Choice, Words

OptionStanding = Literal["mine", "ask", "none", "needs"]
RemedyStateCode = Literal["chosen", "approved", "issued", "confirmed", "reversed", "dropped"]


@dataclass(frozen=True, slots=True)
class OptionShape:
    """One option: its fix and extra, what it is worth, who may give it, why it fits."""

    code: str
    fix: str
    extra: str
    worth_text: str
    standing: OptionStanding
    who_text: str
    share_text: str = ""  # "12 % of the price paid"
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class GivenShape:
    """One thing that is given, and what can be done about it now."""

    uuid: str
    text: str
    part_text: str
    amount_text: str
    state: RemedyStateCode
    state_text: str
    trouble_text: str = ""
    receipt: str = ""
    account_uuid: str = ""
    account_text: str = ""  # "IBAN •••• 3000"
    can_direct: bool = False  # it is money, and has not left
    can_carry_out: bool = False
    can_confirm: bool = False
    can_reverse: bool = False


@dataclass(frozen=True, slots=True)
class SettlementShape:
    """What is given together, and whether it waits for somebody."""

    uuid: str
    title: str
    who_text: str
    total_text: str
    state: str
    given: tuple[GivenShape, ...]
    waits_text: str = ""
    can_approve: bool = False
    can_drop: bool = False


@dataclass(frozen=True, slots=True)
class FactField:
    """One fact that the policy asks for, as a field of its form."""

    name: str
    label: str
    kind: Literal["select", "number", "money"]
    value: str
    choices: tuple[Choice, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class MendShape:
    """Options and what came of them."""

    has_policy: bool = False
    situation: Literal["", "mend", "explain", "hold"] = ""
    is_known: bool = False
    fields: tuple[FactField, ...] = ()
    more_fields: tuple[FactField, ...] = ()
    needs_text: str = ""
    fits: tuple[tuple[str, str], ...] = ()
    options: tuple[OptionShape, ...] = ()
    reasons: tuple[str, ...] = ()
    next_rung: str = ""
    supervisor_text: str = ""
    gestures: tuple[Choice, ...] = ()
    gestures_text: str = ""
    settlements: tuple[SettlementShape, ...] = ()
    given_text: str = ""
    key: str = ""  # the key of the next choice, so that pressing twice is one
    brand_promise: str = ""  # what the brand promises everybody; the case is judged against it
    approved: tuple[Words, ...] = ()  # facts that may be said word for word, in the language of the case
    rung_text: str = ""  # where on the ladder the case stands
    next_rung_text: str = ""  # and what comes above; empty at the end
    is_near_top: bool = False  # the next rung, or the one it stands on, is the last
    climbs: tuple[Choice, ...] = ()
    remedies: tuple[Choice, ...] = ()  # all that the policy has, for saying what would have helped
    late_text: str = ""  # it was reported late, and late refuses nothing
    late_harm: tuple[str, ...] = ()  # what a refusal would cost
    people_left: int = 0  # to so many more the customer may have to explain it before it climbs by itself

    @property
    def offered(self) -> tuple[OptionShape, ...]:
        """Options that may go to the customer: those whose worth is known and that somebody here may give."""
        return tuple(one for one in self.options if one.standing in ("mine", "ask"))


NO_MENDING = MendShape()
