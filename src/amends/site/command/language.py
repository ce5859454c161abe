"""`language`: what is said in a text; JSON Lines in, one JSON line out for each, without a database."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import typer

from amends.language.jsonlines import decoded, encoded, read_line, tone_line
from amends.language.jsonreplies import check_line
from amends.language.redaction import redact as redact_text
from amends.site.command.tour import app

language = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(language, name="language")

Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@language.callback()
def about() -> None:
    """Say what texts hold: each line in is {"text": …}, each line out its answer, in order."""


@language.command("redact")
def redact() -> None:
    """Mask card numbers, codes, passwords, ids and IBANs; say what was where in the text as it came."""
    write_answers(sys.stdin.buffer, sys.stdout.buffer, redacted)


@language.command("read")
def read() -> None:
    """Say of each text its language, whether it complains, what they feel and want, and what shows it."""
    write_answers(sys.stdin.buffer, sys.stdout.buffer, read_line)


@language.command("check-reply")
def check_reply() -> None:
    """Say what there is to look at in each reply before it leaves; a line's `case` says what it answers."""
    write_answers(sys.stdin.buffer, sys.stdout.buffer, check_line)


@language.command("tone")
def tone() -> None:
    """Say how each text may read to the person who answers it; a line's `channel` may say where it goes."""
    write_answers(sys.stdin.buffer, sys.stdout.buffer, tone_line)


def redacted(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answers one text with its secrets masked. Units: code points of the text as it came."""
    text, secrets = redact_text(asked["text"])
    findings = [{"id": one.kind.value, "start": one.start, "end": one.end} for one in secrets]
    return {"text": text, "findings": findings}


def write_answers(lines: Iterable[bytes], out: BinaryIO, answer: Answer) -> None:
    """Answers line by line, each as soon as it came."""
    for said in answers(lines, answer):
        out.write(encoded(said) + b"\n")
        out.flush()


def answers(lines: Iterable[bytes], answer: Answer) -> Iterator[Mapping[str, Any]]:
    """Answers one object for each line; a line that can not be read is told by its number, and the others go on."""
    for number, line in enumerate(lines, start=1):
        try:
            asked = decoded(line)
        except (ValueError, RecursionError):
            yield {"error": "not_json", "line": number}
            continue
        if isinstance(asked, dict) and isinstance(asked.get("text"), str):
            yield answer(asked)
        else:
            yield {"error": "no_text", "line": number}
