"""What learning gains is measured apart from what was learned, and what chance may do is not taken for a gain."""

from __future__ import annotations

import pytest
from tests.language.made_examples import made

from amends.language.learning import Row, Weights, rows_of, trained
from amends.language.measuring import FEWEST, Verdict, by_chance, folds, held_out, learned, wilson


def test_where_the_next_word_tells_what_is_held_out_becomes_more_precise() -> None:
    found = learned(made(3, 240))
    (one,) = found.measured
    assert one.verdict is Verdict.TAKEN
    assert one.before is not None and one.after is not None and one.kept is not None
    assert one.before.high < one.after.low
    assert one.kept.share >= 0.95
    assert found.model.labels.keys() == {"want.refund"}


@pytest.mark.parametrize("seed", range(6))
def test_the_negative_control_where_answers_are_random_no_label_is_taken_in(seed: int) -> None:
    labels = ("want.refund", "flag.media", "flag.leave")
    examples = [one for label in labels for one in made(seed, 120, label, is_random=True)]
    found = learned(examples)
    assert found.model.labels == {}
    assert {one.verdict for one in found.measured} <= {Verdict.NO_GAIN, Verdict.LOSES, Verdict.CHANCE}


def test_a_label_with_too_few_of_one_kind_is_left_out_and_told() -> None:
    few = [one for one in made(4, 200) if one.is_right] + [one for one in made(4, 200) if not one.is_right][
        : FEWEST - 1
    ]
    (one,) = learned(few).measured
    assert (one.verdict, one.wrong, one.before) == (Verdict.FEW, FEWEST - 1, None)


def test_a_label_that_would_lose_right_ones_is_left_out() -> None:
    # One in ten of the right ones is said in the way of the wrong ones.
    examples = [
        one._replace(is_right=True) if not one.is_right and place % 4 == 0 else one
        for place, one in enumerate(made(5, 400))
    ]
    (one,) = learned(examples).measured
    assert one.verdict is Verdict.LOSES
    assert one.kept is not None and one.kept.share < 0.95


def test_what_is_grave_is_counted_and_never_learned() -> None:
    found = learned([*made(6, 100, "flag.legal"), *made(6, 100)])
    assert {one.label: one.verdict for one in found.measured}["flag.legal"] is Verdict.LEFT_TO_PEOPLE
    assert "flag.legal" not in found.model.labels


def test_folds_keep_whole_groups_together_and_use_all_folds() -> None:
    rows = rows_of(made(7, 100))["want.refund"]
    fold = folds(rows)
    assert fold.keys() == {one.group for one in rows}
    assert set(fold.values()) == {0, 1, 2, 3, 4}


def test_what_was_said_in_a_group_is_not_learned_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = rows_of(made(8, 60))["want.refund"]
    seen: list[set[int]] = []

    def watched(some: list[Row]) -> Weights:
        seen.append({one.group for one in some})
        return trained(some)

    monkeypatch.setattr("amends.language.measuring.trained", watched)
    held_out(rows)
    fold = folds(rows)
    for out, groups in enumerate(seen):
        assert not groups & {group for group, place in fold.items() if place == out}
        assert groups


def test_shares_have_wilsons_interval() -> None:
    # Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for found, among, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        share = wilson(found, among)
        assert share is not None
        assert (round(share.low, 4), round(share.high, 4)) == (low, high)
    assert wilson(0, 0) is None


def test_chance_is_fishers() -> None:
    # The lady who tasted tea: all four right of eight.
    assert by_chance(4, 4, 0, 4) == pytest.approx(1 / 70)
    assert by_chance(30, 10, 5, 0) == pytest.approx(1.0)
