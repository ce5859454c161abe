"""Statements that are kept: the same rows as the ORM gives, and the same guard around a brand's rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import QuerySet
from tests.conftest import Cast

from amends.cases.models import Attachment
from amends.people.models import Customer, Staff
from amends.people.prepared import MOST_KEPT, forget_statements, prepared
from amends.people.scope import ScopeMissing, brand_scope, every_brand

SINCE = datetime(2026, 5, 12, 9, tzinfo=UTC)


@prepared
def by_name(newest_first: bool, *, brand: int, name: str) -> QuerySet[Customer]:
    return Customer.objects.of(brand).filter(name=name).order_by("-id" if newest_first else "id")


@prepared
def by_uuid(*, uuid: UUID) -> QuerySet[Customer]:
    return Customer.objects.filter(uuid=uuid)


@prepared
def named(*, names: tuple[str, ...], made_from: datetime) -> QuerySet[Customer, dict[str, Any]]:
    return (
        Customer.objects.filter(name__in=names, created_at__gte=made_from)
        .order_by("id")
        .values("name", "uuid")
    )


@prepared
def between(*, low: int, high: int) -> QuerySet[Customer, int]:
    return Customer.objects.filter(pk__gt=low, pk__lt=high).order_by("pk").values_list("pk", flat=True)


@prepared
def without_its_value(*, brand: int, name: str) -> QuerySet[Customer]:
    return Customer.objects.of(brand).filter(name=name.strip() and "always the same")


@prepared
def staff_called(*, name: str) -> QuerySet[Staff, tuple[int, str]]:
    return Staff.objects.filter(name=name).values_list("pk", "name")


@prepared
def since_day(*, day: date) -> QuerySet[Customer, int]:
    return Customer.objects.filter(since_on=day).values_list("pk", flat=True)


@prepared
def of_a_small_number(*, size: int) -> QuerySet[Attachment]:
    return Attachment.objects.filter(size=size)


@pytest.fixture
def customers(cast: Cast) -> list[Customer]:
    """Two of Norvia with one name, one of Sunfold with the same, a minute apart."""
    forget_statements()
    with every_brand():
        return [
            Customer.objects.create(
                brand=brand, name="Vale", uuid=uuid4(), created_at=SINCE + place * timedelta(minutes=1)
            )
            for place, brand in enumerate((cast.norvia, cast.norvia, cast.sunfold))
        ]


def test_rows_are_whole_and_in_the_order_that_was_asked(cast: Cast, customers: list[Customer]) -> None:
    with brand_scope([cast.norvia.pk]):
        for newest_first in (True, False, True):
            found = by_name(newest_first, brand=cast.norvia.pk, name="Vale")
            assert found == sorted(customers[:2], key=lambda row: row.pk, reverse=newest_first)
        assert (found[0].created_at, found[0].uuid) == (customers[1].created_at, customers[1].uuid)
        assert by_name(True, brand=cast.norvia.pk, name="Nobody") == []


def test_a_brand_outside_the_scope_is_refused_also_by_a_kept_statement(
    cast: Cast, customers: list[Customer]
) -> None:
    with every_brand():
        assert len(by_name(True, brand=cast.sunfold.pk, name="Vale")) == 1
    with brand_scope([cast.sunfold.pk]):
        assert len(by_name(True, brand=cast.sunfold.pk, name="Vale")) == 1
    with brand_scope([cast.norvia.pk]), pytest.raises(ScopeMissing):
        by_name(True, brand=cast.sunfold.pk, name="Vale")
    with pytest.raises(ScopeMissing):
        by_name(True, brand=cast.sunfold.pk, name="Vale")


def test_the_scope_of_the_moment_filters_and_not_that_of_the_first_reader(
    cast: Cast, customers: list[Customer]
) -> None:
    foreign = customers[2].uuid
    with brand_scope([cast.sunfold.pk]):
        assert [row.pk for row in by_uuid(uuid=foreign)] == [customers[2].pk]
    with brand_scope([cast.norvia.pk]):
        assert by_uuid(uuid=foreign) == []
    with brand_scope([]):
        assert by_uuid(uuid=foreign) == []
    with brand_scope([cast.norvia.pk, cast.sunfold.pk]):
        assert len(by_uuid(uuid=foreign)) == 1
    with pytest.raises(ScopeMissing):
        by_uuid(uuid=foreign)


def test_values_go_where_their_name_says_whatever_their_order(cast: Cast, customers: list[Customer]) -> None:
    low, middle, high = (row.pk for row in customers)
    with every_brand():
        assert between(low=low, high=high) == [middle]
        assert between(high=high, low=low) == [middle]
        assert between(high=low, low=high) == []


def test_a_tuple_may_have_any_length(cast: Cast, customers: list[Customer]) -> None:
    with every_brand():
        Customer.objects.filter(pk=customers[0].pk).update(name="Amber")
        assert [row["name"] for row in named(names=("Amber",), made_from=SINCE)] == ["Amber"]
        assert len(named(names=("Amber", "Vale", "Nobody"), made_from=SINCE)) == 3
        assert len(named(names=("Amber", "Vale"), made_from=SINCE + timedelta(seconds=90))) == 1
        assert named(names=(), made_from=SINCE) == []


def test_a_value_that_never_reaches_the_statement_is_an_error(cast: Cast) -> None:
    with brand_scope([cast.norvia.pk]), pytest.raises(KeyError):
        without_its_value(brand=cast.norvia.pk, name="Vale")


def test_a_day_is_found_as_the_orm_finds_it(cast: Cast, customers: list[Customer]) -> None:
    with every_brand():
        Customer.objects.filter(pk=customers[1].pk).update(since_on=date(2024, 2, 29))
        assert since_day(day=date(2024, 2, 29)) == [customers[1].pk]
        assert since_day(day=date(2024, 3, 1)) == []


def test_a_column_too_small_for_a_mark_is_an_error_and_no_empty_answer(cast: Cast) -> None:
    with every_brand(), pytest.raises(TypeError):
        of_a_small_number(size=12)


def test_what_no_statement_can_take_is_an_error(cast: Cast) -> None:
    nothing: Any = None
    with pytest.raises(TypeError):
        staff_called(name=nothing)


@pytest.mark.parametrize("name", ["'; DROP TABLE people_staff; --", "%s %% %(x)s", "\\", "משרד", "投訴", "?"])
def test_a_value_is_never_read_as_part_of_the_statement(cast: Cast, name: str) -> None:
    Staff.objects.filter(pk=cast.rep.pk).update(name=name)
    assert staff_called(name=name) == [(cast.rep.pk, name)]
    assert staff_called(name=name + "x") == []


def test_forms_without_end_do_not_fill_the_memory(cast: Cast, customers: list[Customer]) -> None:
    with every_brand():
        for length in range(MOST_KEPT + 3):
            named(names=("Vale",) * length, made_from=SINCE)
        assert len(named(names=("Vale",), made_from=SINCE)) == 3
