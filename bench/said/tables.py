"""The tables in tests/corpora, and what the language room answers to each of their lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from amends.language.checks import check_reply
from amends.language.jsonreplies import context_of
from amends.language.reading import read
from amends.language.redaction import find_secrets
from amends.language.tone import check_tone

CORPORA: Final = Path(__file__).resolve().parents[2] / "tests" / "corpora"
Line = dict[str, Any]
Labels = set[str]


def lines_of(kind: str, language: str, *, kept: str = "") -> Iterator[Line]:
    """Answers the lines of a table; `kept` names a file of lines kept aside, written by another hand."""
    path = CORPORA / kind / f"{language}{kept and f'.{kept}'}.jsonl"
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield {"lang": language, **json.loads(line)}


def _reading(line: Line) -> Labels:
    found = read(line["text"], stated=line["lang"])
    return (
        {f"emotion.{one}" for one in found.emotions}
        | {f"want.{one}" for one in found.wants}
        | {f"flag.{one}" for one in found.flags}
        | ({"complaint"} if found.is_complaint else set())
    )


def _reading_due(line: Line) -> Labels:
    groups = (("emotion", "emotion"), ("want", "wants"), ("flag", "flags"))
    due = {f"{group}.{one}" for group, key in groups for one in line.get(key, ())}
    return due | ({"complaint"} if line["complaint"] else set())


def _reply(line: Line) -> Labels:
    found = check_reply(line["text"], context_of(line.get("case")), stated=line["lang"])
    return {one.id for one in found if one.id.startswith("non_apology.")}


def _tone(line: Line) -> Labels:
    return {"harsh"} if check_tone(line["text"], stated=line["lang"]).is_harsh else set()


def _secrets(line: Line) -> Labels:
    return {f"{one.kind.value}: {line['text'][one.start : one.end]}" for one in find_secrets(line["text"])}


def _secrets_due(line: Line) -> Labels:
    return {f"{one['id']}: {one['words']}" for one in line["secrets"]}


KINDS: Final[Mapping[str, tuple[Callable[[Line], Labels], Callable[[Line], Labels]]]] = {
    "reading": (_reading, _reading_due),
    "reply": (_reply, lambda line: set(line["findings"])),
    "tone": (_tone, lambda line: {"harsh"} if line["harsh"] else set()),
    "redaction": (_secrets, _secrets_due),
}
"""Kind of table -> what is found in a line, and what is due there."""
