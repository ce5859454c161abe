"""What was understood of a file, and what is wrong with it, in sentences for the person at the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from amends.channels.files import Evidence, RejectedRow
from amends.errors import ChannelError

EVIDENCE: Mapping[str, str] = {
    "cells_are_addresses": "{share:.0%} of its cells are e-mail addresses",
    "cells_are_channels": "{share:.0%} of its cells name a channel",
    "cells_are_dates": "{share:.0%} of its cells are dates",
    "cells_are_distinct": "{share:.0%} of its cells differ",
    "cells_are_phone_numbers": "{share:.0%} of its cells are phone numbers",
    "cells_are_statuses": "{share:.0%} of its cells name a status",
    "cells_are_text": "its cells are words, {mean_length} characters on average",
    "cells_are_times": "{share:.0%} of its cells are times of day",
    "column_empty": "it is empty in the rows looked at",
    "copy_is_no_witness": "{column!r} always says the same, so it proves nothing",
    "delimiter_even": "it parts {share:.0%} of the rows into equally many cells",
    "delimiter_given": "you said so",
    "delimiter_line": "the file's first line says so",
    "delimiter_none": "nothing parts the lines: one column",
    "encoding_ascii": "it holds plain ASCII only",
    "encoding_given": "you said so",
    "encoding_letters": "{share:.0%} of its letters then make sense",
    "encoding_mark": "it begins with this encoding's mark",
    "encoding_mostly_valid": "nearly all of it is valid so; the rows that are not will be rejected",
    "encoding_pattern": "every other byte is zero",
    "encoding_valid": "all of it is valid so",
    "header": "its name",
    "header_given": "you said so",
    "header_none": "no row looks like names",
    "header_words": "{known} of its {columns} names are known",
    "json_lines": "each line is a JSON object, with {fields} fields",
    "kept_as_extra": "kept as a fact of the case",
    "longest_text": "it has the longest words, {mean_length} characters on average",
    "mapping": "you said so",
    "mapping_elsewhere": "you gave its meaning to another column",
    "neighbour": "{column!r} lies {first} to {last} days from it in {rows:,} rows that can't be misread",
    "no_sequence": "no numbers of the file ascend with it",
    "order_above_12": "{day_first:,} rows can only have the day first, {month_first:,} only the month first",
    "order_form": "its form ({form}) names the order itself",
    "order_given": "you said so",
    "order_neighbour": "{column!r} spells the same days out in {rows:,} rows",
    "order_sequence": "only so do its days ascend with {source} ({share:.0%} of the rows)",
    "order_unknown": "nothing tells whether the day or the month comes first",
    "sequence": (
        "{certain_rows:,} rows that can't be misread are {way} with {source}"
        ", {share:.1%} of them in order, to within {tolerance_days} days"
    ),
    "too_many_strays": "{source} was not believed: {rows:,} rows contradict it that exchanging would not mend",
}
SOURCES: Mapping[str, str] = {
    "external_id": "the file's own numbers",
    "position": "the row's place in the file",
}
VERDICTS: Mapping[str, str] = {
    "external_id": "the file's own numbers",
    "position": "its place in the file",
    "neighbour": "the date beside it",
    "not_in_future": "it can't lie in the future",
    "no_witness": "nothing decides it",
    "witnesses_differ": "the witnesses differ",
    "only_reading": "no other reading is a day",
    "one_reading": "no other reading is a day",
}
ROLES: Mapping[str, str] = {
    "external_id": "reference",
    "received": "when it came",
    "event": "when it happened",
    "other_date": "another date (kept)",
    "time": "time of day",
    "gist": "title",
    "narrative": "what was said",
    "product": "product",
    "sub_product": "part of product",
    "issue": "issue",
    "sub_issue": "part of issue",
    "company": "company (kept)",
    "city": "place: city",
    "state": "place: region",
    "zip": "place: post code",
    "channel": "channel",
    "status": "status",
    "outcome": "outcome said",
    "timely": "timely (kept)",
    "disputed": "disputed (kept)",
    "customer_name": "customer's name",
    "customer_email": "customer's e-mail",
    "customer_phone": "customer's phone",
    "language": "language",
    "extra": "kept as said",
}
MISSING: Mapping[str, str] = {
    "external_id": "no reference: rows are told apart by their content alone",
    "date": "no date: when the complaints came stays unknown",
    "words": "no words: the issue stands for what was said",
    "issue": "no issue",
    "product": "no product",
    "channel": "no channel: {channel} is taken for all",
    "status": "no status: every case comes in open",
    "customer": "no customer: who complained stays unknown",
    "language": "no language: it stays unknown",
}
REJECTS: Mapping[str, str] = {
    "broken_json": "is no JSON ({detail})",
    "broken_row": "can't be parted into cells",
    "cell_too_large": "has a cell that is too long",
    "impossible_date": "has a day that no calendar has: {text}",
    "not_an_object": "is JSON, but no object with fields",
    "nothing_in_row": "tells nothing of a complaint",
    "nul_byte": "holds a NUL byte",
    "text_too_long": "has a text of {length:,} characters; {limit:,} is the most",
    "too_few_cells": "has {found} cells where {expected} are expected",
    "too_many_cells": "has {found} cells where {expected} are expected",
    "unclosed_quote": "opens a quote that is never closed",
    "undecodable": "holds bytes that are not of the file's encoding",
    "unreadable_date": "has a date that can't be read: {text}",
}
ERRORS: Mapping[str, str] = {
    "binary_file": "{path} is not a text file ({kind}). Save it as CSV or JSON Lines first.",
    "empty_file": "{path} is empty.",
    "file_changed": "{path} changed while it was being read. Run the same command again.",
    "header_row_missing": "{path} has no row {header_row} that could name the columns: it has {rows} rows.",
    "import_running": "Another import into {brand} is running. Wait for its end, or end it, then run the same command.",
    "is_directory": "{path} is a folder. Name a file in it.",
    "json_not_lines": "{path} is JSON, but not JSON Lines: one object on each line is needed.",
    "mapping_bad_value": "{path}, line {line}: {field} must be {expected}.",
    "mapping_missing": "There is no mapping file {path}.",
    "mapping_repeated_field": "{path}, line {line}: {field} stands there twice.",
    "mapping_syntax": "{path}, line {line}: this is no YAML or JSON that can be read ({detail}).",
    "mapping_too_large": "{path} is too large for a mapping file: {limit:,} bytes is the most.",
    "mapping_unknown_column": (
        "{path}, line {line}: {field} names the column {column!r}, which the file does not have. Its columns: {known}."
    ),
    "mapping_unknown_field": "{path}, line {line}: {field} is not a field. Fields: {known}.",
    "mapping_unreadable": "{path} can't be read as a mapping file ({detail}).",
    "missing_file": "There is no file {path}.",
    "no_complaint_columns": (
        "No column of {path} tells of a complaint. Name them in a mapping file (--mapping). Its columns: {headers}."
    ),
    "no_rows": "{path} holds no rows that can be read.",
    "not_a_file": "{path} is not a file.",
    "unknown_encoding": "{path}: there is no encoding {encoding!r}.",
    "unreadable_file": "{path} can't be read: {detail}.",
}


def visible(text: object, most: int = 60) -> str:
    """Answers a text from outside so that it can do nothing to the terminal: one line, no signs that steer it."""
    line = "".join(sign if sign.isprintable() else "�" for sign in str(text)[: most + 1])
    return line if len(line) <= most else f"{line[: most - 1]}…"


def reason_for(evidence: Evidence) -> str:
    """Answers one reason as words."""
    values = {name: _said(value) for name, value in evidence.values}
    if isinstance(source := values.get("source"), str):
        values["source"] = SOURCES.get(source, repr(source))
    return EVIDENCE[evidence.code].format(**values)


def _said(value: object) -> object:
    return visible(value) if isinstance(value, str) else value


def reject_reason(row: RejectedRow) -> str:
    """Answers why a row was rejected."""
    return REJECTS[row.reason].format(**{name: _said(value) for name, value in row.values})


def reject_word(reason: str) -> str:
    """Answers why rows were rejected where their values are not known."""
    return (
        REJECTS[reason].partition(":")[0].partition("{")[0].rstrip(" (")
        if "{" in REJECTS[reason]
        else REJECTS[reason]
    )


def channel_sentence(error: ChannelError) -> str:
    """Answers what is wrong with a file, as a sentence."""
    values = {
        name: visible(_joined(value), 500) if isinstance(value, str | list) else value
        for name, value in error.values.items()
    }
    template = ERRORS.get(error.code)
    return template.format(**values) if template else str(error)


def _joined(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
