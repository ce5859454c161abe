"""Small registers, written for these tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of text or bytes and answers its path."""

    def put(content: str | bytes, name: str = "register.csv", encoding: str = "utf-8") -> Path:
        place = tmp_path / name
        place.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return place

    return put


@pytest.fixture
def real_data() -> Path:
    """The folder of real registers, where there is one."""
    folder = os.environ.get("AMENDS_DATA", "")
    if not folder or not (Path(folder) / "streams").is_dir():
        pytest.skip("left out: AMENDS_DATA names no folder with real registers")
    return Path(folder) / "streams"
