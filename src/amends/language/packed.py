"""Several small weights in one integer, a sign of text each, so that one sum serves all of them.

Of signs in the order of their code points one says nothing; each after it speaks for something by one step more, each
before it by one step against.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, inf
from struct import unpack
from typing import Final

_LEAST: Final = "0"
_NOTHING: Final = ord("W") - ord(_LEAST)
_STEPS: Final = 16
_MASK: Final = (1 << _STEPS) - 1
_HALF: Final = 1 << _STEPS - 1
_HALVES: Final = sum(_HALF << _STEPS * at for at in range(32))
"""The highest bit of each of 32 weights, the most that there may be."""
MOST: Final = 800
"""So many weights at most may be summed: any is below 79, and a larger sum would run over into its neighbour."""
STRONGEST: Final = 39
"""No sign speaks for more than so many steps: `~` for, `0` against."""


def packed(signs: str, least: str = _LEAST) -> int:
    """Answers the weights that signs stand for, as one integer; `least` is the first that there may be."""
    first = ord(least)
    return sum(ord(sign) - first << _STEPS * at for at, sign in enumerate(signs))


def weight(total: int, count: int, at: int) -> int:
    """Answers the sum of one of the weights, of so many that were summed. Units: steps; 0 says nothing."""
    return (total >> _STEPS * at & _MASK) - count * _NOTHING


def exceeding(total: int, bar: int) -> int:
    """Answers the highest bits of those weights of a sum that exceed their limits, as `bar` was made for it."""
    # A weight that fills its highest bit itself would carry into its neighbour.
    return _HALVES if bar == _HALVES else total + bar & _HALVES


def is_high(bits: int, at: int) -> bool:
    """Answers whether the highest bit of one of the weights is among them."""
    return bits >> _STEPS * at + _STEPS - 1 & 1 == 1


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
    """Answers all weights of a sum, none of which may be below nought. Units: steps, each sign's own from the least."""
    return unpack(f"<{width}H", total.to_bytes(2 * width, "little"))


def sign_of(steps: float) -> str:
    """Answers the sign for a weight."""
    return chr(ord(_LEAST) + _NOTHING + max(-STRONGEST, min(STRONGEST, round(steps))))
