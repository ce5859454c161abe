"""An import in a process of its own, which dies, finds the disk full or the database locked where it is told to."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.site.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from tests.migrated import migrate  # noqa: E402

from amends.cases.actions import imports  # noqa: E402
from amends.channels.files import importing  # noqa: E402
from amends.channels.files.rejects import RejectsFile  # noqa: E402
from amends.site.command import files, run  # noqa: E402

BATCH = 20


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(holder: Any, name: str, count: int) -> None:
    """Dies right after the count-th call."""
    original: Callable[..., Any] = getattr(holder, name)
    calls = iter(range(1, 1_000_000))

    def call(*args: Any, **named: Any) -> Any:
        found = original(*args, **named)
        if next(calls) == count:
            die()
        return found

    setattr(holder, name, call)


def plan(mode: str, count: int) -> None:
    """Arranges what will happen."""
    match mode:
        case "rejects":
            after(RejectsFile, "add", count)
        case "contacts":
            after(imports, "receive_contacts", count)
        case "progress":
            after(imports.ImportRun, "save", count)
        case "committed":
            after(importing, "receive_history", count)
        case "time":
            threading.Timer(count / 1000, die).start()
        case "full":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA page_count")
                pages = cursor.fetchone()[0]
                cursor.execute(f"PRAGMA max_page_count={pages + count}")
        case "locked":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout=50")
            global other
            other = sqlite3.connect(settings.DATABASES["default"]["NAME"])
            other.execute("BEGIN IMMEDIATE")


def main() -> int:
    """Runs `driver.py MODE COUNT PATH BRAND`; mode `prepare` only makes the database."""
    mode, count, path, brand = sys.argv[1:]
    if mode == "prepare":
        migrate()
        return 0
    usual = importing.import_rows
    files.import_rows = lambda plan: usual(replace(plan, batch=BATCH))
    plan(mode, int(count))
    return run(["import", str(Path(path)), "--brand", brand, "--yes"])


if __name__ == "__main__":
    sys.exit(main())
