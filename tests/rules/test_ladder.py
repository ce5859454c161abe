"""The ladder upwards: one rung at a time, to its end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amends.rules.ladder import climbs_by_itself, first_rung, rung_above
from amends.rules.policy.document import Rung


def ladder(*codes: str) -> dict[str, Rung]:
    """Answers a ladder of these rungs from below, written down in any order."""
    ends = [*codes[1:], None]
    return {
        code: Rung(who=code, texts={}, next=end, is_final=end is None)
        for code, end in zip(codes, ends, strict=True)
    }


@given(
    st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=8, unique=True), st.randoms()
)
def test_a_case_climbs_every_rung_once_and_then_stands(codes: list[str], chance: object) -> None:
    mixed = list(ladder(*codes).items())
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    rungs, at, climbed = dict(mixed), "", []
    while at := rung_above(rungs, at):
        climbed.append(at)
        assert len(climbed) <= len(codes)
    assert climbed == codes


def test_a_rung_that_the_policy_no_longer_knows_begins_again_below() -> None:
    assert rung_above(ladder("leader", "office"), "gone") == "leader"
    assert first_rung({}) == ""


def test_it_climbs_with_the_person_the_policy_names_and_not_before() -> None:
    assert [climbs_by_itself(people, 3) for people in (1, 2, 3, 4)] == [False, False, True, True]
