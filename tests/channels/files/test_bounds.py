from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from amends.channels.files import RejectedRow, read_rows, understand
from amends.channels.files.hashes import HashSet
from amends.channels.files.sequences import find_sequence
from amends.errors import ChannelError

Write = Callable[..., Path]


def big(rows: int) -> str:
    body = (f"{at},{'slow line ' * 9},{1 + at // 900 % 28:02}/03/2024,Web\n" for at in range(1, rows + 1))
    return "ID,Text,Date,Channel\n" + "".join(body)


def test_memory_does_not_grow_with_the_rows_that_are_read(write: Write) -> None:
    understanding = understand(write(big(30_000)))
    tracemalloc.start()
    count = sum(1 for _ in read_rows(understanding.source.path, understanding))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30_000
    assert peak < 4_000_000


def test_understanding_needs_few_bytes_a_row(write: Write) -> None:
    path = write(big(30_000))
    tracemalloc.start()
    understand(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16_000_000


def test_a_file_that_changed_after_it_was_understood_is_not_read(write: Write) -> None:
    path = write(big(10))
    understanding = understand(path)
    path.write_text(big(11))
    with pytest.raises(ChannelError) as caught:
        list(read_rows(path, understanding))
    assert caught.value.code == "file_changed"


def test_the_set_of_hashes_remembers_while_it_grows() -> None:
    seen = HashSet()
    assert not any(seen.add(f"row {at}") for at in range(20_000))
    assert all(seen.add(f"row {at}") for at in range(20_000))


def test_numbers_without_order_are_no_sequence() -> None:
    assert (
        find_sequence("external_id", [at * 7919 % 1009 for at in range(1, 500)], list(range(1, 500))) is None
    )


@pytest.mark.parametrize(
    "evil", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "'; DROP TABLE x;--", "{{7*7}}", "\u202eevil"]
)
def test_hostile_text_in_any_field_is_only_text(write: Write, evil: str) -> None:
    cell = '"' + evil.replace('"', '""') + '"'
    path = write(
        "ID,Text,Status,City,E-mail,Product\n"
        + ",".join([cell] * 6)
        + "\n"
        + "2,ok,Open,Lund,a@b.se,DSL\n" * 3
    )
    rows = [row for row in read_rows(path, understand(path)) if not isinstance(row, RejectedRow)]
    assert (rows[0].narrative, rows[0].status, rows[0].city) == (evil, evil, evil)
