"""What phrases show, and what all the words around them say to it."""

from __future__ import annotations

from collections.abc import Collection

from amends.language.aligned import Aligned
from amends.language.book import NOT
from amends.language.matching import Cue
from amends.language.signs import Weighed, signs_of


def weighed(cues: Collection[Cue], text: Aligned, language: str, purpose: str) -> list[Cue]:
    """Answers the cues of a text in order: not those that the words around speak against, and those they show."""
    words = Weighed(text, signs_of(language, purpose))
    believed = [cue for cue in cues if cue.label.endswith(NOT) or not words.doubts(cue.label, cue.start)]
    known = {cue.label for cue in believed}
    known |= {label.partition(".")[0] for label in known if not label.endswith(NOT)}
    shown = (Cue(*sign) for sign in words.shown(known))
    return sorted([*believed, *shown])
