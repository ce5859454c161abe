"""Inside PostgreSQL no row of one brand can be tied to a row of another, whichever table it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from amends.cases.actions.details import add_point
from amends.cases.brand_keys import BrandKey, brand_keys
from amends.cases.models import Case, Contact, Point
from amends.people.models import Customer, Household
from amends.people.scope import every_brand
from tests.conftest import Cast, complain, is_postgres

pytestmark = pytest.mark.skipif(not is_postgres(), reason="composite keys are PostgreSQL's")
TARGETS: dict[str, type[models.Model]] = {
    model._meta.db_table: model for model in (Case, Customer, Contact, Point, Household)
}


@pytest.fixture
def norvias(cast: Cast) -> dict[str, int]:
    """The id of a row of Norvia in each table that others point to."""
    case = complain(cast)
    with every_brand():
        add_point(actor=cast.actor("rep"), case_uuid=case.uuid, text="One", now=case.opened_at)
        Household.objects.create(brand=cast.norvia, name="Levin")
        return {table: model.objects.of(cast.norvia.pk).latest("pk").pk for table, model in TARGETS.items()}  # type: ignore[attr-defined]


def tied(cast: Cast, key: BrandKey, target: int) -> None:
    """Writes a row of Sunfold that points to a row of Norvia, and nothing else that is right or wrong."""
    model = next(model for model in apps.get_models() if model._meta.db_table == key.table)
    values: dict[str, Any] = {"brand_id": cast.sunfold.pk, key.column: target}
    for field in model._meta.concrete_fields:
        if (
            field.column not in values
            and not field.primary_key
            and not field.null
            and not field.has_default()
        ):
            values[field.column] = _something(field, cast)
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(["%s"] * len(values))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        defaults = {
            field.column: field.get_db_prep_save(field.get_default(), connection)
            for field in model._meta.concrete_fields
            if field.column not in values and field.has_default() and not field.primary_key
        }
        columns += "".join(f', "{name}"' for name in defaults)
        marks += ", %s" * len(defaults)
        cursor.execute(
            f"INSERT INTO {key.table} ({columns}) VALUES ({marks})", [*values.values(), *defaults.values()]
        )
        cursor.execute(f"SET CONSTRAINTS {key.name} IMMEDIATE")
        raise transaction.TransactionManagementError("it was let in")


def _something(field: models.Field[Any, Any], cast: Cast) -> Any:
    if isinstance(field, models.ForeignKey):
        return cast.rep.pk
    made = {
        "UUIDField": "00000000-0000-4000-8000-000000000001",
        "DateTimeField": "2026-05-12T12:00:00Z",
        "BinaryField": b"x",
    }
    kind = field.get_internal_type()
    return made.get(kind, 9 if "Integer" in kind else "")


@pytest.mark.parametrize("key", brand_keys(), ids=lambda key: key.name)
def test_a_row_of_another_brand_can_not_be_pointed_to(
    cast: Cast, norvias: dict[str, int], key: BrandKey
) -> None:
    with every_brand(), pytest.raises(IntegrityError, match=key.name):
        tied(cast, key, norvias[key.target])


def test_the_negative_control_without_the_key_it_is_let_in(cast: Cast, norvias: dict[str, int]) -> None:
    key = next(key for key in brand_keys() if key.name == "cases_note_case_id_brand")
    with every_brand(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {key.table} DROP CONSTRAINT {key.name}")
        cursor.execute(
            f"ALTER TABLE {key.table} ADD CONSTRAINT {key.name} CHECK (true)",
        )
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "INSERT INTO cases_note (brand_id, uuid, case_id, text, occurred_at) "
            "VALUES (%s, '00000000-0000-4000-8000-000000000001', %s, '', now())",
            [cast.sunfold.pk, norvias["cases_case"]],
        )
