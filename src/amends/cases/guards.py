"""Guards inside the database: the record can't be changed, and on PostgreSQL no brand sees or names another's rows.

Django drops triggers silently when it alters a table on SQLite, so they are put back after every migration.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from amends.cases.brand_keys import install_brand_keys, missing_brand_keys

RECORD_TABLES = ("cases_caseevent", "cases_checkpoint", "cases_policyversion", "cases_ledgerentry")
_SAME = {
    "cases_caseevent": "id = NEW.id OR (case_id = NEW.case_id AND seq = NEW.seq)",
    "cases_checkpoint": "number = NEW.number",
    "cases_policyversion": "id = NEW.id OR (brand_id = NEW.brand_id AND number = NEW.number)",
    "cases_ledgerentry": (
        "id = NEW.id OR (remedy_id = NEW.remedy_id AND act = NEW.act AND account = NEW.account)"
    ),
}
_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION amends_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the record is append-only'; END $$
"""
_PG_SCOPE = """
CREATE OR REPLACE FUNCTION amends_brands() RETURNS bigint[] LANGUAGE sql STABLE AS $$
SELECT string_to_array(nullif(nullif(current_setting('amends.brands', true), '*'), ''), ',')::bigint[] $$
"""


def install_guards(**_: Any) -> None:
    """Puts triggers and row policies where they belong; does nothing where the tables are not there yet."""
    tables = set(connection.introspection.table_names())
    if not set(RECORD_TABLES) <= tables:
        return
    statements = _sqlite_triggers() if connection.vendor == "sqlite" else _postgres(tables)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    install_brand_keys(tables)


def _sqlite_triggers() -> Iterator[str]:
    for table in RECORD_TABLES:
        for what in ("UPDATE", "DELETE"):
            name = f"{table}_no_{what.lower()}"
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield (
                f"CREATE TRIGGER {name} BEFORE {what} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
            )
        yield f"DROP TRIGGER IF EXISTS {table}_no_replace"
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {_SAME[table]}) "
            "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
        )


def _postgres(tables: set[str]) -> Iterator[str]:
    # Tables can't be altered while checks of this transaction are still put off.
    yield "SET CONSTRAINTS ALL IMMEDIATE"
    yield _PG_FUNCTION
    yield _PG_SCOPE
    for table in RECORD_TABLES:
        yield f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}"
        yield (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION amends_refuse()"
        )
        yield f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}"
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION amends_refuse()"
        )
    for table in sorted(brand_tables() & tables):
        yield from _row_policy(table)


def _row_policy(table: str) -> Iterator[str]:
    inside = (
        "(SELECT current_setting('amends.brands', true)) = '*' "
        "OR brand_id = ANY ((SELECT amends_brands())::bigint[])"
    )
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS brand ON {table}"
    yield f"CREATE POLICY brand ON {table} USING ({inside}) WITH CHECK ({inside})"


def brand_tables() -> set[str]:
    """Answers the tables whose rows belong to one brand."""
    return {model._meta.db_table for model in apps.get_models() if getattr(model, "belongs_to_brand", False)}


def missing_guards() -> list[str]:
    """Answers which guards are not in the database; empty when all is well."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = [
                f"{table}_{end}"
                for table in RECORD_TABLES
                for end in ("no_update", "no_delete", "no_replace")
            ]
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger UNION SELECT tablename || ':brand' FROM pg_policies "
                "WHERE policyname = 'brand'"
            )
            wanted = [f"{table}_{end}" for table in RECORD_TABLES for end in ("no_change", "no_truncate")]
            wanted += [f"{table}:brand" for table in sorted(brand_tables())]
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in there] + [key.name for key in missing_brand_keys()]


@contextmanager
def lifted_for_tests() -> Iterator[None]:
    """Lets a test's own flush empty the record; the only door, and never called by the product."""
    with connection.cursor() as cursor:
        for table in RECORD_TABLES:
            if connection.vendor == "sqlite":
                for end in ("no_update", "no_delete", "no_replace"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{end}")
            else:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    try:
        yield
    finally:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for table in RECORD_TABLES:
                    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        install_guards()
