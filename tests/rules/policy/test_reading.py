"""What is wrong with a policy's text is said with its line and field, and nothing wrong gets through."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from amends.rules.policy.reading import Fault, NotAPolicy, read_policy
from amends.rules.policy.writing import write_policy


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(NotAPolicy) as caught:
        read_policy(text)
    return caught.value.faults


def told(text: str) -> list[tuple[str, int, str]]:
    return [(fault.code, fault.line, fault.field) for fault in faults(text)]


def with_line(text: str, after: str, line: str) -> tuple[str, int]:
    """Answers the text with a line more, and the number of that line."""
    lines = text.splitlines()
    at = lines.index(after) + 1
    return "\n".join([*lines[:at], line, *lines[at:]]), at + 1


def test_a_policy_written_out_reads_as_the_same_policy(norvia: str, good: dict[str, Any]) -> None:
    for text in (norvia, yaml.safe_dump(good, allow_unicode=True)):
        policy = read_policy(text).policy
        assert read_policy(write_policy(policy)).policy == policy


def test_an_unknown_field_is_named_with_its_line(norvia: str) -> None:
    text, line = with_line(norvia, "    kind: repair", "    colour: blue")
    assert told(text) == [("unknown_field", line, "remedies.fix_line.colour")]


def test_a_field_said_twice_is_not_quietly_taken_once(norvia: str) -> None:
    text, line = with_line(norvia, "    kind: repair", "    kind: gift")
    assert told(text) == [("said_twice", line, "remedies.fix_line.kind")]


def test_every_fault_is_told_at_once(good: dict[str, Any]) -> None:
    del good["currency"]
    good["authority"]["roles"]["rep"]["per_case"] = -1
    good["tables"]["parcels"]["rows"][1]["then"] = "perhaps"
    fields = {fault.field for fault in faults(yaml.safe_dump(good))}
    assert fields == {"currency", "authority.roles.rep.per_case", "tables.parcels.rows.1.then"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("authority", "roles", "rep", "per_case"), -1),
        (("authority", "roles", "rep", "per_case"), 10**12 + 1),
        (("authority", "roles", "rep", "per_case"), 12.5),
        (("authority", "roles", "rep", "per_case"), "5000"),
        (("authority", "roles", "emperor"), {"per_case": 1, "per_day": 1}),
        (("currency",), "euro"),
        (("effective_at",), "2030-01-01T00:00:00"),
        (("remedies", "gift", "kind"), "castle"),
        (("remedies", "gift", "worth"), {"fixed": 1, "share": 1, "of": "fee"}),
        (("remedies", "gift", "worth"), {"share": 1}),
        (("remedies", "tenth", "worth"), {"share": 1, "of": "fee", "at_least": 5, "at_most": 4}),
        (("tables", "safety", "rows"), []),
    ],
)
def test_what_no_policy_can_say_is_refused(
    good: dict[str, Any], path: tuple[str, ...], value: object
) -> None:
    part = good
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    assert all(fault.field.startswith(path[0]) for fault in faults(yaml.safe_dump(good)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("# nothing but a remark\n", "empty"),
        ("just words", "not_a_mapping"),
        ("- a\n- b\n", "not_a_mapping"),
        ("a: [1, 2\nb: 3\n", "not_yaml"),
        ("a: !!python/object/apply:os.system ['true']\n", "not_yaml"),
        ("a: &a [x]\nb: [*a, *a]\n", "alias"),
        ("x" * 400_001, "too_long"),
        ("[" * 50_000, "too_deep"),
        ("a:\n" + "".join(" " * n + "- \n" for n in range(1, 400)), "too_deep"),
        ("{a: " * 20_000, "too_deep"),
        ("a: !!timestamp 2030-13-99\n", "not_yaml"),
        ("a: " + "9" * 5_000 + "\n", "not_yaml"),
        ("a: \x00\n", "not_yaml"),
    ],
)
def test_a_text_that_is_no_policy_at_all_is_told_why(text: str, code: str) -> None:
    assert faults(text)[0].code == code


def test_a_broken_text_is_told_its_line() -> None:
    assert faults("currency: EUR\nladder: [\n")[0].line == 3
