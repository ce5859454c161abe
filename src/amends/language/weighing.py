"""What phrases show, and what all the words around them say to it."""

from __future__ import annotations

from collections.abc import Collection

from amends.language.aligned import Aligned
from amends.language.matching import Cue, Looks
from amends.language.signs import Weighed, signs_of
from amends.language.surroundings import Surroundings, meanings


def weighed(cues: Collection[Cue], text: str, marked: Aligned, language: str, purpose: str) -> list[Cue]:
    """Answers the cues of a text in order, and what the words around show: nothing that only looks like its label.

    A phrase that the words speak against is not believed; what they make sure stands, whatever looks like it.
    """
    signs = signs_of(language, purpose)
    words = Weighed(marked, signs)
    looks = Looks(text, cues)
    believed = looks.standing(cues)
    if doubted := words.doubted((cue.label, cue.start) for cue in believed if cue.label in signs.doubtable):
        believed = [cue for cue in believed if (cue.label, cue.start) not in doubted]
    around = Surroundings(text, marked, language)
    if purpose == "read":
        believed = meanings().believed(believed, words, around)
    shown = [
        sign
        for sign in words.shown({cue.label for cue in believed})
        if sign.is_sure or not looks.touch(sign.label, sign.start, sign.end)
    ]
    if purpose == "read":
        shown = meanings().standing(shown, words, around)
    ends = (sign.start + len(text[sign.start : sign.end].rstrip()) for sign in shown)
    return sorted(
        [*believed, *(Cue(sign.start, end, sign.label) for sign, end in zip(shown, ends, strict=True))]
    )
