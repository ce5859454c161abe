"""A phrasebook: what people of one language write, as lines of text under the label that they show.

docs/reference/phrasebooks.md says how its lines are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from amends.language.labels import BOOKS, HELPING, LABELS, NAMING
from amends.language.lines import slots_of, telling, unnamed, word_of

_BOOKS: Final = Path(__file__).parent / "books"
NOT: Final = " not"
"""`[want.refund not]` has what looks like the label and is none."""
_WITHIN: Final = re.compile(r"[^\W\d_]+(?:\*[^\W\d_]+)+")
_TELLING: Final = 3
"""With fewer letters on both sides of its star a word is met in half of all others."""
_SECTION: Final = re.compile(r"\[([a-z_.0-9]+(?: not)?)\]$")


class BrokenBook(ValueError):
    """A phrasebook that can't be used, with every line that is wrong."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the label that it shows, and where in the file it stands."""

    label: str
    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All lines of one language; `prefixes` are letters that may stand fast before a word (Hebrew)."""

    language: str
    lines: tuple[Line, ...]
    prefixes: str = ""


def read_book(text: str) -> Phrasebook:
    """Answers the phrasebook in a text; its lines are not taken apart yet. Raises: BrokenBook."""
    settings: dict[str, str] = {}
    lines: list[Line] = []
    faults: list[str] = []
    label = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        said = raw.split("#", 1)[0].strip()
        if not said:
            continue
        if said.startswith("["):
            label = _label(said, number, faults)
        elif not label:
            name, _colon, value = said.partition(":")
            settings[name.strip()] = value.strip()
        else:
            lines.append(Line(label, said, number))
    if "language" not in settings:
        faults.append("the book does not say its language")
    if faults:
        raise BrokenBook("; ".join(faults))
    return Phrasebook(settings["language"], tuple(lines), settings.get("prefixes", ""))


def _label(line: str, number: int, faults: list[str]) -> str:
    found = _SECTION.match(line)
    label = found[1] if found else ""
    if label.removesuffix(NOT) not in LABELS | HELPING:
        faults.append(f"line {number}: there is no label {line}")
    return label or line


def book_faults(text: str) -> list[str]:
    """Answers every line of a phrasebook that can't be used, or that says what another one says."""
    try:
        book = read_book(text)
    except BrokenBook as error:
        return str(error).split("; ")
    faults: list[str] = []
    first: dict[tuple[str, str], int] = {}
    for line in book.lines:
        before = first.setdefault((line.label, line.text.casefold()), line.number)
        if before != line.number:
            faults.append(f"line {line.number}: says what line {before} says")
        if any(max(map(len, word.split("*"))) < _TELLING for word in _WITHIN.findall(line.text)):
            faults.append(
                f"line {line.number}: a star within a word stands for anything; a hidden letter is a blank"
            )
        if "^" in line.text and line.label.removesuffix(NOT) not in NAMING:
            faults.append(f"line {line.number}: only lines of {' and '.join(NAMING)} may have a name in them")
        try:
            for text in filter(None, {line.text, unnamed(line.text)}):
                for option in (slots := slots_of(text))[telling(slots)].options:
                    word_of(option)
        except ValueError as error:
            faults.append(f"line {line.number}: {error}")
    return faults


def books() -> dict[str, str]:
    """Answers the text of every phrasebook there is, by its language."""
    return {name: book_text(name) for name in BOOKS}


@cache
def book_bytes(name: str) -> bytes:
    """Answers one phrasebook as it lies there; an empty book for a language that has none."""
    if name not in BOOKS:
        return f"language: {name}".encode()
    return (_BOOKS / f"{name}.txt").read_bytes()


def book_text(name: str) -> str:
    """Answers the text of one phrasebook; an empty book for a language that has none."""
    return book_bytes(name).decode()
