"""`AMENDS_DATA=… python -m bench.said.weighing`: learns the weak signs of each language and writes their tables.

Learned from the lines of the tables under `tests/corpora` and from one spelling or two of each line of a phrasebook;
against texts of other people about other things, of which nothing stays but a number for each piece.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Final

import yaml

from amends.language.aligned import aligned
from amends.language.book import book_text, read_book
from amends.language.labels import BOOKS
from amends.language.learning import Row, Weights, trained
from amends.language.lines import slots_of
from amends.language.matching import matcher
from amends.language.scripts import HAN_CLASS
from amends.language.signs import FEWEST, STRETCH, STRETCH_HAN, Signs
from bench.said.real import real_texts
from bench.said.tables import CORPORA

FALSE: Final = {"flag.self_harm": 0.001, "flag.vulnerable": 0.004, "flag.threat": 0.0005}
"""In so many of texts about other things a label may be shown. Who can't help themselves is only proposed to people."""
_TOLD_ELSEWHERE: Final = ("flag.self_harm", "flag.threat")
"""Texts about other things hardly ever say these, and may well say the others."""
_PIECES: Final = 1_500
"""So many pieces are kept for each label: those that weigh most."""
_SPELLINGS: Final = 2
_TABLE_WEIGHT: Final = 6
_MISS_WEIGHT: Final = 3
"""A miss is worse than a false alarm: what says it counts so many times."""
_REAL, _PROVING = 4_000, 4_000
"""So many stretches of real texts are learned against, and so many others say what a label needs."""
_SHARES: Final = (1, 2, 4, 8)
"""Stretches are as long as the longest, or a half, a quarter, an eighth: what is short may say much by chance."""
_SHORT, _LONG = 4, 6
_WORD: Final = re.compile(f"[^\\W{HAN_CLASS}]+")
_HAN: Final = re.compile(f"[{HAN_CLASS}]+")
_STORY_WEIGHT: Final = 4
_STORIES: Final = (
    Path(__file__).resolve().parents[2] / "src" / "amends" / "site" / "demonstration" / "stories"
)
_SIGNS: Final = Path(__file__).resolve().parents[2] / "src" / "amends" / "language" / "signs"


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the labels that it shows; `None` where nobody read it, and it is about something else."""

    text: str
    labels: frozenset[str] | None


def pieces_of(text: str) -> set[str]:
    """Answers what of a text may weigh: words and how they begin, two beside each other, two and three characters."""
    words = _WORD.findall(text)
    pieces = {f" {word}" for word in words}
    pieces |= {f" {word[:length]}" for word in words for length in (_SHORT, _LONG)}
    pieces |= {f" {one} {other[:_SHORT]}" for one, other in pairwise(words)}
    for run in _HAN.findall(text):
        pieces |= {
            run[at : at + length] for at in range(len(run)) for length in (2, 3) if at + length <= len(run)
        }
    return pieces


def said_in(language: str, elsewhere: list[str]) -> list[Said]:
    """Answers all texts to learn from, in an order that depends on nothing else."""
    tags = ("zh-Hans", "zh-Hant") if language == "zh" else (language,)
    found = list(_tables(tags)) * _TABLE_WEIGHT + list(_book(language))
    found += [Said(text, None) for text in elsewhere]
    random.Random(1).shuffle(found)
    return found


def stretches_of(language: str, texts: Iterable[str]) -> list[str]:
    """Answers stretches of texts, long and short, in a fixed order."""
    longest = STRETCH_HAN if language == "zh" else STRETCH
    chance = random.Random(3)
    found = []
    for text in texts:
        at = 0
        while at < min(len(text), 2 * longest):
            length = longest // chance.choice(_SHARES)
            found.append(text[at : at + length])
            at += length
    chance.shuffle(found)
    return found


def stories_of(language: str) -> list[str]:
    """Answers what customers of the demonstration wrote, but what a book reads as one of the labels."""
    lines = matcher(language, "read")
    said = []
    for path in sorted(_STORIES.glob(f"{language}*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
            said += [case["gist"], case.get("want", ""), *case.get("points", ())]
            said += [one["text"] for one in case.get("conversation", ()) if one["from"] == "customer"]
    texts = [" ".join(text.split()) for text in said]
    return [text for text in texts if FALSE.keys().isdisjoint(cue.label for cue in lines.cues(aligned(text)))]


def _tables(tags: tuple[str, ...]) -> Iterator[Said]:
    texts: set[str] = set()
    for tag in tags:
        for line in (CORPORA / "reading" / f"{tag}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["text"] not in texts:
                texts.add(row["text"])
                yield Said(row["text"], frozenset(f"flag.{flag}" for flag in row.get("flags", ())))


def _book(language: str) -> Iterator[Said]:
    chance = random.Random(1)
    for line in read_book(book_text(language)).lines:
        if line.label in ("common", "negator", "negator.after") or line.label.startswith("serious"):
            continue
        for _ in range(_SPELLINGS):
            yield Said(_spelled(line.text, chance), frozenset({line.label}))


def _spelled(line: str, chance: random.Random) -> str:
    """Answers one way in which a line may stand in a text."""
    said = ""
    for slot in slots_of(line):
        if not slot.is_optional or chance.random() < 0.5:
            said += ("" if slot.joint.value == "" else " ") + chance.choice(slot.options).replace("*", "")
    return said


def table_of(said: list[Said], proving: list[str]) -> str:
    """Answers the table of one language: learned twice, the second time from the pieces that weigh most."""
    texts = [aligned(one.text).text for one in said]
    pieces = _telling(said, texts)
    finder = Signs({}, pieces, [() for _ in pieces])
    places = [tuple(sorted(finder.numbers(text))) for text in texts]
    others = [tuple(sorted(finder.numbers(aligned(text).text))) for text in proving]
    learned = {label: trained(_rows(said, places, label)) for label in FALSE}
    needed = {label: _needed(one, others, FALSE[label]) for label, one in learned.items()}
    head = " ".join(f"{label} {one:.2f}" for label, one in needed.items())
    rows = (
        " ".join(f"{one.places.get(at, 0.0):.1f}" for one in learned.values()) + f"|{piece}"
        for at, piece in enumerate(pieces)
    )
    return "\n".join([head, *rows]) + "\n"


def _telling(said: list[Said], texts: list[str]) -> list[str]:
    """Answers the pieces that weigh most, of all that stand in two texts at least."""
    found = [pieces_of(text) for text in texts]
    often = Counter(piece for pieces in found for piece in pieces)
    names = sorted(piece for piece, count in often.items() if count > 1)
    number = {piece: at for at, piece in enumerate(names)}
    places = [tuple(sorted(number[one] for one in pieces if one in number)) for pieces in found]
    kept: set[int] = set()
    for label in FALSE:
        weights = trained(_rows(said, places, label)).places
        kept.update(sorted(weights, key=lambda at: -abs(weights[at]))[:_PIECES])
    return [names[at] for at in sorted(kept)]


def _needed(learned: Weights, others: list[tuple[int, ...]], share: float) -> float:
    """Answers the sum that shows a label: more likely than not, and hardly ever reached by texts about other things."""
    sums = sorted((_sum(learned, places) for places in others), reverse=True)
    return max(-learned.bias, sums[int(share * len(sums))])


def _sum(learned: Weights, places: tuple[int, ...]) -> float:
    return sum(learned.places.get(at, 0.0) for at in places) / sqrt(max(len(places), FEWEST))


def _rows(said: list[Said], places: list[tuple[int, ...]], label: str) -> list[Row]:
    rows = []
    for one, where in zip(said, places, strict=True):
        if one.labels is not None or label in _TOLD_ELSEWHERE:
            is_right = one.labels is not None and label in one.labels
            rows += [Row(where, is_right, 0)] * (_MISS_WEIGHT if is_right else 1)
    return rows


def main() -> int:
    """Writes the tables of all languages."""
    named = os.environ.get("AMENDS_DATA", "")
    if not named:
        print("AMENDS_DATA names no folder with texts that people wrote")
        return 2
    for language in BOOKS:
        real = stretches_of(language, real_texts(Path(named), "zh-Hans" if language == "zh" else language))
        stories = stretches_of(language, stories_of(language))
        # Two thirds of what complains are learned against, several times: there is little of it, and it is what comes.
        learned = [one for at, one in enumerate(stories) if at % 3] * _STORY_WEIGHT
        said = said_in(language, real[_PROVING : _PROVING + _REAL] + learned)
        table = table_of(said, real[:_PROVING] + stories[::3] * _STORY_WEIGHT)
        (_SIGNS / f"{language}.txt").write_text(table, encoding="utf-8")
        print(f"{language}: {table.count(chr(10)) - 1:,} pieces")
    return 0


if __name__ == "__main__":
    sys.exit(main())
