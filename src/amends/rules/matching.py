"""Whose next case this is: language, skill, authority, load."""

from __future__ import annotations

from dataclasses import dataclass

from amends.rules.vocabulary import Situation


@dataclass(frozen=True, slots=True)
class Person:
    """What matters of the person who asks for work; `most_open` is how many cases they usually carry at once."""

    languages: frozenset[str]
    skills: frozenset[str]
    open_count: int
    most_open: int
    may_decide_held: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What matters of a case on offer."""

    language: str
    needed_skill: str
    situation: Situation
    is_mine: bool
    is_due: bool


def fit(person: Person, work: Work) -> str:
    """Answers why this case is not for this person: language, skill, hold or load; empty when it fits.

    What is due or already theirs is offered whatever they carry.
    """
    if not work.is_mine and work.language not in person.languages and work.language != "und":
        return "language"
    if work.needed_skill and work.needed_skill not in person.skills and not work.is_mine:
        return "skill"
    if work.situation is Situation.HOLD and not person.may_decide_held:
        return "hold"
    if person.open_count >= person.most_open and not (work.is_mine or work.is_due):
        return "load"
    return ""
