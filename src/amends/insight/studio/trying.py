"""Try it: facts of a case that never was, and what the draft and the policy in force say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel.lists import format_list

from amends.errors import DomainError
from amends.insight.policy_sentences import fact_name
from amends.insight.studio.lint import holder_name
from amends.insight.studio.reading import Reading
from amends.insight.studio.shapes import FactField
from amends.insight.studio.tables import fact_field, sentence_of
from amends.insight.studio.words import HOLDERS, OPTION_REFUSALS, SITUATIONS
from amends.page import when
from amends.page.asking import money_said, number_said
from amends.page.parts import Choice
from amends.page.policy_texts import text_of
from amends.rules.policy.document import Condition, Holder
from amends.rules.policy.facts import FACTS, FactKind, Value, check_facts
from amends.rules.policy.options import Answer, Option, Power, answer, supervisor_adds


@dataclass(frozen=True, slots=True)
class TriedOption:
    """One option as it would be offered."""

    letter: str
    text: str
    worth: str
    who: str
    note: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """What one policy says of the case."""

    title: str
    situation: str
    situation_text: str
    sentence: str
    options: tuple[TriedOption, ...]
    due: tuple[str, ...]
    needs: str
    adds: str


@dataclass(frozen=True, slots=True)
class TryShape:
    """The facts asked for, and the answers beside each other."""

    facts: tuple[FactField, ...]
    values: Mapping[str, str]
    roles: tuple[Choice, ...]
    answers: tuple[Tried, ...]
    wrong: tuple[str, ...]
    is_asked: bool


def try_shape(sides: Mapping[str, Reading], asked: Mapping[str, str]) -> TryShape:
    """Answers what each policy says of the facts in a form; by the title it is shown under."""
    first = next(iter(sides.values()))
    values = {fact: asked.get(fact, "").strip()[:60] for fact in FACTS}
    facts: dict[str, Value] = {}
    wrong = [fact_name(fact) for fact, said in values.items() if said and not _put(facts, fact, said, first)]
    said = asked.get("role", "")
    role = Holder(said) if said in HOLDERS else Holder.REP
    return TryShape(
        facts=tuple(fact_field(first, fact, _nothing()) for fact in FACTS),
        values=values,
        roles=tuple(Choice(one, str(word), one == role.value) for one, word in HOLDERS.items()),
        answers=tuple(_tried(title, one, facts, role) for title, one in sides.items() if one.compiled),
        wrong=tuple(wrong),
        is_asked=bool(facts),
    )


def _nothing() -> Condition:
    return Condition.model_validate({})


def _put(facts: dict[str, Value], fact: str, said: str, reading: Reading) -> bool:
    """Puts a fact among the others; answers whether it can be so."""
    kind = FACTS[fact].kind
    value: Value | None = said
    if kind is FactKind.FLAG:
        value = {"yes": True, "no": False}.get(said)
    elif kind is FactKind.MONEY:
        value = money_said(said, reading.policy.currency)
    elif kind is FactKind.COUNT:
        value = number_said(said)
    if value is None:
        return False
    try:
        check_facts({fact: value}, "", "")
    except DomainError:
        return False
    facts[fact] = value
    return True


def _tried(title: str, reading: Reading, facts: Mapping[str, Value], role: Holder) -> Tried:
    assert reading.compiled is not None
    power = Power(role)
    found = answer(reading.compiled, facts, power)
    adds = supervisor_adds(found.options, power)
    policy = reading.policy
    return Tried(
        title=title,
        situation=found.situation.value,
        situation_text=str(SITUATIONS[found.situation.value]),
        sentence=sentence_of(reading, found.row.table, found.row.number) if found.row else "",
        options=tuple(_option(reading, one, found) for one in found.options),
        due=tuple(
            text_of(policy.remedies[policy.entitlements[code].remedy].texts, reading.language)
            for code in found.due
        ),
        needs=format_list([fact_name(one) for one in found.needs], locale=reading.reader)
        if found.needs
        else "",
        adds=", ".join(adds),
    )


def _option(reading: Reading, option: Option, found: Answer) -> TriedOption:
    remedies = reading.policy.remedies
    parts = [
        text_of(remedies[code].texts, reading.language) or code for code in (option.fix, option.extra) if code
    ]
    holder = holder_name(option.holder.value) if option.holder else ""
    needs = (
        format_list([fact_name(one) for one in option.needs], locale=reading.reader) if option.needs else ""
    )
    note = str(OPTION_REFUSALS[option.refusal]).format(holder=holder, needs=needs) if option.refusal else ""
    worth = "" if option.worth is None else when.money(option.worth, reading.policy.currency)
    return TriedOption(option.code, " + ".join(parts), worth, holder, note, not option.refusal)
