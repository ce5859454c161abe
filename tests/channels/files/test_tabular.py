from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from amends.channels.files import ImportedRow, RejectedRow, Understanding, read_rows, understand

Write = Callable[..., Path]
HEADER = "Complaint ID,Subject,Description,Date received\n"


def taken(understanding: Understanding) -> list[ImportedRow]:
    return [
        row for row in read_rows(understanding.source.path, understanding) if isinstance(row, ImportedRow)
    ]


def refused(understanding: Understanding) -> list[RejectedRow]:
    return [
        row for row in read_rows(understanding.source.path, understanding) if isinstance(row, RejectedRow)
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_sign_that_makes_even_rows(write: Write, sign: str) -> None:
    rows = [["Complaint ID", "Description"], ["1", "slow, then gone; twice"], ["2", "a | b, c"]]
    text = "\n".join(sign.join(f'"{cell}"' for cell in row) for row in rows)
    understanding = understand(write(text))
    assert understanding.layout.dialect.delimiter == sign
    assert [row.narrative for row in taken(understanding)] == ["slow, then gone; twice", "a | b, c"]


def test_the_line_that_names_the_delimiter_is_believed(write: Write) -> None:
    understanding = understand(write("sep=;\nComplaint ID;Description\n1;it, is, slow\n"))
    assert [row.narrative for row in taken(understanding)] == ["it, is, slow"]


def test_the_header_row_is_found_under_a_preamble(write: Write) -> None:
    preamble = '"How to read this sheet, at some length",,,\n,,,\n"Complaints of May",,,\n,,,\n'
    understanding = understand(write(preamble + HEADER + "7,Late,Nobody came,2024-05-13\n"))
    assert understanding.layout.header_row == 5
    assert [(row.number, row.external_id) for row in taken(understanding)] == [(6, "7")]


def test_newlines_and_doubled_quotes_stay_in_their_cell(write: Write) -> None:
    understanding = understand(
        write(HEADER + '1,Late,"first\r\nsecond ""quoted"", end",2024-05-13\n2,b,c,2024-05-14\n')
    )
    assert [row.narrative for row in taken(understanding)] == ['first\r\nsecond "quoted", end', "c"]


def test_ragged_rows_are_refused_with_their_reason_and_the_rest_goes_in(write: Write) -> None:
    body = "1,a,b,2024-05-13\n2,only two\n3,a,b,2024-05-13,surplus\n4,a,b,2024-05-14,\n\n5,c,d,2024-05-15\n"
    understanding = understand(write(HEADER + body))
    assert [row.external_id for row in taken(understanding)] == ["1", "4", "5"]
    assert [(row.number, row.reason) for row in refused(understanding)] == [
        (3, "too_few_cells"),
        (4, "too_many_cells"),
    ]
    assert dict(understanding.rejects) == {"too_few_cells": 1, "too_many_cells": 1}


def test_a_nul_byte_refuses_its_row_only(write: Write) -> None:
    understanding = understand(
        write(HEADER + "1,a\x00b,c,2024-05-13\n2,a,b,2024-05-13\n" + "3,a,b,2024-05-13\n" * 30)
    )
    assert [row.reason for row in refused(understanding)] == ["nul_byte"]
    assert "\x00" not in refused(understanding)[0].raw


def test_bytes_that_are_no_text_refuse_their_row_only(write: Write) -> None:
    good = "".join(f"{n},åäö,räkning för två månader,2024-05-13\n" for n in range(50)).encode()
    understanding = understand(write(HEADER.encode() + good + b"99,\xff\xfe,x,2024-05-13\n"))
    assert understanding.source.encoding == "utf-8"
    assert [row.reason for row in refused(understanding)] == ["undecodable"]
    assert len(taken(understanding)) == 50


def test_a_cell_over_a_million_characters_refuses_its_row(write: Write) -> None:
    understanding = understand(write(HEADER + f"1,a,{'x' * 1_000_001},2024-05-13\n2,a,b,2024-05-14\n"))
    assert [(row.number, row.reason) for row in refused(understanding)] == [(2, "cell_too_large")]
    assert [row.external_id for row in taken(understanding)] == ["2"]
    assert len(refused(understanding)[0].raw) < 1000


def test_a_line_beyond_all_limits_is_passed_over(write: Write) -> None:
    understanding = understand(write(HEADER + f"1,a,{'x' * 12_000_000},2024-05-13\n2,a,b,2024-05-14\n"))
    assert [row.reason for row in refused(understanding)] == ["cell_too_large"]
    assert [row.external_id for row in taken(understanding)] == ["2"]


def test_an_open_quote_does_not_swallow_the_rows_after_it(write: Write) -> None:
    body = '1,a,"never closed,2024-05-13\n' + "".join(f"{n},a,b,2024-05-14\n" for n in range(2, 60))
    understanding = understand(write(HEADER + body))
    assert [row.reason for row in refused(understanding)] == ["unclosed_quote"]
    assert [row.external_id for row in taken(understanding)] == [str(n) for n in range(2, 60)]


def test_impossible_and_unreadable_dates_refuse_their_rows(write: Write) -> None:
    body = "1,a,b,2024-02-31\n2,a,b,soon\n3,a,b,\n4,a,b,2024-05-13\n5,a,b,N/A\n"
    body += "6,a,b,2024-05-13\n7,a,b,2024-05-13\n"
    understanding = understand(write(HEADER + body))
    assert [(row.number, row.reason) for row in refused(understanding)] == [
        (2, "impossible_date"),
        (3, "unreadable_date"),
    ]
    assert [row.occurred_at is None for row in taken(understanding)] == [True, False, True, False, False]


def test_json_lines_are_read_like_rows(write: Write) -> None:
    lines = [
        {
            "id": 1,
            "text": "late\u2028again",
            "created_at": "2024-05-13T10:00:00+02:00",
            "customer": {"email": "a@b.se"},
        },
        {"id": 2, "text": "broken", "created_at": "2024-05-14T10:00:00Z", "tags": ["x", "y"]},
    ]
    text = (
        "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        + '\nnot json\n[1]\n{"id": 3, "text": "c"}\n'
    )
    understanding = understand(write(text, "register.jsonl"))
    rows = taken(understanding)
    assert [(row.external_id, row.customer_email) for row in rows] == [("1", "a@b.se"), ("2", ""), ("3", "")]
    assert str(rows[0].occurred_at) == "2024-05-13 08:00:00+00:00"
    assert rows[1].extra == {"tags": '["x", "y"]'}
    assert [row.reason for row in refused(understanding)] == ["broken_json", "not_an_object"]


def test_reading_starts_again_after_the_last_row_taken(write: Write) -> None:
    understanding = understand(write(HEADER + "".join(f"{n},a,b,2024-05-13\n" for n in range(1, 9))))
    every = taken(understanding)
    rest = list(read_rows(understanding.source.path, understanding, start=every[4].number))
    assert rest == every[5:]


def test_the_same_row_has_the_same_key_however_the_file_was_saved(write: Write) -> None:
    plain = taken(understand(write(HEADER + "1,Få svar,b,2024-05-13\n")))[0]
    saved = understand(
        write(HEADER.replace(",", ";") + '1;"Fa\u030a svar ";b;2024-05-13\r\n', "b.csv", "utf-8-sig")
    )
    assert taken(saved)[0].row_key == plain.row_key
    assert len(plain.row_key) == 64
