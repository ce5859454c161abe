"""Which word of each line of a phrasebook is looked for, and for which lines it stands.

An index is made of numbers, texts, bytes and tuples alone, so that it can be kept as it is (amends.language.keeping).
"""

from __future__ import annotations

import marshal
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from amends.language.book import NOT, Phrasebook
from amends.language.lines import (
    Joint,
    Slot,
    bare_sides,
    beside,
    edges,
    has_comma,
    is_han,
    slots_of,
    telling,
    unnamed,
    word_of,
    words_needed,
)
from amends.language.scripts import NAME

NEGATORS: Final = ("negator", "negator.after")
"""What denies is looked for whatever a text is read for."""


RawUse = tuple[bool, bool, int, int, int, int, int]
_SHORT: Final = 3
"""Words with so many letters stand within many others."""
_MOST_LONGER: Final = 300
"""So many longer words may stand for the short ones of one line."""


class Use(NamedTuple):
    """One way in which a word may show a line: the line, the place of the word in it, which of its options.

    What is looked for may be longer than the word itself: `skipped` signs before it, then `length` that are its own.
    """

    begins: bool
    ends: bool
    line: int
    place: int
    option: int
    skipped: int
    length: int


class Index(NamedTuple):
    """Each line (its label, its places packed, whether it is written with a comma), each word, and its uses packed."""

    lines: tuple[tuple[str, bytes, bool], ...]
    words: tuple[str, ...]
    uses: tuple[bytes, ...]
    prefixes: str
    is_han: bool


def index_of(book: Phrasebook, labels: Collection[str] | None = None, *, names: bool = False) -> Index:
    """Answers the index of the lines under some labels, those with a name or the others; of each what tells most.

    A line that has a name only among other ways is one of the others too, without it.
    """
    lines = [
        (one.label, text)
        for one in book.lines
        if (labels is None or one.label.removesuffix(NOT) in labels or one.label in NEGATORS)
        and (text := (one.text if "^" in one.text else "") if names else unnamed(one.text))
    ]
    taken_apart = [slots_of(text) for _label, text in lines]
    lines_with = Counter(word for slots in taken_apart for word in words_needed(slots))
    common = frozenset(line.text for line in book.lines if line.label == "common")
    uses: dict[str, list[RawUse]] = defaultdict(list)
    for number, slots in enumerate(taken_apart):
        near = before_name(slots)
        place = telling(slots, lines_with, common) if near is None else near
        for at, option in enumerate(slots[place].options):
            begins, ends = edges(slots, place, option)
            # Where letters may stand fast before a word, it may begin within another.
            use = (begins and not book.prefixes, ends, number, place, at)
            word = word_of(option)
            is_short = near is not None or len(word) <= (1 if is_han(word) else _SHORT)
            for looked_for, skipped, length in _looked_for(slots, place, option, is_short=is_short):
                uses[looked_for].append((*use, skipped, length))
    packed_uses = tuple(marshal.dumps(found) for found in uses.values())
    kept = tuple(
        (label, packed(slots), has_comma(text))
        for (label, text), slots in zip(lines, taken_apart, strict=True)
    )
    return Index(kept, tuple(uses), packed_uses, book.prefixes, book.language == "zh")


def packed(slots: Sequence[Slot]) -> bytes:
    """Answers the places of a line as bytes: most lines are never met, and are not unpacked."""
    return marshal.dumps([(slot.options, slot.joint.value, slot.is_optional) for slot in slots])


def uses_of(index: Index, at: int) -> list[Use]:
    """Answers the uses of a word of an index."""
    return [Use(*use) for use in marshal.loads(index.uses[at])]


def unpacked(kept: bytes) -> tuple[Slot, ...]:
    """Answers the places of a line again."""
    return tuple(Slot(options, Joint(joint), optional) for options, joint, optional in marshal.loads(kept))


def before_name(slots: Sequence[Slot]) -> int | None:
    """Answers the place of the word just before a name: with the sign of one after it any word is rare."""
    return next(
        (
            place
            for place, (slot, after) in enumerate(pairwise(slots))
            if not (slot.is_optional or after.is_optional)
            and after.joint is Joint.SPACE
            and all(option.startswith(NAME) for option in after.options)
        ),
        None,
    )


def _looked_for(
    slots: Sequence[Slot], place: int, option: str, *, is_short: bool
) -> Iterator[tuple[str, int, int]]:
    """Answers what is looked for, how many signs of it stand before the word of an option, and how many are its own.

    One Chinese character stands in every text, a short word within many others; with their neighbours they are rare.
    """
    word = word_of(option)
    before, after = frozenset[str](), frozenset[str]()
    if is_short:
        before, after = (
            signs if is_bare else frozenset()
            for signs, is_bare in zip(beside(slots, place), bare_sides(option), strict=True)
        )
    room = _MOST_LONGER // len(slots[place].options)
    for spelling in sorted({word, word.replace("'", "")}):
        if 0 < len(after) <= room:
            yield from ((spelling + signs, 0, len(spelling)) for signs in sorted(after))
        elif 0 < len(before) <= room:
            yield from ((signs + spelling, len(signs), len(spelling)) for signs in sorted(before))
        else:
            yield spelling, 0, len(spelling)
