"""How much three letters in a row speak for each language: small tables, and the sums over a text.

A table's first line names its languages or families of languages. Every other line has three signs (a space
is the edge of a word) and one letter for each of them: `m` says nothing, each letter after it makes the
language 1.5 times as likely, each before it as much less. They are logarithms of relative frequencies against
their geometric mean over the columns, for the 2,000 (Latin) and 1,500 (Cyrillic) trigrams that part the columns best,
those that part the seven languages before all.
Source: counted over every second text of the bgGLUE Cinexio comments, the SentiRuEval tweets about banks, Swedish
service reviews and tweets, CFPB narratives, Trustpilot reviews and support tweets, together with the trigram counts
of langdetect 1.0.9 (Apache-2.0, from Wikipedia) and Django's translated messages (BSD), which also give the other
languages. Bulgarian and Russian in Latin letters: the same texts, spelled in four and in three usual ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Final

from amends.language.packed import packed

MOST: Final = 2_400
"""So much of a text is looked at: any weight is below 26, and a larger sum would run over into its neighbour."""
_LEAST: Final = "a"


class Telling:
    """The table of one script. All weights of a trigram stand in one integer, so one sum serves every column."""

    def __init__(self, text: str) -> None:
        head, *lines = text.splitlines()
        self.columns: tuple[str, ...] = tuple(head.split(" "))
        self._weights: Mapping[str, int] = {line[:3]: packed(line[3:], _LEAST) for line in lines}
        self._unknown = packed("m" * len(self.columns), _LEAST)

    def sums(self, text: str) -> int:
        """Answers what words in small letters, with a space at each edge, speak for: packed, a sum for each column.

        Units: 0.4 nats; as much as the trigrams are many says nothing.
        """
        text = text[:MOST]
        trigrams = [text[at : at + 3] for at in range(len(text) - 2)]
        return sum(map(self._weights.get, trigrams, repeat(self._unknown)))


@lru_cache(maxsize=2)
def telling(script: str) -> Telling:
    """Answers the table of a script: `latin` or `cyrillic`."""
    return Telling(Path(__file__).with_name(f"{script}.txt").read_text(encoding="utf-8"))
