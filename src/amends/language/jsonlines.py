"""What was asked and answered as JSON: the names by which other programs know a reading and a draft's tone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from amends.language.reading import Reading, Said, read_all
from amends.language.tone import check_tone

Answer = dict[str, Any]


def decoded(line: bytes) -> Any:
    """Answers what a line of JSON says. Raises: ValueError or RecursionError where it is none."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        # Half a pair can be said in JSON, which only the slower reader takes.
        return json.loads(line)


def encoded(said: Mapping[str, Any]) -> bytes:
    """Answers an answer as one line of JSON."""
    try:
        return orjson.dumps(said)
    except orjson.JSONEncodeError:
        return json.dumps(said).encode()


def read_line(said: Mapping[str, Any]) -> Answer:
    """Answers what a text says; `at` is when it was written."""
    return read_lines([said])[0]


def read_lines(said: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """Answers what each of many texts says, which is quicker than to ask for one after the other."""
    texts = [Said(one["text"], text_in(one.get("lang")), moment_in(one.get("at"))) for one in said]
    return [reading_json(one) for one in read_all(texts)]


def reading_json(found: Reading) -> Answer:
    """Answers a reading with the names that other programs know it by."""
    made: Answer = {
        "language": found.language,
        "complaint": found.is_complaint,
        "score": found.score,
        "emotion": [*found.emotions],
        "seriousness": found.seriousness,
        "wants": [*found.wants],
        "flags": [*found.flags],
        "urgency": found.urgency,
        "facts": [
            {"kind": one.kind, "text": one.text, "value": one.value, "start": one.start, "end": one.end}
            for one in found.facts
        ],
        "spans": [
            {"label": one.label, "start": one.start, "end": one.end, "reason": one.reason}
            for one in found.spans
        ],
    }
    return made | ({"note": found.note} if found.note else {})


def tone_line(said: Mapping[str, Any]) -> Answer:
    """Answers how a customer's draft may read; `channel` makes it stricter."""
    found = check_tone(said["text"], stated=text_in(said.get("lang")), channel=text_in(said.get("channel")))
    return {
        "harsh": found.is_harsh,
        "findings": [{"id": one.id, "start": one.start, "end": one.end} for one in found.findings],
    }


def text_in(said: object) -> str:
    """Answers a text; an empty one for anything else."""
    return said if isinstance(said, str) else ""


def moment_in(said: object) -> datetime | None:
    """Answers a moment, in UTC where no zone was said; None for anything else."""
    if not isinstance(said, str):
        return None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
