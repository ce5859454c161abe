"""A reading as it stands once people have said what is right and what is not, and what of it is worth showing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from amends.language.labels import EMOTIONS, FLAGS, WANTS
from amends.language.reading import BY_PERSON, Reading, Span, parted

MOST_SHOWN: Final = 12
MOST_POINTS: Final = 5
_ORDER: Final = (
    *(f"flag.{one}" for one in ("self_harm", "safety", "vulnerable", "threat")),
    *(f"want.{one}" for one in WANTS),
    *(f"flag.{one}" for one in FLAGS),
    *(f"emotion.{one}" for one in EMOTIONS),
    *("urgent", "serious.3", "serious.2", "serious.1"),
)
TELLING: Final = {label: place for place, label in reversed(list(enumerate(_ORDER)))}
"""What is shown of a reading, the gravest first; that a text complains is seen without being told."""
_ENDS: Final = re.compile(r"[.!?…]+[\"'”’»)]*(?=\s|$)|[。！？；]+[”』」]*|\n+")


@dataclass(frozen=True, slots=True)
class Word:
    """What a person said of one span: that it is so, or not so. Units: code points."""

    label: str
    start: int
    end: int
    is_right: bool


def corrected(reading: Reading, words: Sequence[Word]) -> Reading:
    """Answers the reading without what a person dropped, and with what a person confirmed; scores stay as read."""
    if not words:
        return reading
    read = (*reading.spans, *reading.held)
    said = [span for span in read if not any(_is_about(word, span) for word in words)]
    said += [Span(word.label, word.start, word.end, BY_PERSON) for word in words if word.is_right]
    spans, held = parted(said)
    labels = {span.label for span in spans}
    return replace(
        reading,
        emotions=tuple(one for one in EMOTIONS if f"emotion.{one}" in labels),
        wants=tuple(one for one in WANTS if f"want.{one}" in labels),
        flags=tuple(one for one in FLAGS if f"flag.{one}" in labels),
        spans=tuple(sorted(spans, key=lambda span: (span.start, span.end, span.label))),
        held=held,
    )


def _is_about(word: Word, span: Span) -> bool:
    # A phrasebook that has learned more may find the same thing some letters earlier or later.
    return word.label == span.label and word.start < span.end and span.start < word.end


def telling(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Answers the spans worth showing, the gravest first, each label once, so many at most."""
    found: dict[str, Span] = {}
    for span in sorted(spans, key=lambda one: (TELLING.get(one.label, len(TELLING)), one.start)):
        if span.label in TELLING:
            found.setdefault(span.label, span)
    return tuple(found.values())[:MOST_SHOWN]


def sentence_at(text: str, start: int, end: int) -> str:
    """Answers the whole sentence in which something is said."""
    first, last = bounds_at(text, start, end)
    return text[first:last].strip()


def bounds_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Answers where the sentence begins and ends in which something is said. Units: code points."""
    ends = [0, *(one.end() for one in _ENDS.finditer(text)), len(text)]
    return max(one for one in ends if one <= start), min(one for one in ends if one >= end)


def complaints_in(text: str, reading: Reading) -> tuple[str, ...]:
    """Answers the sentences that say what went wrong, in their order: each may become a point."""
    found = (sentence_at(text, one.start, one.end) for one in reading.spans if one.label == "complaint")
    return tuple(dict.fromkeys(found))[:MOST_POINTS]
