"""What the case page is given of a reading; see shapes.py for how shapes are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from amends.page.parts import Words

SaidKind = Literal["want", "emotion", "flag", "serious", "urgent"]


@dataclass(frozen=True, slots=True)
class SaidTag:
    """One label of a contact: its word, the words that say so, and whether a person said that it is not so."""

    anchor: str  # its id on the page
    contact: str  # uuid
    label: str  # code: "want.refund"
    start: int
    kind: SaidKind
    kind_text: str  # "They ask for it"
    text: str  # "Refund"
    words: Words  # what says so
    is_right: bool | None = None  # a person's word; None where nobody said anything
    who_text: str = ""

    @property
    def is_dropped(self) -> bool:
        return self.is_right is False


@dataclass(frozen=True, slots=True)
class SaidPart:
    """A piece of a contact's text; with a tag where something is read in it."""

    text: str
    tag: SaidTag | None = None


@dataclass(frozen=True, slots=True)
class SaidShape:
    """What was read from one contact."""

    parts: tuple[SaidPart, ...] = ()  # empty where the whole text has no mark
    tags: tuple[SaidTag, ...] = ()
    may_correct: bool = False

    @property
    def is_vulnerable(self) -> bool:
        return any(tag.label == "flag.vulnerable" and not tag.is_dropped for tag in self.tags)


NOTHING_SAID = SaidShape()


@dataclass(frozen=True, slots=True)
class ProposedWant:
    text: str  # "a refund"
    words: Words  # the sentence that says so, which would be kept


@dataclass(frozen=True, slots=True)
class ReadingShape:
    """What the words of a case propose to whoever works on it; nothing of it happens by itself."""

    by_contact: dict[int, SaidShape]
    want: ProposedWant | None = None
    emotions: frozenset[str] = frozenset()  # as the path names them
    points: tuple[Words, ...] = ()
    leaving: Words | None = None
    is_vulnerable: bool = False

    @property
    def is_marked(self) -> bool:
        return any(shape.tags for shape in self.by_contact.values())


NOTHING_READ = ReadingShape({})
