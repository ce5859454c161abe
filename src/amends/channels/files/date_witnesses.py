"""What bears witness to the dates of a column: the file's own numbers, and the date columns beside it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import repeat

from amends.channels.files.date_orders import SPELLED, usual_form
from amends.channels.files.dates import Companion, DateFinding, DateRows, Judge, Keys, Readings
from amends.channels.files.evidence import Evidence, because
from amends.channels.files.sequences import Sequence, find_sequence

_FEWEST_SHARED = 20
_WIDEST_COMPANION = 20
_EXACT_COMPANION = 1
_MOST_ANCHORS = 100_000
_TRUST_SHARE = 0.5
_FEWEST_BY_LOOSE = 5


def best_sequence(certain: array[int], keys: Keys) -> Sequence | None:
    found = []
    stride = 1 + len(certain) // _MOST_ANCHORS
    rows = [at for at in range(0, len(certain), stride) if certain[at]]
    days = [certain[at] for at in rows]
    for source in ("external_id", "position"):
        numbers = keys.of(source)
        sequence = find_sequence(source, [numbers[at] for at in rows], days)
        if sequence:
            found.append(sequence)
    return min(found, key=lambda sequence: sequence.tolerance, default=None)


def find_companions(
    column: DateRows, columns: list[DateRows], readings: Readings
) -> tuple[tuple[Companion, ...], tuple[str, ...]]:
    found, copies = [], []
    for other in columns:
        if other is column:
            continue
        told = _Pair(column, other, readings)
        if told.is_copy:
            copies.append(other.header)
        elif companion := told.companion():
            found.append(companion)
    return tuple(found), tuple(copies)


class _Pair:
    """Two date columns side by side: how far apart, and whether one is made from the other."""

    def __init__(self, column: DateRows, other: DateRows, readings: Readings) -> None:
        self.other = other
        self.theirs = Readings(other.order)
        self.offsets: Counter[int] = Counter()
        self.same = self.turned = self.doubtful = 0
        for (mine, packed), count in Counter(zip(column.packed, other.packed, strict=True)).items():
            if mine and packed:
                self._compare(mine, packed, count, readings)
        self.rows = self.offsets.total()

    def _compare(self, mine: int, packed: int, count: int, readings: Readings) -> None:
        sure, their_sure = readings.certain(mine), self.theirs.certain(packed)
        if sure and their_sure:
            self.offsets[sure - their_sure] += count
        elif not sure:
            said, exchanged = readings.of(mine)
            day = self.theirs.of(packed)[0]
            self.doubtful += count
            self.same += count * (day == said)
            self.turned += count * (day == exchanged)

    @property
    def is_copy(self) -> bool:
        """Answers whether the other column always says the same, so that it was made from this one and
        knows no more.
        """
        return self.doubtful > 0 and self.same == self.doubtful and set(self.offsets) <= {0}

    def companion(self) -> Companion | None:
        """Answers how the other column bears witness, None where the two are too far apart or too few rows
        tell.
        """
        if self.rows < _FEWEST_SHARED:
            return None
        first, last = self._middle_range()
        if last - first > _WIDEST_COMPANION:
            return None
        spelled = usual_form(self.other) in SPELLED and self.turned > 0
        return Companion(
            self.other.index, self.other.header, self.other.order, first, last, spelled, self.rows
        )

    def _middle_range(self) -> tuple[int, int]:
        cut, seen = self.rows * 0.005, 0
        ordered = sorted(self.offsets)
        first = last = ordered[0]
        for offset in ordered:
            first = offset if seen <= cut else first
            last = offset if seen < self.rows - cut else last
            seen += self.offsets[offset]
        return first, last


def told_of(
    sequence: Sequence | None, companions: tuple[Companion, ...], copies: tuple[str, ...]
) -> tuple[Evidence, ...]:
    told = [because("copy_is_no_witness", column=name) for name in copies]
    told += [
        because("neighbour", column=one.header, first=one.first, last=one.last, rows=one.rows)
        for one in companions
    ]
    told.append(_sequence_told(sequence) if sequence else because("no_sequence"))
    return tuple(told)


def _sequence_told(sequence: Sequence) -> Evidence:
    return because(
        "sequence",
        source=sequence.source,
        way="descending" if sequence.descending else "ascending",
        certain_rows=sequence.anchors,
        share=round(sequence.share, 4),
        tolerance_days=sequence.tolerance,
    )


@dataclass(slots=True)
class _Trust:
    """How often one witness found a doubtful date outside its window, and how often exchanging brings it
    in.
    """

    outside: int = 0
    brought_in: int = 0

    def holds(self, is_exact: bool) -> bool:
        """Answers whether these are exchanged dates and not strays: most come in, and more than chance
        would bring.
        """
        enough = self.brought_in >= (1 if is_exact else _FEWEST_BY_LOOSE)
        return not self.outside or (enough and self.brought_in >= _TRUST_SHARE * self.outside)


def with_trusted(draft: DateFinding, column: DateRows, columns: list[DateRows], keys: Keys) -> DateFinding:
    """Answers the finding without the witnesses whose strays exchanging does not explain."""
    judge, trust = Judge(draft), {"": _Trust(), **{one.header: _Trust() for one in draft.companions}}
    for packed, key, others in rows_of(draft, column, columns, keys):
        if not judge.readings.is_doubtful(packed):
            continue
        said, other = judge.readings.of(packed)
        for name, first, last in judge.windows(key, others):
            if not first <= said <= last:
                trust[name].outside += 1
                trust[name].brought_in += first <= other <= last
    sequence, told = draft.sequence, draft.evidence
    if sequence and not trust[""].holds(sequence.tolerance == 0):
        told = (*told, because("too_many_strays", source=sequence.source, rows=trust[""].outside))
        sequence = None
    kept = []
    for one in draft.companions:
        if trust[one.header].holds(one.last - one.first <= _EXACT_COMPANION):
            kept.append(one)
        else:
            told = (*told, because("too_many_strays", source=one.header, rows=trust[one.header].outside))
    return replace(draft, sequence=sequence, companions=tuple(kept), evidence=told)


def rows_of(
    finding: DateFinding, column: DateRows, columns: list[DateRows], keys: Keys
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Answers each row's date, its number in the sequence, and the dates beside it."""
    numbers = keys.of(finding.sequence.source) if finding.sequence else keys.positions
    others = [other.packed for one in finding.companions for other in columns if other.index == one.index]
    beside: Iterator[tuple[int, ...]] = zip(*others, strict=True) if others else repeat(())
    yield from zip(column.packed, numbers, beside, strict=False)
