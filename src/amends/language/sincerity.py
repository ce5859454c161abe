"""Which parts of a real apology are there, and which are not; for quality review, and never one number (ZH27)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from amends.language.checks.draft import Draft
from amends.language.checks.non_apology import IDS

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "feeling": ("empathy",),
    "regret": ("apology",),
    "admission": ("admission",),
    "standard": ("standard",),
    "repair": ("amends",),
    "next": ("next_step", "promise"),
}
"""Each part, and the phrases that show it. Source: ZH20 to ZH24."""


def sincerity(draft: Draft) -> dict[str, tuple[int, int] | None]:
    """Answers where each part of an apology stands, None for what is missing; a non-apology is no part."""
    spoiled = [(cue.start, cue.end) for cue in draft.having(*IDS)]

    def first(labels: tuple[str, ...]) -> tuple[int, int] | None:
        for cue in draft.having(*labels):
            if not any(start < cue.end and cue.start < end for start, end in spoiled):
                return cue.start, cue.end
        return None

    return {part: first(labels) for part, labels in PARTS.items()}
