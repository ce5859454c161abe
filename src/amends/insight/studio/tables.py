"""Decision tables as tables: rows of situations, and the one that is looked at with its options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlencode

from babel.lists import format_list
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.insight.policy_sentences import code_said, fact_name, row_sentence, values_said
from amends.insight.studio.lint import findings_at, found_at, holder_name, plain
from amends.insight.studio.reading import Reading
from amends.insight.studio.shapes import ChosenRow, FactField, Link, OptionShape, RowShape, TableShape
from amends.insight.studio.words import AMOUNTS, FLAGS, SITUATIONS, text_fields
from amends.page import when
from amends.page.asking import number_said
from amends.page.parts import Choice
from amends.page.policy_texts import text_of
from amends.rules.policy.amounts import MOST, WHOLE
from amends.rules.policy.document import (
    LADDER_OF_AUTHORITY,
    Condition,
    Conditions,
    Holder,
    Offer,
    Remedy,
    Row,
    Table,
)
from amends.rules.policy.facts import FACTS, NAMED_BY_POLICY, FactKind
from amends.rules.policy.offers import limits_of

_LETTERS = "ABCD"
_NO_ROW = Row.model_validate({"then": "mend"})


def table_shape(reading: Reading, asked: Mapping[str, str]) -> TableShape:
    """Answers one table of the policy with the row that is asked for."""
    tables = reading.policy.tables
    code = asked.get("table", "")
    code = code if code in tables else next(iter(tables))
    table = tables[code]
    facts = tuple(dict.fromkeys(fact for row in table.rows for fact in row.when))
    number = _chosen_number(reading, code, asked.get("row", ""))
    rows = tuple(_row(reading, code, at, facts, number) for at in range(len(table.rows)))
    count = len(table.rows)
    return TableShape(
        code=code,
        title=text_of(table.title, reading.language) or code,
        texts=text_fields(table.title),
        no_texts=text_fields({}),
        count_text=ngettext(
            "{count} row, from the top down", "{count} rows, from the top down", count
        ).format(count=count),
        tables=tuple(_link(reading, name, code) for name in tables),
        columns=tuple(_capital(fact_name(fact)) for fact in facts),
        rows=rows,
        chosen=_chosen(reading, code, number, facts, asked.get("fact", "")),
        failures=failure_choices(reading, table.applies.get("failure")),
        all_failures=failure_choices(reading, None),
        new_row_url=_url(reading, code, "new"),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _url(reading: Reading, table: str, row: str = "") -> str:
    base = reverse("insight:policy_part", args=[reading.brand.slug, "tables"])
    asked = {"table": table, **({"row": row} if row else {})}
    if not reading.is_draft and reading.draft:
        asked["in_force"] = "1"
    return f"{base}?{urlencode(asked)}"


def _link(reading: Reading, name: str, current: str) -> Link:
    title = text_of(reading.policy.tables[name].title, reading.language) or name
    count = sum(not one.is_warning for one in found_at(reading, "tables", name))
    return Link(name, title, _url(reading, name), name == current, count)


def _chosen_number(reading: Reading, table: str, said: str) -> int:
    """Answers which row is looked at, from 1: the one asked for, else the first with a finding; 0 for a new one."""
    count = len(reading.policy.tables[table].rows)
    if said == "new" and reading.is_draft:
        return 0
    number = number_said(said)
    if number is not None and 0 < number <= count:
        return number
    faulty = (int(one.place[3]) + 1 for one in found_at(reading, "tables", table) if len(one.place) > 3)
    return next(faulty, 1)


def _row(reading: Reading, table: str, at: int, facts: Iterable[str], chosen: int) -> RowShape:
    row = reading.policy.tables[table].rows[at]
    count = len(row.options)
    return RowShape(
        number=at + 1,
        url=_url(reading, table, str(at + 1)),
        cells=tuple(_cell(reading, row.when.get(fact), fact) for fact in facts),
        situation=row.then.value,
        situation_text=str(SITUATIONS[row.then.value]),
        count_text=str(count) if count else "–",
        sentence=sentence_of(reading, table, at),
        is_current=at + 1 == chosen,
        is_denying=row.denies_first,
        findings=findings_at(reading, "tables", table, "rows", at),
    )


def _cell(reading: Reading, condition: Condition | None, fact: str) -> str:
    if condition is None:
        return pgettext("condition", "any")
    return values_said(reading.policy, fact, condition, reading.language, reading.reader)


def sentence_of(reading: Reading, table: str, at: int) -> str:
    """Answers a row as a sentence; nothing while the policy can't be counted."""
    if reading.compiled is None:
        return ""
    for number, placed in enumerate(reading.compiled.rows):
        if (placed.table, placed.number) == (table, at):
            return row_sentence(reading.compiled, number, reading.language, reading.reader)
    return ""


def _chosen(reading: Reading, code: str, number: int, facts: tuple[str, ...], more: str) -> ChosenRow:
    table = reading.policy.tables[code]
    at = number - 1
    row = table.rows[at] if number else _NO_ROW
    is_new = more in FACTS and more not in facts and more not in table.applies
    shown = [fact for fact in (*facts, *([more] if is_new else [])) if fact in FACTS]
    hidden = [fact for fact in FACTS if fact not in shown and fact not in table.applies]
    return ChosenRow(
        number=str(number) if number else "new",
        title=pgettext("policy", "Row {number}").format(number=number) if number else _("One more row"),
        sentence=sentence_of(reading, code, at) if number else "",
        outer_text=_outer(reading, table),
        facts=tuple(fact_field(reading, fact, row.when.get(fact)) for fact in shown),
        more_facts=tuple(Choice(fact, fact_name(fact)) for fact in hidden),
        then=tuple(Choice(one, str(word), one == row.then.value) for one, word in SITUATIONS.items()),
        options=tuple(_options(reading, row)),
        reasons=tuple(
            Choice(one, text_of(texts, reading.language) or one, one in row.reasons)
            for one, texts in reading.policy.reasons.items()
        ),
        rungs=tuple(
            Choice(one, text_of(rung.texts, reading.language) or one, one == row.next_rung)
            for one, rung in reading.policy.ladder.items()
        ),
        is_denying=row.denies_first,
        is_first=number == 1,
        is_last=number == len(table.rows),
        findings=findings_at(reading, "tables", code, "rows", at) if number else (),
    )


def _outer(reading: Reading, table: Table) -> str:
    """Answers what holds for the whole table."""
    return conditions_text(reading, table.applies)


def conditions_text(reading: Reading, conditions: Conditions) -> str:
    """Answers conditions in one line."""
    said = [
        pgettext("policy", "{fact}: {values}").format(
            fact=fact_name(fact), values=_cell(reading, condition, fact)
        )
        for fact, condition in conditions.items()
    ]
    return _capital(pgettext("between conditions", "; ").join(said))


def fact_field(reading: Reading, fact: str, condition: Condition | None) -> FactField:
    """Answers one condition as fields of a form."""
    said, label = condition or Condition.model_validate({}), _capital(fact_name(fact))
    kind = FACTS[fact].kind
    if kind is FactKind.CODE:
        codes = tuple(reading.policy.codes_of(fact)) if fact in NAMED_BY_POLICY else FACTS[fact].codes
        words = [
            Choice(code, code_said(reading.policy, fact, code, reading.language), code in said.one_of)
            for code in codes
        ]
        nobody = Choice("missing", pgettext("fact", "nobody knows"), said.or_missing)
        return FactField(fact, label, "code", (*words, nobody))
    if kind is FactKind.FLAG:
        chosen = _flag(said)
        choices = tuple(Choice(one, str(word), one == chosen) for one, word in FLAGS.items())
        return FactField(fact, label, "flag", choices)
    least, most = (_figure(reading, kind, one) for one in (said.least, said.most))
    return FactField(fact, label, kind.value, (), least, most, said.or_missing)


def _figure(reading: Reading, kind: FactKind, figure: int | None) -> str:
    if figure is None:
        return ""
    return plain(reading, figure) if kind is FactKind.MONEY else str(figure)


def _flag(said: Condition) -> str:
    if said.is_so is None:
        return "missing" if said.or_missing else ""
    return ("yes" if said.is_so else "no") + ("_missing" if said.or_missing else "")


def _options(reading: Reading, row: Row) -> Iterator[OptionShape]:
    letters = _LETTERS if reading.is_draft else _LETTERS[: len(row.options)]
    for letter in letters:
        offer = row.options.get(letter)
        fixes, extras = (tuple(_choices(reading, part, offer)) for part in ("fix", "extra"))
        if offer is None:
            yield OptionShape(letter, fixes=fixes, extras=extras)
            continue
        fix, extra = (reading.policy.remedies.get(code or "") for code in (offer.fix, offer.extra))
        most, who, is_front = _authority(reading, fix, extra) if fix else ("", "", False)
        named = (_text(reading, fix, offer.fix), _text(reading, extra, offer.extra or ""))
        yield OptionShape(letter, *named, most, who, is_front, fixes, extras)


def _choices(reading: Reading, part: str, offer: Offer | None) -> Iterator[Choice]:
    chosen = getattr(offer, part) if offer else ""
    for code, remedy in reading.policy.remedies.items():
        if remedy.part == part or code == chosen:
            yield Choice(code, _text(reading, remedy, code), code == chosen)


def _text(reading: Reading, remedy: Remedy | None, code: str) -> str:
    return (text_of(remedy.texts, reading.language) if remedy else "") or code


def _authority(reading: Reading, fix: Remedy, extra: Remedy | None) -> tuple[str, str, bool]:
    """Answers what an option is worth at most, and who may always give it alone; the front line's own is marked."""
    parts = [remedy for remedy in (fix, extra) if remedy]
    most = [one.worth.fixed if one.worth.fixed is not None else one.worth.at_most for one in parts]
    total = sum(most)
    able = [holder for holder in LADDER_OF_AUTHORITY if _covers(reading, holder, parts, most)]
    if total >= MOST:
        varied = next(one for one in parts if one.worth.fixed is None and one.worth.at_most == MOST)
        who = pgettext("who may give", "front line, within its limit")
        return worth_text(reading, varied), who, True
    money = when.money(total, reading.policy.currency)
    who = holder_name(able[0].value) if able else pgettext("who may give", "nobody alone")
    return money, who, bool(able) and able[0] is Holder.REP


def _covers(reading: Reading, holder: Holder, parts: list[Remedy], most: list[int]) -> bool:
    limits = limits_of(reading.policy.authority, holder)
    if limits is None:
        return False
    kinds = zip(parts, most, strict=True)
    return sum(most) <= limits.per_case and all(worth <= limits.of_kind(one.kind) for one, worth in kinds)


def worth_text(reading: Reading, remedy: Remedy) -> str:
    """Answers what a remedy is worth: £10.00; 50% of the fee, £5.00 at least."""
    worth, currency = remedy.worth, reading.policy.currency
    if worth.fixed is not None:
        return when.money(worth.fixed, currency)
    share = f"{(worth.share or 0) * 100 / WHOLE:g}"
    said = [pgettext("worth", "{share}% of: {amount}").format(share=share, amount=AMOUNTS[worth.of or "fee"])]
    if worth.at_least:
        said.append(_("{amount} at least").format(amount=when.money(worth.at_least, currency)))
    if worth.at_most != MOST:
        said.append(_("{amount} at most").format(amount=when.money(worth.at_most, currency)))
    return format_list(said, "unit", reading.reader)


def failure_choices(reading: Reading, condition: Condition | None) -> tuple[Choice, ...]:
    """Answers what can fail, with what a condition names ticked."""
    chosen = condition.one_of if condition else ()
    return tuple(
        Choice(code, text_of(texts, reading.language) or code, code in chosen)
        for code, texts in reading.policy.failures.items()
    )
