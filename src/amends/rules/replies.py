"""What may be found in a reply before it leaves, by id; and which of it people pass over too often."""

from __future__ import annotations

from typing import Final

FINDINGS: Final = (
    *("secret", "other_data", "authority.amount", "language.wrong"),
    *("non_apology.feelings", "non_apology.condition", "non_apology.but"),
    *("non_apology.passive", "non_apology.blame", "non_apology.regret"),
    *("fault.not_admitted", "fault.admitted_early", "apology.before_facts", "selling"),
    *("want.unanswered", "leaving.unanswered", "point.unanswered", "emotion.not_acknowledged"),
    *("promise.no_time", "next_step.missing", "robot.phrase", "robot.repeated", "robot.same_reply"),
    *("shouting", "jargon", "sentence.long"),
)
"""Every id, the gravest first."""

ALWAYS_BLOCKING: Final = frozenset({"secret", "other_data", "authority.amount"})
"""These keep a reply from leaving in every brand; a policy may add others."""

_MOST_PASSED_OVER = 30
"""Units: percent of the times that it was shown."""


def needs_retuning(overridden: int, shown: int) -> bool:
    """Answers whether a finding is passed over so often that it should be looked at again."""
    return overridden * 100 > shown * _MOST_PASSED_OVER
