"""The closed list of what is read from words: every label that a phrasebook may have phrases for."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("en", "bg", "he", "sv", "ru", "zh-Hans", "zh-Hant")
BOOKS: Final = ("en", "bg", "he", "sv", "ru", "zh")
"""One phrasebook each; both ways of writing Chinese share one, written in simplified characters."""

EMOTIONS: Final = ("anger", "disappointment", "worry", "sadness", "helplessness")
WANTS: Final = (
    *("refund", "replacement", "repair", "compensation", "apology"),
    *("explanation", "callback", "cancellation", "correction"),
)
FLAGS: Final = (
    *("leave", "competitor", "repeat", "regulator", "legal", "media"),
    *("safety", "self_harm", "vulnerable", "abuse", "supervisor", "threat"),
)
NON_APOLOGIES: Final = ("feelings", "condition", "but", "passive", "blame", "regret")
TONES: Final = ("abuse", "insult", "command", "threat", "sarcasm", "entitlement")

READ_LABELS: Final = (
    *("complaint", "complaint.weak", "praise", "question", "thanks"),
    *(f"emotion.{one}" for one in EMOTIONS),
    *(f"want.{one}" for one in WANTS),
    *(f"flag.{one}" for one in FLAGS),
    *("serious.1", "serious.2", "serious.3", "urgent"),
)
REPLY_LABELS: Final = (
    *(f"non_apology.{one}" for one in NON_APOLOGIES),
    *(
        "apology",
        "admission",
        "empathy",
        "next_step",
        "promise",
        "selling",
        "jargon",
        "robot",
        "standard",
        "amends",
    ),
    *(f"answer.{one}" for one in WANTS),
)
TONE_LABELS: Final = tuple(f"tone.{one}" for one in TONES)
HARSH: Final = "tone.harsh"
"""What hurts though no phrase of a book says so: only weak signs show it."""
NAMING: Final = ("flag.leave", "flag.competitor")
"""What a line with a name in it may show."""
LABELS: Final = frozenset((*READ_LABELS, *REPLY_LABELS, *TONE_LABELS))
HELPING: Final = frozenset({"negator", "negator.after", "quoted.header", "common", "name"})
"""Sections about other words: what denies or quotes them, how a language is known, what names no firm."""
