"""The worker of Prepare: for its own pages alone, asked for anew each time, under a version of its own text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from amends.seat.prepare import worker


@pytest.fixture(autouse=True)
def _fresh() -> None:
    worker.worker_text.cache_clear()


def test_the_worker_stands_before_the_brands_and_is_never_old(client: Client, db: None) -> None:
    answer = client.get("/prepare/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/prepare/"
    assert answer["Cache-Control"] == "no-cache"
    assert client.post("/prepare/worker.js").status_code == 405


def test_another_text_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "worker.js"
    monkeypatch.setattr(worker.finders, "find", lambda name: str(file))
    versions = []
    for text in ("one", "two", "one"):
        file.write_text(text)
        worker.worker_text.cache_clear()
        versions += re.findall(r'^const VERSION = "(\w{12})";$', worker.worker_text(), re.M)
    assert versions[0] == versions[2] != versions[1]
    worker.worker_text.cache_clear()


def test_the_page_for_no_line_says_what_is_safe(client: Client, db: None) -> None:
    answer = client.get("/prepare/offline/")
    assert answer.status_code == 200
    assert "kept on this device" in answer.content.decode()
