"""What of a text may weigh: words and how they begin, two beside each other, a name and what stands before it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from amends.language.scripts import HAN_CLASS, NAME

_SHORT, _LONG = 4, 6
_WORD: Final = re.compile(f"[^\\W{HAN_CLASS}]+")
_HEBREW: Final = re.compile("[ובלהמשכ]?([א-ת]{3,})")
"""A Hebrew word with the letter that may stand fast before it."""
_LETTER: Final = re.compile(f"(?=( [^\\W{HAN_CLASS}] ))")
"""A word of one letter with the blanks around it; one blank may be of two such words."""
_DIGIT: Final = re.compile("[1-9]")
_HAN: Final = re.compile(f"[{HAN_CLASS}]+")


def pieces_of(text: str) -> set[str]:
    """Answers the pieces of an aligned text, every digit as `0`."""
    text = _DIGIT.sub("0", text)
    words = [NAME if word.startswith(NAME) else word for word in _WORD.findall(text)]
    # With no blank after it, a word of one letter would be met wherever a word begins with that letter.
    pieces = {f" {word}" for word in words if len(word) > 1 or word == NAME}
    pieces.update(_LETTER.findall(f" {text} "))
    pieces |= {f" {word[:length]}" for word in words for length in (_SHORT, _LONG) if len(word) > length}
    pieces |= {f" {one} {other[:_SHORT]}" for one, other in pairwise(words)}
    pieces |= {
        f" {one} {other} {NAME}"
        for one, other, name in zip(words, words[1:], words[2:], strict=False)
        if name == NAME
    }
    for found in filter(None, map(_HEBREW.fullmatch, words)):
        pieces |= {found[0], found[1]}
    for run in _HAN.findall(text):
        pieces |= {
            run[at : at + length] for at in range(len(run)) for length in (2, 3) if at + length <= len(run)
        }
    return pieces
