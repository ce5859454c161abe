"""What can be looked up or counted in a text: numbers of orders, amounts, dates, ways to reach somebody.

What is surest is looked for first; what follows may not overlap it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from amends.language.facts.addresses import find_addresses
from amends.language.facts.amounts import find_amounts, find_spelled_amounts
from amends.language.facts.dates import find_days, find_written_dates
from amends.language.facts.numbers import find_numbers
from amends.language.facts.plain import Found, Numbers, Taken, plain
from amends.language.facts.reaching import find_links, find_phones
from amends.language.facts.times import find_times

__all__ = ["KINDS", "Found", "find_facts"]

KINDS: Final = (
    *("order", "account", "tracking", "amount", "date"),
    *("time", "phone", "email", "url", "address"),
)


def find_facts(text: str, language: str, at: datetime | None = None) -> tuple[Found, ...]:
    """Answers the facts of a text in order; `at` is when it was written, by which "on Tuesday" becomes a date."""
    small = plain(text)
    taken = Taken(text)
    find_links(small, taken)
    today = at.date() if at else None
    if numbers := Numbers(small):
        find_addresses(numbers, language, taken)
        find_numbers(numbers, language, taken)
        find_amounts(numbers, language, taken)
        find_written_dates(numbers, language, today, taken)
        find_times(numbers, language, taken)
        find_phones(numbers, language, taken)
    if language.startswith("zh"):
        find_spelled_amounts(small, language, taken)
    if today:
        find_days(small, language, today, taken)
    return tuple(sorted(taken.found, key=lambda one: one.start))
