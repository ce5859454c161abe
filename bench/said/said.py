"""What the weak signs are learned from: texts and what they show, and texts about other things."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import yaml

from amends.language.aligned import Aligned, aligned
from amends.language.book import NOT, book_text, read_book
from amends.language.labels import HARSH, REPLY_LABELS, TONE_LABELS
from amends.language.lines import slots_of
from amends.language.matching import matcher
from amends.language.reading import heard
from amends.language.signs import parts_of, window_of
from amends.language.tone import own_words
from bench.said.real import real_texts
from bench.said.tables import CORPORA

_LONGEST: Final = 600
"""So much of a real text is looked at. Units: code points."""
_SPELLINGS: Final = 2
_OF_BOOK: Final = 1 / 6
"""So much a spelling of a book's line weighs beside a line of the tables."""
_OF_PART, _OF_OTHER, _OF_STORY = 0.5, 1.0, 1.5
"""Parts of lines, of which there are many, weigh half of what a line does.

What is said in the demonstration weighs more: it is as long and as wide as what comes.
"""
_OF_CALM: Final = 0.3
"""So much a line weighs of which nobody said that it is calm."""
_UNSAID: Final = ("common", "negator", "negator.after", "serious", "name", "quoted")
_KINDS: Final = {"flags": "flag", "wants": "want", "emotion": "emotion", "findings": "non_apology"}
_BOOK_KINDS: Final = {"read": ("flag", "want"), "reply": ("non_apology",), "tone": ("tone",)}
_OF_OTHERS: Final = {"reply": REPLY_LABELS, "tone": TONE_LABELS}
_HOSTILE: Final = frozenset({"abuse", "threat"})
"""Flags of what is harsh to send, whatever else it says."""
_STORIES: Final = (
    Path(__file__).resolve().parents[2] / "src" / "amends" / "site" / "demonstration" / "stories"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text, the labels that it shows, how much it weighs, and of which labels somebody said whether it shows them."""

    text: str
    labels: frozenset[str]
    weight: float
    read_for: frozenset[str]
    """Labels, or their kinds."""
    unknown: frozenset[str] = frozenset()
    """Labels that the whole has of which it is a part."""

    def tells(self, label: str) -> bool:
        """Answers whether anything can be learned of a label from it."""
        is_read = label in self.read_for or label.partition(".")[0] in self.read_for
        return is_read and label not in self.unknown


def said_in(purpose: str, language: str) -> list[Said]:
    """Answers all texts to learn from, in an order that depends on nothing else."""
    tags = ("zh-Hans", "zh-Hant") if language == "zh" else (language,)
    lines = [*_tables(purpose, tags)]
    found = [*lines, *_parts(lines, purpose, language), *_book(purpose, language)]
    random.Random(1).shuffle(found)
    return found


def table_lines(language: str) -> list[Said]:
    """Answers the lines of the tables of a written language that were read for what customers say."""
    return [*_tables("read", (language,))]


def _tables(purpose: str, tags: Iterable[str]) -> Iterator[Said]:
    texts: set[str] = set()
    for tag in tags:
        for row in _rows(purpose, tag):
            if row["text"] not in texts:
                texts.add(row["text"])
                yield _said(row)
        if purpose == "tone":
            yield from _by_flags(tag)


def _by_flags(tag: str) -> Iterator[Said]:
    """Answers what lines that were read for flags say of their tone: hostile, or calm as far as a book knows."""
    for row in _rows("read", tag):
        text, kinds = str(row["text"]), frozenset({"tone"})
        if not _HOSTILE.isdisjoint(cast("list[str]", row["flags"])):
            yield Said(text, frozenset({HARSH}), 1.0, kinds)
        elif not _found("tone", tag, text):
            yield Said(text, frozenset(), _OF_CALM, kinds)


def as_weighed(purpose: str, language: str, text: str) -> Aligned:
    """Answers a text as it is weighed: of what customers write names are marked, in drafts nothing is quoted."""
    if purpose == "tone":
        text = own_words(text, language)
    folded = aligned(text)
    return folded if purpose == "reply" else heard(text, folded, language)


def _parts(lines: Iterable[Said], purpose: str, language: str) -> Iterator[Said]:
    """Answers what is weighed of a line at a time: no part of it shows what the whole does not."""
    for line in lines:
        parts = parts_of(as_weighed(purpose, language, line.text).text, window_of(language))
        for part in parts if len(parts) > 1 else ():
            yield Said(part, frozenset(), _OF_PART, line.read_for, line.labels)


def _rows(purpose: str, tag: str) -> Iterator[dict[str, object]]:
    """Answers the lines of the tables in which somebody said what a purpose asks for."""
    kind, key = {"read": ("reading", "flags"), "reply": ("reply", "findings"), "tone": ("tone", "harsh")}[
        purpose
    ]
    for folder in (kind, "signs"):
        for line in (CORPORA / folder / f"{tag}.jsonl").read_text(encoding="utf-8").splitlines():
            if key in (row := json.loads(line)):
                yield row


def _said(row: dict[str, object]) -> Said:
    """Answers a line of a table; what it is not read for, nothing can be learned of."""
    labels, kinds = set[str](), set[str]()
    for key, kind in _KINDS.items():
        if isinstance(found := row.get(key), list):
            kinds.add(kind)
            labels |= {one if "." in one else f"{kind}.{one}" for one in found}
    if "complaint" in row:
        kinds.add("complaint")
        labels |= {"complaint"} if row["complaint"] else set()
    if "harsh" in row:
        kinds.add("tone")
        labels |= {HARSH} if row["harsh"] else set()
    return Said(str(row["text"]), frozenset(labels), 1.0, frozenset(kinds))


def _book(purpose: str, language: str) -> Iterator[Said]:
    """Answers lines of a book as they may be said; each tells of its own purpose."""
    chance = random.Random(1)
    kinds = frozenset((*_BOOK_KINDS[purpose], "emotion"))
    for line in read_book(book_text(language)).lines:
        label = line.label.removesuffix(NOT)
        of = next((name for name, labels in _OF_OTHERS.items() if label in labels), "read")
        if of == purpose and not label.startswith(_UNSAID):
            for _ in range(_SPELLINGS):
                shows = HARSH if line.label in TONE_LABELS else line.label
                yield Said(_spelled(line.text, chance), frozenset({shows}), _OF_BOOK, kinds)


def _spelled(line: str, chance: random.Random) -> str:
    """Answers one way in which a line may stand in a text."""
    said = ""
    for slot in slots_of(line):
        if not slot.is_optional or chance.random() < 0.5:
            said += ("" if slot.joint.value == "" else " ") + chance.choice(slot.options).replace("*", "")
    return said


def about_other_things(
    purpose: str, folder: Path, language: str
) -> tuple[list[Said], list[tuple[str, frozenset[str]]]]:
    """Answers what to learn against, in parts as long as they are weighed, and whole texts that say what is needed.

    These come with the labels that a book finds in them: of all others it is taken that they show none.
    """
    stories = [*_stories(purpose, language)]
    # What reps write is in no folder: some of the demonstration is kept to prove on.
    real = [*_real(purpose, folder, language)] if purpose != "reply" else []
    if purpose == "tone":
        # Of what a book finds harsh in others' texts, nothing is known.
        stories, real = ([one for one in texts if not one[1]] for texts in (stories, real))
    told = stories if real else [one for at, one in enumerate(stories) if at % 3]
    kinds = frozenset(_BOOK_KINDS[purpose])
    learned = [
        Said(part, frozenset(), weight, kinds, shown)
        for texts, weight in ((real[::2], _OF_OTHER), (told, _OF_STORY))
        for text, shown in texts
        for part in parts_of(as_weighed(purpose, language, text).text, window_of(language))
    ]
    return learned, real[1::2] or stories[::3]


def told_in(purpose: str, language: str, label: str) -> list[str]:
    """Answers what is said in the demonstration without a phrase for a label."""
    return [text for text, shown in _stories(purpose, language) if label not in shown]


def _real(purpose: str, folder: Path, language: str) -> Iterator[tuple[str, frozenset[str]]]:
    for text in real_texts(folder, "zh-Hans" if language == "zh" else language):
        yield text[:_LONGEST], _found(purpose, language, text[:_LONGEST])


def _found(purpose: str, language: str, text: str) -> frozenset[str]:
    """Answers what a book finds in a text."""
    found = frozenset(cue.label for cue in matcher(language, purpose).cues(aligned(text)))
    return found.intersection(TONE_LABELS) if purpose == "tone" else found


def _stories(purpose: str, language: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Answers what customers of the demonstration wrote, or what they were answered, and what it shows.

    Who is known to be vulnerable may say so in any of their texts.
    """
    by_customers = purpose != "reply"
    for path in sorted(_STORIES.glob(f"{language}*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
            known = {"flag.vulnerable"} if case["customer"].get("vulnerability") else set[str]()
            for one in case.get("conversation", ()):
                if "text" in one and (one["from"] == "customer") == by_customers:
                    text = one["text"].strip()
                    yield (
                        text,
                        _found(purpose, language, text) | (known if purpose == "read" else frozenset()),
                    )
