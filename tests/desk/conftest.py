"""The world of the desk's tests."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from tests.conftest import Cast
from tests.desk.world import World, make_world


@pytest.fixture(autouse=True)
def no_counts_from_before() -> None:
    """Forgets how often somebody tried to sign in."""
    cache.clear()


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    """Passwords of tests need not be slow to guess."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(cast: Cast) -> World:
    """Two brands, a whole case in each, and people in every role."""
    return make_world(cast)
