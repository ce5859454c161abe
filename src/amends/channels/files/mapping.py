"""A mapping file: what a person decided about a file's columns; it overrides what was understood."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

import yaml

from amends.channels.files.header_words import ROLES
from amends.errors import ChannelError
from amends.rules.vocabulary import LANGUAGES, Channel

_LARGEST = 256 * 1024
_ORDERS = ("dmy", "mdy")
STATUSES = ("open", "waiting", "solved", "closed")
COLUMN_ROLES = tuple(role for role in ROLES if role != "other_date")
"""The roles that a person can give to a column."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What was decided: each part that is not there is left to the understanding of the file.

    `columns` is role -> column name, '' for "there is none"; `lines` tells where in the mapping file each
    part stands.
    """

    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None
    timezone: str = ""
    channel: str = ""
    language: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    path: str = ""


def load_mapping(path: str | Path) -> Mapping:
    """Answers the mapping that a YAML or JSON file holds.

    Raises: ChannelError (permanent) with mapping_missing, mapping_unreadable, mapping_syntax,
    mapping_unknown_field,
    mapping_repeated_field or mapping_bad_value; it names line and field.
    """
    return _Reader(str(path)).read(_text_of(Path(path)))


def _text_of(place: Path) -> str:
    try:
        with place.open("rb") as raw:
            found = raw.read(_LARGEST + 1)
    except FileNotFoundError:
        raise ChannelError("mapping_missing", True, path=str(place)) from None
    except OSError as error:
        raise ChannelError("mapping_unreadable", True, path=str(place), detail=error.strerror) from error
    if len(found) > _LARGEST:
        raise ChannelError("mapping_too_large", True, path=str(place), limit=_LARGEST)
    try:
        return found.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        raise ChannelError("mapping_unreadable", True, path=str(place), line=line, detail="utf-8") from error


class _Reader:
    """Reads the tree of one mapping file, so that each error can name its line."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: dict[str, int] = {}

    def read(self, text: str) -> Mapping:
        root = self._root(text.replace("\t", "    ") if text.lstrip().startswith("{") else text)
        found: dict[str, object] = {}
        for name, value in self._pairs(root, ""):
            part = _PARTS.get(name)
            if part is None:
                self._fail("mapping_unknown_field", value, name, known=", ".join(_PARTS))
            found[name] = part(self, value, name)
        return Mapping(**found, lines=self.lines, path=self.path)  # type: ignore[arg-type]

    def _root(self, text: str) -> yaml.Node:
        try:
            for event in yaml.parse(text, yaml.SafeLoader):
                if isinstance(event, yaml.AliasEvent):
                    raise self._syntax(event.start_mark.line + 1 if event.start_mark else 1, "alias")
            root = yaml.compose(text, yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise self._syntax(line, error.problem or "") from error
        except (yaml.YAMLError, RecursionError) as error:
            raise self._syntax(1, type(error).__name__) from error
        if root is None:
            raise self._syntax(1, "empty")
        return root

    def _syntax(self, line: int, detail: str) -> ChannelError:
        return ChannelError("mapping_syntax", True, path=self.path, line=line, detail=detail)

    def _pairs(self, node: yaml.Node, field_name: str) -> Iterator[tuple[str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            self._fail("mapping_bad_value", node, field_name, expected="names and values")
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fail("mapping_bad_value", key, field_name, expected="a name")
            name = str(key.value)
            full = f"{field_name}.{name}" if field_name else name
            if name in seen:
                self._fail("mapping_repeated_field", key, full)
            seen.add(name)
            self.lines[full] = key.start_mark.line + 1
            yield name, value

    def word(self, node: yaml.Node, name: str) -> str:
        """Answers one plain value as text."""
        if not isinstance(node, yaml.ScalarNode):
            self._fail("mapping_bad_value", node, name, expected="one value")
        return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)

    def encoding(self, node: yaml.Node, name: str) -> str:
        said = self.word(node, name)
        try:
            return codecs.lookup(said).name
        except (LookupError, ValueError):
            self._fail("mapping_bad_value", node, name, expected="an encoding", found=said)

    def delimiter(self, node: yaml.Node, name: str) -> str:
        said = {"tab": "\t", "\\t": "\t"}.get(self.word(node, name), self.word(node, name))
        if len(said) != 1 or said in "\"'\r\n":
            self._fail("mapping_bad_value", node, name, expected="one sign", found=said)
        return said

    def header_row(self, node: yaml.Node, name: str) -> int:
        said = self.word(node, name)
        if not said.isdecimal() or int(said) > 1000:
            self._fail("mapping_bad_value", node, name, expected="a row number, 0 for none", found=said)
        return int(said)

    def timezone(self, node: yaml.Node, name: str) -> str:
        said = self.word(node, name)
        try:
            return ZoneInfo(said).key
        except (ValueError, OSError, KeyError):
            self._fail("mapping_bad_value", node, name, expected="a time zone", found=said)

    def one_of(self, *allowed: str) -> Callable[[yaml.Node, str], str]:
        def check(node: yaml.Node, name: str) -> str:
            said = self.word(node, name)
            if said not in allowed:
                self._fail("mapping_bad_value", node, name, expected=", ".join(allowed), found=said)
            return said

        return check

    def columns(self, node: yaml.Node, name: str) -> dict[str, str]:
        found = {}
        for role, value in self._pairs(node, name):
            if role not in COLUMN_ROLES:
                self._fail("mapping_unknown_field", value, f"{name}.{role}", known=", ".join(COLUMN_ROLES))
            found[role] = self.word(value, f"{name}.{role}")
        return found

    def table(self, node: yaml.Node, name: str, *allowed: str) -> dict[str, str]:
        check = self.one_of(*allowed)
        return {key: check(value, f"{name}.{key}") for key, value in self._pairs(node, name)}

    def _fail(self, reason: str, node: yaml.Node, name: str, **values: object) -> NoReturn:
        line = node.start_mark.line + 1
        raise ChannelError(reason, True, path=self.path, line=line, field=name, **values)


_CHANNELS = tuple(channel.value for channel in Channel)
_PARTS: dict[str, Callable[[_Reader, yaml.Node, str], object]] = {
    "encoding": _Reader.encoding,
    "delimiter": _Reader.delimiter,
    "header_row": _Reader.header_row,
    "timezone": _Reader.timezone,
    "channel": lambda reader, node, name: reader.one_of(*_CHANNELS)(node, name),
    "language": lambda reader, node, name: reader.one_of(*LANGUAGES)(node, name),
    "columns": _Reader.columns,
    "dates": lambda reader, node, name: reader.table(node, name, *_ORDERS),
    "statuses": lambda reader, node, name: reader.table(node, name, *STATUSES),
    "channels": lambda reader, node, name: reader.table(node, name, *_CHANNELS),
}
