"""What people usually get for such a thing, in general; a brand's own policy says it better where there is one.

Source: HE10, BG6. The order is a judgement of what is asked for and given most, no statistics.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from amends.rules.preparing.draft import Result, Thing

USUAL: Final[Mapping[Thing, tuple[Result, ...]]] = {
    Thing.CABLE: (Result.REPAIR, Result.CREDIT, Result.CANCELLATION),
    Thing.PHONE: (Result.CORRECTION, Result.REPAIR, Result.CREDIT, Result.CANCELLATION),
    Thing.ENERGY: (Result.CORRECTION, Result.EXPLANATION, Result.CREDIT),
    Thing.HOTEL: (Result.PART_REFUND, Result.CHANGE, Result.APOLOGY),
    Thing.FLIGHT: (Result.REFUND, Result.CHANGE, Result.PART_REFUND),
    Thing.TICKET: (Result.REFUND, Result.CHANGE, Result.CORRECTION),
    Thing.PARCEL: (Result.DELIVERY, Result.REPLACEMENT, Result.REFUND),
    Thing.SHOP: (Result.REPAIR, Result.REPLACEMENT, Result.REFUND),
    Thing.BANK: (Result.CORRECTION, Result.REFUND, Result.EXPLANATION),
    Thing.OTHER: (Result.CORRECTION, Result.REFUND, Result.EXPLANATION, Result.APOLOGY),
}
ONE_CONTACT: Final = frozenset({Result.CORRECTION, Result.EXPLANATION, Result.CREDIT, Result.CHANGE})
"""What is mostly settled in one talk; the rest takes a second one, so a name and an hour are worth asking for."""
