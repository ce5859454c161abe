"""Lines in which the customer's words stay apart from ours, so that each keeps its own direction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Final, Literal
from unicodedata import bidirectional

from django.utils.translation import get_language_bidi, pgettext

from amends.language.scripts import HAN_CLASS
from amends.page.words import reader_locale

Direction = Literal["ltr", "rtl"]
_STRONG: Final = frozenset(("L", "R", "AL"))
_ISOLATES: Final[Mapping[Direction, str]] = {"ltr": "\u2066", "rtl": "\u2067"}
_ISOLATE_ENDS: Final = "\u2069"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; `is_own` says that the customer wrote it."""

    text: str
    is_own: bool = False

    @property
    def direction(self) -> Direction:
        """Answers how this piece runs, as dir="auto" finds it: by its first letter; numbers alone run left to right."""
        strong = next((found for sign in self.text if (found := bidirectional(sign)) in _STRONG), "L")
        return "ltr" if strong == "L" else "rtl"

    def within(self, here: Direction) -> str:
        """Answers the piece as it keeps its order in a line that runs so: +359 88 stays in order in Hebrew.

        What runs with the line stands bare: where both stand apart, Pango turns the second one round.
        """
        if not self.is_own or self.direction == here:
            return self.text
        return f"{_ISOLATES[self.direction]}{self.text}{_ISOLATE_ENDS}"


Line = tuple[Piece, ...]


def own(text: str) -> Line:
    """Answers what the customer wrote as a line of its own; nothing for nothing."""
    return (Piece(text, is_own=True),) if text else ()


def ours(text: str) -> Line:
    """Answers one of our sentences as a line."""
    return (Piece(text),)


def woven(sentence: str, **values: str | Line) -> Line:
    """Answers a sentence with its placeholders filled, each value a piece of its own. Raises: KeyError."""
    return tuple(piece for piece in _woven(sentence, values) if piece.text)


def _woven(sentence: str, values: dict[str, str | Line]) -> Iterator[Piece]:
    for text, name, _spec, _conversion in Formatter().parse(sentence):
        yield Piece(text)
        if name is not None:
            value = values[name]
            yield from ours(value) if isinstance(value, str) else value


def bare(line: Line) -> str:
    """Answers the line as its words alone, for a title or for what is edited."""
    return "".join(piece.text for piece in line)


def plain(line: Line) -> str:
    """Answers the line as plain text to be read; what runs against the reader's language is kept in its order."""
    here: Direction = "rtl" if get_language_bidi() else "ltr"
    return "".join(piece.within(here) for piece in line)


def beside(*parts: Line) -> Line:
    """Answers parts of one line with the reader's comma between them; empty ones are left out."""
    said = [part for part in parts if part]
    line: Line = said[0] if said else ()
    for part in said[1:]:
        line = woven(pgettext("two parts of one line", "{first}, {second}"), first=line, second=part)
    return line


def labelled(label: str | Line, value: Line) -> Line:
    """Answers a label and what it says: Account number: 48 213."""
    return woven(pgettext("a label and what it says", "{label}: {value}"), label=label, value=value)


def in_one_breath(lines: Iterable[Line]) -> Line:
    """Answers sentences one after the other, parted as the reader's language parts them; empty ones are left out."""
    gap = ours("" if reader_locale().language == "zh" else " ")
    said = [line for line in lines if line]
    return tuple(
        piece for at, line in enumerate(said) for piece in (*(gap if at else ()), *line) if piece.text
    )


_HAN: Final = re.compile(f"[{HAN_CLASS}]")
_ENDS: Final = frozenset(".!?…。！？")
_CLOSES: Final = "\"'”’»“)]」』）"


def ended(text: str) -> str:
    """Answers a sentence of the customer's that ends as a sentence does: its own sign stays, a missing one comes."""
    bare = text.rstrip().rstrip(_CLOSES)
    if not bare or bare[-1] in _ENDS:
        return text
    return text + ("。" if _HAN.match(bare[-1]) else ".")


def shortened(text: str, most: int) -> str:
    """Answers a text of at most so many code points, cut between words where there are any."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    head, space, _tail = cut.rpartition(" ")
    return (head if space and len(head) > most // 2 else cut).rstrip(" ,;:–—-") + "…"
