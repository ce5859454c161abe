"""Whose next case it is."""

from __future__ import annotations

from dataclasses import replace

from amends.rules.matching import Person, Work, fit
from amends.rules.vocabulary import Situation

PERSON = Person(frozenset({"en"}), frozenset({"billing"}), 3, 75, may_decide_held=False)
WORK = Work("en", "", Situation.MEND, is_mine=False, is_due=False)


def test_a_case_in_a_language_nobody_knows_yet_fits_everybody() -> None:
    assert fit(PERSON, replace(WORK, language="und")) == ""


def test_a_case_in_another_language_is_for_somebody_else() -> None:
    assert fit(PERSON, replace(WORK, language="he")) == "language"


def test_a_needed_skill_must_be_there() -> None:
    assert fit(PERSON, replace(WORK, needed_skill="roaming")) == "skill"
    assert fit(PERSON, replace(WORK, needed_skill="billing")) == ""


def test_what_is_on_hold_is_for_those_who_may_decide_it() -> None:
    held = replace(WORK, situation=Situation.HOLD)
    assert fit(PERSON, held) == "hold"
    assert fit(replace(PERSON, may_decide_held=True), held) == ""


def test_who_carries_enough_gets_only_what_is_due_or_theirs() -> None:
    full = replace(PERSON, open_count=75)
    assert fit(full, WORK) == "load"
    assert fit(full, replace(WORK, is_due=True)) == fit(full, replace(WORK, is_mine=True)) == ""
