"""What the tests of the site share."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_counts_from_before() -> None:
    """Forgets how often somebody tried to sign in."""
    cache.clear()
