"""What is used only where it was installed: each extra of the package is loaded here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amends.errors import DomainError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def duckdb_in_memory() -> DuckDBPyConnection:
    """Answers an empty database of DuckDB's. Raises: DomainError('duckdb_missing')."""
    try:
        import duckdb  # noqa: PLC0415
    except ImportError as error:
        raise DomainError("duckdb_missing") from error
    return duckdb.connect()
