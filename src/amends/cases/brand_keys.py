"""On PostgreSQL the keys between rows carry the brand: no row can be tied to a case or customer of another one.

SQLite can't add a key to a table that is there; it relies on the manager that raises (docs/adr/0003).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import ForeignKey


@dataclass(frozen=True, slots=True)
class BrandKey:
    """A column that ties a row of one brand to another row of the same brand."""

    table: str
    column: str
    target: str

    @property
    def name(self) -> str:
        """Answers the name of the key in the database."""
        return f"{self.table}_{self.column}_brand"


def brand_keys() -> list[BrandKey]:
    """Answers every such column: all foreign keys between models whose rows belong to a brand."""
    models = [model for model in apps.get_models() if getattr(model, "belongs_to_brand", False)]
    return [
        BrandKey(model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in models
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in models
    ]


def key_statements(tables: set[str]) -> Iterator[str]:
    """Answers what adds the keys that are not there yet, between the tables given."""
    keys = [key for key in brand_keys() if {key.table, key.target} <= tables]
    for target in sorted({key.target for key in keys}):
        yield f"CREATE UNIQUE INDEX IF NOT EXISTS {target}_brand_row ON {target} (brand_id, id)"
    for key in keys:
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{key.name}') THEN "
            f"ALTER TABLE {key.table} ADD CONSTRAINT {key.name} FOREIGN KEY (brand_id, {key.column}) "
            f"REFERENCES {key.target} (brand_id, id) DEFERRABLE INITIALLY DEFERRED; END IF; END $$"
        )
