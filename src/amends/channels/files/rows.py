"""Reads a file row by row, as it was understood, into what the importer takes in."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from zoneinfo import ZoneInfo

from amends.channels.files.dates import DateFinding, Judge, Verdict, pack
from amends.channels.files.export import restored_cell
from amends.channels.files.moments import Moment, read_moment, read_time
from amends.channels.files.sources import Source
from amends.channels.files.tabular import RejectedRow, read_records, rejected
from amends.channels.files.understanding import Understanding, number_in
from amends.channels.files.value_words import BLANK_WORDS, channel_code, language_code, status_code
from amends.errors import ChannelError

_CACHE = 50_000
_FIRST_DAY = date(1900, 1, 1).toordinal()
_LAST_DAY = date.max.toordinal()
"""Not a day of its own: in another time zone it lies beyond the calendar, and registers write it for "never"."""
_KEPT_ROLES = ("extra", "other_date")


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One complaint as a file tells it; '' and None stand for what it does not tell.

    `date_mark` is '' where the date is as the file says, 'mended' where day and month were exchanged,
    'undecided'
    where they may be. `row_key` names the row's content: the same row read again has the same key.
    """

    number: int
    occurred_at: datetime | None
    occurred_precision: str
    date_mark: str
    channel: str
    status_code: str
    language: str
    extra: dict[str, str]
    row_key: str
    external_id: str
    gist: str
    narrative: str
    product: str
    issue: str
    sub_product: str
    sub_issue: str
    company: str
    city: str
    state: str
    zip: str
    status: str
    outcome: str
    timely: str
    disputed: str
    customer_name: str
    customer_email: str
    customer_phone: str

    @property
    def place(self) -> str:
        """Answers city, state and postal code in one line."""
        return ", ".join(part for part in (self.city, self.state, self.zip) if part)


def read_rows(
    path: str | Path, understanding: Understanding, start: int = 0, mend: bool = True
) -> Iterator[ImportedRow | RejectedRow]:
    """Answers every row of a file in order, or why it cannot be taken in; both carry their number in the
    file.

    `start` is the number of the last row that was already taken. With `mend` off, rows that are proposed to
    be read
    with day and month exchanged come as the file says, marked undecided.
    Raises: ChannelError (permanent) with file_changed where the file is not the one that was understood.
    """
    source = replace(understanding.source, path=str(path))
    _check_unchanged(source)
    reader = _RowReader(understanding, mend)
    for record in read_records(source, understanding.layout, start):
        yield record if isinstance(record, RejectedRow) else reader.read(*record)


def _check_unchanged(source: Source) -> None:
    try:
        size = Path(source.path).stat().st_size
    except OSError as error:
        raise ChannelError("unreadable_file", True, path=source.path, detail=error.strerror) from error
    if size != source.size:
        raise ChannelError("file_changed", True, path=source.path, size=size, understood=source.size)


class _RowReader:
    """Makes imported rows of a file's cells, by one understanding."""

    def __init__(self, understanding: Understanding, mend: bool) -> None:
        self.at = {
            column.role: column.index for column in understanding.columns if column.role not in _KEPT_ROLES
        }
        self.clock = _Clock(understanding, mend)
        self.is_table = understanding.layout.form != "jsonl"
        self.usual_channel = understanding.channel
        self.usual_language = understanding.mapping.language
        self.kept = [(one.index, one.header) for one in understanding.columns if one.role in _KEPT_ROLES]
        main = understanding.main_date()
        self.kept += [
            (one.index, one.header)
            for one in understanding.columns
            if one.role in ("received", "event") and (main is None or one.index != main.index)
        ]
        mapping = understanding.mapping
        self.channels = _Words(lambda word: channel_code(word, mapping.channels))
        self.statuses = _Words(lambda word: status_code(word, mapping.statuses))
        self.languages = _Words(language_code)
        self.texts = itemgetter(*(self.at.get(role, -1) for role in _TEXT_ROLES))
        self.language_at = self.at.get("language", -1)
        self.channel_at = self.at.get("channel", -1)
        self.channel_name = next((one.header for one in understanding.columns if one.role == "channel"), "")

    def read(self, number: int, raw: list[str]) -> ImportedRow | RejectedRow:
        """Answers one row, or why it cannot be taken in."""
        cells, key = _cleaned(raw, self.is_table)
        read = self.clock.read(number, cells)
        if isinstance(read, RejectedRow):
            return read
        cells.append("")  # what a role without a column finds at index -1
        texts = self.texts(cells)
        if not any(texts[:_TELLING]):
            return rejected(number, "nothing_in_row", ",".join(raw))
        channel = self.channels.code(cells[self.channel_at])
        extra = {name: cells[at] for at, name in self.kept if cells[at]}
        if not channel and cells[self.channel_at]:
            extra[self.channel_name] = cells[self.channel_at]
        status = self.statuses.code(texts[_STATUS] or texts[_OUTCOME])
        language = self.languages.code(cells[self.language_at]) or self.usual_language
        channel = channel or self.usual_channel
        return ImportedRow(number, *read, channel, status, language, extra, key, *texts)


_TEXT_ROLES = (
    *("external_id", "gist", "narrative", "product", "issue", "sub_product", "sub_issue", "company", "city"),
    *("state", "zip", "status", "outcome", "timely", "disputed"),
    *("customer_name", "customer_email", "customer_phone"),
)
"""Fields of an imported row that are cells as they stand, in its order; the first five tell of it."""
_TELLING = 5
_STATUS, _OUTCOME = _TEXT_ROLES.index("status"), _TEXT_ROLES.index("outcome")


def _cleaned(raw: list[str], is_table: bool = True) -> tuple[list[str], str]:
    """Answers a row's cells without surrounding spaces and words for nothing, and the key of its content.

    Only in a table is a cell made safe for a spreadsheet, so only there is that undone.
    """
    if is_table and "\x1f'" in "\x1f" + "\x1f".join(raw):
        raw = [restored_cell(cell) for cell in raw]
    cells = list(map(str.strip, raw))
    text = "\x1f".join(cells).rstrip("\x1f")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    key = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    if not BLANK_WORDS.isdisjoint(cells):
        cells = ["" if cell in BLANK_WORDS else cell for cell in cells]
    return cells, key


class _Words:
    """Codes of words, each looked up once."""

    def __init__(self, find: Callable[[str], str]) -> None:
        self._find = find
        self._known: dict[str, str] = {"": ""}

    def code(self, word: str) -> str:
        """Answers our code for a word, '' where we know none."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) > _CACHE:
                self._known.clear()
            found = self._known[word] = self._find(word)
        return found


When = tuple[datetime | None, str, str]
_UNKNOWN: When = (None, "day", "")


class _Clock:
    """Reads when a complaint came: its date as judged, its time where there is one, in UTC."""

    def __init__(self, understanding: Understanding, mend: bool) -> None:
        main = understanding.main_date()
        self.mend = mend
        self.judge = Judge(main) if main else None
        self.at = main.index if main else -1
        time_column, id_column = understanding.column("time"), understanding.column("external_id")
        self.time_at = time_column.index if time_column else -1
        self.id_at = id_column.index if id_column and _uses_ids(main) else -1
        self.doubted = bool(main and (main.mended or main.undecided or not main.order_known))
        self.latest = main.latest if main else 0
        self.neighbours = [one.index for one in main.companions] if main and self.doubted else []
        self.zone = ZoneInfo(understanding.timezone)
        self.is_utc = understanding.timezone in ("UTC", "Etc/UTC")
        self.repeats = not self.doubted and self.time_at < 0
        self._moments: dict[str, tuple[Moment, int] | None] = {}
        self._whens: dict[str, When] = {}
        self._days: dict[int, datetime] = {}

    def read(self, number: int, cells: list[str]) -> When | RejectedRow:
        """Answers the moment, its precision and its mark; a rejection where the cell is no date of the
        calendar.
        """
        if self.judge is None or not cells[self.at]:
            return _UNKNOWN
        text = cells[self.at]
        if when := self._whens.get(text):
            return when
        found = self._moment(text)
        if found is None:
            return rejected(number, "unreadable_date", ",".join(cells), text=text[:80])
        moment, packed = found
        verdict = self.judge.verdict(packed, self._key(number, cells), self._others(cells))
        day, mark = self._day_and_mark(verdict, packed)
        if not _FIRST_DAY <= day < _LAST_DAY:
            return rejected(number, "impossible_date", ",".join(cells), text=text[:80])
        when = self._when(day, mark, moment, cells[self.time_at] if self.time_at >= 0 else "")
        if self.repeats and len(self._whens) < _CACHE:
            self._whens[text] = when
        return when

    def _key(self, number: int, cells: list[str]) -> int:
        return number_in(cells[self.id_at]) if self.id_at >= 0 else number

    def _others(self, cells: list[str]) -> tuple[int, ...]:
        found = (self._moment(cells[at]) for at in self.neighbours)
        return tuple(one[1] if one else 0 for one in found) if self.neighbours else ()

    def _day_and_mark(self, verdict: Verdict, packed: int) -> tuple[int, str]:
        if verdict.kind == "exchanged":
            return (verdict.day, "mended") if self.mend else self._unmended(packed)
        unsure = verdict.kind == "open" and self.doubted
        return verdict.day, "undecided" if unsure or verdict.day > self.latest else ""

    def _unmended(self, packed: int) -> tuple[int, str]:
        said = self.judge.readings.of(packed)[0] if self.judge else 0
        return said, "undecided"

    def _when(self, day: int, mark: str, moment: Moment, time_text: str) -> When:
        seconds, precision = moment.seconds, moment.precision
        if precision == "day" and time_text and (clock := read_time(time_text)):
            seconds, precision = clock
        at = self._midnight(day)
        if seconds:
            at += timedelta(seconds=seconds)
        if moment.offset is not None:
            return at - timedelta(minutes=moment.offset), precision, mark
        return (at if self.is_utc else at.replace(tzinfo=self.zone).astimezone(UTC)), precision, mark

    def _midnight(self, day: int) -> datetime:
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = datetime.fromordinal(day).replace(tzinfo=UTC)
        return found

    def _moment(self, text: str) -> tuple[Moment, int] | None:
        if text not in self._moments:
            if len(self._moments) > _CACHE:
                self._moments.clear()
            moment = read_moment(text)
            self._moments[text] = (moment, pack(moment)) if moment else None
        return self._moments[text]


def _uses_ids(main: DateFinding | None) -> bool:
    return bool(main and main.sequence and main.sequence.source == "external_id")
