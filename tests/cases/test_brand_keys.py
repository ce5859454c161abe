"""On PostgreSQL no row of one brand can point to a row of another; every reference between them is tried."""

from __future__ import annotations

import uuid
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from amends.cases import brand_keys as brand_keys_module
from amends.cases.brand_keys import BrandKey, brand_keys, install_brand_keys, missing_brand_keys
from amends.cases.guards import install_guards, missing_guards
from amends.people.models import Brand, Staff
from amends.people.scope import BrandOwned
from tests.conftest import NOON, Cast, is_postgres

pytestmark = pytest.mark.usefixtures("everywhere")
MODELS = {model._meta.db_table: model for model in apps.get_models()}
_numbers = count(1_000)


@pytest.fixture(autouse=True)
def only_on_postgresql() -> None:
    """On SQLite the scoped manager holds the line alone (ADR 3)."""
    if not is_postgres():
        pytest.skip("keys that carry the brand are PostgreSQL's")


def made(model: type[models.Model], cast: Cast, brand: Brand, **given: Any) -> Any:
    """Answers a new row of a brand with as little in it as the table allows."""
    values: dict[str, Any] = {"brand": brand, **given}
    for field in model._meta.concrete_fields:
        if (
            field.blank
            or field.name in values
            or field.attname in values
            or field.primary_key
            or field.null
            or field.has_default()
        ):
            continue
        values[field.name] = _value(field, cast, brand)
    return model._base_manager.create(**values)


def _value(field: Any, cast: Cast, brand: Brand) -> Any:
    if isinstance(field, models.ForeignKey):
        target = field.related_model
        return _person() if target is Staff else made(target, cast, brand)
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.DateTimeField):
        return NOON
    if isinstance(field, models.DateField):
        return NOON.date()
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.BinaryField):
        return b""
    if isinstance(field, models.IntegerField):
        return next(_numbers)
    return f"{next(_numbers)}"[-(field.max_length or 20) :]


def _person() -> Staff:
    return Staff.objects.create_user(f"{next(_numbers)}@example.org", name="Somebody")


def at_once() -> None:
    """Lets the database check now what it would check at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("key", brand_keys(), ids=lambda key: key.name)
def test_a_row_can_not_point_into_another_brand(cast: Cast, key: BrandKey) -> None:
    model, target = MODELS[key.table], MODELS[key.target]
    own, foreign = made(target, cast, cast.norvia), made(target, cast, cast.sunfold)
    made(model, cast, cast.norvia, **{key.column: own.pk})
    at_once()
    with pytest.raises(IntegrityError, match=key.name), transaction.atomic():
        made(model, cast, cast.norvia, **{key.column: foreign.pk})
        at_once()


def test_every_reference_of_the_case_file_is_among_them() -> None:
    owned = {
        f"{model._meta.db_table}_{field.column}_brand"
        for model in apps.get_models()
        if issubclass(model, BrandOwned)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, BrandOwned)  # type: ignore[arg-type]
    }
    assert owned <= {key.name for key in brand_keys()}
    assert len(owned) >= 20
    assert missing_brand_keys() == []


def test_the_negative_control_with_the_id_alone_the_other_brand_can_be_named(cast: Cast) -> None:
    key = BrandKey("cases_note", "case_id", "cases_case")
    foreign = made(MODELS["cases_case"], cast, cast.sunfold)
    at_once()
    _weaken(key)
    made(MODELS[key.table], cast, cast.norvia, case_id=foreign.pk)
    at_once()
    assert missing_guards() == [key.name]


def test_a_row_that_points_across_brands_already_is_found_and_not_passed_by(cast: Cast) -> None:
    key = BrandKey("cases_note", "case_id", "cases_case")
    foreign = made(MODELS["cases_case"], cast, cast.sunfold)
    at_once()
    _weaken(key)
    made(MODELS[key.table], cast, cast.norvia, case_id=foreign.pk)
    at_once()
    with connection.cursor() as cursor:
        # As in a migration: no scope is open, and the row policies hide every row.
        cursor.execute("SELECT set_config('amends.brands', '', true)")
    with pytest.raises(IntegrityError, match=key.name), transaction.atomic():
        install_brand_keys(set(MODELS))


def test_the_negative_control_without_a_scope_the_check_of_old_rows_sees_none(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = BrandKey("cases_note", "case_id", "cases_case")
    foreign = made(MODELS["cases_case"], cast, cast.sunfold)
    at_once()
    _weaken(key)
    made(MODELS[key.table], cast, cast.norvia, case_id=foreign.pk)
    at_once()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('amends.brands', '', true)")
    monkeypatch.setattr(brand_keys_module, "_SCOPE", "SELECT %s")
    install_brand_keys(set(MODELS))
    assert missing_brand_keys() == []


def test_a_key_that_is_missing_is_put_back(cast: Cast) -> None:
    key = BrandKey("cases_note", "case_id", "cases_case")
    at_once()
    _weaken(key)
    install_guards()
    assert missing_guards() == []


def _weaken(key: BrandKey) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {key.table} DROP CONSTRAINT {key.name}")
        cursor.execute(
            f"ALTER TABLE {key.table} ADD CONSTRAINT plain FOREIGN KEY ({key.column}) REFERENCES {key.target} (id)"
        )
