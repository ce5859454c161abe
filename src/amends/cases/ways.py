"""The ways out: what a channel must offer, and which have registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from amends.errors import ChannelError


@dataclass(frozen=True, slots=True)
class Letter:
    """What a channel needs to carry one message."""

    message_id: str
    from_name: str
    from_address: str
    to_address: str
    subject: str
    text: str
    language: str
    files: tuple[tuple[str, str, bytes], ...] = ()


class Delivery(Protocol):
    """One way out."""

    def deliver(self, letter: Letter) -> None:
        """Hands the message over. Raises: ChannelError, permanent or not."""


_ways: dict[str, Delivery] = {}


def register(kind: str, way: Delivery) -> None:
    """Makes a way out known; channels call it when the desk starts."""
    _ways[kind] = way


def way_out(kind: str) -> Delivery:
    """Answers the way a kind of message leaves. Raises: ChannelError('no_way_out')."""
    if kind not in _ways:
        raise ChannelError("no_way_out", permanent=True)
    return _ways[kind]
