"""A reference survives the telephone: slips are understood or refused, never taken for another case."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from amends.language.references import ALPHABET, BITS, make_reference, parse_reference

numbers = st.integers(0, (1 << BITS) - 1)
places = st.integers(0, 6)


def bare(number: int) -> str:
    return make_reference(number).replace("-", "")


@given(numbers)
def test_a_reference_is_four_and_three_characters_that_cannot_be_confused(number: int) -> None:
    reference = make_reference(number)
    assert reference[4] == "-"
    assert len(reference) == 8
    assert not set(reference) & set("ILOU")


@given(numbers, numbers)
def test_two_numbers_never_share_a_reference(one: int, other: int) -> None:
    assert (make_reference(one) == make_reference(other)) is (one == other)


@given(numbers)
def test_a_reference_is_understood_as_itself(number: int) -> None:
    assert parse_reference(make_reference(number)) == make_reference(number)


@given(numbers, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_refused(number: int, place: int, char: str) -> None:
    right = bare(number)
    assume(right[place] != char)
    assert parse_reference(right[:place] + char + right[place + 1 :]) is None


@given(numbers, st.integers(0, 5))
def test_two_neighbours_exchanged_are_always_refused(number: int, place: int) -> None:
    right = bare(number)
    assume(right[place] != right[place + 1])
    assert parse_reference(right[:place] + right[place + 1] + right[place] + right[place + 2 :]) is None


@given(numbers, st.sampled_from(["", " ", "-", "–", " - ", ".", "\u00a0"]))
def test_lower_case_spaces_and_hyphens_do_not_matter(number: int, sign: str) -> None:
    right = bare(number)
    assert parse_reference(f" {right[:4].lower()}{sign}{right[4:]}\n") == make_reference(number)
    assert parse_reference(" ".join(right)) == make_reference(number)


@given(numbers)
def test_letters_that_look_like_another_are_understood(number: int) -> None:
    typed = make_reference(number).translate(str.maketrans("01ABEKMHPCTYX", "OlАВЕКМНРСТУХ"))
    assert parse_reference(typed) == make_reference(number)
    assert parse_reference(typed.lower().replace("в", "В").replace("н", "Н")) == make_reference(number)


@given(st.text())
def test_any_text_is_a_reference_or_none(text: str) -> None:
    parsed = parse_reference(text)
    assert parsed is None or parse_reference(parsed) == parsed


@pytest.mark.parametrize("number", [-1, 1 << BITS])
def test_a_number_of_more_than_thirty_bits_has_no_reference(number: int) -> None:
    with pytest.raises(ValueError, match="30 bits"):
        make_reference(number)


@pytest.mark.parametrize("text", ["", "7K4Q", "7K4Q-MX3-7K4Q-MX3", "hello", "投诉", "7" * 1_000])
def test_what_is_not_a_reference_is_none(text: str) -> None:
    assert parse_reference(text) is None
