"""A policy written out and read again is the same policy, whatever it says; and the same text each time."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.policy.conftest import _GOOD, DEMONSTRATION

from amends.rules.policy.amounts import MOST
from amends.rules.policy.document import Policy
from amends.rules.policy.reading import NotAPolicy, policy_of, read_policy
from amends.rules.policy.writing import content_of, write_policy

_CODE = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True) | st.sampled_from(
    ["no", "on", "yes", "null", "y"]
)
_SIGNS = st.text(max_size=40) | st.text("a \n\r\t\x85\u2028\u2029\ufeff:#'\"", max_size=12)
_TEXTS = st.dictionaries(st.sampled_from(["en", "bg", "he", "sv", "ru", "zh-Hans", "zh-Hant"]), _SIGNS)
_AMOUNT = st.integers(0, MOST)
_COUNT = st.none() | st.integers(0, 10**9)
_CONDITION = st.one_of(
    st.just("missing"),
    st.booleans(),
    _CODE,
    st.lists(st.text(max_size=8) | st.sampled_from(["missing", "0", "true", "12"]), max_size=4),
    st.fixed_dictionaries(
        {},
        optional={
            "one_of": st.lists(st.text(max_size=8) | st.just("missing"), max_size=3),
            "from": _COUNT,
            "to": _COUNT,
            "is": st.none() | st.booleans(),
            "or_missing": st.booleans(),
        },
    ),
)
_CONDITIONS = st.dictionaries(_CODE, _CONDITION, max_size=3)
_MOMENT = st.datetimes(
    datetime(2000, 1, 2),  # noqa: DTZ001
    datetime(2199, 12, 30),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda n: timezone(timedelta(minutes=n))),
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Answers a policy that reads well, though lint might find much in it."""
    said: dict[str, Any] = deepcopy(_GOOD)
    said["effective_at"] = draw(_MOMENT)
    said["failures"] = draw(st.dictionaries(_CODE, _TEXTS, max_size=3))
    said["products"] = draw(st.dictionaries(_CODE, _TEXTS, max_size=2))
    said["remedies"]["gift"]["texts"] = draw(_TEXTS)
    said["remedies"]["gift"]["worth"] = {"fixed": draw(_AMOUNT)}
    said["authority"]["roles"]["rep"] = {"per_case": draw(_AMOUNT), "per_day": draw(_AMOUNT)}
    said["authority"]["roles"]["rep"]["kinds"] = {"gift": draw(_AMOUNT)}
    said["authority"]["teams"] = draw(
        st.dictionaries(st.text(max_size=8), st.just({"rep": {"per_case": 1, "per_day": 2}}), max_size=2)
    )
    said["authority"]["two_people_above"] = draw(st.none() | _AMOUNT)
    said["tables"]["parcels"]["for"] = draw(_CONDITIONS)
    said["tables"]["parcels"]["title"] = draw(st.text(max_size=30))
    for row in said["tables"]["parcels"]["rows"]:
        row["when"], row["denies_first"] = draw(_CONDITIONS), draw(st.booleans())
    said["entitlements"]["by_law"]["when"] = draw(_CONDITIONS)
    said["claim_windows"] = [{"for": draw(_CONDITIONS), "days": draw(st.integers(0, 3_650))}]
    said["promises"] = {
        "attempts": draw(st.integers(1, 10)),
        "pausing": draw(st.permutations(["customer", "records"])),
    }
    return Policy.model_validate(said)


@given(policies())
@settings(max_examples=60, deadline=None)
def test_whatever_a_policy_says_it_reads_again_as_the_same(policy: Policy) -> None:
    text = write_policy(policy)
    again = read_policy(text).policy
    assert again == policy
    assert write_policy(again) == text


@pytest.mark.parametrize("name", ["norvia", "sunfold"])
def test_the_demonstrations_policies_read_again_as_the_same(name: str) -> None:
    policy = read_policy((DEMONSTRATION / f"{name}.yaml").read_text(encoding="utf-8")).policy
    text = write_policy(policy)
    assert read_policy(text).policy == policy
    assert "fault: [company, supplier]" in text
    assert len(text.splitlines()) < 600


def test_what_comes_back_as_plain_data_is_the_same_policy_and_may_be_changed() -> None:
    policy = Policy.model_validate(_GOOD)
    content = content_of(policy)
    assert policy_of(content) == policy
    content["authority"]["roles"]["rep"]["per_case"] = 7
    assert policy_of(content).authority.roles != policy.authority.roles
    assert policy == Policy.model_validate(_GOOD)


@pytest.mark.parametrize("year", [1, 1999, 2200, 9999])
def test_a_year_that_nobody_means_is_refused(year: int) -> None:
    with pytest.raises(NotAPolicy) as caught:
        policy_of({**_GOOD, "effective_at": datetime(year, 6, 1, tzinfo=UTC)})
    assert [fault.code for fault in caught.value.faults] == ["moment_far"]
