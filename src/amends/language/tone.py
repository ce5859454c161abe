"""How a customer's draft may read to the person who answers it; a calm, firm complaint has nothing against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from amends.language.aligned import aligned
from amends.language.identify import identify
from amends.language.matching import matcher, undenied
from amends.language.quoting import is_within, quoted
from amends.language.reading import LONGEST

HARSH: Final = frozenset(
    {"tone.abuse", "tone.insult", "tone.threat", "tone.command", "tone.entitlement", "tone.sarcasm"}
)


@dataclass(frozen=True, slots=True)
class ToneFinding:
    """One thing that may hurt, and where it stands. Units: code points."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tone:
    """Whether the whole reads harshly, and what makes it so."""

    is_harsh: bool
    findings: tuple[ToneFinding, ...]


def check_tone(text: str, *, stated: str = "") -> Tone:
    """Answers how a draft may read."""
    text = text[:LONGEST]
    around = quoted(text)
    found = matcher(identify(text, stated).language).cues(aligned(text))
    mine = [cue for cue in undenied(text, found, frozenset()) if not is_within(around, cue.start, cue.end)]
    findings = tuple(ToneFinding(cue.label, cue.start, cue.end) for cue in mine if cue.label in HARSH)
    return Tone(bool(findings), findings)
