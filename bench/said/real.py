"""What nobody here wrote: texts from a folder of real data (`AMENDS_DATA`), read and counted.

The folder holds `text/` and `streams/`; its README says where each file comes from. Nothing of it is in the repository.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from amends.language.identify import identify
from amends.language.reading import read

_MOST: Final = 3_000
"""So many texts of a file are taken."""
_CUTS: Final = (15, 40)
_RUSSIAN: Final = re.compile(r'<column name="text">(.*?)</column>', re.DOTALL)
_NOISE: Final = re.compile(r"https?:\S+|[@#]\S+|&\w+;|^RT\b")
_TWEETS: Final = "streams/airline_tweets_2015.csv"


def _column(path: Path, name: str) -> Iterator[str]:
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from (row.get(name) or "" for row in csv.DictReader(file))


def _comments(path: Path, name: str) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line).get(name) or "" for line in file)


def _tweets(path: Path, _name: str) -> Iterator[str]:
    yield from _RUSSIAN.findall(path.read_text(encoding="utf-8"))


_Reader = Callable[[Path, str], Iterator[str]]
_FILES: Final[Mapping[str, tuple[str, str, _Reader]]] = {
    "en": ("text/en_cfpb_narratives.csv", "Consumer complaint narrative", _column),
    "bg": ("text/bg_cinexio.jsonl", "Comment", _comments),
    "he": ("text/he_hebemo.csv", "text", _column),
    "sv": ("text/sv_reviews.csv", "text", _column),
    "ru": ("text/ru_banks.xml", "", _tweets),
    "zh-Hans": ("text/zh_hotel.csv", "review", _column),
}


def real_texts(folder: Path, language: str) -> Iterator[str]:
    """Answers texts that people of a language wrote, in one line each."""
    name, column, reader = _FILES[language]
    for text in islice(reader(folder / name, column), _MOST):
        if said := " ".join(text.split()):
            yield said


def real_stretches(folder: Path, length: int, most: int) -> Iterator[tuple[str, list[str]]]:
    """Answers for each language texts of one length, cut from what people wrote one after another."""
    for language in _FILES:
        whole = " ".join(islice(real_texts(folder, language), most))
        yield language, [whole[at : at + length] for at in range(0, len(whole) - length, length)][:most]


def print_languages(folder: Path) -> None:
    """Prints how often the language is right, of beginnings of texts, cut at the end of a word."""
    print("\nlanguage, of beginnings of real texts")
    for language in _FILES:
        said = []
        for cut in _CUTS:
            starts = [one for text in real_texts(folder, language) if (one := _beginning(text, cut))]
            wrong = sum(identify(one).language != language for one in starts)
            said.append(f"{cut} signs: {1 - wrong / max(len(starts), 1):.3f} of {len(starts):,}")
        print(f"{language:8} " + "   ".join(said))


def _beginning(text: str, length: int) -> str:
    """Answers so many signs of a text and the rest of their last word; empty where it is shorter."""
    plain = " ".join(_NOISE.sub(" ", text).split())
    if len(plain) < length:
        return ""
    return plain[:length] + re.split(r"[\s，。！？]", plain[length:] + " ", maxsplit=1)[0][:20]


def print_tweets(folder: Path) -> None:
    """Prints how well complaints are told among tweets to airlines; those that people found negative count as some."""
    with (folder / _TWEETS).open(encoding="utf-8", newline="") as file:
        rows = {row["text"]: row["airline_sentiment"] == "negative" for row in csv.DictReader(file)}
    found = {text: read(text, stated="en").is_complaint for text in rows}
    right = sum(found[text] and rows[text] for text in rows)
    precision, recall = right / sum(found.values()), right / sum(rows.values())
    print(
        f"\ncomplaint or not, {len(rows):,} tweets to airlines: precision {precision:.2f}, recall {recall:.2f}, "
        f"F1 {2 * precision * recall / (precision + recall):.2f}"
    )
