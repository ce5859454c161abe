"""What phrases show, and what all the words around them say to it."""

from __future__ import annotations

from collections.abc import Collection

from amends.language.aligned import Aligned
from amends.language.matching import Cue
from amends.language.signs import Weighed, signs_of


def weighed(cues: Collection[Cue], text: Aligned, language: str, purpose: str) -> list[Cue]:
    """Answers the cues of a text in order: not those that the words around speak against, and those they show."""
    signs = signs_of(language, purpose)
    words = Weighed(text, signs)
    doubted = words.doubted((cue.label, cue.start) for cue in cues if cue.label in signs.doubtable)
    believed = [cue for cue in cues if (cue.label, cue.start) not in doubted] if doubted else cues
    shown = (Cue(*sign) for sign in words.shown({cue.label for cue in believed}))
    return sorted([*believed, *shown])
