"""Keys that carry the brand: on PostgreSQL no row of one brand can point to a row of another, whoever writes it.

Where both rows belong to a brand, (brand, row) refers to (brand, id) instead of the row alone. The references are
read from the models, so that a new one gets its key with the migration that makes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

_SCOPE = "SELECT set_config('amends.brands', %s, true)"


@dataclass(frozen=True, slots=True)
class BrandKey:
    """One reference from a row of a brand to a row of a brand."""

    table: str
    column: str
    target: str

    @property
    def name(self) -> str:
        """Answers the name of its key in the database."""
        return f"{self.table}_{self.column}_brand"

    @property
    def target_name(self) -> str:
        """Answers the name of the key that it refers to."""
        return f"{self.target}_brand_id"


def brand_keys() -> list[BrandKey]:
    """Answers every reference between rows that have a brand."""
    return [
        BrandKey(model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in apps.get_models()
        if _has_brand(model)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and _has_brand(field.related_model)
    ]


def _has_brand(model: Any) -> bool:
    return any(field.name == "brand" for field in model._meta.concrete_fields)


def missing_brand_keys() -> list[BrandKey]:
    """Answers which references the database does not hold to their brand; none on SQLite, where the scope does."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f' AND convalidated")
        there = {row[0] for row in cursor.fetchall()}
    return [key for key in brand_keys() if key.name not in there]


def install_brand_keys(tables: set[str]) -> None:
    """Puts the keys where they are missing; a row that points across brands is an error that names the key."""
    missing = [key for key in missing_brand_keys() if {key.table, key.target} <= tables]
    if not missing:
        return
    for statement in statements(missing):
        with transaction.atomic(), connection.cursor() as cursor:
            # The check of old rows obeys the row policies too: without a scope it would see none and pass.
            cursor.execute("SELECT current_setting('amends.brands', true)")
            before = cursor.fetchone()[0] or ""
            cursor.execute(_SCOPE, ["*"])
            cursor.execute(statement)
            cursor.execute(_SCOPE, [before])


def statements(keys: Sequence[BrandKey]) -> Iterator[str]:
    """Answers what makes the keys: first without a look at old rows, which locks briefly, then with one."""
    for target, name in sorted({(key.target, key.target_name) for key in keys}):
        yield f"CREATE UNIQUE INDEX IF NOT EXISTS {name} ON {target} (brand_id, id)"
    for key in keys:
        yield f"ALTER TABLE {key.table} DROP CONSTRAINT IF EXISTS {key.name}"
        yield (
            f"ALTER TABLE {key.table} ADD CONSTRAINT {key.name} FOREIGN KEY (brand_id, {key.column}) "
            f"REFERENCES {key.target} (brand_id, id) DEFERRABLE INITIALLY DEFERRED NOT VALID"
        )
        yield f"ALTER TABLE {key.table} VALIDATE CONSTRAINT {key.name}"
        yield _without_brand(key)


def _without_brand(key: BrandKey) -> str:
    # Django's own key on the column alone says less and would cost each insert a second look.
    return (
        "DO $$ DECLARE one text; BEGIN FOR one IN SELECT c.conname FROM pg_constraint c "
        "JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum] "
        f"WHERE c.contype = 'f' AND c.conrelid = '{key.table}'::regclass AND a.attname = '{key.column}' "
        f"LOOP EXECUTE format('ALTER TABLE {key.table} DROP CONSTRAINT %I', one); END LOOP; END $$"
    )
