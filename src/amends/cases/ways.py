"""The ways out: what a channel must offer, and which have registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from amends.errors import ChannelError

if TYPE_CHECKING:
    from amends.cases.models import Case
    from amends.cases.news import News


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
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What a notice says, in our own words alone."""

    subject: str
    text: str


class Delivery(Protocol):
    """One way out."""

    def deliver(self, letter: Letter) -> None:
        """Hands the message over. Raises: ChannelError, permanent or not."""


Closing = Callable[["Case", datetime, bool], str]
Telling = Callable[["Case", "News", bool], NoticeWords]
_ways: dict[str, Delivery] = {}
_closings: list[Closing] = []
_tellings: list[Telling] = []


def register(kind: str, way: Delivery) -> None:
    """Makes a way out known; channels call it when the desk starts."""
    _ways[kind] = way


def close_with(closing: Closing) -> None:
    """Makes known what stands at the end of each letter about a case; faces call it when the desk starts."""
    _closings.append(closing)


def closing_words(case: Case, now: datetime, *, for_representative: bool = False) -> str:
    """Answers what stands below the words of a letter, beginning with an empty line where there is anything.

    The way in is that of the customer, or of who acts for them.
    """
    said = (closing(case, now, for_representative) for closing in _closings)
    return "".join(f"\n\n{one}" for one in said if one)


def tell_with(telling: Telling) -> None:
    """Makes known how a notice is worded; the face that customers see calls it when the desk starts."""
    _tellings[:] = [telling]


def notice_words(case: Case, news: News, *, for_representative: bool = False) -> NoticeWords | None:
    """Answers what a notice says, to the customer or who acts for them; None where no face words them."""
    return _tellings[0](case, news, for_representative) if _tellings else None


def way_out(kind: str) -> Delivery:
    """Answers the way a kind of message leaves. Raises: ChannelError('no_way_out')."""
    if kind not in _ways:
        raise ChannelError("no_way_out", permanent=True)
    return _ways[kind]
