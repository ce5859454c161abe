"""In which order work is done."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from amends.rules.ordering import priority, queue_rank, recent_key, recent_range

_FIRST, _LAST = datetime(2000, 1, 1), datetime(2090, 1, 1)  # noqa: DTZ001 (the zone is drawn beside them)
moments = st.datetimes(_FIRST, _LAST, timezones=st.just(UTC))
cases = st.tuples(st.integers(0, 3), st.integers(1, 3), st.integers(1, 3), moments)


@given(cases, cases)
def test_the_stored_rank_orders_as_seriousness_then_priority_then_age(
    one: tuple[int, int, int, datetime], other: tuple[int, int, int, datetime]
) -> None:
    def said(case: tuple[int, int, int, datetime]) -> tuple[int, int, int]:
        return (-case[0], -priority(case[1], case[2]), int(case[3].timestamp()))

    def stored(case: tuple[int, int, int, datetime]) -> int:
        return queue_rank(case[0], priority(case[1], case[2]), case[3])

    assert (said(one) < said(other)) == (stored(one) < stored(other))


@given(st.integers(1, 2047), moments, st.integers(1, 2**26 - 1))
def test_a_recent_key_lies_in_its_brands_range_and_fits_a_signed_64_bit_number(
    brand: int, moment: datetime, case: int
) -> None:
    low, high = recent_range(brand)
    assert low <= recent_key(brand, moment, case) <= high < 2**63


@given(st.integers(1, 2047), moments, moments, st.integers(1, 2**26 - 1), st.integers(1, 2**26 - 1))
def test_newer_minutes_have_larger_keys(
    brand: int, one: datetime, other: datetime, first: int, second: int
) -> None:
    if int(one.timestamp()) // 60 < int(other.timestamp()) // 60:
        assert recent_key(brand, one, first) < recent_key(brand, other, second)


@given(st.integers(1, 2047), moments, st.lists(st.integers(1, 2**26 - 1), unique=True, min_size=2))
def test_cases_of_one_minute_never_share_a_key(brand: int, moment: datetime, ids: list[int]) -> None:
    assert len({recent_key(brand, moment, case) for case in ids}) == len(ids)
