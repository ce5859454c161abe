"""What was understood of a file, laid out for a person to judge before anything is taken in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from amends.channels.files import DateFinding, Understanding, evidence_of
from amends.channels.files.dates import DateExample
from amends.site.command.file_words import MISSING, ROLES, VERDICTS, reason_for, reject_word, visible

_ORDERS = {"dmy": "day first", "mdy": "month first"}
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MOST_WORDS = 12


def show(console: Console, known: Understanding) -> None:
    """Shows all that was understood."""
    console.print(_heading(known))
    for title, table in (
        ("How it is written", _writing(known)),
        ("What each column means", _columns(known)),
        ("What the words mean", _words(known)),
    ):
        if table.row_count:
            console.print(Text(f"\n{title}", style="bold"))
            console.print(table)
    for finding in known.dates:
        _show_date(console, finding, _copied(known, finding))
    for line in _notes(known):
        console.print(Text(line))


def _heading(known: Understanding) -> Text:
    name = visible(known.source.path, 200)
    return Text.assemble((name, "bold"), f": {known.rows:,} rows, {known.source.size / 1024:,.0f} KiB")


def _table(*headers: str) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD if headers else None,
        show_header=bool(headers),
        pad_edge=False,
        padding=(0, 2, 0, 0),
    )
    for header in headers:
        table.add_column(header, overflow="fold")
    return table


def _add(table: Table, *cells: object) -> None:
    table.add_row(*(cell if isinstance(cell, Text) else Text(str(cell)) for cell in cells))


def _writing(known: Understanding) -> Table:
    told = {reason.code.partition("_")[0]: reason_for(reason) for reason in evidence_of(known)}
    delimiter = known.layout.dialect.delimiter
    table = _table()
    for _ in range(3):
        table.add_column()
    _add(table, "  Encoding", known.source.encoding.upper(), told.get("encoding", ""))
    if known.layout.form == "jsonl":
        _add(table, "  Layout", "JSON Lines", told.get("json", ""))
    else:
        _add(table, "  Delimiter", _DELIMITERS.get(delimiter, repr(delimiter)), told.get("delimiter", ""))
        row = known.layout.header_row
        _add(table, "  Names of columns", f"row {row}" if row else "none", told.get("header", ""))
    return table


def _columns(known: Understanding) -> Table:
    table = _table("Column", "Taken as", "Because")
    for column in known.columns:
        because = "; ".join(map(reason_for, column.evidence))
        style = "dim" if column.role == "extra" else ""
        _add(
            table, Text(visible(column.header), style), Text(ROLES[column.role], style), Text(because, "dim")
        )
    return table


def _words(known: Understanding) -> Table:
    table = _table("Word", "In", "Taken as", "Rows")
    table.columns[3].justify = "right"
    for word in known.words[:_MOST_WORDS]:
        unknown = "open" if word.role == "status" else known.channel
        code = word.code or f"not known: {unknown}"
        _add(table, visible(word.word), ROLES[word.role], code.replace("_", " "), f"{word.rows:,}")
    if len(known.words) > _MOST_WORDS:
        _add(table, f"and {len(known.words) - _MOST_WORDS:,} more", "", "", "")
    return table


def _copied(known: Understanding, finding: DateFinding) -> str:
    """Answers the main date column where another one only repeats it."""
    main = known.main_date()
    return main.header if main and main is not finding and finding.header in main.copies else ""


def _show_date(console: Console, finding: DateFinding, copied: str) -> None:
    head = f"\nDate column {visible(finding.header)!r}"
    if copied:
        told = f": always says the same as {visible(copied)!r}, so it is left out."
        console.print(Text.assemble((head, "bold"), told))
        return
    order = _ORDERS[finding.order] + ("" if finding.order_known else " (a guess)")
    span = f", {finding.first_day} to {finding.last_day}" if finding.first_day else ""
    console.print(Text.assemble((head, "bold"), f": {order}{span}"))
    for reason in finding.evidence:
        console.print(Text(f"  {reason_for(reason)}", style="dim"))
    for line in _date_counts(finding):
        console.print(Text(f"  {line}"))
    if finding.examples and (finding.mended or finding.undecided):
        console.print(_examples(finding.examples))


def _date_counts(finding: DateFinding) -> Iterator[str]:
    is_main = finding.role in ("received", "event")
    if finding.mended:
        what = (
            "they are mended, and marked"
            if is_main
            else "kept as said: only the date a complaint came is mended"
        )
        yield f"{finding.mended:,} of {finding.rows:,} rows have day and month exchanged: {what}."
    if finding.undecided:
        yield f"{finding.undecided:,} rows can't be decided: they come in as said, and marked."
    if finding.impossible:
        yield f"{finding.impossible:,} rows have a day that no calendar has: they are rejected."
    if finding.unreadable:
        yield f"{finding.unreadable:,} cells are no date."
    if finding.blank:
        yield f"{finding.blank:,} cells are empty: unknown."


def _examples(examples: Iterable[DateExample]) -> Table:
    table = _table("  Row", "It says", "As said", "Taken as", "Lies between", "By")
    for one in examples:
        is_mended = one.proposed != one.as_said
        between = f"{_day(one.after) or '…'} and {_day(one.before) or '…'}" if one.after or one.before else ""
        taken = Text(_day(one.proposed), "bold" if is_mended else "yellow")
        as_said = _day(one.as_said) or "no such day"
        _add(
            table,
            f"  {one.number:,}",
            visible(one.said),
            as_said,
            taken,
            between,
            VERDICTS.get(one.reason, ""),
        )
    return table


def _day(iso: str) -> str:
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%b} {day.year}"


def _notes(known: Understanding) -> Iterator[str]:
    twice = known.duplicates
    about = "" if twice.complete else "at least "
    yield ""
    if twice.exact_rows:
        yield f"Doubles: {about}{twice.exact_rows:,} rows stand there more than once; each comes in once."
    if twice.shared_ids:
        examples = ", ".join(visible(one, 30) for one in twice.examples[:3])
        told = f"{about}{twice.shared_ids:,} rows"
        yield f"Shared references: {told} share one but say something else ({examples}); all come in."
    if not twice.exact_rows and not twice.shared_ids:
        yield "Doubles: none."
    outcome = known.column("outcome")
    if outcome and not known.column("status"):
        yield f"Open or closed: as the first word of {visible(outcome.header)!r} says (open where it says neither)."
    if known.missing:
        channel = known.channel.replace("_", " ")
        yield f"Missing: {'; '.join(MISSING[name].format(channel=channel) for name in known.missing)}."
    for reason, rows in known.rejects:
        yield f"Can't be read: {rows:,} rows; each {reject_word(reason)}."
