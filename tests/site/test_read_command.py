"""`./amends language read`: lines that came together are read in one go; none waits for the next, none is lost."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.language.jsonlines import read_line, read_lines
from amends.site.command.language import blocks_of, write_blocks

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {
    "en": "I want my money back, you idiots! Order 4711 of 3 May.",
    "ru": "«Верните деньги», сказал бы я, но ухожу в Сотаплюс.",
    "he": 'עברתי ל"אורקום", די.',
    "zh-Hant": "第三次了，我要退款。",
    "bg": "Отказвам се. Ще подам жалба в КЗП!\n\n> чуждо",
    "sv": "",
}


class Trickle(io.RawIOBase):
    """A stream that has only so many bytes at a time, as a terminal or a network has."""

    def __init__(self, chunks: Sequence[bytes]) -> None:
        self._chunks = [*chunks]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._chunks.pop(0) if self._chunks else b""
        buffer[: len(chunk)] = chunk
        return len(chunk)


def lines_in(chunks: Sequence[bytes]) -> list[list[bytes]]:
    return [*blocks_of(io.BufferedReader(Trickle(chunks)))]


@given(st.lists(st.binary(max_size=5) | st.sampled_from([b"\n", b"ab\n", b"\n\n"]), max_size=12))
def test_every_line_comes_once_whatever_the_chunks(chunks: list[bytes]) -> None:
    full = [chunk for chunk in chunks if chunk]
    came = [line for block in lines_in(full) for line in block]
    assert came == [line.removesuffix(b"\n") for line in io.BytesIO(b"".join(full))]


def test_a_block_has_what_has_come_and_no_more_than_fit_into_one_go() -> None:
    assert lines_in([b"a\nb\nc", b"d\n", b"e"]) == [[b"a", b"b"], [b"cd"], [b"e"]]
    assert [len(block) for block in lines_in([b"x\n" * 600])] == [250, 250, 100]


def test_many_are_read_as_each_is() -> None:
    said = [{"text": text, "lang": language, "at": "2026-05-12"} for language, text in TEXTS.items()]
    said += [{"text": text} for text in TEXTS.values()]
    assert read_lines(said) == [*map(read_line, said)]


@given(st.lists(st.text(max_size=60), max_size=4))
def test_whatever_the_texts_each_is_read_as_if_alone(texts: list[str]) -> None:
    said = [{"text": text} for text in texts]
    assert read_lines(said) == [*map(read_line, said)]


def test_what_is_no_line_is_told_by_its_number_in_any_block() -> None:
    out = io.BytesIO()
    write_blocks([[b'{"text": "ok"}', b"{"], [b"7"], [b'{"text": "no"}']], out, lambda asked: [*asked])
    said = [json.loads(line) for line in out.getvalue().splitlines()]
    assert said == [
        {"text": "ok"},
        {"error": "not_json", "line": 2},
        {"error": "no_text", "line": 3},
        {"text": "no"},
    ]


def test_a_text_that_breaks_the_program_costs_no_other_its_answer(caplog: pytest.LogCaptureFixture) -> None:
    """Nor is what a customer wrote to be read in the log."""

    def breaking(asked: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        if any("secret" in one["text"] for one in asked):
            raise ValueError([one["text"] for one in asked])
        return [{"said": {1} if one["text"] == "set" else one["text"]} for one in asked]

    out = io.BytesIO()
    lines = [b'{"text": "a"}', b'{"text": "my secret"}', b"{", b'{"text": "set"}', b'{"text": "ab"}']
    write_blocks([[b"7"], lines], out, breaking)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {"error": "no_text", "line": 1},
        {"said": "a"},
        {"error": "not_answered", "line": 3},
        {"error": "not_json", "line": 4},
        {"error": "not_answered", "line": 5},
        {"said": "ab"},
    ]
    assert "Line 3 could not be answered: ValueError at test_read_command.py:" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("command", ["read", "redact", "tone", "check-reply"])
def test_a_line_is_answered_before_the_next_is_sent(command: str) -> None:
    """Who asks over a pipe, and waits for each answer, gets it."""
    with subprocess.Popen(
        [sys.executable, "-m", "amends", "language", command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    ) as process:
        assert process.stdin and process.stdout
        # A line that is kept back would be waited for without end.
        too_long = Timer(60, process.kill)
        too_long.start()
        for _ in range(2):
            process.stdin.write(b'{"text": "You never called back."}\n')
            process.stdin.flush()
            assert isinstance(json.loads(process.stdout.readline() or b"null"), dict)
        too_long.cancel()
        process.stdin.close()
        assert process.wait(timeout=30) == 0
