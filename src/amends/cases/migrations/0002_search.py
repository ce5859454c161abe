"""The search index: FTS5 on SQLite, a tsvector on PostgreSQL; the same tokens in both."""

from __future__ import annotations

from django.db import migrations

_SQLITE = (
    "CREATE VIRTUAL TABLE cases_search USING fts5("
    "tokens, tokenize=\"unicode61 remove_diacritics 0 tokenchars '~_'\", detail=none, columnsize=0)",
)
_POSTGRES = (
    "CREATE TABLE cases_search (recent_key bigint PRIMARY KEY, found tsvector NOT NULL)",
    "CREATE INDEX cases_search_found ON cases_search USING gin (found) WITH (fastupdate = off)",
)


def make(apps: object, schema_editor: object) -> None:
    """Makes the table that the database at hand can search."""
    statements = _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRES  # type: ignore[attr-defined]
    for statement in statements:
        schema_editor.execute(statement)  # type: ignore[attr-defined]


def drop(apps: object, schema_editor: object) -> None:
    """Takes it away."""
    schema_editor.execute("DROP TABLE cases_search")  # type: ignore[attr-defined]


class Migration(migrations.Migration):
    """Adds the search index."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
