"""What a file of complaints was understood to say, before anything of it is taken in."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from amends.channels.files.columns import ColumnMeaning, find_columns
from amends.channels.files.date_findings import judge_columns
from amends.channels.files.dates import DateFinding, DateRows, Keys, pack
from amends.channels.files.evidence import Evidence, because
from amends.channels.files.hashes import HashSet
from amends.channels.files.layouts import Layout, find_layout
from amends.channels.files.mapping import Mapping
from amends.channels.files.moments import Moment, read_moment
from amends.channels.files.sources import Source, open_source
from amends.channels.files.tabular import RejectedRow, read_records
from amends.channels.files.value_words import BLANK_WORDS, channel_code, status_code
from amends.errors import ChannelError
from amends.rules.vocabulary import Channel

_SAMPLE_ROWS = 500
_MOST_DATE_COLUMNS = 4
_MOST_WORDS = 200
_EXAMPLES = 5
_CACHE = 50_000
_WANTED: dict[str, tuple[str, ...]] = {
    "external_id": ("external_id",),
    "date": ("received", "event"),
    "words": ("gist", "narrative"),
    "issue": ("issue",),
    "product": ("product",),
    "channel": ("channel",),
    "status": ("status", "outcome"),
    "customer": ("customer_name", "customer_email", "customer_phone"),
    "language": ("language",),
}


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Rows that are there more than once, and rows that share a reference but say something else."""

    exact_rows: int
    shared_ids: int
    examples: tuple[str, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class WordMeaning:
    """One word of the status or channel column, how often it stands there, and our code ('' where we know
    none).
    """

    role: str
    word: str
    code: str
    rows: int


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that is known of a file before it is imported; `rows` are those after the header that can be
    read.
    """

    source: Source
    layout: Layout
    columns: tuple[ColumnMeaning, ...]
    dates: tuple[DateFinding, ...]
    duplicates: Duplicates
    words: tuple[WordMeaning, ...]
    missing: tuple[str, ...]
    rows: int
    rejects: tuple[tuple[str, int], ...]
    channel: str
    timezone: str
    mapping: Mapping
    today: date

    def column(self, role: str) -> ColumnMeaning | None:
        """Answers the column that has a role."""
        return next((column for column in self.columns if column.role == role), None)

    def main_date(self) -> DateFinding | None:
        """Answers the finding of the column that tells when a complaint came."""
        by_role = {finding.role: finding for finding in reversed(self.dates)}
        return by_role.get("received") or by_role.get("event")


def understand(path: str | Path, mapping: Mapping | None = None, today: date | None = None) -> Understanding:
    """Answers what a file says: how it is written, which column means what, how its dates are to be read.

    The file is read twice, in bounded memory: once as bytes, once as rows.
    Raises: ChannelError (permanent), as open_source, find_layout and the mapping's columns do, or
    no_complaint_columns where nothing in it tells of a complaint.
    """
    told, day = mapping or Mapping(), today or datetime.now(UTC).date()
    source = open_source(path, told.encoding)
    layout = find_layout(source, told.delimiter, told.header_row)
    columns = _columns(source, layout, told)
    reading = _Reading(columns)
    reading.read(source, layout)
    given = {column.header: told.dates[column.header] for column in columns if column.header in told.dates}
    return Understanding(
        source=source,
        layout=layout,
        columns=columns,
        dates=judge_columns(reading.dates, Keys(reading.positions, reading.ids), day, given),
        duplicates=reading.duplicates(),
        words=_words(reading, told),
        missing=_missing(columns),
        rows=reading.rows,
        rejects=tuple(sorted(reading.rejects.items())),
        channel=told.channel or _usual_channel(columns),
        timezone=told.timezone or "UTC",
        mapping=told,
        today=day,
    )


def _columns(source: Source, layout: Layout, mapping: Mapping) -> tuple[ColumnMeaning, ...]:
    rows = (record[1] for record in read_records(source, layout) if isinstance(record, tuple))
    found = find_columns(layout.headers, list(islice(rows, _SAMPLE_ROWS)))
    columns = _overridden(found, mapping)
    roles = {column.role for column in columns}
    if not roles & {"gist", "narrative", "issue", "product"}:
        raise ChannelError("no_complaint_columns", True, path=source.path, headers=list(layout.headers)[:40])
    return columns


def _overridden(found: tuple[ColumnMeaning, ...], mapping: Mapping) -> tuple[ColumnMeaning, ...]:
    headers = {column.header: column.index for column in found}
    for part, names in (("columns", mapping.columns), ("dates", dict.fromkeys(mapping.dates))):
        for name, header in names.items():
            _check_column(header if part == "columns" else name, f"{part}.{name}", headers, mapping)
    roles = {header: role for role, header in mapping.columns.items() if header}
    return tuple(_decided(column, roles, mapping) for column in found)


def _check_column(header: str | None, field: str, headers: dict[str, int], mapping: Mapping) -> None:
    if header and header not in headers:
        known = ", ".join(list(headers)[:40])
        line = mapping.lines.get(field, 1)
        raise ChannelError(
            "mapping_unknown_column",
            True,
            path=mapping.path,
            line=line,
            field=field,
            column=header,
            known=known,
        )


def _decided(column: ColumnMeaning, roles: dict[str, str], mapping: Mapping) -> ColumnMeaning:
    if column.header in roles:
        return ColumnMeaning(column.index, column.header, roles[column.header], (because("mapping"),))
    if column.role in mapping.columns:
        role = "other_date" if column.role in ("received", "event") else "extra"
        return ColumnMeaning(column.index, column.header, role, (because("mapping_elsewhere"),))
    if column.header in mapping.dates and column.role == "extra":
        return ColumnMeaning(column.index, column.header, "other_date", (because("mapping"),))
    return column


class _Reading:
    """One pass over all rows: dates, numbers, repeats, words."""

    def __init__(self, columns: tuple[ColumnMeaning, ...]) -> None:
        dated = [column for column in columns if column.role in ("received", "event", "other_date")]
        dated.sort(key=lambda column: (column.role == "other_date", column.role == "event", column.index))
        self.dates = [DateRows(one.index, one.header, one.role) for one in dated[:_MOST_DATE_COLUMNS]]
        self.id_at = next((column.index for column in columns if column.role == "external_id"), -1)
        self.worded = [column for column in columns if column.role in ("status", "channel")]
        self.counted: dict[str, Counter[str]] = {column.role: Counter() for column in self.worded}
        self.positions, self.ids = array("i"), array("q")
        self.rejects: Counter[str] = Counter()
        self.rows = self.exact = self.shared = 0
        self.examples: list[str] = []
        self._rows_seen, self._ids_seen = HashSet(), HashSet()
        self._moments: dict[str, int] = {}

    def read(self, source: Source, layout: Layout) -> None:
        """Reads the file through."""
        for record in read_records(source, layout):
            if isinstance(record, RejectedRow):
                self.rejects[record.reason] += 1
                continue
            number, cells = record
            self.rows += 1
            self.positions.append(number)
            self._note_id(cells)
            self._note_dates(cells)
            for column in self.worded:
                self._note_word(column, cells)

    def _note_id(self, cells: list[str]) -> None:
        reference = cells[self.id_at].strip() if self.id_at >= 0 else ""
        self.ids.append(number_in(reference))
        if self._rows_seen.add(normal_text(cells)):
            self.exact += 1
            self._ids_seen.add(reference)
            self._example(reference or cells[0])
        elif reference and self._ids_seen.add(reference):
            self.shared += 1
            self._example(reference)

    def _example(self, reference: str) -> None:
        if len(self.examples) < _EXAMPLES and reference[:80] not in self.examples:
            self.examples.append(reference[:80])

    def _note_dates(self, cells: list[str]) -> None:
        for column in self.dates:
            text = cells[column.index]
            packed = self._moments.get(text)
            if packed is None:
                packed = self._packed(text)
            if packed <= 0:
                column.blank += packed == 0
                column.unreadable += packed < 0
                packed = 0
            elif packed not in column.said and len(column.said) < _CACHE:
                column.said[packed] = text.strip()
            column.packed.append(packed)

    def _packed(self, text: str) -> int:
        """Answers a date cell packed, 0 where it is blank, -1 where it is no date."""
        if len(self._moments) > _CACHE:
            self._moments.clear()
        bare = text.strip()
        moment: Moment | None = read_moment(bare)
        packed = pack(moment) if moment else (0 if not bare or bare in BLANK_WORDS else -1)
        self._moments[text] = packed
        return packed

    def _note_word(self, column: ColumnMeaning, cells: list[str]) -> None:
        counts, word = self.counted[column.role], cells[column.index].strip()
        if word and (word in counts or len(counts) < _MOST_WORDS):
            counts[word] += 1

    def duplicates(self) -> Duplicates:
        """Answers the rows and references that are there more than once."""
        complete = not (self._rows_seen.is_full or self._ids_seen.is_full)
        return Duplicates(self.exact, self.shared, tuple(self.examples), complete)


def number_in(reference: str) -> int:
    """Answers the number in an external reference, by which rows can be ordered; 0 for none."""
    if reference.isdecimal():
        return int(reference) if len(reference) <= 18 else 0
    digits = "".join(filter(str.isdecimal, reference))
    return int(digits) if 0 < len(digits) <= 18 and len(digits) * 3 >= len(reference) else 0


def normal_text(cells: list[str]) -> str:
    """Answers a row as one text that does not change when the file is saved again: no spaces around cells."""
    return "\x1f".join(map(str.strip, cells)).rstrip("\x1f")


def _words(reading: _Reading, mapping: Mapping) -> tuple[WordMeaning, ...]:
    found = []
    for role, counts in reading.counted.items():
        for word, rows in counts.most_common():
            code = (
                status_code(word, mapping.statuses)
                if role == "status"
                else channel_code(word, mapping.channels)
            )
            found.append(WordMeaning(role, word, code, rows))
    return tuple(found)


def _missing(columns: tuple[ColumnMeaning, ...]) -> tuple[str, ...]:
    roles = {column.role for column in columns}
    return tuple(name for name, wanted in _WANTED.items() if not roles & set(wanted))


def _usual_channel(columns: tuple[ColumnMeaning, ...]) -> str:
    """Answers the channel of rows that name none: a file of tweets is social, all others came by file."""
    tweets = any("tweet" in column.header.casefold() for column in columns)
    return Channel.SOCIAL.value if tweets else Channel.FILE.value


def evidence_of(understanding: Understanding) -> tuple[Evidence, ...]:
    """Answers why the file was taken to be written as it is: its encoding and layout."""
    return understanding.source.evidence + understanding.layout.evidence
