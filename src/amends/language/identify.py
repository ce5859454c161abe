"""Which language a text is in, among the seven; `und` where it is none of them or cannot be known."""

from __future__ import annotations

from dataclasses import dataclass

from amends.language.labels import LANGUAGES
from amends.language.scripts import Script, script_of


@dataclass(frozen=True, slots=True)
class Identified:
    """A language as BCP 47 says it, and a note: `mixed`, or `latin` for Bulgarian or Russian in Latin letters."""

    language: str
    note: str = ""


def identify(text: str, stated: str = "") -> Identified:
    """Answers the language of a text; one that was stated and that we know wins."""
    if stated in LANGUAGES:
        return Identified(stated)
    by_script = {Script.HAN: "zh-Hans", Script.HEBREW: "he", Script.CYRILLIC: "ru", Script.LATIN: "en"}
    return Identified(by_script.get(script_of(text), "und"))
