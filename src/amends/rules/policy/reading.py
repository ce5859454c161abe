"""A policy's YAML becomes a document, or a list of what is wrong with it: each with its line and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from amends.errors import DomainError
from amends.rules.policy.document import Policy

MOST_SIGNS = 400_000
"""Thirty times a whole policy; more takes longer to read than anybody waits."""
DEEPEST = 24
"""A policy nests seven deep; what nests without end takes minutes and all memory."""
_YEARS = range(2000, 2200)
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a text from being a policy. `line` counts from 1; 0 where there is no line."""

    code: str
    line: int
    place: Place
    value: str = ""

    @property
    def field(self) -> str:
        """Answers the place as people write it: tables.fixed_line.rows.3.then."""
        return ".".join(str(step) for step in self.place)


class NotAPolicy(DomainError):
    """A text that is no policy."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("not_a_policy", count=len(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Read:
    """A policy, and the line at which each of its parts begins."""

    policy: Policy
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """Answers the line of a place, or of the nearest part around it that has one."""
        return _nearest(self.lines, place)


def read_policy(text: str) -> Read:
    """Answers the policy in a YAML text. Raises: NotAPolicy with every fault found."""
    node = _composed(text)
    lines: dict[Place, int] = {}
    doubled = tuple(_walk(node, (), lines))
    if doubled:
        raise NotAPolicy(doubled)
    content = _content(node)
    if not isinstance(content, dict):
        raise NotAPolicy((Fault("not_a_mapping", 1, ()),))
    return Read(policy_of(content, lines), lines)


def policy_of(content: object, lines: Mapping[Place, int] | None = None) -> Policy:
    """Answers the policy in plain data. Raises: NotAPolicy with every fault found."""
    known = lines or {}
    try:
        policy = Policy.model_validate(content)
    except ValidationError as error:
        raise NotAPolicy(tuple(_faults(error, known))) from None
    if policy.effective_at.year not in _YEARS:
        place = ("effective_at",)
        raise NotAPolicy((Fault("moment_far", _nearest(known, place), place),))
    return policy


def _composed(text: str) -> yaml.Node:
    if len(text) > MOST_SIGNS:
        raise NotAPolicy((Fault("too_long", 0, (), str(len(text))),))
    try:
        _check_shape(text)
        node = yaml.compose(text, _LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = str(getattr(error, "problem", "") or "")
        raise NotAPolicy((Fault("not_yaml", mark.line + 1 if mark else 0, (), said),)) from None
    if node is None:
        raise NotAPolicy((Fault("empty", 0, ()),))
    return node


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _check_shape(text: str) -> None:
    """Refuses what would grow without bounds, before any of it is built. Raises: NotAPolicy, YAMLError."""
    depth = 0
    for event in yaml.parse(text, _LOADER):
        if isinstance(event, yaml.AliasEvent):
            # Aliases of aliases make a short text longer than any memory.
            raise NotAPolicy((Fault("alias", _line(event), ()),))
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise NotAPolicy((Fault("too_deep", _line(event), ()),))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _content(node: yaml.Node) -> Any:
    try:
        return yaml.SafeLoader("").construct_document(node)
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, LookupError) as error:
        # A tag that is not plain data, or a date or number that is none.
        mark = getattr(error, "problem_mark", None)
        raise NotAPolicy((Fault("not_yaml", mark.line + 1 if mark else 0, (), str(error)[:200]),)) from None


def _walk(node: yaml.Node, place: Place, lines: dict[Place, int]) -> Iterator[Fault]:
    """Notes the line of each part, and answers the fields that are said twice."""
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _walk(item, (*place, number), lines)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, key.value)
            if inner in lines:
                yield Fault("said_twice", key.start_mark.line + 1, inner)
            yield from _walk(value, inner, lines)
            lines[inner] = key.start_mark.line + 1


def _faults(error: ValidationError, lines: Mapping[Place, int]) -> Iterator[Fault]:
    for found in error.errors(include_url=False):
        place = tuple(step for step in found["loc"] if step != "[key]")
        yield Fault(_CODES.get(found["type"], "wrong_value"), _nearest(lines, place), place, _said(found))


_CODES = {
    "missing": "field_missing",
    "extra_forbidden": "unknown_field",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "string_too_long": "text_too_long",
    "string_pattern_mismatch": "wrong_code",
    "literal_error": "not_in_list",
    "enum": "not_in_list",
    "int_type": "not_a_number",
    "timezone_aware": "not_a_moment",
    "datetime_type": "not_a_moment",
    "datetime_from_date_parsing": "not_a_moment",
    "datetime_parsing": "not_a_moment",
}
_LIMITS = {"too_small": "ge", "too_large": "le", "text_too_long": "max_length", "not_in_list": "expected"}


def _said(found: Mapping[str, Any]) -> str:
    code = _CODES.get(found["type"], "")
    if code in _LIMITS:
        return str(found.get("ctx", {}).get(_LIMITS[code], ""))
    return "" if code else str(found["msg"])


def _nearest(lines: Mapping[Place, int], place: Place) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 0)
