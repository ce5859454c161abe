"""`language`: what is said in a text; JSON Lines in, one JSON line out for each, without a database."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path
from traceback import extract_tb
from typing import Any, BinaryIO, Final, cast

import typer

from amends.language.jsonlines import decoded, encoded, read_lines, tone_line
from amends.language.jsonreplies import check_line
from amends.language.redaction import redact as redact_text
from amends.site.command.tour import app

language = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(language, name="language")

_log = logging.getLogger(__name__)

Said = Mapping[str, Any]
_AT_A_TIME: Final = 250
"""So many lines are answered in one go, where so many have come."""
_CHUNK: Final = 1 << 17
"""So many bytes are taken at once, of what is there."""


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
    write_blocks(blocks_of(cast("BufferedIOBase", sys.stdin.buffer)), sys.stdout.buffer, read_lines)


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


def write_answers(lines: Iterable[bytes], out: BinaryIO, answer: Callable[[Said], Said]) -> None:
    """Answers line by line, each as soon as it came."""
    write_blocks(([line] for line in lines), out, lambda asked: [*map(answer, asked)])


def write_blocks(
    blocks: Iterable[Sequence[bytes]], out: BinaryIO, answer: Callable[[Sequence[Said]], Sequence[Said]]
) -> None:
    """Answers lines that came together in one go, each block as soon as it came."""
    before = 0
    for lines in blocks:
        out.write(b"".join(said + b"\n" for said in answers(lines, before, answer)))
        out.flush()
        before += len(lines)


def answers(
    lines: Sequence[bytes], before: int, answer: Callable[[Sequence[Said]], Sequence[Said]]
) -> Iterator[bytes]:
    """Answers one line for each line; one that can not be read is told by its number, and the others go on."""
    asked = [_asked(line) for line in lines]
    found = iter(_answered([one for one in asked if isinstance(one, dict)], answer))
    for number, one in enumerate(asked, start=before + 1):
        said = one if isinstance(one, str) else next(found)
        if isinstance(said, _Broken):
            _log.error("Line %d could not be answered: %s", number, said.where)
            said = "not_answered"
        yield encoded({"error": said, "line": number}) if isinstance(said, str) else said


@dataclass(frozen=True, slots=True)
class _Broken:
    """A text that broke the program, and where: what an error says may be the words of a customer."""

    where: str


def _answered(
    asked: Sequence[Said], answer: Callable[[Sequence[Said]], Sequence[Said]]
) -> list[bytes | _Broken]:
    """Answers what was asked together; where that breaks, line by line, so that it costs no other its answer."""
    if not asked:
        return []
    try:
        return [encoded(said) for _one, said in zip(asked, answer(asked), strict=True)]
    except Exception as error:  # whatever it was: the other lines go on, and the log says what happened
        if len(asked) > 1:
            return [said for one in asked for said in _answered([one], answer)]
        place = extract_tb(error.__traceback__)[-1]
        return [_Broken(f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}")]


def _asked(line: bytes) -> dict[str, Any] | str:
    """Answers what a line asks; the name of what is wrong with it where it asks nothing."""
    try:
        asked = decoded(line)
    except (ValueError, RecursionError):
        return "not_json"
    return asked if isinstance(asked, dict) and isinstance(asked.get("text"), str) else "no_text"


def blocks_of(stream: BufferedIOBase) -> Iterator[list[bytes]]:
    """Answers the lines of a stream as they come: those that are there already together, none waits for the next."""
    begun: list[bytes] = []
    while chunk := stream.read1(_CHUNK):
        *whole, rest = chunk.split(b"\n")
        if whole:
            whole[0], begun = b"".join([*begun, whole[0]]), []
            yield from (whole[at : at + _AT_A_TIME] for at in range(0, len(whole), _AT_A_TIME))
        begun.append(rest)
    if last := b"".join(begun):
        yield [last]
