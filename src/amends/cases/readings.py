"""What was read from a contact, with a person's word above it, and what of it a case takes over at its beginning.

Nothing that is read is stored but what a person corrected: it is read again when it is shown, which takes a third of
a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from amends.cases.inbound import InboundContact
from amends.cases.models import Contact, ReadingCorrection
from amends.language.corrected import Word, corrected
from amends.language.labels import FLAGS
from amends.language.learning import Model, kept
from amends.language.reading import Reading, read
from amends.rules.vocabulary import Direction, Kind

SELF_HARM: Final = "self_harm"
PROPOSED: Final = frozenset({"vulnerable"})
"""Read flags that no case carries: a person records them, or nobody does."""
_GRAVE: Final = frozenset({"safety", SELF_HARM, "vulnerable", "legal", "regulator"})
_MOST: Final = 3
_URGENCY: Final = {"low": 1, "medium": 2, "high": 3}
_LIKELY: Final = InboundContact.seriousness, InboundContact.impact, InboundContact.urgency
_UNKNOWN: Final = ("", "und")
_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Weight:
    """How a case begins: in which language, how serious, with which flags that no person set."""

    language: str
    seriousness: int
    impact: int
    urgency: int
    flags: tuple[str, ...] = ()

    @property
    def rings(self) -> bool:
        """Answers whether somebody who leads must see it at once."""
        return SELF_HARM in self.flags


def weight_of(
    inbound: InboundContact, text: str, language: str, now: datetime, model: Model | None = None
) -> Weight:
    """Answers how a contact begins: as a person said, else as its words say; what is over stays as it came.

    Reading only ever raises: that a phrasebook finds nothing is no reason to let somebody wait.
    """
    said = Weight(language, inbound.seriousness, inbound.impact, inbound.urgency)
    if inbound.is_history and not _is_fresh(inbound, now):
        return said
    return raised(said, read_words(text, language, inbound.occurred_at or now, model), _LIKELY)


def _is_fresh(inbound: InboundContact, now: datetime) -> bool:
    """Answers whether somebody of the past may still wait: an open complaint, with a date in the last year."""
    is_recent = inbound.occurred_at is not None and now - inbound.occurred_at <= _YEAR
    return is_recent and inbound.kind is Kind.COMPLAINT and not inbound.is_closed


def raised(said: Weight, reading: Reading, likely: tuple[int, int, int]) -> Weight:
    """Answers a weight raised to what was read, wherever it still stands as nobody set it."""
    found = (
        reading.seriousness,
        _MOST if _GRAVE & set(reading.flags) else 0,
        _URGENCY[reading.urgency],
    )
    held = (said.seriousness, said.impact, said.urgency)
    seriousness, impact, urgency = [
        max(now, more) if now == usual else now for now, more, usual in zip(held, found, likely, strict=True)
    ]
    language = reading.language if said.language in _UNKNOWN else said.language
    return Weight(language, seriousness, impact, urgency, flags_kept(said.flags, reading.flags))


def flags_kept(*groups: Iterable[str]) -> tuple[str, ...]:
    """Answers the read flags that a case carries, in the order of the list."""
    found = {flag for group in groups for flag in group}
    return tuple(flag for flag in FLAGS if flag in found and flag not in PROPOSED)


def read_words(text: str, language: str, at: datetime, model: Model | None = None) -> Reading:
    """Answers what words say, less what a learned model refuses; a language that is not known is found out."""
    found = read(text, stated="" if language in _UNKNOWN else language, at=at)
    return kept(found, text, model) if model else found


def reading_of(
    contact: Contact, corrections: Sequence[ReadingCorrection] = (), model: Model | None = None
) -> Reading | None:
    """Answers what a customer's contact says, a person's word first; None for our words, and for erased ones."""
    if contact.direction != Direction.IN.value or contact.erased_at is not None or not contact.text:
        return None
    found = read_again(contact.text, contact.language, contact.occurred_at, model)
    return corrected(found, words_of(contact, corrections))


def words_of(contact: Contact, corrections: Iterable[ReadingCorrection]) -> list[Word]:
    """Answers what people said of one contact's reading."""
    return [
        Word(one.label, one.start, one.end, one.is_right)
        for one in corrections
        if one.contact_id == contact.pk
    ]


read_again = lru_cache(maxsize=2_000)(read_words)
"""The same, remembered: whoever works on a case draws its page after every act."""
