"""Which database: one SQLite file, or PostgreSQL by its address."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_SQLITE_START = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=ON;"
    "PRAGMA secure_delete=ON;PRAGMA cache_size=-65536;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
)


def database(address: str, folder: Path) -> dict[str, Any]:
    """Answers Django's settings for a database address; empty means the SQLite file in `folder`.

    Raises: ValueError for an address that is neither.
    """
    if not address:
        return _sqlite(str(folder / "amends.sqlite3"))
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path))
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("DATABASE_URL must begin with postgres:// or sqlite://")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _with_plans(query.pop("plans", "kept"), query),
    }


def _with_plans(said: str, options: Mapping[str, str]) -> dict[str, Any]:
    """Answers the options with how plans are kept: planning a page's dozen reads takes longer than answering them.

    PostgreSQL chooses between a plan for all values and one for these: forced to the first, Today at a million
    cases took 7.4 ms that takes 1.5, because nobody knows then how few of them are due.
    Raises: ValueError for anything but "kept" and "anew", which is for a pooler that can't keep them.
    """
    if said not in ("kept", "anew"):
        raise ValueError("plans must be kept or anew")
    if said == "anew":
        return dict(options)
    settings = f"{options.get('options', '')} -c jit=off".strip()
    return {"server_side_binding": True, "prepare_threshold": 3, **options, "options": settings}


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_START},
    }
