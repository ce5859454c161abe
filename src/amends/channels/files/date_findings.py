"""What the date columns of a file say: their order, their witnesses, which rows are exchanged."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

from amends.channels.files.date_orders import counted_order, find_order, usual_form
from amends.channels.files.date_witnesses import (
    best_sequence,
    find_companions,
    rows_of,
    told_of,
    with_trusted,
)
from amends.channels.files.dates import DateExample, DateFinding, DateRows, Judge, Keys, Readings, Verdict
from amends.channels.files.sequences import ALWAYS

_PATTERN_SHARE = 0.95
_PATTERN_ROWS = 20
_EXAMPLES = 5


def judge_columns(
    columns: list[DateRows], keys: Keys, today: date, given: dict[str, str]
) -> tuple[DateFinding, ...]:
    """Answers what each date column says; `given` holds the orders that a person decided."""
    for column in columns:
        column.order = column.order or given.get(column.header, "") or counted_order(column)[0]
    return tuple(_judge(column, columns, keys, today, column.header in given) for column in columns)


def _judge(column: DateRows, columns: list[DateRows], keys: Keys, today: date, given: bool) -> DateFinding:
    order, known, evidence = find_order(column, columns, keys, given)
    column.order = order
    readings = Readings(order)
    certain = array("i", map(readings.certain, column.packed))
    sequence = None if given else best_sequence(certain, keys)
    companions, copies = ((), ()) if given else find_companions(column, columns, readings)
    latest = today.toordinal() + 1 if column.role in ("received", "event") else ALWAYS
    evidence += told_of(sequence, companions, copies)
    draft = DateFinding(
        index=column.index,
        header=column.header,
        role=column.role,
        form=usual_form(column),
        order=order,
        order_known=known or given,
        rows=sum(map(bool, column.packed)),
        blank=column.blank,
        unreadable=column.unreadable,
        sequence=sequence,
        companions=companions,
        copies=copies,
        latest=latest,
        evidence=evidence,
    )
    return _weighed(draft, column, columns, keys)


@dataclass(slots=True)
class _Weights:
    """Counts of one weighing of all rows."""

    mended: int = 0
    confirmed: int = 0
    open: int = 0
    impossible: int = 0
    only_reading: int = 0
    first: int = ALWAYS
    last: int = 0
    mended_rows: list[tuple[int, Verdict]] = field(default_factory=list)
    open_rows: list[tuple[int, Verdict]] = field(default_factory=list)


def _weighed(draft: DateFinding, column: DateRows, columns: list[DateRows], keys: Keys) -> DateFinding:
    """Answers the finding with its counts: weighed once by strict windows, again by pace if all else was
    exchanged.
    """
    trial = with_trusted(replace(draft, mended=1), column, columns, keys)
    weights = _weigh(trial, column, columns, keys)
    if _is_pattern(trial, weights):
        trial = replace(trial, uses_reach=True)
        weights = _weigh(trial, column, columns, keys)
    return _settled(trial, weights, column, keys)


def _is_pattern(finding: DateFinding, weights: _Weights) -> bool:
    """Answers whether all that could be decided was exchanged, so that the ends of the file may be judged
    by pace.
    """
    decided = weights.mended - weights.only_reading
    if not (finding.sequence and finding.sequence.reach):
        return False
    return decided >= _PATTERN_ROWS and decided >= _PATTERN_SHARE * (decided + weights.confirmed)


def _weigh(finding: DateFinding, column: DateRows, columns: list[DateRows], keys: Keys) -> _Weights:
    judge, weights = Judge(finding), _Weights()
    for packed, rows in Counter(column.packed).items():
        if packed and not judge.readings.is_doubtful(packed):
            _count(weights, judge.verdict(packed, 0, ()), rows)
    for at, (packed, key, others) in enumerate(rows_of(finding, column, columns, keys)):
        if judge.readings.is_doubtful(packed):
            verdict = judge.verdict(packed, key, others)
            _count(weights, verdict, 1)
            _keep_example(weights, at, verdict)
        elif packed and len(weights.mended_rows) < _EXAMPLES and not judge.readings.of(packed)[0]:
            _keep_example(weights, at, judge.verdict(packed, key, others))
    return weights


def _count(weights: _Weights, verdict: Verdict, rows: int) -> None:
    weights.mended += rows * (verdict.kind == "exchanged")
    weights.only_reading += rows * (verdict.reason == "only_reading")
    weights.open += rows * (verdict.kind == "open")
    weights.confirmed += rows * (verdict.kind == "said")
    weights.impossible += rows * (verdict.kind == "impossible")
    if verdict.day:
        weights.first, weights.last = min(weights.first, verdict.day), max(weights.last, verdict.day)


def _keep_example(weights: _Weights, at: int, verdict: Verdict) -> None:
    kept = {"exchanged": weights.mended_rows, "open": weights.open_rows}.get(verdict.kind)
    if kept is not None and len(kept) < _EXAMPLES:
        kept.append((at, verdict))


def _settled(finding: DateFinding, weights: _Weights, column: DateRows, keys: Keys) -> DateFinding:
    """Answers the finding with what was counted; open rows count only where something is wrong or nothing
    is known.
    """
    doubted = weights.mended > 0 or not finding.order_known
    undecided = weights.open if doubted else 0
    examples = weights.mended_rows + (weights.open_rows[:3] if doubted else [])
    return replace(
        finding,
        mended=weights.mended,
        undecided=undecided,
        confirmed=weights.confirmed,
        impossible=weights.impossible,
        first_day=_iso(weights.first),
        last_day=_iso(weights.last),
        examples=tuple(_example(finding, at, verdict, column, keys) for at, verdict in examples),
    )


def _example(finding: DateFinding, at: int, verdict: Verdict, column: DateRows, keys: Keys) -> DateExample:
    packed = column.packed[at]
    said, other = Readings(finding.order).of(packed)
    after = before = ""
    if finding.sequence:
        first, last = finding.sequence.window(keys.of(finding.sequence.source)[at], finding.uses_reach)
        after, before = _iso(first), _iso(last)
    proposed = other if verdict.kind == "exchanged" else said
    said_text = column.said.get(packed, "")
    return DateExample(
        keys.positions[at], said_text, _iso(said), _iso(proposed), after, before, verdict.reason
    )


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat() if 0 < day < ALWAYS - 400_000 else ""
