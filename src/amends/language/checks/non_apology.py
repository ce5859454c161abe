"""An apology that is none: for feelings, with an if, with a but, without anybody who did it, or with blame in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from amends.language.labels import NON_APOLOGIES
from amends.language.matching import Cue

IDS = tuple(f"non_apology.{one}" for one in NON_APOLOGIES)


def find(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Answers each place that apologises for nothing; the longest of those that overlap and say the same."""
    for label in IDS:
        last = None
        for cue in sorted((one for one in cues if one.label == label), key=lambda one: (one.start, -one.end)):
            if last is None or cue.start >= last.end:
                last = cue
                yield cue
