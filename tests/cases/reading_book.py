"""A small phrasebook for tests: so what they see does not change with what the real ones learn."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from amends.cases.readings import read_again
from amends.language import reading
from amends.language.book import read_book
from amends.language.indexing import index_of
from amends.language.matching import Looks, Matcher

BOOK = """
language: en
[complaint]
broke down
was never delivered
[want.refund]
money back
[want.callback]
ring me
[emotion.anger]
i am furious
[emotion.sadness]
so sad
[flag.leave]
switch to linkway
[flag.repeat]
third time
[flag.legal]
my lawyer
[flag.media]
the newspaper
[flag.safety]
smell gas
[flag.self_harm]
end my life
[flag.vulnerable]
wheelchair
[flag.supervisor]
your boss
[serious.2]
lost my wages
[urgent]
by tonight
[negator]
not going to
"""
FIRST = "The washer broke down. I want my money back, and this is the third time."
GRAVE = "The boiler broke down and I smell gas. My lawyer says I should ring the newspaper."
DESPAIR = "The card was never delivered. I want to end my life."


@pytest.fixture
def test_book(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lets every text be read with this book, whatever language it is in."""

    @cache
    def matcher(language: str, purpose: str) -> Matcher:
        return Matcher(index_of(read_book(BOOK)))

    monkeypatch.setattr(reading, "matcher", matcher)
    # Words that no line of this book has say nothing.
    monkeypatch.setattr(
        reading, "weighed", lambda cues, text, *_rest: sorted(Looks(text, cues).standing(cues))
    )
    read_again.cache_clear()
    yield
    read_again.cache_clear()
