"""What time it is. Faces ask here and hand `now` down; pictures and tests can hold it still."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def now() -> datetime:
    """Answers the moment, in UTC; AMENDS_FROZEN_AT (ISO 8601) holds it still for pictures."""
    frozen = os.environ.get("AMENDS_FROZEN_AT")
    return datetime.fromisoformat(frozen).astimezone(UTC) if frozen else datetime.now(UTC)
