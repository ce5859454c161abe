"""Customers who look at their own cases, write, take everything with them, and try the case of somebody else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.busy.arrivals import Seen, asked, moments
from bench.busy.browser import Answer, Browser
from bench.busy.marks import Watch

KINDS = {"page": 80, "message": 10, "find": 5, "download": 5}
"""What customers ask for, in hundredths."""
STRANGERS = 1.0
"""So many a second ask with their own visit for somebody else's case; they stand in no figure."""
_RIGHT = {"page": 200, "after": 200, "message": 302, "find": 200, "download": 200, "stranger": 404}
_SHOWS_OWN = frozenset({"page", "after", "download"})
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Customer:
    """Whose case, the mark of all its words, and the browser in which it is open."""

    case: str
    mark: str
    browser: Browser

    @property
    def address(self) -> str:
        """Answers where the case stands."""
        return f"/my/{self.case}/"


def opened(port: int, links: Sequence[dict[str, str]]) -> list[Customer]:
    """Answers the customers once each has pressed the button behind their link. Raises: SystemExit."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda one: _opened(port, one), links))


def _opened(port: int, link: dict[str, str]) -> Customer:
    browser = Browser(port)
    address = f"/my/open/{link['token']}/"
    browser.get(address)
    done = browser.post(address, {})
    if done.location != f"/my/{link['case']}/":
        raise SystemExit(f"A link did not open its case: {done.status} {done.location}")
    return Customer(link["case"], link["mark"], browser)


@dataclass
class Crowd:
    """All customers together, and what they saw."""

    customers: Sequence[Customer]
    began: float
    chance: random.Random
    watch: Watch = field(default_factory=Watch)
    seen: list[Seen] = field(default_factory=list)

    def plan(self, rate: float, seconds: float) -> list[tuple[float, Callable[[float], None]]]:
        """Answers who comes when for what."""
        usual = list(self._usual(rate, seconds))
        strangers = [(at, self._asker("stranger")) for at in moments(STRANGERS, seconds, self.chance)]
        return sorted([*usual, *strangers], key=lambda one: one[0])

    def _usual(self, rate: float, seconds: float) -> Iterator[tuple[float, Callable[[float], None]]]:
        found = moments(rate, seconds, self.chance)
        kinds = self.chance.choices(list(KINDS), list(KINDS.values()), k=len(found))
        for at, kind in zip(found, kinds, strict=True):
            yield at, self._asker(kind)

    def _asker(self, kind: str) -> Callable[[float], None]:
        who, other = self.chance.sample(self.customers, 2)
        return lambda planned: self._come(kind, who, other, planned)

    def _come(self, kind: str, who: Customer, other: Customer, planned: float) -> None:
        answer = self._look(kind, who, planned, lambda: _ask(kind, who, other))
        if kind == "message" and answer is not None and answer.status == _RIGHT[kind]:
            # As a browser does: the page comes again by itself, one more request than was planned.
            self._look("after", who, None, lambda: who.browser.get(answer.location))

    def _look(
        self, kind: str, who: Customer, planned: float | None, ask: Callable[[], Answer]
    ) -> Answer | None:
        seen, answer = asked(kind, planned, self.began, ask)
        self.seen.append(seen)
        if answer is None:
            return None
        is_right = answer.status == _RIGHT[kind]
        own = who.mark if kind in _SHOWS_OWN or kind == "message" else ""
        self.watch.look(kind, answer.said, own, has_own=is_right and kind in _SHOWS_OWN)
        if kind == "stranger" and not is_right:
            self.watch.let_in(answer.status, who.mark)
        return answer


def is_right(seen: Seen) -> bool:
    """Answers whether a customer's request came to what it should."""
    return seen.status == _RIGHT[seen.kind]


def _ask(kind: str, who: Customer, other: Customer) -> Answer:
    browser = who.browser
    if kind == "message":
        return browser.post(f"{who.address}say/", {"text": f"{who.mark} It happened again this morning."})
    addresses = {
        "page": who.address,
        "find": "/my/",
        "download": f"{who.address}take/?download",
        "stranger": other.address,
    }
    return browser.get(addresses[kind])
