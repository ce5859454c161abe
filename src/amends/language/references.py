"""Short case references that survive being read over the phone."""

import re
import unicodedata
from typing import Final

# No I, L, O or U: what looks or sounds like another character is not in it.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS: Final = 30
_DIGITS: Final = BITS // 5
_VALUES: Final = {char: value for value, char in enumerate(ALPHABET)}
_HEARD_AS: Final = str.maketrans("OILАВЕКМНОРСТУХ", "011ABEKMH0PCTYX")
_IGNORED: Final = re.compile(r"[\W_]+")
_REDUCING: Final = 0b100101  # x^5 + x^2 + 1, primitive: doubling walks through all 31 values but zero


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _REDUCING if value & 32 else value


def _check_value(values: list[int]) -> int:
    """The value that makes the weighted sum zero in the field of 32 elements.

    Each place has another power of the primitive element as its weight. So one wrong character, and two
    neighbours (or next neighbours) exchanged, always change the sum.
    """
    total = 0
    for value in values:
        total = _doubled(total ^ value)
    return total


def make_reference(number: int) -> str:
    """The reference of a case, such as 7K4Q-MX3, for its random number.

    Shape: six characters for the number, a seventh that checks them, a hyphen after the fourth.
    Raises: ValueError when the number does not fit into 30 bits.
    """
    if not 0 <= number < 1 << BITS:
        raise ValueError("a reference holds a number of 30 bits")
    values = [number >> 5 * place & 31 for place in reversed(range(_DIGITS))]
    text = "".join(ALPHABET[value] for value in (*values, _check_value(values)))
    return f"{text[:4]}-{text[4:]}"


def parse_reference(text: str) -> str | None:
    """The reference meant by what someone typed or said, or None when it cannot be one.

    Lower case, spaces, other or missing hyphens, O for 0, I or L for 1, full-width and look-alike Cyrillic
    letters are understood; a wrong check character is refused.
    """
    if len(text) > 64:
        return None
    upper = unicodedata.normalize("NFKC", text).upper()
    cleaned = _IGNORED.sub("", upper).translate(_HEARD_AS)
    values = [_VALUES.get(char, -1) for char in cleaned]
    if len(values) != _DIGITS + 1 or -1 in values or _check_value(values[:-1]) != values[-1]:
        return None
    return f"{cleaned[:4]}-{cleaned[4:]}"
