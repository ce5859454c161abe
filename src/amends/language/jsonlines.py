"""What was asked and answered as JSON: the names by which other programs know a reading and a check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from amends.language.checks import Context, Draft, check_reply, draft_of, with_reading
from amends.language.reading import Reading, read
from amends.language.sincerity import sincerity
from amends.language.tone import check_tone

Answer = dict[str, Any]


def read_line(said: Mapping[str, Any]) -> Answer:
    """Answers what a text says; `at` is when it was written."""
    return reading_json(read(said["text"], stated=_text(said.get("lang")), at=_moment(said.get("at"))))


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


def check_line(said: Mapping[str, Any]) -> Answer:
    """Answers what there is to look at in a reply, the worst first, and which parts of an apology it has."""
    stated = _text(said.get("lang"))
    case = with_reading(context_of(said.get("case")))
    found = check_reply(said["text"], case, stated=stated)
    return {
        "findings": [
            {
                "id": one.id,
                "severity": one.severity.name.lower(),
                "start": one.start,
                "end": one.end,
                "values": dict(one.values),
            }
            for one in found
        ],
        "sincerity": _parts(draft_of(said["text"], case, stated)),
    }


def _parts(draft: Draft) -> Answer:
    return {part: [*place] if place else None for part, place in sincerity(draft).items()}


def tone_line(said: Mapping[str, Any]) -> Answer:
    """Answers how a customer's draft may read; `channel` makes it stricter."""
    found = check_tone(said["text"], stated=_text(said.get("lang")), channel=_text(said.get("channel")))
    return {
        "harsh": found.is_harsh,
        "findings": [{"id": one.id, "start": one.start, "end": one.end} for one in found.findings],
    }


def context_of(said: object) -> Context:
    """Answers the case that a line names; what is of another kind than it should be is left out."""
    if not isinstance(said, dict):
        return Context()
    read_as: dict[str, Any] = {
        name: _READ_AS[name](value) for name, value in said.items() if name in _READ_AS
    }
    return Context(**{name: value for name, value in read_as.items() if value is not None})


def _texts(said: object) -> tuple[str, ...] | None:
    return tuple(one for one in said if isinstance(one, str)) if isinstance(said, list) else None


def _flag(said: object) -> bool | None:
    return said if isinstance(said, bool) else None


def _whole(said: object) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) else None


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""


def _moment(said: object) -> datetime | None:
    if not isinstance(said, str):
        return None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_READ_AS: Final[Mapping[str, Callable[[object], Any]]] = {
    **dict.fromkeys(("language", "said", "fault", "situation", "currency"), _text),
    **dict.fromkeys(("wants", "points", "emotions", "own_last", "own_here", "facts", "known"), _texts),
    **dict.fromkeys(("is_heard", "is_leaving", "is_complaint"), _flag),
    "limit_minor": _whole,
    "blocked": lambda said: frozenset(_texts(said) or ()),
    "at": _moment,
}
"""How each part of a case stands in JSON."""
