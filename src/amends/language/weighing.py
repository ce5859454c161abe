"""What phrases show, and what all the words around them say to it."""

from __future__ import annotations

from collections.abc import Collection

from amends.language.aligned import Aligned
from amends.language.book import NOT
from amends.language.matching import Cue, overlap
from amends.language.signs import Weighed, signs_of


def weighed(cues: Collection[Cue], text: Aligned, language: str, purpose: str) -> list[Cue]:
    """Answers the cues of a text in order: not those that the words around speak against, and those they show."""
    signs = signs_of(language, purpose)
    words = Weighed(text, signs)
    doubted = words.doubted((cue.label, cue.start) for cue in cues if cue.label in signs.doubtable)
    believed = [cue for cue in cues if (cue.label, cue.start) not in doubted] if doubted else cues
    shown = (
        Cue(sign.start, sign.end, sign.label, is_sure=sign.is_sure) for sign in words.shown(_known(believed))
    )
    return sorted([*believed, *shown])


def _known(cues: Collection[Cue]) -> set[str]:
    """Answers the labels for which a phrase stands that does not only look like it."""
    looks = [cue for cue in cues if cue.label.endswith(NOT)]
    if not looks:
        return {cue.label for cue in cues}
    return {
        cue.label
        for cue in cues
        if not any(look.label == cue.label + NOT and overlap(look, cue) for look in looks)
    }
