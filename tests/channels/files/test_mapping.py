from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from amends.channels.files import ImportedRow, load_mapping, read_rows, understand
from amends.errors import ChannelError

Write = Callable[..., Path]


def test_a_mapping_overrides_what_was_understood(write: Write) -> None:
    path = write("A;B;C\nx1;it is slow;neu\nx2;it is late;weg\n", encoding="cp1252")
    told = write(
        "columns:\n  external_id: A\n  narrative: B\n  status: C\nstatuses:\n  neu: open\n  weg: closed\n"
        "delimiter: ';'\nencoding: cp1252\nheader_row: 1\nchannel: letter\nlanguage: sv\n",
        "m.yaml",
    )
    rows = [
        row for row in read_rows(path, understand(path, load_mapping(told))) if isinstance(row, ImportedRow)
    ]
    assert [(row.external_id, row.narrative, row.status_code, row.channel, row.language) for row in rows] == [
        ("x1", "it is slow", "open", "letter", "sv"),
        ("x2", "it is late", "closed", "letter", "sv"),
    ]


def test_a_mapping_may_be_json(write: Write) -> None:
    told = load_mapping(write('{\n\t"columns": {"narrative": "B"},\n\t"delimiter": "tab"\n}', "m.json"))
    assert (told.columns, told.delimiter) == ({"narrative": "B"}, "\t")


@pytest.mark.parametrize(
    ("text", "reason", "line", "field"),
    [
        ("columns:\n  narrative: B\n  colour: C\n", "mapping_unknown_field", 3, "columns.colour"),
        ("encoding: utf-8\nfoo: 1\n", "mapping_unknown_field", 2, "foo"),
        ("encoding: klingon\n", "mapping_bad_value", 1, "encoding"),
        ("dates:\n  Date: ydm\n", "mapping_bad_value", 2, "dates.Date"),
        ("\n\ntimezone: Mars/Base\n", "mapping_bad_value", 3, "timezone"),
        ("header_row: -1\n", "mapping_bad_value", 1, "header_row"),
        ("channel: pigeon\n", "mapping_bad_value", 1, "channel"),
        ("columns:\n  narrative: B\n  narrative: C\n", "mapping_repeated_field", 3, "columns.narrative"),
        ("columns: [a, b]\n", "mapping_bad_value", 1, "columns"),
        ("columns:\n  narrative: {a: b}\n", "mapping_bad_value", 2, "columns.narrative"),
        ("columns:\n  narrative: 'B\n", "mapping_syntax", 3, None),
        ("a: &x [1]\nb: *x\n", "mapping_syntax", 2, None),
        ("", "mapping_syntax", 1, None),
    ],
)
def test_an_error_names_line_and_field(
    write: Write, text: str, reason: str, line: int, field: str | None
) -> None:
    with pytest.raises(ChannelError) as caught:
        load_mapping(write(text, "m.yaml"))
    assert (caught.value.code, caught.value.values["line"], caught.value.values.get("field")) == (
        reason,
        line,
        field,
    )


def test_a_column_that_is_not_in_the_file_is_named_with_its_line(write: Write) -> None:
    told = load_mapping(write("channel: phone\ncolumns:\n  narrative: Story\n", "m.yaml"))
    with pytest.raises(ChannelError) as caught:
        understand(write("ID,Text\n1,late\n"), told)
    assert caught.value.code == "mapping_unknown_column"
    assert (caught.value.values["line"], caught.value.values["field"]) == (3, "columns.narrative")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00", "mapping_unreadable"),
        (b"#" * 300_000, "mapping_too_large"),
        (b"a: !!python/name:os.system x", "mapping_unknown_field"),
    ],
)
def test_a_hostile_mapping_file_is_refused(write: Write, content: bytes, reason: str) -> None:
    with pytest.raises(ChannelError) as caught:
        load_mapping(write(content, "m.yaml"))
    assert caught.value.code == reason


def test_a_missing_mapping_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ChannelError) as caught:
        load_mapping(tmp_path / "none.yaml")
    assert caught.value.code == "mapping_missing"
