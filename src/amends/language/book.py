"""A phrasebook: what people of one language write, as lines of text under the label that they show.

docs/reference/phrasebooks.md says how its lines are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product
from typing import Final

from amends.language.aligned import folded_phrase
from amends.language.labels import HELPING, LABELS

MOST_FORMS: Final = 400
"""So many forms one line may stand for; more is a line nobody can read."""
NOT: Final = " not"
"""`[want.refund not]` has what looks like the label and is none."""
_SECTION: Final = re.compile(r"\[([a-z_.0-9]+(?: not)?)\]$")
_CHOICE: Final = re.compile(r"\(([^()]*)\)")
_GAP: Final = "~"


class BrokenBook(ValueError):
    """A phrasebook that can't be used, with every line that is wrong."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stand together; `*` before or after lets a word begin or end in any way.

    A tight part stands at once behind the one before it: what an ending parts is one phrase still.
    """

    text: str
    is_open_left: bool = False
    is_open_right: bool = False
    is_tight: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """One form of one line: parts with a few words between them at most, and the label they show."""

    label: str
    parts: tuple[Part, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All phrases of one language; `prefixes` are letters that may stand fast before a word (Hebrew)."""

    language: str
    phrases: tuple[Phrase, ...]
    prefixes: str = ""

    def words(self, label: str) -> tuple[str, ...]:
        """Answers the plain forms under one label."""
        return tuple(one.parts[0].text for one in self.phrases if one.label == label)


def read_book(text: str) -> Phrasebook:
    """Answers the phrasebook in a text. Raises: BrokenBook with every line that is wrong."""
    settings: dict[str, str] = {}
    phrases: list[Phrase] = []
    faults: list[str] = []
    label, seen = "", dict[tuple[str, str], int]()
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.split("#", 1)[0].strip()
        if not line:
            continue
        if line.startswith("["):
            label = _label(line, number, faults)
        elif not label:
            name, _colon, value = line.partition(":")
            settings[name.strip()] = value.strip()
        elif first := seen.setdefault((label, line.casefold()), number):
            if first != number:
                faults.append(f"line {number}: says what line {first} says")
            else:
                phrases += _phrases(label, line, number, faults)
    if "language" not in settings:
        faults.append("the book does not say its language")
    if faults:
        raise BrokenBook("; ".join(faults))
    return Phrasebook(settings["language"], tuple(phrases), settings.get("prefixes", ""))


def _label(line: str, number: int, faults: list[str]) -> str:
    found = _SECTION.match(line)
    label = found[1] if found else ""
    if label.removesuffix(NOT) not in LABELS | HELPING:
        faults.append(f"line {number}: there is no label {line}")
    return label or line


def _phrases(label: str, line: str, number: int, faults: list[str]) -> Iterator[Phrase]:
    try:
        forms = list(dict.fromkeys(_forms(line)))
    except ValueError as error:
        faults.append(f"line {number}: {error}")
        return
    for form in forms:
        parts = tuple(part for piece in form.split(_GAP) for part in _parts(piece))
        if all(part.text for part in parts):
            yield Phrase(label, parts, number)
        else:
            faults.append(f"line {number}: a part of it is empty")
            return


def _forms(line: str) -> Iterator[str]:
    """Answers every way to read a line: one of each choice in brackets, an empty one included."""
    pieces = _CHOICE.split(line)
    if any(sign in piece for piece in pieces for sign in "()"):
        raise ValueError("a bracket is open, or stands within another")
    choices = [piece.split("|") if place % 2 else [piece] for place, piece in enumerate(pieces)]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > MOST_FORMS:
        raise ValueError(f"it stands for {count} forms, more than {MOST_FORMS}")
    for chosen in product(*choices):
        yield " ".join("".join(chosen).split())


def _parts(piece: str) -> Iterator[Part]:
    """Answers the parts of what stands between two gaps: a star within it ends one part and begins the next."""
    words: list[str] = []
    is_tight = False
    for word in piece.split() or [""]:
        if words and (words[-1].endswith("*") or word.startswith("*")):
            yield _part(words, is_tight=is_tight)
            words, is_tight = [], True
        words.append(word)
    yield _part(words, is_tight=is_tight)


def _part(words: list[str], *, is_tight: bool) -> Part:
    said = " ".join(words)
    return Part(folded_phrase(said.strip("*")), said.startswith("*"), said.endswith("*"), is_tight)


@lru_cache(maxsize=1)
def phrasebooks() -> Mapping[str, Phrasebook]:
    """Answers every phrasebook by its language. Raises: BrokenBook."""
    found: dict[str, Phrasebook] = {}
    for file in sorted(files(__package__).joinpath("books").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".txt"):
            try:
                book = read_book(file.read_text(encoding="utf-8"))
            except BrokenBook as error:
                raise BrokenBook(f"{file.name}: {error}") from None
            found[book.language] = book
    return found
