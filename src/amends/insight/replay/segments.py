"""By what cases are told apart in a replay: what failed, language, seriousness, tenure, value and channel."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from amends.rules.policy.facts import Facts


class Bands(NamedTuple):
    """A fact in stretches: from which number each but the first begins, and what each is called."""

    fact: str
    cuts: tuple[int, ...]
    names: tuple[str, ...]

    def of(self, facts: Facts) -> str:
        """Answers the stretch of a case; nothing where the fact is not known."""
        value = facts.get(self.fact)
        return "" if value is None else self.names[bisect_right(self.cuts, int(value))]

    def said(self) -> str:
        """Answers the same in SQL, as the place of the name: numbers are sooner told apart than names."""
        places = reversed(list(enumerate(self.cuts, start=1)))
        ways = " ".join(f"WHEN {self.fact} >= {cut} THEN {place}" for place, cut in places)
        return f"CASE {ways} WHEN {self.fact} IS NOT NULL THEN 0 END"


TENURE = Bands(
    "tenure_months", (12, 36, 120), ("under 1 year", "1 to 3 years", "3 to 10 years", "10 years and more")
)
VALUE = Bands(
    "customer_value",
    (10_000, 50_000, 200_000),
    ("under 100", "100 to 500", "500 to 2,000", "2,000 and more"),
)
"""The cuts are in minor units, the names in units of a currency with two decimals: faces say the cuts."""

SEGMENTS: Mapping[str, str] = {
    "failure": "failure",
    "language": "language",
    "seriousness": "seriousness",
    "tenure": TENURE.said(),
    "value": VALUE.said(),
    "channel": "channel",
}
"""Segment by name, as it is said in SQL over the source of a replay."""
SEGMENT_FACTS = ("failure", "seriousness", TENURE.fact, VALUE.fact)
_BANDS = {"tenure": TENURE, "value": VALUE}


def segments_read(row: Sequence[object]) -> list[tuple[str, str]]:
    """Answers each segment by name, from what SQL says of it; "" stands for what is not known."""
    return [(name, _named(name, said)) for name, said in zip(SEGMENTS, row, strict=False)]


def _named(segment: str, said: object) -> str:
    if said is None:
        return ""
    return _BANDS[segment].names[int(str(said))] if segment in _BANDS else str(said)


def segments_of(facts: Facts, language: str, channel: str) -> Iterator[tuple[str, str]]:
    """Answers each segment of a case by name; the reference for what SQL says."""
    yield "failure", str(facts.get("failure", ""))
    yield "language", language
    yield "seriousness", str(facts.get("seriousness", ""))
    yield "tenure", TENURE.of(facts)
    yield "value", VALUE.of(facts)
    yield "channel", channel
