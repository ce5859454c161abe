"""The port through which remedies are issued: what is asked of the other system, and which one was registered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from amends.errors import ChannelError


@dataclass(frozen=True, slots=True)
class Order:
    """What another system needs to pay or book one remedy; `key` is the same on every attempt.

    `account` is empty where money goes back the way it came. Units: `amount_minor` in minor units of `currency`.
    """

    key: str
    brand: str
    case: str
    customer: str
    remedy: str
    kind: str
    amount_minor: int
    currency: str
    account_kind: str = ""
    # Whoever writes an order into a log writes no number into it.
    account: str = field(default="", repr=False)


class Issuer(Protocol):
    """Another system that pays or books what was granted."""

    def issue(self, order: Order) -> str:
        """Hands an order over and answers its receipt; the same key twice is one order. Raises: ChannelError."""


_issuers: list[Issuer] = []


def register_issuer(issuer: Issuer) -> None:
    """Makes the issuer known; a channel calls it when the desk starts."""
    _issuers[:] = [issuer]


def issuer() -> Issuer:
    """Answers the registered issuer. Raises: ChannelError('no_issuer')."""
    if not _issuers:
        raise ChannelError("no_issuer", permanent=True)
    return _issuers[0]
