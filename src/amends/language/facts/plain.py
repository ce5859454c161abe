"""A text as facts are looked for in it: small letters, European digits, plain spaces; no place is moved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u3000\t"), " ")
_MATHEMATICAL: Final = range(0x1D7CE, 0x1D800)
_SIGNS: Final = {
    **_SPACES,
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d\u05be"), "-"),
    **dict.fromkeys(map(ord, "\u2019\u2018\u05f3\u02bc"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u05f4\u00ab\u00bb"), '"'),
    **{ord(wide): chr(ord(wide) - 0xFEE0) for wide in "：／．＃＋＄（）％＠"},
    ord("￥"): "¥",
}


# A number may stand fast behind a Hebrew prefix or a Chinese word, never behind a letter or a digit.
NOT_INSIDE: Final = r"(?<![^\W\u0590-\u05ff\u3400-\u9fff])"
_GOES_ON: Final = frozenset(".,/:_")
NOT_GOING_ON: Final = r"(?![^\W\u0590-\u05ff\u3400-\u9fff])"
# The digits of a plain text; a search for one of them leaps, one for several does not.
_DIGITS: Final = re.compile("[0-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Found:
    """One fact, where it stands, and its value in one form. Units: code points."""

    kind: str
    text: str
    value: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    digits = (code for code in (*range(128, 0x10000), *_MATHEMATICAL) if chr(code).isdecimal())
    return {**_SIGNS, **{code: str(unicodedata.decimal(chr(code))) for code in digits}}


def plain(text: str) -> str:
    """Answers the text in its plain form, as long as it was."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    if small.isascii():
        return small
    # Few odd signs of one kind or two: one after the other is quicker than each sign of the text.
    for odd in _odd().intersection(small):
        small = small.replace(odd, _table()[ord(odd)])
    return small


def stands_alone(small: str, start: int) -> bool:
    """Answers whether a number begins there: no letter, digit or sign of a longer number stands before it."""
    before = small[start - 1] if start else " "
    if before in _GOES_ON:
        return False
    return not before.isalnum() or "\u0590" <= before <= "\u05ff" or "\u3400" <= before <= "\u9fff"


@lru_cache(maxsize=1)
def _odd() -> frozenset[str]:
    return frozenset(map(chr, _table()))


class Numbers:
    """A plain text, and where numbers begin in it: whatever begins with a number is looked for there alone."""

    def __init__(self, small: str) -> None:
        self.small = small
        self._starts = [
            (found.start(), small[found.end() : found.end() + 1]) for found in _DIGITS.finditer(small)
        ]

    def __bool__(self) -> bool:
        return bool(self._starts)

    def met(self, pattern: re.Pattern[str], before: int = 0, after: str = "") -> Iterator[re.Match[str]]:
        """Answers where a pattern is met, none within another; it may begin so many signs `before` a number.

        Where one of a few signs must follow the first digits, they are given as `after`: few numbers have it.
        """
        done = 0
        for start, sign in self._starts:
            if after and sign not in after:
                continue
            if start >= done + before and (found := pattern.match(self.small, start - before)):
                done = found.end()
                yield found


class Taken:
    """Which places of a text belong to a fact that was found already."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Found] = []
        self._places = bytearray(len(text))

    def is_free(self, start: int, end: int) -> bool:
        """Answers whether no fact stands there yet."""
        return self._places.find(1, start, end) < 0

    def add(self, kind: str, value: str, start: int, end: int) -> None:
        """Keeps a fact, unless another one stands in its place already."""
        if start < end and self.is_free(start, end):
            self.found.append(Found(kind, self.text[start:end], value, start, end))
            self._places[start:end] = b"\1" * (end - start)
