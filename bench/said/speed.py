"""How fast texts are read on one core, JSON in and out included; and how long the books take to load."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

from amends.language.jsonlines import Answer, decoded, encoded, read_line, read_lines, tone_line
from amends.language.jsonreplies import check_line
from amends.language.labels import LANGUAGES
from amends.language.redaction import redact
from bench.said.real import real_stretches
from bench.said.tables import lines_of

_LENGTH = 300
_TEXTS = 200
_ROUNDS = 5
_LOADING = (
    "import sys, time; began = time.perf_counter(); from amends.language.jsonlines import read_line; "
    "[read_line({'text': text}) for text in sys.argv[1:]]; print(time.perf_counter() - began)"
)
_FIRST = {"en": "I want a refund", "bg": "Искам си парите", "he": "החזר כספי", "zh-Hans": "我要退款"}


def texts(language: str) -> list[str]:
    """Answers texts of about three hundred characters, put together from the lines of the tables."""
    said = [line["text"] for kind in ("reading", "tone") for line in lines_of(kind, language)] or ["…"]
    made: list[str] = []
    at = 0
    while len(made) < _TEXTS:
        text = ""
        while len(text) < _LENGTH:
            text += said[at % len(said)] + " "
            at += 1
        made.append(text[:_LENGTH])
    return made


def print_speed(folder: Path | None = None) -> None:
    """Prints the median of five rounds for each language, and the time from nothing to the first readings.

    With a folder of real data, also for what people really wrote: a line of a table is denser than most of that.
    """
    print(f"\nspeed on one core, {_LENGTH} characters, median of {_ROUNDS} rounds; loop {_loop():.2f} s")
    for language in LANGUAGES:
        _print_row(language, texts(language))
    if folder is not None:
        print("the same of real texts")
        for language, said in real_stretches(folder, _LENGTH, _TEXTS):
            _print_row(language, said)
    loaded = [f"{language} {_loading(text) * 1000:.0f} ms" for language, text in _FIRST.items()]
    print(f"loading and the first reading: {', '.join(loaded)}; of all four, one after the other: ", end="")
    print(f"{_loading(*_FIRST.values()) * 1000:.0f} ms; loop {_loop():.2f} s")


def _print_row(language: str, said: Sequence[str]) -> None:
    lines = [json.dumps({"text": text}).encode() for text in said]
    figures = [
        f"{1 / _each(lines, read_lines):7,.0f} readings/s",
        f"{1 / _each(lines, _one_by_one(read_line)):7,.0f}/s one by one",
        f"{1000 * _each(lines, _one_by_one(check_line)):6.2f} ms a reply",
        f"{1000 * _each(lines, _one_by_one(tone_line)):6.2f} ms a tone",
        f"{1000 * _each(lines, _one_by_one(_redacted)):6.2f} ms a redaction",
    ]
    print(f"{language:8} " + "  ".join(figures))


_Asks = Callable[[Sequence[dict[str, str]]], Iterable[Answer]]


def _redacted(line: dict[str, str]) -> Answer:
    return {"text": redact(line["text"])[0]}


def _one_by_one(ask: Callable[[dict[str, str]], Answer]) -> _Asks:
    return lambda lines: map(ask, lines)


def _each(lines: list[bytes], ask: _Asks) -> float:
    """Answers the seconds that one line takes, JSON in and out included; all lines are there from the start."""
    spent = []
    for _ in range(_ROUNDS + 1):
        began = time.perf_counter()
        for answer in ask([*map(decoded, lines)]):
            encoded(answer)
        spent.append((time.perf_counter() - began) / len(lines))
    # In the first round all is met for the first time.
    return median(spent[1:])


def _loading(*texts: str) -> float:
    done = [
        float(
            subprocess.run(
                [sys.executable, "-c", _LOADING, *texts], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(_ROUNDS)
    ]
    return median(done)


def _loop() -> float:
    began = time.perf_counter()
    total = 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - began
