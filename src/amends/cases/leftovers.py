"""What erased words leave behind inside the database's own files, and how it goes from there.

SQLite overwrites what it deletes. But the search index keeps old tokens until its parts are merged, the write-ahead
log keeps old pages until it is emptied, and a page from which cells moved away keeps their old bytes until the file
is written anew. On PostgreSQL all this is VACUUM's work, and the operator's.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from amends.cases.recording import write_lock
from amends.clock import now

_MERGE = "INSERT INTO cases_search(cases_search, rank) VALUES ('merge', %s)"
_PAGES = 2_000
"""So much of the index is merged at a time, so that nobody who writes waits for the whole of it."""


MOST_BYTES = 256 * 1024**2
"""A file up to this size is written anew after each erasure; it takes about two seconds for each 100 MB."""
MARK = "erasures.swept"


def clear_leftovers(*, whole: bool = False) -> bool:
    """Clears the database's files of what was erased, outside of transactions; answers whether nothing is left to do.

    Something is left while somebody reads in them, and in a large file unless the `whole` is asked for.
    """
    if connection.vendor != "sqlite":
        return True
    merge_index()
    is_whole = whole or _size() <= MOST_BYTES
    if is_whole:
        write_anew()
    if not empty_log():
        return False
    if is_whole:
        _mark_file().write_text(now().isoformat())
    return is_whole


def _size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])


def write_anew() -> None:
    """Writes the whole database file anew; nobody else can write meanwhile."""
    with write_lock(), connection.cursor() as cursor:
        # On the disk: in memory the copy could take more than there is.
        cursor.execute("PRAGMA temp_store=FILE")
        try:
            cursor.execute("VACUUM")
        finally:
            cursor.execute("PRAGMA temp_store=MEMORY")


def swept_at() -> datetime | None:
    """Answers when the files were last cleared wholly."""
    try:
        return datetime.fromisoformat(_mark_file().read_text())
    except (OSError, ValueError):
        return None


def _mark_file() -> Path:
    return Path(settings.HOME) / MARK


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
