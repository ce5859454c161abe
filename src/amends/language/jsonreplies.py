"""A reply and its case as JSON, and what there is to look at in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from amends.language.checks import Context, Draft, check_draft, draft_of, with_reading
from amends.language.jsonlines import Answer, moment_in, text_in
from amends.language.sincerity import sincerity


def check_line(said: Mapping[str, Any]) -> Answer:
    """Answers what there is to look at in a reply, the worst first, and which parts of an apology it has."""
    stated = text_in(said.get("lang"))
    draft = draft_of(said["text"], with_reading(context_of(said.get("case"))), stated)
    return {
        "findings": [
            {
                "id": one.id,
                "severity": one.severity.name.lower(),
                "start": one.start,
                "end": one.end,
                "values": dict(one.values),
            }
            for one in check_draft(draft)
        ],
        "sincerity": _parts(draft),
    }


def _parts(draft: Draft) -> Answer:
    return {part: [*place] if place else None for part, place in sincerity(draft).items()}


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


_READ_AS: Final[Mapping[str, Callable[[object], Any]]] = {
    **dict.fromkeys(("language", "said", "fault", "situation", "currency"), text_in),
    **dict.fromkeys(("wants", "points", "emotions", "own_last", "own_here", "facts", "known"), _texts),
    **dict.fromkeys(("is_heard", "is_leaving", "is_complaint"), _flag),
    "limit_minor": _whole,
    "blocked": lambda said: frozenset(_texts(said) or ()),
    "at": moment_in,
}
"""How each part of a case stands in JSON."""
