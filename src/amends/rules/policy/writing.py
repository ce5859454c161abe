"""A policy becomes YAML again: in one order, conditions in their short form, and reading it gives the same policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from amends.rules.policy.document import MISSING, Policy

_WIDTH = 110
_LINE_ENDS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def write_policy(policy: Policy) -> str:
    """Answers the policy as YAML; reading it again gives the same policy."""
    content = _arranged(content_of(policy))
    return "".join(_parts(content))


def content_of(policy: Policy) -> dict[str, Any]:
    """Answers the policy as plain data, which may be changed and read as a policy again."""
    content = policy.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {**content, "effective_at": policy.effective_at}


class _Line(dict[str, Any]):
    """What stands on one line: {from: 1, to: 2}."""


class _Listed(list[Any]):
    """A list on one line: [company, supplier]."""


class _Writer(yaml.SafeDumper):
    """Writes plain data, and never an alias."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(writer: yaml.SafeDumper, said: str) -> yaml.ScalarNode:
    # Unquoted, a sign that some take for the end of a line would be read back as a space.
    return writer.represent_scalar("tag:yaml.org,2002:str", said, '"' if set(said) & _LINE_ENDS else None)


_Writer.add_representer(str, _text)
_Writer.add_representer(
    _Line, lambda writer, said: writer.represent_mapping("tag:yaml.org,2002:map", said.items(), True)
)
_Writer.add_representer(
    _Listed, lambda writer, said: writer.represent_sequence("tag:yaml.org,2002:seq", said, True)
)


def _parts(content: Mapping[str, Any]) -> Iterator[str]:
    """Answers each part of the document, the larger ones with an empty line before them."""
    for name, value in content.items():
        if isinstance(value, dict | list) and not isinstance(value, _Line | _Listed):
            yield "\n"
        yield yaml.dump({name: value}, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=_WIDTH)


def _arranged(content: dict[str, Any]) -> dict[str, Any]:
    """Answers the same data with what belongs on one line marked so."""
    for remedy in content["remedies"].values():
        remedy.update({name: _Line(remedy[name]) for name in ("worth",) if name in remedy})
    for table in content["tables"].values():
        _short_conditions(table, "for")
        table["rows"] = [_row(row) for row in table["rows"]]
    for entitlement in content.get("entitlements", {}).values():
        _short_conditions(entitlement, "when")
    for window in content.get("claim_windows", ()):
        _short_conditions(window, "for")
    if "promises" in content:
        content["promises"] = _Line(content["promises"])
    authority = content["authority"]
    for roles in (authority["roles"], *authority.get("teams", {}).values()):
        roles.update({holder: _Line(limits) for holder, limits in roles.items()})
    return content


def _row(row: dict[str, Any]) -> dict[str, Any]:
    _short_conditions(row, "when")
    if "options" in row:
        row["options"] = {code: _Line(offer) for code, offer in row["options"].items()}
    for name in ("reasons", "evidence"):
        if name in row:
            row[name] = _Listed(row[name])
    return row


def _short_conditions(part: dict[str, Any], name: str) -> None:
    if name in part:
        part[name] = _Line({fact: _short(condition) for fact, condition in part[name].items()})


def _short(condition: dict[str, Any]) -> Any:
    """Answers the short form of a condition where it has one that says the same."""
    codes, is_missing = condition.get("one_of", ()), condition.get("or_missing", False)
    others = condition.keys() - {"one_of", "or_missing"}
    if not others and codes and MISSING not in codes:
        return codes[0] if len(codes) == 1 and not is_missing else _Listed([*codes, *[MISSING] * is_missing])
    if not codes and not others and is_missing:
        return MISSING
    if condition.keys() == {"is"}:
        return condition["is"]
    return _Line(condition)
