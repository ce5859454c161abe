"""Where the desk keeps its things: AMENDS_HOME and the keys in it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def home() -> Path:
    """Answers the folder of all data (AMENDS_HOME, default ./var), made when missing."""
    folder = Path(os.environ.get("AMENDS_HOME", "var")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def kept_key(name: str) -> str:
    """Answers a secret that lies beside the data and not in the database; made once, readable by the owner only."""
    path = home() / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
