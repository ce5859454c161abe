"""An address says which database it is, and how its plans are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from amends.cases.policies import policy_in_force
from amends.people.scope import brand_scope
from amends.site.databases import database
from tests.conftest import NOON, Cast, is_postgres

ADDRESS = "postgres://amends_app:p%40ss@localhost:5433/amends"


def test_an_address_is_taken_apart() -> None:
    found = database(f"{ADDRESS}?sslmode=require", Path("unused"))
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "amends_app",
        "p@ss",
        "localhost",
        "5433",
    )
    kept = {"server_side_binding": True, "prepare_threshold": 3}
    settings = "-c jit=off"
    assert found["OPTIONS"] == {**kept, "sslmode": "require", "options": settings}


def test_what_the_address_asks_of_the_server_stands_beside_the_plans() -> None:
    found = database(f"{ADDRESS}?options=-c%20work_mem%3D64MB", Path("unused"))
    assert found["OPTIONS"]["options"].startswith("-c work_mem=64MB -c jit=")


def test_plans_are_made_anew_where_a_pooler_can_not_keep_them() -> None:
    assert database(f"{ADDRESS}?plans=anew", Path("unused"))["OPTIONS"] == {}


@pytest.mark.parametrize("address", [f"{ADDRESS}?plans=perhaps", "mysql://localhost/amends", "nonsense"])
def test_an_address_that_can_not_be_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        database(address, Path("unused"))


def test_postgresql_keeps_the_plan_of_what_is_read_again(cast: Cast) -> None:
    if not is_postgres():
        pytest.skip("only on PostgreSQL")
    with brand_scope([cast.norvia.pk]), connection.cursor() as cursor:
        for _ in range(6):
            policy_in_force(cast.norvia.pk, NOON)
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%cases_policyversion%'"
        )
        assert cursor.fetchone() == (1,)
