"""Several small weights in one integer, a letter each, so that one sum serves all of them.

`m` says nothing, each letter after it speaks for something by one step more, each before it by one step against.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import gt
from struct import unpack_from
from typing import Final

_NOTHING: Final = ord("m") - ord("a")
_STEPS: Final = 16
_MASK: Final = (1 << _STEPS) - 1
_BYTES: Final = 64
"""So long is a sum of 32 weights, the most that there may be."""
MOST: Final = 2_400
"""So many weights at most may be summed: any is below 26, and a larger sum would run over into its neighbour."""
STRONGEST: Final = 12
"""No letter speaks for more than so many steps."""


def packed(letters: str) -> int:
    """Answers the weights that letters stand for, as one integer."""
    return sum(ord(letter) - ord("a") << _STEPS * at for at, letter in enumerate(letters))


def weight(total: int, count: int, at: int) -> int:
    """Answers the sum of one of the weights, of so many that were summed. Units: steps; 0 says nothing."""
    return (total >> _STEPS * at & _MASK) - count * _NOTHING


def exceeds(total: int, limits: Sequence[float]) -> bool:
    """Answers whether one of the first weights of a sum exceeds its limit, as `limit` made it."""
    return any(map(gt, unpack_from(f"<{len(limits)}H", total.to_bytes(_BYTES, "little")), limits))


def limit(steps: float, count: int) -> float:
    """Answers what a weight of a sum of so many is held against, for a limit in steps."""
    return steps + count * _NOTHING


def letter(steps: float) -> str:
    """Answers the letter for a weight."""
    return chr(ord("m") + max(-STRONGEST, min(STRONGEST, round(steps))))
