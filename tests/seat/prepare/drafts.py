"""Drafts that the tests of Prepare share: one whole complaint, and any complaint at all."""

from __future__ import annotations

from datetime import date, time

from hypothesis import strategies as st

from amends.rules.preparing.draft import (
    Attempt,
    Draft,
    Medium,
    Number,
    Person,
    Point,
    Result,
    Rung,
    Thing,
    Told,
)

TODAY = date(2026, 5, 14)
PROMISE = Told("a courier with a new phone", "Elena V.", date(2026, 5, 13), time(16))
WHOLE = Draft(
    company="Norvia Telecom",
    thing=Thing.SHOP,
    points=(
        Point("The corner of the screen is broken", date(2026, 5, 11), "a photo from the day it came"),
        Point("The courier left it with a neighbour"),
    ),
    numbers={Number.ORDER: "48 213", Number.MODEL: "X2"},
    me=Person("Petar Ivanov", "petar@example.org", "+359 88 123 4567", "ul. Vitosha 5\n1000 Sofia"),
    attempts=(Attempt("they said somebody would call", date(2026, 5, 12), Medium.PHONE, "Elena V."),),
    result=Result.REPLACEMENT,
    wish="a new phone by courier",
    why="I need it for work every day.",
    told=(PROMISE,),
    rung=Rung.REP,
    asked_on=date(2026, 5, 12),
    refused_on=date(2026, 5, 14),
    asked_times=1,
    news="The shop has the same phone in stock",
)

_SIGNS = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
_LINES = st.text(_SIGNS, max_size=40).map(lambda text: " ".join(text.split()))
_TEXTS = st.text(_SIGNS, max_size=120).map(str.strip)
_DAYS = st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))
_HOURS = st.none() | st.times().map(lambda hour: hour.replace(second=0, microsecond=0))
_POINTS = st.lists(st.builds(Point, _LINES.filter(bool), _DAYS, _LINES, st.booleans()), max_size=4).map(tuple)
_ATTEMPTS = st.builds(Attempt, _LINES.filter(bool), _DAYS, st.none() | st.sampled_from(Medium), _LINES)
_TOLD = st.builds(Told, _LINES.filter(bool), _LINES, _DAYS, _HOURS)
_PEOPLE = st.builds(Person, _LINES, _LINES, _LINES, _TEXTS)

drafts = st.builds(
    Draft,
    company=_LINES,
    thing=st.none() | st.sampled_from(Thing),
    points=_POINTS,
    numbers=st.dictionaries(st.sampled_from(Number), _LINES.filter(bool), max_size=3),
    me=_PEOPLE,
    attempts=st.lists(_ATTEMPTS, max_size=2).map(tuple),
    result=st.none() | st.sampled_from(Result),
    wish=_LINES,
    why=_TEXTS,
    words=_TEXTS,
    told=st.lists(_TOLD, max_size=2).map(tuple),
    rung=st.none() | st.sampled_from(Rung),
    asked_on=_DAYS,
    refused_on=_DAYS,
    asked_times=st.integers(0, 4),
    news=_TEXTS,
    country=st.sampled_from(("", "GB", "SE", "US")),
)
