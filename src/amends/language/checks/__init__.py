"""What a rep is about to send, checked: one check, one file; it blocks only what must never leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from amends.language.aligned import aligned
from amends.language.checks import (
    answers,
    authority,
    emotion,
    fault,
    next_step,
    non_apology,
    promise,
    readability,
    robot,
    secrets,
    selling,
    shouting,
    wrong_language,
)
from amends.language.checks.draft import Check, Context, Draft, Finding, Severity
from amends.language.facts import find_facts
from amends.language.identify import identify
from amends.language.matching import Cue, matcher, undenied
from amends.language.quoting import is_within, quoted
from amends.language.reading import LONGEST, read
from amends.language.weighing import weighed

__all__ = [
    "CHECKS",
    "SHOWN",
    "Context",
    "Draft",
    "Finding",
    "Severity",
    "check_draft",
    "check_reply",
    "draft_of",
    "with_reading",
]

CHECKS: Final[tuple[Check, ...]] = (
    secrets.find,
    authority.find,
    wrong_language.find,
    non_apology.find,
    fault.find,
    selling.find,
    answers.find,
    emotion.find,
    promise.find,
    next_step.find,
    robot.find,
    shouting.find,
    readability.find,
)
_LAST: Final = 3
SHOWN: Final = 3
"""So many findings a person is shown at a time, the worst first."""


def check_reply(text: str, case: Context | None = None, *, stated: str = "") -> tuple[Finding, ...]:
    """Answers what there is to look at in a reply, the worst first; what the brand's policy adds blocks too."""
    return check_draft(draft_of(text, case or Context(), stated))


def check_draft(draft: Draft) -> tuple[Finding, ...]:
    """Answers the same of a reply that was made ready before."""
    if not draft.text.strip():
        return ()
    found = [one for check in CHECKS for one in check(draft)]
    graded = (replace(one, severity=Severity.BLOCK) if one.id in draft.case.blocked else one for one in found)
    return tuple(sorted(graded, key=lambda one: (-one.severity, one.start)))


def draft_of(text: str, case: Context, stated: str = "") -> Draft:
    """Answers a reply ready to be checked; what it quotes of the customer is not its own."""
    text = text[:LONGEST]
    language = identify(text, stated).language
    if language == "und" and case.language:
        language = case.language
    around = quoted(text)
    cues = _cues(text, language)
    own = [cue for cue in cues if not is_within(around, cue.start, cue.end)] if around else cues
    return Draft(text, language, own, find_facts(text, language, case.at), case, _said_before(case, language))


def _said_before(case: Context, language: str) -> frozenset[str]:
    """Answers what the phrases of the last replies in this case show."""
    texts = (text[:LONGEST] for text in case.own_here[-_LAST:])
    return frozenset(cue.label for text in texts for cue in _cues(text, language))


def _cues(text: str, language: str) -> list[Cue]:
    folded = aligned(text)
    cues = weighed(matcher(language, "reply").cues(folded), text, folded, language, "reply")
    return undenied(text, cues, frozenset())


def with_reading(case: Context) -> Context:
    """Answers the case with what can be read from the customer's words where nobody said it yet."""
    if not case.said:
        return case
    found = read(case.said, stated=case.language, at=case.at)
    return replace(
        case,
        language=case.language or found.language,
        wants=case.wants or found.wants,
        emotions=case.emotions or found.emotions,
        is_leaving=case.is_leaving or "leave" in found.flags,
    )
