"""The ways out: what a channel must offer, and which have registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from amends.errors import ChannelError

if TYPE_CHECKING:
    from amends.cases.models import Case


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


Closing = Callable[["Case", datetime], str]
_ways: dict[str, Delivery] = {}
_closings: list[Closing] = []


def register(kind: str, way: Delivery) -> None:
    """Makes a way out known; channels call it when the desk starts."""
    _ways[kind] = way


def close_with(closing: Closing) -> None:
    """Makes known what stands at the end of each letter about a case; faces call it when the desk starts."""
    _closings.append(closing)


def closing_words(case: Case, now: datetime) -> str:
    """Answers what stands below the words of a letter, beginning with an empty line where there is anything."""
    return "".join(f"\n\n{said}" for closing in _closings if (said := closing(case, now)))


def way_out(kind: str) -> Delivery:
    """Answers the way a kind of message leaves. Raises: ChannelError('no_way_out')."""
    if kind not in _ways:
        raise ChannelError("no_way_out", permanent=True)
    return _ways[kind]
