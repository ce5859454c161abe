"""What may tell one use of a phrase from another: the words around it and its own, as places, never as words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final
from zlib import crc32

from amends.language.corrected import bounds_at

PLACES: Final = 2**16
"""Words meet in so many places; which words they were can not be said from a place."""
_NEAR: Final = 240
"""So far from the span its sentence is looked at, where nothing ends it. Units: code points."""
_CHINESE: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKENS: Final = re.compile(rf"[{_CHINESE}]|[^\W\d_{_CHINESE}]+|\d+")
_HERE: Final = "_"
"""Stands where the span stands; no token is this."""
_SHORTEST, _LONGEST = 3, 5


def features_of(text: str, start: int, end: int) -> tuple[int, ...]:
    """Answers the places that the sentence of a span marks, in order: the same in every process.

    Words and pairs of words (a Chinese character is a word), and letters within words; those of the span apart.
    """
    first, last = bounds_at(text, start, end)
    before = _tokens(text[max(first, start - _NEAR) : start])
    own = _tokens(text[start:end])
    after = _tokens(text[end : min(last, end + _NEAR)])
    named = {f"near {one}" for one in _named([*before, _HERE, *after])}
    named |= {f"own {one}" for one in _named(own)}
    return tuple(sorted({crc32(one.encode("utf-8", "surrogatepass")) % PLACES for one in named}))


def _tokens(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return ["0" if one.isdecimal() else one for one in _TOKENS.findall(folded)]


def _named(tokens: Sequence[str]) -> Iterator[str]:
    yield from tokens
    yield from (f"{one} {following}" for one, following in pairwise(tokens))
    for token in tokens:
        if len(token) >= _SHORTEST:
            yield from _letters(f"<{token}>")


def _letters(word: str) -> Iterator[str]:
    for size in range(_SHORTEST, _LONGEST + 1):
        for place in range(len(word) - size + 1):
            yield f"…{word[place : place + size]}"
