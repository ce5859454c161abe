"""The judge of day and month: it finds the exchanged rows that can be decided and never mends a right one."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.channels.files import DateFinding, ImportedRow, load_mapping, read_rows, understand
from amends.channels.files import dates as judge_room
from amends.channels.files.date_findings import judge_columns
from amends.channels.files.dates import DateRows, Judge, Keys, pack
from amends.channels.files.moments import read_moment

Write = Callable[..., Path]
Both = tuple[list[date], list[date]]
TODAY = date(2026, 1, 1)


def exchangeable(day: date) -> bool:
    return day.day <= 12 and day.day != day.month


def exchanged(day: date) -> date:
    return day.replace(month=day.day, day=day.month)


def judged(said: list[date], ids: list[int]) -> tuple[DateFinding, list[str]]:
    """Judges one day-first column and answers the finding and the kind of each row's verdict."""
    packed = array("i", (pack(found) for day in said if (found := read_moment(f"{day:%d/%m/%Y}"))))
    column = DateRows(0, "Date", "received", packed)
    keys = Keys(array("i", range(2, len(said) + 2)), array("q", ids))
    finding = judge_columns([column], keys, TODAY, {})[0]
    numbers = keys.of(finding.sequence.source) if finding.sequence else keys.positions
    judge = Judge(finding)
    return finding, [judge.verdict(one, key, ()).kind for one, key in zip(packed, numbers, strict=True)]


@st.composite
def registers(draw: st.DrawFn) -> tuple[list[date], list[date]]:
    """A register whose numbers ascend with time, and what it says after some dates were exchanged."""
    steps = draw(st.lists(st.integers(0, 3), min_size=120, max_size=220))
    day, truth = date(2023, draw(st.integers(1, 6)), 13), []
    for step in steps:
        day += timedelta(days=step)
        truth.append(day)
    share = draw(st.integers(1, 6))
    marks = draw(st.lists(st.integers(0, 9), min_size=len(truth), max_size=len(truth)))
    pairs = zip(truth, marks, strict=True)
    return truth, [exchanged(day) if mark < share and exchangeable(day) else day for day, mark in pairs]


def decidable(truth: list[date], said: list[date]) -> Iterator[int]:
    """Answers, slowly and in another way, the exchanged rows whose neighbours leave one reading only."""
    sure = [day if not exchangeable(day) else None for day in said]
    for at, day in enumerate(said):
        if day == truth[at]:
            continue
        first = max((one for one in sure[:at] if one), default=date.min)
        last = min((one for one in sure[at + 1 :] if one), default=date.max)
        if first <= exchanged(day) <= last and not first <= day <= last:
            yield at


def check(truth: list[date], said: list[date]) -> None:
    finding, kinds = judged(said, list(range(5000, 5000 + len(said))))
    mended = {at for at, kind in enumerate(kinds) if kind == "exchanged"}
    wrong = {at for at, day in enumerate(said) if day != truth[at]}
    assert mended <= wrong, "a row that was right was mended"
    expected = set(decidable(truth, said))
    assert mended >= expected, "a row that could be decided was not mended"
    assert finding.uses_reach or mended == expected


@settings(max_examples=60, deadline=None, derandomize=True)
@given(registers())
def test_the_judge_finds_exactly_the_exchanged_rows_that_can_be_decided(
    both: tuple[list[date], list[date]],
) -> None:
    check(*both)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(registers(), st.randoms(use_true_random=False))
def test_the_rows_of_a_file_may_be_in_any_order_where_its_numbers_ascend(both: Both, chance: Random) -> None:
    _, said = both
    order = list(range(len(said)))
    chance.shuffle(order)
    _, sorted_kinds = judged(said, list(range(9000, 9000 + len(said))))
    _, kinds = judged([said[at] for at in order], [9000 + at for at in order])
    assert kinds == [sorted_kinds[at] for at in order]


def test_without_its_guard_the_judge_mends_rows_that_were_right(monkeypatch: pytest.MonkeyPatch) -> None:
    truth = [date(2023, 1, 13) + timedelta(days=at) for at in range(200)]
    said = [exchanged(day) if exchangeable(day) and at % 3 == 0 else day for at, day in enumerate(truth)]
    check(truth, said)

    def eager(said: int, other: int, first: int, last: int, reason: str) -> Iterator[tuple[str, str]]:
        if other:
            yield "exchanged", reason

    monkeypatch.setattr(judge_room, "vote", eager)
    with pytest.raises(AssertionError, match="a row that was right was mended"):
        check(truth, said)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 25), min_size=150, max_size=250), st.integers(0, 40))
def test_numbers_that_only_roughly_ascend_mend_nothing_that_is_right(jitter: list[int], start: int) -> None:
    truth = [date(2022, 3, 1) + timedelta(days=start + 2 * at + late) for at, late in enumerate(jitter)]
    _, kinds = judged(truth, list(range(100, 100 + len(truth))))
    assert "exchanged" not in kinds


def register(
    truth: list[date], spoil: Callable[[int, date], str], more: Callable[[date], str] = lambda _: ""
) -> str:
    rows = (f"{700 + at},late,{spoil(at, day)},{more(day)}" for at, day in enumerate(truth))
    return "Complaint ID,Subject,Date,Extra date\n" + "\n".join(rows) + "\n"


TRUTH = [date(2021, 1, 20) + timedelta(days=at // 2) for at in range(400)]


def spreadsheet(at: int, day: date) -> str:
    """What a spreadsheet of another country makes of month/day/year."""
    return f"{day:%m/%d/%Y}" if day.day <= 12 else f"{day:%d/%m/%Y}"


def rows_of(path: Path, mend: bool = True) -> list[ImportedRow]:
    found = read_rows(path, understand(path, today=TODAY), mend=mend)
    return [row for row in found if isinstance(row, ImportedRow)]


def test_a_column_with_some_rows_exchanged_is_found_shown_and_mended(write: Write) -> None:
    path = write(register(TRUTH, spreadsheet))
    finding = understand(path, today=TODAY).main_date()
    assert finding is not None
    assert finding.mended == sum(map(exchangeable, TRUTH))
    assert finding.undecided == 0
    assert all(example.said and example.proposed != example.as_said for example in finding.examples)
    rows = rows_of(path)
    assert [row.occurred_at.date() for row in rows if row.occurred_at] == TRUTH
    assert {row.date_mark for row, day in zip(rows, TRUTH, strict=True) if exchangeable(day)} == {"mended"}


def test_mending_that_was_not_accepted_leaves_rows_as_said_and_marked(write: Write) -> None:
    path = write(register(TRUTH, spreadsheet))
    rows = rows_of(path, mend=False)
    assert {row.date_mark for row, day in zip(rows, TRUTH, strict=True) if exchangeable(day)} == {"undecided"}
    wrong = [row for row, day in zip(rows, TRUTH, strict=True) if exchangeable(day)]
    assert all(row.occurred_at and exchangeable(row.occurred_at.date()) for row in wrong)


def test_a_neighbour_made_from_the_wrong_column_is_no_witness(write: Write) -> None:
    def both_wrong(day: date) -> str:
        return f"{exchanged(day) if exchangeable(day) else day:%d-%b-%y}"

    path = write(register(TRUTH, spreadsheet, both_wrong))
    finding = understand(path, today=TODAY).main_date()
    assert finding is not None
    assert finding.copies == ("Extra date",)
    assert finding.mended == sum(map(exchangeable, TRUTH))


def test_a_neighbour_that_spells_the_month_decides_where_no_number_ascends(write: Write) -> None:
    mixed = [TRUTH[at * 7 % len(TRUTH)] for at in range(len(TRUTH))]
    text = register(mixed, spreadsheet, lambda day: f"{day:%d %B %Y}").replace("Complaint ID", "Room")
    path = write(text)
    finding = understand(path, today=TODAY).main_date()
    assert finding is not None
    assert finding.sequence is None
    assert finding.mended == sum(map(exchangeable, mixed))
    assert [row.occurred_at.date() for row in rows_of(path) if row.occurred_at] == mixed


def test_a_date_in_the_future_is_the_other_reading(write: Write) -> None:
    mixed = [date(2025, 9, 1) + timedelta(days=at * 37 % 100) for at in range(100)]
    said = [date(2026, 10, 3) if at == 50 else day for at, day in enumerate(mixed)]
    path = write(register(said, lambda _, day: f"{day:%d/%m/%Y}"))
    understanding = understand(path, today=date(2026, 4, 1))
    finding = understanding.main_date()
    assert finding is not None
    assert [
        (one.as_said, one.proposed, one.reason) for one in finding.examples if one.reason == "not_in_future"
    ] == [("2026-10-03", "2026-03-10", "not_in_future")]


def test_what_nothing_decides_is_imported_as_said_and_marked(write: Write) -> None:
    path = write("ID,Text,Date\nb,late,04/05/2021\na,slow,06/07/2021\nc,rude,05/05/2021\n")
    finding = understand(path, today=TODAY).main_date()
    assert finding is not None
    assert not finding.order_known
    assert [(str(row.occurred_at)[:10], row.date_mark) for row in rows_of(path)] == [
        ("2021-05-04", "undecided"),
        ("2021-07-06", "undecided"),
        ("2021-05-05", ""),
    ]


def test_a_person_may_name_the_order(write: Write) -> None:
    path = write("ID,Text,Date\nb,late,04/05/2021\na,slow,06/07/2021\n")
    mapping = load_mapping(write("dates:\n  Date: mdy\n", "m.yaml"))
    rows = read_rows(path, understand(path, mapping, TODAY))
    assert [(str(row.occurred_at)[:10], row.date_mark) for row in rows if isinstance(row, ImportedRow)] == [
        ("2021-04-05", ""),
        ("2021-06-07", ""),
    ]


@pytest.mark.parametrize(
    "form", ["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%y", "%d %b %Y", "%Y/%m/%d %H:%M"]
)
def test_a_column_in_one_order_is_left_alone(write: Write, form: str) -> None:
    path = write(register(TRUTH, lambda _, day: day.strftime(form)))
    finding = understand(path, today=TODAY).main_date()
    assert finding is not None
    assert (finding.mended, finding.undecided) == (0, 0)
    assert [row.occurred_at.date() for row in rows_of(path) if row.occurred_at] == TRUTH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22-04-2015", ("numeric", 22, 4, 2015, 0, "day", None)),
        ("2/24/2015 11:35", ("numeric", 2, 24, 2015, 41700, "minute", None)),
        ("24.2.15 11:35:07 PM", ("numeric", 24, 2, 2015, 84907, "second", None)),
        ("2015-02-24T11:35:07.5+02:00", ("year_first", 2, 24, 2015, 41707, "second", 120)),
        ("2015年2月24日", ("year_first", 2, 24, 2015, 0, "day", None)),
        ("24 februari 2015", ("named", 24, 2, 2015, 0, "day", None)),
        ("24 февраля 2015 г.", ("named", 24, 2, 2015, 0, "day", None)),
        ("24 бруари 2015", None),
        ("24 בפברואר 2015", ("named", 24, 2, 2015, 0, "day", None)),
        ("Tue, 24 Feb 2015 11:35:00 +0000", ("named", 24, 2, 2015, 41700, "second", 0)),
        ("Tue Feb 24 11:35:52 +0000 2015", ("named", 24, 2, 2015, 41752, "second", 0)),
        ("February 24th, 2015", ("named", 24, 2, 2015, 0, "day", None)),
        ("1424777752", ("counted", 24, 2, 2015, 41752, "second", 0)),
        ("20150224", ("compact", 24, 2, 2015, 0, "day", None)),
        ("2015-02-24 25:00", None),
        ("", None),
        ("soon", None),
        ("9" * 5000, None),
    ],
)
def test_a_date_cell_is_read_in_any_of_its_forms(text: str, expected: tuple[object, ...] | None) -> None:
    assert read_moment(text) == expected


def test_local_times_are_kept_in_utc(write: Write) -> None:
    path = write(
        "ID,Text,Date,Time\n1,late,2024-07-13,03:53:50 PM\n2,late,2024-01-13,10:05\n3,late,2024-01-14,x\n"
    )
    mapping = load_mapping(write("timezone: Europe/Stockholm\n", "m.yaml"))
    rows = [row for row in read_rows(path, understand(path, mapping, TODAY)) if isinstance(row, ImportedRow)]
    assert [(str(row.occurred_at), row.occurred_precision) for row in rows] == [
        ("2024-07-13 13:53:50+00:00", "second"),
        ("2024-01-13 09:05:00+00:00", "minute"),
        ("2024-01-13 23:00:00+00:00", "day"),
    ]


def test_a_real_register_whose_two_date_columns_are_wrong_together(real_data: Path) -> None:
    path = real_data / "fcc_telecom_2015.csv"
    understanding = understand(path, today=TODAY)
    finding = understanding.main_date()
    assert finding is not None
    assert (finding.rows, finding.mended, finding.undecided) == (2224, 572, 0)
    assert finding.copies == ("Date_month_year",)
    assert (finding.first_day, finding.last_day) == ("2015-04-01", "2015-06-30")
    rows = [row for row in read_rows(path, understanding) if isinstance(row, ImportedRow)]
    numbered = sorted((int(row.external_id), row.occurred_at) for row in rows if row.external_id.isdecimal())
    steps = [after[1] - before[1] for before, after in pairwise(numbered) if before[1] and after[1]]
    assert min(steps) > timedelta(minutes=-30)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("airline_tweets_2015", 14640),
        ("ccts_telecom_2024", 15913),
        ("cfpb_2014_metadata", 8340),
        ("cfpb_bank_2017_2019", 20328),
        ("cfpb_variant_a", 268),
        ("cfpb_variant_b", 349),
        ("cfpb_variant_c", 3186),
    ],
)
def test_real_registers_in_one_order_are_left_alone(real_data: Path, name: str, rows: int) -> None:
    understanding = understand(real_data / f"{name}.csv", today=TODAY)
    assert understanding.rows == rows
    assert [(finding.mended, finding.undecided) for finding in understanding.dates if finding.mended] == []
