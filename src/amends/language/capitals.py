"""Where a text shouts: words in capitals, signs in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIGNS = re.compile(r"[!！]{3,}|[?？]{3,}|(?:[!！][?？]|[?？][!！])[!?！？]*")
_CAPITALS = re.compile(r"\b[^\W\d_]{2,}(?:[ ,]+[^\W\d_]{2,}){2,}")


def shouted(text: str) -> Iterator[tuple[int, int]]:
    """Answers where a text shouts: three words in capitals, or signs in a row."""
    yield from ((found.start(), found.end()) for found in _SIGNS.finditer(text))
    for found in _CAPITALS.finditer(text):
        yield from _capitals(text, found.start(), found.end())


def _is_mask(word: str) -> bool:
    """Answers whether a word stands for one that was taken out: XXXX."""
    return word.strip("X") == ""


def _capitals(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Answers the runs of at least three words in capitals within a run of words."""
    run: list[re.Match[str]] = []
    for word in [*re.finditer(r"[^\W\d_]{2,}", text[start:end]), None]:
        if word is not None and word[0].isupper() and word[0].lower() != word[0] and not _is_mask(word[0]):
            run.append(word)
            continue
        if len(run) >= 3 and sum(len(one[0]) for one in run) >= 10:
            yield start + run[0].start(), start + run[-1].end()
        run = []
