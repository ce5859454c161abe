"""What a channel hands over: one contact, in one shape, whatever way it came."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from amends.rules.vocabulary import Channel, Kind


# Without slots: these travel to other processes, and a dataclass with slots is packed three times as slowly.
@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who the contact says it is; everything may be unknown."""

    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    zone: str = ""
    city: str = ""

    @property
    def is_known(self) -> bool:
        """Answers whether anything at all is known."""
        return bool(self.name or self.email or self.phone)


@dataclass(frozen=True, kw_only=True)
class InboundContact:
    """One contact from outside.

    `is_history` marks imported history: its clocks are off, and `occurred_at` may lie far back.
    """

    channel: Channel
    text: str
    gist: str = ""
    kind: Kind = Kind.COMPLAINT
    language: str = ""
    caller: Caller = field(default_factory=Caller)
    customer_id: int | None = None
    want: str = ""
    points: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    tried: tuple[str, ...] = ()
    seriousness: int = 1
    impact: int = 2
    urgency: int = 2
    product: str = ""
    sub_product: str = ""
    issue: str = ""
    sub_issue: str = ""
    place: str = ""
    external_reference: str = ""
    outcome_said: str = ""
    about_staff_id: int | None = None
    owner_id: int | None = None
    occurred_at: datetime | None = None
    occurred_precision: str = ""
    date_mark: str = ""
    raw: bytes | None = None
    is_history: bool = False
    is_closed: bool = False
