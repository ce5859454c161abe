"""Databases that a test made are dropped again."""

from __future__ import annotations

from time import sleep
from typing import Any

from psycopg.errors import InsufficientPrivilege


def drop_database(server: Any, name: str) -> None:
    """Drops a database; what the server itself cleans up there just then can't be ended, so that is waited for."""
    for _ in range(100):
        try:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        except InsufficientPrivilege:
            sleep(0.2)
        else:
            return
    server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
