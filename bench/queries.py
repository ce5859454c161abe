"""The queries that are measured, by name: the functions behind the pages, called as the pages call them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from amends.cases.models import Case
from amends.cases.queries import case_file, search_cases
from amends.cases.queue import VIEWS, counts_of, queue
from amends.people.actors import actor_of
from amends.people.permissions import Actor
from amends.people.scope import brand_scope
from bench.corpus import Corpus
from bench.load import NOW, brands, staff

SIZE = 25
Query = Callable[[], Any]
_STAGES = ("received", "acknowledged", "assessed", "investigated", "decided")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who looks, at which brands, and cases to open."""

    actor: Actor
    one: list[int]
    two: list[int]
    cases: list[Any]


def desk(most_cases: int = 1_000) -> Desk:
    """Answers the seat that the measured pages are read from."""
    actor = actor_of(staff()[0])
    two = [brand.pk for brand in brands()]
    chance = random.Random(7)
    cases: list[Any] = []
    with brand_scope(two):
        for brand in two:
            rows = Case.objects.of(brand).order_by("id")
            first, last = rows.values_list("id", flat=True)[0], rows.values_list("id", flat=True).last() or 0
            picked = {chance.randint(first, last) for _ in range(most_cases)}
            cases += rows.filter(pk__in=picked).values_list("uuid", flat=True)
    chance.shuffle(cases)
    return Desk(actor, two[:1], two, cases[:most_cases])


def named(seat: Desk, corpus: Corpus) -> dict[str, Query]:
    """Answers every query under its name; each call of a query asks for something else where there is a choice."""
    return {**_queues(seat), **_searches(seat, corpus), "open a case": _opener(seat)}


def _queues(seat: Desk) -> dict[str, Query]:
    def page(brand_ids: list[int], view: str, **filters: Any) -> Query:
        return lambda: queue(seat.actor, brand_ids, view, NOW, size=SIZE, filters=filters)

    return {
        "today, one brand": page(seat.one, "all"),
        "today, two brands": page(seat.two, "all"),
        "mine": page(seat.two, "mine"),
        "unowned": page(seat.two, "nobody"),
        "filter without a match": page(seat.two, "all", seriousness=3, channel="sms"),
        "counts of twelve views": lambda: _twelve_counts(seat),
    }


def _twelve_counts(seat: Desk) -> list[int]:
    asked: list[tuple[str, dict[str, str]]] = [(view, {}) for view in VIEWS]
    return counts_of(seat.actor, seat.two, asked + [("all", {"stage": stage}) for stage in _STAGES], NOW)


def search_words(corpus: Corpus) -> Mapping[str, list[str]]:
    """Answers what is searched for, by kind."""
    words = [word for word in corpus.words if len(word) > 5]
    return {
        "rare word": corpus.rare,
        "common word": words,
        "two words": [f"{one} {two}" for one, two in zip(words, words[7:], strict=False)],
        "prefix": [f"{word[:4]}*" for word in words],
        "two Chinese characters": ["投訴", "退款", "送货", "网络", "客服"],
        "phrase": [f'"{one} {two}"' for one, two in zip(words, words[3:], strict=False)],
    }


def _searches(seat: Desk, corpus: Corpus) -> dict[str, Query]:
    found: dict[str, Query] = {}
    for kind, asked in search_words(corpus).items():
        found[f"search: {kind}"] = _searcher(seat, asked, only_open=False)
        found[f"search: {kind}, open"] = _searcher(seat, asked, only_open=True)
    return found


def _searcher(seat: Desk, asked: list[str], *, only_open: bool) -> Query:
    turn = iter(range(1 << 60))

    def search() -> Any:
        number = next(turn)
        brand = seat.two[number % 2]
        words = asked[number // 2 % len(asked)]
        return search_cases(seat.actor, [brand], words, size=SIZE, only_open=only_open)

    return search


def _opener(seat: Desk) -> Query:
    turn = iter(range(1 << 60))
    return lambda: case_file(seat.actor, seat.cases[next(turn) % len(seat.cases)])
