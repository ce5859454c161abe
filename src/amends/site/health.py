"""What is well with this desk and what is not: facts looked up one by one, each with what to do."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max

from amends.cases.actions.retention import is_held, waiting_to_go
from amends.cases.erasure_log import log_file
from amends.cases.guards import missing_guards
from amends.cases.leftovers import swept_at
from amends.cases.models import Case
from amends.clock import now
from amends.people.models import Brand, Staff
from amends.people.scope import every_brand
from amends.site.worker import last_beat

MOST_COUNTED = 1_000
ROOM_WANTED, ROOM_NEEDED = 2 * 1024**3, 200 * 1024**2
BEAT_MOST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Health:
    """One thing looked at: ok, warning or error; a sentence; what to do."""

    state: str
    sentence: str
    remedy: str = ""


def examine() -> Iterator[Health]:
    """Answers everything looked at; what needs the tables is left out when they are not there."""
    reached = database_reached()
    yield reached
    tables = list(_looked(migrations)) if reached.state == "ok" else []
    yield from tables
    if all(health.state == "ok" for health in (reached, *tables)):
        for look in _NEED_TABLES:
            yield from _looked(look)
    for look in _NEED_NOTHING:
        yield from _looked(look)


def _looked(look: Callable[[], Iterator[Health]]) -> Iterator[Health]:
    try:
        yield from look()
    except DatabaseError as error:
        yield Health(
            "error", f"The database refused to say: {str(error).strip()}", "See the sentences above."
        )


def database_reached() -> Health:
    """Answers whether the database can be read."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Health("error", f"The database can't be reached: {str(error).strip()}", "Check DATABASE_URL.")
    return Health("ok", f"The database answers ({connection.display_name}).")


def migrations() -> Iterator[Health]:
    """Answers whether the tables are as this version needs them."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield Health(
            "error", f"{len(missing)} migrations are not applied.", "Start ./amends up: it applies them."
        )
    else:
        yield Health("ok", "All migrations are applied.")


def guards() -> Iterator[Health]:
    """Answers whether the database itself refuses to change the record."""
    missing = missing_guards()
    if missing:
        names = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        yield Health(
            "error", f"{len(missing)} guards are missing: {names}", "./amends manage migrate puts them back."
        )
    else:
        yield Health("ok", "The guards of the record are in place.")


def roles() -> Iterator[Health]:
    """Answers whether the role that serves is kept out of what only the owner may do. PostgreSQL only."""
    if connection.vendor != "postgresql":
        yield Health("ok", "SQLite: changes to the record are detected (./amends verify), not prevented.")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        bypasses = bool(cursor.fetchone()[0])
        cursor.execute("SELECT tableowner = current_user FROM pg_tables WHERE tablename = 'cases_caseevent'")
        owns = any(row[0] for row in cursor.fetchall())
    if bypasses:
        yield Health(
            "error",
            "The database role is a superuser or bypasses row policies: brands are not kept apart by the database.",
            "Serve with a role made by: CREATE ROLE … LOGIN NOSUPERUSER NOBYPASSRLS",
        )
    if owns:
        yield Health(
            "warning",
            "The role that serves also owns the tables, so it could remove the guards.",
            "Let one role own (AMENDS_OWNER_URL) and another serve (DATABASE_URL).",
        )
    if not (bypasses or owns):
        yield Health("ok", "The role that serves owns nothing and obeys the row policies.")


def people() -> Iterator[Health]:
    """Answers whether anybody can answer complaints."""
    if not Brand.objects.exists():
        yield Health("warning", "There is no brand yet.", "./amends brands add --help")
    elif not Staff.objects.filter(is_active=True, memberships__isnull=False).exists():
        yield Health("warning", "Nobody works here yet.", "./amends people add --help")
    else:
        yield Health("ok", "There are brands and people.")


def mail() -> Iterator[Health]:
    """Answers whether replies can leave."""
    if settings.SMTP_URL:
        yield Health("ok", "A mail server is configured.")
    else:
        yield Health(
            "warning",
            "No mail server is configured: replies by e-mail show as not delivered.",
            "AMENDS_SMTP_URL=smtps://user:password@mail.example.org",
        )


def room() -> Iterator[Health]:
    """Answers whether the disk has room."""
    free = shutil.disk_usage(settings.HOME).free
    said = f"{free / 1024**3:.1f} GB are free in {settings.HOME}."
    if free < ROOM_NEEDED:
        yield Health("error", said, "Make room: writes will fail soon.")
    elif free < ROOM_WANTED:
        yield Health("warning", said, "Make room before it is needed.")
    else:
        yield Health("ok", said)


def keys() -> Iterator[Health]:
    """Answers whether only the owner can read the keys."""
    folder = Path(settings.HOME) / "keys"
    open_ones = [path.name for path in sorted(folder.iterdir()) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if open_ones:
        yield Health("error", f"Others can read these keys: {', '.join(open_ones)}", f"chmod 600 {folder}/*")
    else:
        yield Health("ok", "Only the owner can read the keys.")


def background() -> Iterator[Health]:
    """Answers whether the worker lives."""
    seen = last_beat()
    if seen is None:
        yield Health("warning", "No worker has run here yet.", "./amends up does it too; or ./amends worker")
    elif now() - seen > BEAT_MOST:
        said = f"The worker was last seen {seen:%Y-%m-%d %H:%M} UTC."
        yield Health("warning", said, "./amends up, or ./amends worker")
    else:
        yield Health("ok", "The worker lives.")


def debugging() -> Iterator[Health]:
    """Answers whether something is switched on that is not for real work."""
    if settings.DEBUG:
        yield Health(
            "error", "AMENDS_DEBUG is on: errors show the insides to everybody.", "Unset AMENDS_DEBUG."
        )
    outside = set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"}
    if outside and not settings.IS_SECURE:
        yield Health(
            "warning", "The desk is reached by name without AMENDS_SECURE=1.", "Serve HTTPS and set it."
        )
    if os.environ.get("AMENDS_FROZEN_AT"):
        yield Health("error", "AMENDS_FROZEN_AT holds the clock still.", "Unset it.")


def retention() -> Iterator[Health]:
    """Answers how many cases are past their date and keep their words, and whether erasures are noted."""
    with every_brand():
        waiting = [is_held(case) for case in waiting_to_go(now())[:MOST_COUNTED]]
        last = Case.objects.filter(erased_at__isnull=False).aggregate(last=Max("erased_at"))["last"]
    held, due = sum(waiting), waiting.count(False)
    if due:
        said = f"{due}{'+' if len(waiting) == MOST_COUNTED else ''} cases are past the day their words were kept until."
        yield Health("warning", said, "./amends up, or ./amends worker: it erases some each hour.")
    else:
        yield Health("ok", "No words are kept past their date.")
    if held:
        yield Health("ok", f"{held} cases past their date keep their words under a legal hold.")
    yield from _traces(last)
    if last and not log_file().exists():
        yield Health(
            "warning",
            f"Words were erased, and {log_file()} is not there: a restored backup could bring them back unseen.",
            "Bring the file back from where it was copied to.",
        )


def _traces(last: datetime | None) -> Iterator[Health]:
    swept = swept_at()
    if connection.vendor == "sqlite" and last and (swept is None or swept < last):
        yield Health(
            "warning",
            "Words were erased since the database file was last written anew: pieces of them may lie in it.",
            "./amends erase --sweep, when nobody works: about 20 seconds for each GB.",
        )


_NEED_TABLES = (guards, roles, people, retention)
_NEED_NOTHING = (mail, room, keys, background, debugging)
