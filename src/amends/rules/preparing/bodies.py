"""Whom one can ask outside of a company, only where it is known from a named source; elsewhere nobody is named.

This is information, not legal advice; each entry says of when it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from amends.rules.preparing.draft import Thing


@dataclass(frozen=True, slots=True)
class Body:
    """Who decides outside, after how many days of waiting, in force from when, by which source.

    `name` is a name of their own; empty where there are several, and any of them that the company belongs to decides.
    """

    country: str
    things: frozenset[Thing]
    name: str
    wait_days: int
    source: str
    from_day: date = date.min
    to_day: date = date.max


_TELECOM: Final = frozenset({Thing.CABLE, Thing.PHONE})
BODIES: Final = (
    Body("GB", _TELECOM, "", 56, "Ombudsman Services guide 2019", to_day=date(2026, 4, 7)),
    Body("GB", _TELECOM, "", 42, "Ofcom, 9 July 2025", from_day=date(2026, 4, 8)),
    Body("GB", frozenset({Thing.BANK}), "Financial Ombudsman Service", 56, "FCA handbook, DISP 1.6.2R"),
    Body("US", _TELECOM, "Federal Communications Commission", 30, "consumercomplaints.fcc.gov"),
    Body("US", frozenset({Thing.FLIGHT}), "US Department of Transportation", 60, "14 CFR 259.7"),
    Body(
        "US",
        frozenset({Thing.BANK}),
        "Consumer Financial Protection Bureau",
        15,
        "CFPB Company Portal Manual",
    ),
    Body("CN", _TELECOM, "电信用户申诉受理机构", 15, "电信用户申诉处理办法"),
    Body("SE", frozenset(Thing), "Allmänna reklamationsnämnden (ARN)", 0, "arn.se"),
)
COUNTRIES: Final = ("GB", "US", "SE", "BG", "IL", "RU", "CN", "TW")


def body_for(country: str, thing: Thing | None, today: date) -> Body | None:
    """Answers who decides outside in this country and matter today; None where no source is known."""
    for one in BODIES:
        if one.country == country and thing in one.things and one.from_day <= today <= one.to_day:
            return one
    return None
