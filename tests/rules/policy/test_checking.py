"""Each thing that may be wrong with a policy is found where it stands, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml

from amends.rules.policy import checking
from amends.rules.policy.checking import Finding, check_policy
from amends.rules.policy.document import Policy
from amends.rules.policy.reading import read_policy

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
Spoil = Callable[[dict[str, Any]], object]


def rows(policy: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = policy["tables"]["parcels"]["rows"]
    return found


def roles(policy: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = policy["authority"]["roles"]
    return found


def findings(content: dict[str, Any]) -> list[Finding]:
    return check_policy(Policy.model_validate(content), NOW)


SPOILED: dict[str, tuple[Spoil, str]] = {
    "front_line_under_share": (lambda p: roles(p)["rep"].update(per_case=4_999), "authority.roles.rep"),
    "holder_missing": (lambda p: roles(p).pop("rep"), "authority.roles"),
    "authority_falls": (
        lambda p: roles(p)["supervisor"].update(kinds={"gift": 4_999}),
        "authority.roles.supervisor.kinds.gift",
    ),
    "options_count": (lambda p: rows(p)[0]["options"].pop("B"), "tables.parcels.rows.0.options"),
    "options_without_mending": (
        lambda p: rows(p)[2].update(options={"A": {"fix": "again"}}),
        "tables.parcels.rows.2.options",
    ),
    "explanation_incomplete": (lambda p: rows(p)[2].pop("reasons"), "tables.parcels.rows.2"),
    "unknown_reason": (lambda p: rows(p)[2].update(reasons=["whim"]), "tables.parcels.rows.2.reasons"),
    "unknown_rung": (lambda p: rows(p)[2].update(next_rung="king"), "tables.parcels.rows.2.next_rung"),
    "unknown_fact": (lambda p: rows(p)[0]["when"].update(mood="good"), "tables.parcels.rows.0.when.mood"),
    "unknown_code": (
        lambda p: rows(p)[2]["when"]["fault"].append("fate"),
        "tables.parcels.rows.2.when.fault",
    ),
    "wrong_kind": (
        lambda p: rows(p)[0]["when"].update(leave_intent={"from": 1}),
        "tables.parcels.rows.0.when.leave_intent",
    ),
    "empty_range": (
        lambda p: rows(p)[0]["when"].update(times_failed={"from": 3, "to": 1}),
        "tables.parcels.rows.0.when.times_failed",
    ),
    "unknown_remedy": (
        lambda p: rows(p)[0]["options"]["A"].update(fix="castle"),
        "tables.parcels.rows.0.options.A.fix",
    ),
    "wrong_part": (
        lambda p: rows(p)[0]["options"]["A"].update(extra="again"),
        "tables.parcels.rows.0.options.A.extra",
    ),
    "gap": (lambda p: rows(p)[0]["when"]["times_failed"].pop("or_missing"), "tables"),
    "rows_overlap": (
        lambda p: rows(p)[1]["when"].update(times_failed={"from": 1}),
        "tables.parcels.rows.0",
    ),
    "row_unreached": (
        lambda p: p["tables"]["safety"]["rows"].append(
            {"when": {"failure": ["late"]}, "then": "hold"},
        ),
        "tables.safety.rows.1",
    ),
    "translation_missing": (lambda p: p["failures"]["late"].pop("he"), "failures.late"),
    "ladder_ends_nowhere": (lambda p: p["ladder"]["court"].update(is_final=False), "ladder.supervisor"),
    "effective_in_past": (lambda p: p.update(effective_at=NOW.isoformat()), "effective_at"),
    "denies_first": (
        lambda p: rows(p)[2].update(denies_first=True),
        "tables.parcels.rows.2.denies_first",
    ),
}


def test_a_good_policy_has_nothing_against_it(good: dict[str, Any]) -> None:
    assert findings(good) == []


def test_the_demonstrations_policy_may_be_used(norvia: str) -> None:
    assert check_policy(read_policy(norvia).policy, NOW) == []


@pytest.mark.parametrize("code", SPOILED)
def test_what_is_spoiled_is_found_where_it_stands(good: dict[str, Any], code: str) -> None:
    spoil, place = SPOILED[code]
    spoil(good)
    found = [finding for finding in findings(good) if finding.code == code]
    assert ".".join(str(step) for step in found[0].place) == place
    assert not found[0].is_warning


def test_a_promise_to_everybody_is_said_in_every_language_or_not_at_all(good: dict[str, Any]) -> None:
    good["brand_promise"] = {"en": "On the day we said."}
    (found,) = findings(good)
    assert (found.code, found.place) == ("translation_missing", ("brand_promise",))
    good["brand_promise"] = {}
    assert findings(good) == []


def test_each_place_can_be_shown_as_a_line(good: dict[str, Any]) -> None:
    for spoil, _place in SPOILED.values():
        content = yaml.safe_load(yaml.safe_dump(good))
        spoil(content)
        read = read_policy(yaml.safe_dump(content))
        assert all(read.line_of(finding.place) for finding in check_policy(read.policy, NOW))


@pytest.mark.parametrize("fact", ["times_asked", "customer_value", "courtesy", "leave_intent"])
def test_a_fix_never_depends_on_who_the_person_is(good: dict[str, Any], fact: str) -> None:
    one, other = {
        "courtesy": (["courteous", "missing"], ["plain", "abusive"]),
        "leave_intent": ([True], ["missing"]),
    }.get(fact, ({"to": 1, "or_missing": True}, {"from": 2}))
    if fact == "leave_intent":
        one, other = {"is": True}, {"is": False, "or_missing": True}
    first = rows(good)[0]
    again = {**first, "when": {**first["when"], fact: other}}
    first["when"] = {**first["when"], fact: one}
    rows(good).append(again)
    assert findings(good) == []
    again["options"] = {"A": {"fix": "again", "extra": "tenth"}, "B": {"fix": "back", "extra": "tenth"}}
    assert findings(good) == [], "the extra may depend on the person"
    again["options"] = {"A": {"fix": "again", "extra": "gift"}, "B": {"fix": "again"}}
    assert {finding.code for finding in findings(good)} == {"fix_depends_on_person"}


def test_the_negative_control_without_the_check_such_a_policy_passes(
    good: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_SIMPLE", ())
    SPOILED["front_line_under_share"][0](good)
    assert findings(good) == []


@pytest.mark.parametrize(("per_case", "found"), [(5_000, False), (4_999, True)])
def test_half_of_win_back_is_just_enough(good: dict[str, Any], per_case: int, found: bool) -> None:
    roles(good)["rep"]["per_case"] = per_case
    assert any(one.code == "front_line_under_share" for one in findings(good)) is found


def test_a_kind_with_its_own_limit_is_compared_by_itself(good: dict[str, Any]) -> None:
    roles(good)["rep"]["kinds"] = {"voucher": 4_000}
    (found,) = findings(good)
    assert dict(found.values) == {"kind": "voucher", "front": "4000", "win_back": "10000", "wanted": "5000"}


def test_denying_first_is_flagged_even_where_it_is_allowed(good: dict[str, Any]) -> None:
    good["allows_denying_first"] = True
    rows(good)[2]["denies_first"] = True
    (found,) = findings(good)
    assert found.code == "denies_first"
    assert found.is_warning


def test_safety_stands_above_every_other_row(good: dict[str, Any]) -> None:
    good["tables"]["safety"]["rows"].append({"when": {}, "then": "hold"})
    good["tables"]["safety"]["rows"][1]["when"] = {"seriousness": ["3"]}
    good["tables"]["safety"]["for"] = {}
    good["tables"]["safety"]["rows"][0]["when"] = {"failure": "danger"}
    assert findings(good) == []


def test_a_title_in_english_alone_lacks_the_other_languages(good: dict[str, Any]) -> None:
    name = next(iter(good["tables"]))
    good["tables"][name]["title"] = "Late parcels"
    assert ("tables", name, "title") in {one.place for one in findings(good)}
