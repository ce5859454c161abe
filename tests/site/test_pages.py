"""A template is made ready once, however many ask for it at the same moment."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from jinja2 import DictLoader, Environment

from amends.site.pages import Pages

AT_ONCE = 6


class Slow(DictLoader):
    """Takes its time, and counts."""

    made = 0

    def load(self, *words: object, **more: object) -> object:  # type: ignore[override]
        """Answers a template."""
        self.made += 1
        time.sleep(0.05)
        return super().load(*words, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "is_once"), [(Pages, True), (Environment, False)], ids=["ours", "control"])
def test_a_template_that_many_ask_for_at_once_is_made_once(kind: type[Environment], is_once: bool) -> None:
    loader = Slow({"page.html": "{% extends 'frame.html' %}", "frame.html": "here"})
    pages, gate = kind(loader=loader), threading.Barrier(AT_ONCE)

    def come() -> str:
        gate.wait(10)
        pages.get_template("page.html")
        return ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda _number: come(), range(AT_ONCE)))
    assert (loader.made == 1) is is_once
    assert pages.get_template("page.html").render() == "here"
