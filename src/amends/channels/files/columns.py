"""Which column means what, judged by what it is called and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from amends.channels.files.evidence import Evidence, because
from amends.channels.files.header_words import roles_named
from amends.channels.files.moments import read_moment, read_time
from amends.channels.files.value_words import BLANK_WORDS, channel_code, status_code

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_PHONE = re.compile(r"[+(]?[\d][\d\s().\-/]{5,20}")
_CODE = re.compile(r"[A-Za-zА-Яа-я]{0,6}[-_/# ]?\d[\w\-/.,]{0,60}|[0-9a-fA-F-]{32,36}")
_GIST_LONGEST = 90
_TEXT_FROM = 40


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What one column was found to mean; role `extra` is kept as it is, role `other_date` too, but its
    dates are read.
    """

    index: int
    header: str
    role: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """What stands in one column of the sample."""

    index: int
    header: str
    filled: int
    distinct: int
    mean_length: float
    dates: float
    times: float
    emails: float
    phones: float
    codes: float
    channels: float
    statuses: float
    digits: float
    newlines: bool


def facts_of(index: int, header: str, cells: list[str]) -> ColumnFacts:
    """Answers what stands in one column, blank cells left out."""
    values = [cell.strip() for cell in cells]
    values = [value for value in values if value and value not in BLANK_WORDS]
    return ColumnFacts(
        index,
        header,
        len(values),
        len(set(values)),
        sum(map(len, values)) / max(1, len(values)),
        _share(values, _is_date),
        _share(values, lambda value: read_time(value) is not None),
        _share(values, lambda value: _EMAIL.fullmatch(value) is not None),
        _share(values, lambda value: _PHONE.fullmatch(value) is not None),
        _share(values, lambda value: _CODE.fullmatch(value) is not None),
        _share(values, lambda value: bool(channel_code(value, {}))),
        _share(values, lambda value: bool(status_code(value, {}))),
        _share(values, str.isdigit),
        any("\n" in value or "\r" in value for value in values),
    )


def _share(values: list[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, values)) / len(values) if values else 0.0


def _is_date(value: str) -> bool:
    moment = read_moment(value)
    return moment is not None and moment.form not in ("counted", "compact")


def find_columns(headers: tuple[str, ...], sample: list[list[str]]) -> tuple[ColumnMeaning, ...]:
    """Answers what each column means; each role but `extra` and `other_date` is given once, to the best
    column.
    """
    facts = [facts_of(at, header, [row[at] for row in sample]) for at, header in enumerate(headers)]
    offers = sorted(
        (offer for fact in facts for offer in _offers(fact)),
        key=lambda offer: (-offer.score, offer.fact.index),
    )
    taken: dict[int, ColumnMeaning] = {}
    given: set[str] = set()
    for offer in offers:
        at = offer.fact.index
        if at not in taken and (offer.role not in given or offer.role in ("extra", "other_date")):
            taken[at] = ColumnMeaning(at, offer.fact.header, offer.role, offer.evidence)
            given.add(offer.role)
    found = [taken.get(fact.index) or _leftover(fact) for fact in facts]
    return tuple(_with_text(found, facts, given))


@dataclass(frozen=True, slots=True)
class _Offer:
    """A role that one column could have."""

    fact: ColumnFacts
    role: str
    score: float
    evidence: tuple[Evidence, ...]


def _offers(fact: ColumnFacts) -> list[_Offer]:
    named = roles_named(fact.header)
    offers = []
    for role, share in _with_complaint(named, fact).items():
        fit, why = _fitness(role, fact)
        if share + fit >= 50:
            told = because("header", words=fact.header, sure=share)
            offers.append(_Offer(fact, role, share + fit, (told, *why)))
    return offers + _value_offers(fact, named)


def _with_complaint(named: dict[str, int], fact: ColumnFacts) -> dict[str, int]:
    """A column called complaint holds a number, a title or the whole text: its cells tell."""
    if not {"gist", "narrative"} & named.keys() or not fact.filled:
        return named
    share = max(named.get("gist", 0), named.get("narrative", 0))
    if fact.codes >= 0.9:
        return {"external_id": share}
    kept = {role: sure for role, sure in named.items() if role not in ("gist", "narrative")}
    if "complaint" in fact.header.casefold() and named.keys() & {"narrative", "gist"}:
        long = fact.mean_length > _GIST_LONGEST or fact.newlines or "narrative" in fact.header.casefold()
        return {**kept, ("narrative" if long else "gist"): share}
    return named


def _fitness(role: str, fact: ColumnFacts) -> tuple[float, tuple[Evidence, ...]]:
    """Answers how well the cells fit a role, -100 where they contradict it, and what they show."""
    if not fact.filled:
        return 0.0, (because("column_empty"),)
    if role in _SHAPES:
        name, code, least = _SHAPES[role]
        return _fit(getattr(fact, name), code, least)
    if role in _VOCABULARIES:
        name, code = _VOCABULARIES[role]
        share = float(getattr(fact, name))
        return 10 * share, (because(code, share=round(share, 2)),)
    if role == "external_id":
        return _fit_id(fact)
    if role in ("gist", "narrative"):
        why = because("cells_are_text", mean_length=round(fact.mean_length))
        return (-100.0 if fact.dates > 0.5 or fact.digits > 0.9 else 0.0), (why,)
    wordless = fact.dates > 0.9 or (fact.codes > 0.9 and role in _WORDED)
    return (-100.0 if wordless else 0.0), ()


_WORDED = ("outcome", "issue", "sub_issue", "company", "city", "customer_name", "language")
"""Roles whose cells are words: a column of bare numbers is something else, mostly a key."""
_SHAPES = {
    **dict.fromkeys(("received", "event", "other_date"), ("dates", "cells_are_dates", 0.6)),
    "time": ("times", "cells_are_times", 0.6),
    "customer_email": ("emails", "cells_are_addresses", 0.5),
    "customer_phone": ("phones", "cells_are_phone_numbers", 0.5),
}
"""Role -> which fact must hold, what it is called as evidence, and of how many cells at least."""
_VOCABULARIES = {"channel": ("channels", "cells_are_channels"), "status": ("statuses", "cells_are_statuses")}


def _fit(share: float, code: str, least: float) -> tuple[float, tuple[Evidence, ...]]:
    return (10 * share if share >= least else -100.0), (because(code, share=round(share, 2)),)


def _fit_id(fact: ColumnFacts) -> tuple[float, tuple[Evidence, ...]]:
    unique = fact.distinct / fact.filled
    wordy = fact.mean_length > 60 or fact.dates > 0.6 or (fact.codes < 0.5 and fact.filled > 3)
    return (-100.0 if wordy else 10 * unique), (because("cells_are_distinct", share=round(unique, 2)),)


def _value_offers(fact: ColumnFacts, named: dict[str, int]) -> list[_Offer]:
    """Roles that cells alone can claim, whatever the column is called."""
    if fact.filled < 3 or "extra" in named:
        return []
    claims = (
        ("customer_email", fact.emails, "cells_are_addresses", 40),
        ("received", fact.dates, "cells_are_dates", 30),
        ("other_date", fact.dates, "cells_are_dates", 25),
    )
    return [
        _Offer(fact, role, weight * share, (because(code, share=round(share, 2)),))
        for role, share, code, weight in claims
        if share >= 0.8
    ]


def _leftover(fact: ColumnFacts) -> ColumnMeaning:
    return ColumnMeaning(fact.index, fact.header, "extra", (because("kept_as_extra"),))


def _with_text(found: list[ColumnMeaning], facts: list[ColumnFacts], given: set[str]) -> list[ColumnMeaning]:
    """Where no column is called so, the one with the longest words is what the customer said."""
    if given & {"gist", "narrative", "issue"}:
        return found
    free = [fact for fact in facts if found[fact.index].role == "extra" and fact.mean_length >= _TEXT_FROM]
    if free:
        best = max(free, key=lambda fact: fact.mean_length)
        why = because("longest_text", mean_length=round(best.mean_length))
        found[best.index] = ColumnMeaning(best.index, best.header, "narrative", (why,))
    return found
