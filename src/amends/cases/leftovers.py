"""What erased words leave behind inside the database's own files, and how it goes from there.

SQLite overwrites what it deletes, but the search index keeps old tokens until its parts are merged, and the
write-ahead log keeps old pages until it is emptied. On PostgreSQL this is VACUUM's work, and the operator's.
"""

from __future__ import annotations

from django.db import connection

from amends.cases.recording import write_lock

_MERGE = "INSERT INTO cases_search(cases_search, rank) VALUES ('merge', %s)"
_PAGES = 2_000
"""So much of the index is merged at a time, so that nobody who writes waits for the whole of it."""


def clear_leftovers() -> bool:
    """Answers whether the database's files were cleared; not while somebody reads in them.

    Outside of transactions only.
    """
    if connection.vendor != "sqlite":
        return True
    merge_index()
    return empty_log()


def merge_index() -> None:
    """Merges the search index into one part, so that tokens of deleted rows are gone from it."""
    _merge(-_PAGES)
    while _merge(_PAGES) > 1:
        pass


def _merge(pages: int) -> int:
    with write_lock(), connection.cursor() as cursor:
        before = _changes()
        cursor.execute(_MERGE, [pages])
        return _changes() - before


def _changes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        return int(cursor.fetchone()[0])


def empty_log() -> bool:
    """Moves the write-ahead log into the database and answers whether it could be cut to nothing."""
    with write_lock(), connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return not cursor.fetchone()[0]
