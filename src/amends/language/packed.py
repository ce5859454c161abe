"""Several small weights in one integer, a letter each, so that one sum serves all of them.

`m` says nothing, each letter after it speaks for something by one step more, each before it by one step against.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, inf
from struct import unpack
from typing import Final

_NOTHING: Final = ord("m") - ord("a")
_STEPS: Final = 16
_MASK: Final = (1 << _STEPS) - 1
_HALF: Final = 1 << _STEPS - 1
_HALVES: Final = sum(_HALF << _STEPS * at for at in range(32))
"""The highest bit of each of 32 weights, the most that there may be."""
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


def exceeds(total: int, bar: int) -> bool:
    """Answers whether one of the weights of a sum exceeds its limit, as `bar` was made for it: all in one addition."""
    return total + bar & _HALVES != 0


def bar(limits: Iterable[float], count: int) -> int:
    """Answers what lifts each of the first weights of a sum of so many to its highest bit, once above its limit.

    Units: steps. Of more weights than fit below that bit each is held to exceed.
    """
    if count > MOST // 2:
        return _HALVES
    asked = (min(floor(steps) + 1 + count * _NOTHING, _HALF) if steps < inf else _HALF for steps in limits)
    return sum(_HALF - max(least, 0) << _STEPS * at for at, least in enumerate(asked))


def stepped(steps: Iterable[int]) -> int:
    """Answers what adds so many steps to each of the first weights of a sum; fewer than none take away."""
    return sum(step << _STEPS * at for at, step in enumerate(steps))


def columns_of(total: int, width: int) -> tuple[int, ...]:
    """Answers all weights of a sum, none of which may be below nought. Units: steps, each letter's own from `a`."""
    return unpack(f"<{width}H", total.to_bytes(2 * width, "little"))


def letter(steps: float) -> str:
    """Answers the letter for a weight."""
    return chr(ord("m") + max(-STRONGEST, min(STRONGEST, round(steps))))
