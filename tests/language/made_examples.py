"""Made-up examples for learning: of money back that is asked for, or only spoken of."""

from __future__ import annotations

import random

from amends.language.learning import Example

WORDS = "line router bill shop order parcel week phone agent letter account street morning call box plan"
RIGHT, WRONG = ("please", "kindly", "demand"), ("no", "never", "about")


def made(seed: int, count: int, label: str = "want.refund", *, is_random: bool = False) -> list[Example]:
    """Answers made-up examples: the word before the span tells right from wrong, or nothing does."""
    draw, words = random.Random(seed), WORDS.split()
    found = []
    for place in range(count):
        is_right = draw.random() < 0.7
        cue = draw.choice(words if is_random else RIGHT if is_right else WRONG)
        before = f"Good day. {' '.join(draw.choices(words, k=6))} {cue} "
        text = f"{before}money back {' '.join(draw.choices(words, k=6))}. Thanks."
        found.append(Example(label, text, len(before), len(before) + 10, is_right, place // 2))
    return found
