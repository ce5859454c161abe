"""A database that is up to date: on SQLite a copy of the one that was made for the whole run, as making one takes long."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

MADE: Final = os.environ.get("AMENDS_MIGRATED", "")
"""Where the database lies that `./amends test` made; nothing where one test alone is run."""


def migrate() -> None:
    """Brings the database of this process up to date."""
    place = Path(connection.settings_dict["NAME"])
    if MADE and connection.vendor == "sqlite" and not place.exists():
        shutil.copyfile(MADE, place)
        return
    call_command("migrate", verbosity=0)


def fill_from_made() -> None:
    """Puts what was made into the database of the tests, whatever is in it."""
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{MADE}?mode=ro", uri=True)) as made:
        made.backup(connection.connection)
    ContentType.objects.clear_cache()
