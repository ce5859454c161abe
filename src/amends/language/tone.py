"""How a customer's draft may read to the person who answers it; a calm, firm complaint has nothing against it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from amends.language.aligned import Aligned, aligned
from amends.language.capitals import shouted
from amends.language.facts import find_facts
from amends.language.identify import identify
from amends.language.labels import HARSH, TONE_LABELS
from amends.language.matching import Looks, matcher
from amends.language.quoting import by_others, in_marks, is_within, quoted
from amends.language.reading import LONGEST, heard, own_cues
from amends.language.signs import Signs, Weighed, signs_of

REMOTE: Final = frozenset({"email", "sms", "chat", "letter", "social", "public", "portal"})
"""Where nobody hears a voice: shouting weighs there (BG8)."""
PUBLIC: Final = frozenset({"social", "public"})
"""Where everybody reads it: personal data has no place there (BG22)."""
_HALF_SAID: Final = re.compile(r"(?<![\w*#@$/.])[^\W\d_]{1,3}(?:\*{2,}|[#@$%&*]{3,})[^\W\d_]{0,6}(?![\w*])")
"""A word that is too foul to be written out: f***, с**а."""
_OF_OTHERS: Final = frozenset({"tone.abuse", "tone.insult", "tone.command", "tone.threat"})
"""What is somebody else's where it stands in quotation marks, be it one word; irony stands there too."""
_HEARD: Final = {"flag.threat": "tone.threat"}
"""What a reader hears in the words around is there, though no phrase says it: "he'll leave in an ambulance"."""
_PERSONAL: Final = ("phone", "email", "address", "account", "order", "tracking")


@dataclass(frozen=True, slots=True)
class ToneFinding:
    """One thing that may hurt, or harm its writer, and where it stands. Units: code points."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tone:
    """Whether the whole reads harshly, and what there is to look at."""

    is_harsh: bool
    findings: tuple[ToneFinding, ...]


def check_tone(text: str, *, stated: str = "", channel: str = "") -> Tone:
    """Answers how a draft may read on a channel; without one it is taken for a written, private one."""
    text = text[:LONGEST]
    language = identify(text, stated).language
    around = quoted(text)
    marked = [*around, *in_marks(text)]
    folded = aligned(text)
    cues = matcher(language, "tone").cues(folded)
    cues = Looks(text, cues).standing(cues)
    mine = own_words(text, language)
    alone, together = weighed_tone(heard(mine, aligned(mine), language), signs_of(language, "tone"))
    # Whatever is hostile in a calm letter is as hostile.
    doubted = alone.doubted((HARSH, cue.start) for cue in cues)
    found = [
        ToneFinding(cue.label, cue.start, cue.end)
        for cue in cues
        if cue.label in TONE_LABELS
        and (HARSH, cue.start) not in doubted
        and not is_within(marked if cue.label in _OF_OTHERS else around, cue.start, cue.end)
    ]
    found += [
        ToneFinding("tone.abuse", one.start(), one.end())
        for one in _HALF_SAID.finditer(text)
        if not is_within(marked, *one.span())
    ]
    unsaid = [
        ToneFinding(_HEARD[cue.label], cue.start, cue.end)
        for cue in own_cues(mine, language)
        if cue.label in _HEARD
    ]
    unsaid += [
        ToneFinding(sign.label, sign.start, sign.start + len(text[sign.start : sign.end].rstrip()))
        for sign in (*alone.shown(()), *together.shown(()))
    ]
    for one in unsaid:
        if not is_within(marked, one.start, one.end) and not _is_known(one, found):
            found.append(one)
    if channel in REMOTE or not channel:
        found += [ToneFinding("tone.shouting", start, end) for start, end in shouted(text)]
    is_harsh = bool(found)
    if channel in PUBLIC:
        facts = find_facts(text, language)
        found += [
            ToneFinding("public.personal", one.start, one.end) for one in facts if one.kind in _PERSONAL
        ]
    return Tone(is_harsh, tuple(sorted(found, key=lambda one: (one.start, one.end))))


def own_words(text: str, language: str) -> str:
    """Answers a draft with blanks for what somebody else said in it, be it one word that insults."""
    letters = list(text)
    for start, end in (*by_others(text), *_insults_in_marks(text, language)):
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _insults_in_marks(text: str, language: str) -> Iterator[tuple[int, int]]:
    find = matcher(language, "tone").cues
    for start, end in in_marks(text):
        if any(cue.label in _OF_OTHERS for cue in find(aligned(text[start + 1 : end - 1]))):
            yield start, end


def weighed_tone(text: Aligned, signs: Signs) -> tuple[Weighed, Weighed]:
    """Answers what each sentence of a draft speaks for, then what some do together: calm ones hide no threat."""
    together = Weighed(text, signs)
    return together.each_alone(), together


def _is_known(one: ToneFinding, found: Iterable[ToneFinding]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in found)
