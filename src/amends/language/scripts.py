"""Which script a text is written in, and the one folded form in which texts are compared."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import opencc

# Chinese characters and, because they are not parted by spaces either, Japanese kana.
HAN_CLASS: Final = (
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_LATIN_CLASS: Final = (
    "a-zA-Z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a"
)
_RUNS: Final = re.compile(
    rf"(?P<latin>[{_LATIN_CLASS}]+)|(?P<cyrillic>[\u0400-\u052f]+)|(?P<hebrew>[\u05d0-\u05f2\ufb1d-\ufb4f]+)"
    rf"|(?P<han>[{HAN_CLASS}]+)|(?P<other>[^\W\d_])"
)
# A Han character says about as much as three letters: "我的iPhone坏了" is a Chinese text.
_HAN_WEIGHT: Final = 3

_KEPT: Final = frozenset("åäöй")
_SPECIAL: Final = {
    "ё": "е",
    "\u200b": " ",
    **dict.fromkeys("’‘ʼʹ′`´׳", "'"),
    **dict.fromkeys("“”„‟«»「」『』〝〞″״", '"'),
    # These signs sit inside words for Unicode but part words for SQLite: without them both databases agree.
    **dict.fromkeys(map(chr, (*range(0x19B0, 0x19C1), 0x19C8, 0x19C9, 0x1CF2, 0x1CF3)), ""),
}
# NFKC would glue these on as letters: "№5" would become "no5" and "Amends™" "amendstm".
_GLUED: Final = ("№", "™", "℠")
_CJK: Final = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))


class Script(StrEnum):
    """A script Amends has rules for; `other` has none, `none` means no letters at all."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    HEBREW = "hebrew"
    HAN = "han"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one script; what stands between two letters of it belongs to it."""

    script: Script
    start: int
    end: int


def script_runs(text: str) -> list[Run]:
    """Where each script begins and ends in a text, in order."""
    runs: list[Run] = []
    for found in _RUNS.finditer(text):
        script, start = Script(found.lastgroup or "other"), found.start()
        if runs and runs[-1].script is script:
            start = runs.pop().start
        runs.append(Run(script, start, found.end()))
    return runs


def script_of(text: str) -> Script:
    """The script most of a text is written in; the earlier one when two have the same share."""
    weights: dict[Script, int] = {}
    for found in _RUNS.finditer(text):
        script = Script(found.lastgroup or "other")
        weight = _HAN_WEIGHT if script is Script.HAN else 1
        weights[script] = weights.get(script, 0) + weight * (found.end() - found.start())
    return max(weights, key=lambda script: weights[script], default=Script.NONE)


@lru_cache(maxsize=1)
def simplified_table() -> dict[int, str]:
    """Which simplified character stands for each traditional one; made when first needed."""
    characters = [chr(code) for code in _CJK]
    # One line per character, so that no rule for whole words applies: a character always folds the same way.
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    table = {ord(old): new for old, new in zip(characters, converted, strict=True) if old != new}
    return {code: table.get(ord(new), new) for code, new in table.items()}


def to_simplified(text: str) -> str:
    """A Chinese text with its traditional characters made simplified; for comparing, not for reading."""
    return text.translate(simplified_table())


def _without_marks(char: str) -> str:
    decomposed = unicodedata.normalize("NFD", char)
    return "".join(part for part in decomposed if not unicodedata.category(part).startswith("M"))


def _fold_char(char: str) -> str:
    if char in _KEPT or char.isascii():
        return char
    if char in _SPECIAL:
        return _SPECIAL[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category in ("Cn", "Co", "Cs"):
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd" or char == "\u2212":
        return "-"
    if char < "\u2000":
        return _without_marks(char)
    return simplified_table().get(ord(char), char) if category == "Lo" and char >= "\u3400" else char


class _Folds(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_char(chr(code))
        return folded


_FOLDS: Final = _Folds()


POINT: Final = "\ua4f8"
"""Stands for the point within a number: a letter to whoever looks for words, and in no text of ours."""
NAME: Final = "\ua4f9"
"""Stands for the capital letter of a name, and for every letter of one that is quoted or known."""
_POINT: Final = re.compile(r"\.(?<=\d\.)(?=\d)")


_ALIKE: Final = str.maketrans("著帐妳姊", "着账你姐")
"""Characters that Taiwan and the mainland choose differently where no conversion says so. Written simplified."""


def alike(text: str) -> str:
    """Answers a folded text with one character for two that people use for the same word."""
    return text.translate(_ALIKE)


def pointed(text: str) -> str:
    """Answers a folded text in which a point within a number ends neither a word nor a sentence."""
    return _POINT.sub(POINT, text) if "." in text else text


def fold(text: str) -> str:
    """The form in which two spellings of one text are the same text.

    Case, width, accents, niqqud, ё and е, traditional and simplified characters, digits of other scripts,
    curly quotes and long dashes no longer differ. Swedish å ä ö and Cyrillic й stay: they are letters.
    """
    if text.isascii():
        return text.lower()
    for sign in _GLUED:
        if sign in text:
            text = text.replace(sign, " ")
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", text.translate(_FOLDS))
