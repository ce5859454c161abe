"""The stories as they are written down: read, checked, and turned into types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml

from amends.errors import DomainError
from amends.rules.vocabulary import (
    LANGUAGES,
    Cause,
    Channel,
    Decision,
    Ending,
    Kind,
    Situation,
    Stage,
    Waiting,
)
from amends.site.demonstration.people import BOTH

FOLDER = Path(__file__).resolve().parent / "stories"
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Said = TypeVar("_Said")
SPEAKERS = ("customer", "brand", "note")


@dataclass(frozen=True, slots=True)
class Person:
    """A customer of a story."""

    name: str
    email: str
    phone: str
    city: str
    zone: str
    since_years: int
    value: int
    currency: str
    products: str
    vulnerability: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said, so many hours after the one before."""

    speaker: str
    channel: Channel
    after_hours: float
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on one point (counted from 0)."""

    point: int
    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """For whom a case waits, and how many days from now on."""

    waiting: Waiting
    days: float


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a story tells beyond the words: how it is seen, how far it came, how it ended."""

    want: str
    seriousness: int
    impact: int
    urgency: int
    situation: Situation
    is_about_staff: bool
    points: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    tried: tuple[str, ...]
    stage: Stage
    wait: Wait | None
    findings: tuple[Finding, ...]
    cause: Cause
    ending: Ending
    came_back: Line | None = None
    """What the customer said when it was not over after all."""


@dataclass(frozen=True, slots=True)
class Story:
    """One contact of one customer, and what followed; `complaint` is None for enquiries and thanks."""

    key: str
    language: str
    brand: str
    kind: Kind
    customer: Person
    days_ago: int
    at: time
    theme: str
    product: str
    gist: str
    conversation: tuple[Line, ...]
    complaint: Complaint | None


def read_stories(folder: Path = FOLDER) -> list[Story]:
    """Answers all stories there are. Raises: DomainError('story_wrong', place, reason)."""
    return [story for path in sorted(folder.glob("*.yaml")) for story in read_file(path)]


def read_file(path: Path) -> Iterator[Story]:
    """Answers the stories of one language. Raises: DomainError('story_wrong', place, reason)."""
    try:
        with path.open(encoding="utf-8") as file:
            said = yaml.load(file, Loader=_Loader)
        language, rows = said["language"], said["cases"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise DomainError("story_wrong", place=path.name, reason=str(error)) from error
    if language not in LANGUAGES:
        raise DomainError("story_wrong", place=path.name, reason=f"{language!r} is no written language")
    for number, row in enumerate(rows, start=1):
        yield _checked(path, number, row, language)


def _checked(path: Path, number: int, row: Mapping[str, Any], language: str) -> Story:
    try:
        return _story(row, language)
    except KeyError as error:
        place = f"{row.get('key', number)} in {path.name}"
        raise DomainError("story_wrong", place=place, reason=f"{error} is missing") from error
    except (ValueError, TypeError, AttributeError) as error:
        place = f"{row.get('key', number) if isinstance(row, Mapping) else number} in {path.name}"
        raise DomainError("story_wrong", place=place, reason=str(error)) from error


def _story(row: Mapping[str, Any], language: str) -> Story:
    kind = Kind(row["kind"])
    if row["brand"] not in BOTH:
        raise ValueError(f"{row['brand']!r} is no brand of the demonstration")
    return Story(
        key=str(row["key"]),
        language=language,
        brand=str(row["brand"]),
        kind=kind,
        customer=_person(row["customer"]),
        days_ago=int(row["days_ago"]),
        at=time.fromisoformat(row["at"]),
        theme=str(row["theme"]),
        product=str(row["product"]),
        gist=str(row["gist"]),
        conversation=_conversation(row["conversation"]),
        complaint=_complaint(row) if kind is Kind.COMPLAINT else None,
    )


def _person(said: Mapping[str, Any]) -> Person:
    ZoneInfo(said["zone"])
    return Person(
        name=said["name"],
        email=said.get("email") or "",
        phone=said.get("phone") or "",
        city=said["city"],
        zone=said["zone"],
        since_years=int(said.get("since_years") or 0),
        value=int(said.get("value") or 0),
        currency=said.get("currency") or "",
        products=said.get("products") or "",
        vulnerability=said.get("vulnerability") or "",
    )


def _conversation(rows: list[Mapping[str, Any]]) -> tuple[Line, ...]:
    lines = tuple(
        Line(row["from"], Channel(row["channel"]), float(row["after"]), row["text"]) for row in rows
    )
    if not lines or lines[0].speaker != "customer":
        raise ValueError("a conversation begins with the customer")
    if unknown := {line.speaker for line in lines} - set(SPEAKERS):
        raise ValueError(f"nobody speaks as {sorted(unknown)}")
    return lines


def _complaint(row: Mapping[str, Any]) -> Complaint:
    wait = row.get("waiting") or None
    return Complaint(
        want=row["want"],
        seriousness=int(row["seriousness"]),
        impact=int(row["impact"]),
        urgency=int(row["urgency"]),
        situation=Situation(row["situation"]),
        is_about_staff=bool(row.get("about_staff")),
        points=tuple(row["points"]),
        facts=_each(row, "facts", lambda fact: (fact["label"], str(fact["value"]))),
        tried=_each(row, "tried", str),
        stage=Stage(row["stage"]),
        wait=Wait(Waiting(wait["for"]), float(wait["days"])) if wait else None,
        findings=_each(
            row, "findings", lambda one: Finding(one["point"], Decision(one["finding"]), one["reason"])
        ),
        cause=Cause(row.get("cause") or ""),
        ending=Ending(row.get("ending") or ""),
        came_back=_conversation([row["came_back"]])[0] if row.get("came_back") else None,
    )


def _each(row: Mapping[str, Any], name: str, make: Callable[[Any], _Said]) -> tuple[_Said, ...]:
    return tuple(make(one) for one in row.get(name) or ())
