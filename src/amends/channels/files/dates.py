"""The order of day and month, judged row by row against the file's own sequence.

A spreadsheet opened in another country exchanges day and month where both are at most 12 and leaves the
other rows as
they are; a neighbouring column made from the first is then wrong with it. So a row is believed only against
witnesses
that the exchange cannot have touched: rows whose date has one reading only, ordered by the file's own
numbers.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from amends.channels.files.evidence import Evidence
from amends.channels.files.moments import Moment, day_number
from amends.channels.files.sequences import Sequence

_FORMS = ("numeric", "year_first", "named", "counted", "compact")


@dataclass(frozen=True, slots=True)
class Companion:
    """Another date column of the same row, and how many days after it this column's date lies."""

    index: int
    header: str
    order: str
    first: int
    last: int
    spelled: bool
    rows: int


@dataclass(frozen=True, slots=True)
class DateExample:
    """One row of a finding: what it says, what that means as said, what is proposed, and between which days
    it lies.
    """

    number: int
    said: str
    as_said: str
    proposed: str
    after: str
    before: str
    reason: str


@dataclass(frozen=True, slots=True)
class DateFinding:
    """What one date column was found to say; `mended` rows are proposed to be read with day and month
    exchanged.

    `order` is dmy or mdy, for dates that begin with the year or spell their month as if it were written so.
    """

    index: int
    header: str
    role: str
    form: str
    order: str
    order_known: bool
    rows: int
    blank: int
    unreadable: int
    sequence: Sequence | None
    companions: tuple[Companion, ...]
    copies: tuple[str, ...]
    latest: int
    evidence: tuple[Evidence, ...]
    impossible: int = 0
    mended: int = 0
    undecided: int = 0
    confirmed: int = 0
    first_day: str = ""
    last_day: str = ""
    uses_reach: bool = False
    examples: tuple[DateExample, ...] = ()


@dataclass(slots=True)
class DateRows:
    """One date column as it was read: each row's two small numbers and year, packed; 0 for no date."""

    index: int
    header: str
    role: str
    packed: array[int] = field(default_factory=lambda: array("i"))
    said: dict[int, str] = field(default_factory=dict)
    blank: int = 0
    unreadable: int = 0
    order: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """Each row's number in the file, and the number in its external reference (0 for none)."""

    positions: array[int]
    ids: array[int]

    def of(self, source: str) -> array[int]:
        """Answers the numbers of one source."""
        return self.ids if source == "external_id" else self.positions


def pack(moment: Moment) -> int:
    """Answers the day of a moment, as written, in 31 bits."""
    form = _FORMS.index(moment.form)
    return ((form << 14 | min(moment.year, 9999)) << 7 | moment.first) << 7 | moment.second


def unpack(packed: int) -> tuple[str, int, int, int]:
    """Answers form, first, second and year of a packed day."""
    return _FORMS[packed >> 28], packed >> 7 & 127, packed & 127, packed >> 14 & 16383


class Readings:
    """What packed days mean in one order: the day as said and, where day and month may be exchanged, the
    other.
    """

    def __init__(self, order: str) -> None:
        self.order = order
        self._known: dict[int, tuple[int, int]] = {0: (0, 0)}

    def of(self, packed: int) -> tuple[int, int]:
        """Answers the day as said and the day exchanged; 0 where the calendar has none."""
        found = self._known.get(packed)
        if found is None:
            found = self._known[packed] = self._read(packed)
        return found

    def _read(self, packed: int) -> tuple[int, int]:
        form, first, second, year = unpack(packed)
        order = natural_order(form) or self.order
        day_first, month_first = day_number(year, second, first), day_number(year, first, second)
        said, other = (day_first, month_first) if order == "dmy" else (month_first, day_first)
        return (said, 0) if form == "counted" else (said, other)

    def is_doubtful(self, packed: int) -> bool:
        """Answers whether a date has two readings that differ."""
        said, other = self.of(packed)
        return said != other and said > 0 < other

    def certain(self, packed: int) -> int:
        """Answers the day of a date with one reading only, 0 for all others."""
        said, other = self.of(packed)
        return (said or other) if said == other or not said or not other else 0


def natural_order(form: str) -> str:
    """Answers the order that a form itself names; a date of two small numbers and a year names none."""
    return {"year_first": "mdy", "named": "dmy", "counted": "dmy", "compact": "dmy"}.get(form, "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one date is to be read: its day, and whether it was exchanged, is as said, or cannot be decided."""

    day: int
    kind: str
    reason: str


_IMPOSSIBLE = Verdict(0, "impossible", "no_such_day")


class Judge:
    """Decides each row of one column by the witnesses of its finding."""

    def __init__(self, finding: DateFinding) -> None:
        self.finding = finding
        self.readings = Readings(finding.order)
        self.neighbours = [(companion, Readings(companion.order)) for companion in finding.companions]
        self._plain = not (finding.mended or finding.undecided) and finding.order_known
        self._plain_verdicts: dict[int, Verdict] = {}

    def verdict(self, packed: int, key: int, others: tuple[int, ...]) -> Verdict:
        """Answers how a date is read; `key` is the row's number in the sequence, `others` its companions'
        dates.
        """
        if self._plain:
            return self._as_said(packed)
        said, other = self.readings.of(packed)
        if said == other or not said or not other:
            return self._one_reading(said, other)
        votes = set(self._votes(said, other, key, others))
        kinds = {kind for kind, _ in votes}
        if kinds == {"exchanged"}:
            return Verdict(other, "exchanged", min(reason for _, reason in votes))
        if kinds == {"said"}:
            return Verdict(said, "said", min(reason for _, reason in votes))
        return Verdict(said, "open", "witnesses_differ" if len(kinds) > 1 else "no_witness")

    def _as_said(self, packed: int) -> Verdict:
        found = self._plain_verdicts.get(packed)
        if found is None:
            said, other = self.readings.of(packed)
            found = self._plain_verdicts[packed] = self._one_reading(said, 0 if said else other)
        return found

    def _one_reading(self, said: int, other: int) -> Verdict:
        if said:
            return Verdict(said, "certain", "one_reading")
        return Verdict(other, "exchanged", "only_reading") if other else _IMPOSSIBLE

    def _votes(self, said: int, other: int, key: int, others: tuple[int, ...]) -> Iterator[tuple[str, str]]:
        for name, first, last in self.windows(key, others):
            reason = "neighbour" if name else self.finding.sequence.source if self.finding.sequence else ""
            yield from vote(said, other, first, last, reason)
        yield from vote(said, other, 1, self.finding.latest, "not_in_future")

    def windows(self, key: int, others: tuple[int, ...]) -> Iterator[tuple[str, int, int]]:
        """Answers between which days each witness puts a row: the sequence (called ''), then columns."""
        sequence = self.finding.sequence
        if sequence and key:
            yield "", *sequence.window(key, self.finding.uses_reach)
        for (companion, readings), packed in zip(self.neighbours, others, strict=False):
            day = readings.of(packed)[0] if companion.spelled else readings.certain(packed)
            if day:
                yield companion.header, day + companion.first, day + companion.last


def vote(said: int, other: int, first: int, last: int, reason: str) -> Iterator[tuple[str, str]]:
    """Answers one witness's word: only a window that holds one reading and not the other decides."""
    said_fits, other_fits = first <= said <= last, first <= other <= last
    if other_fits and not said_fits:
        yield "exchanged", reason
    elif said_fits and not other_fits:
        yield "said", reason
