"""Nothing of a brand is readable outside a scope."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from tests.conftest import Cast, complain, is_postgres

from amends.cases.models import Case
from amends.people.models import Customer
from amends.people.scope import BrandOwned, ScopeMissing, brand_scope, every_brand


def test_without_a_scope_every_brand_owned_row_raises(cast: Cast) -> None:
    for model in apps.get_models():
        if issubclass(model, BrandOwned):
            with pytest.raises(ScopeMissing):
                model.objects.count()


def test_another_brands_case_is_not_there(cast: Cast) -> None:
    complain(cast)
    with brand_scope([cast.sunfold.pk]):
        assert Case.objects.count() == Customer.objects.count() == 0
    with brand_scope([cast.norvia.pk]):
        assert Case.objects.count() == Customer.objects.count() == 1


def test_a_scope_inside_another_can_only_narrow_it(cast: Cast) -> None:
    with brand_scope([cast.norvia.pk]), pytest.raises(ScopeMissing), brand_scope([cast.sunfold.pk]):
        pass


def test_following_a_foreign_key_out_of_the_scope_finds_nothing(cast: Cast) -> None:
    case = complain(cast)
    with brand_scope([cast.sunfold.pk]), pytest.raises(Customer.DoesNotExist):
        assert case.customer


def test_raw_sql_sees_only_the_scope_on_postgresql(cast: Cast) -> None:
    if not is_postgres():
        pytest.skip("row policies are PostgreSQL's")
    complain(cast)
    with brand_scope([cast.sunfold.pk]), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)
    with every_brand(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (1,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)


def test_the_negative_control_without_row_policies_sees_the_other_brand(cast: Cast) -> None:
    if not is_postgres():
        pytest.skip("row policies are PostgreSQL's")
    complain(cast)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY")
        cursor.execute("ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY")
    with brand_scope([cast.sunfold.pk]), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (1,)
