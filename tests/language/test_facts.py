"""Facts are found with their value in one form, and nothing that only looks like one is taken for it."""

import time
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.language.fact_tables import TABLES

from amends.language.facts import KINDS, find_facts
from amends.language.labels import LANGUAGES

AT = datetime(2026, 5, 13, 10, 0, tzinfo=UTC)  # a Wednesday
PIECES = st.sampled_from(
    [
        *("12.05", "3 may", "order ", "№", "€", "12:30", "+44 20 7946 0958", "a@b.co", "www.x.y", " ", "\n"),
        *(
            "1,234.50",
            "ул. ",
            "路5号",
            "5月3日",
            "сряда",
            "ב-3 במאי",
            "三百块",
            "\ud800",
            "İ",
            "١٢",
            "９",
            "ß",
            "K",
        ),
    ]
)


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [(language, text, wanted) for language, lines in TABLES.items() for text, wanted in lines],
)
def test_the_table_of_each_language_is_read_as_written(language, text, wanted):
    assert [f"{one.kind} {one.value}" for one in find_facts(text, language, AT)] == wanted


def test_each_table_has_fifteen_lines_and_half_of_them_stay_quiet():
    assert set(TABLES) == set(LANGUAGES)
    for lines in TABLES.values():
        assert len(lines) >= 15
        assert sum(not wanted for _, wanted in lines) * 2 >= len(lines) - 1


@given(
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=20).map("".join)),
    st.sampled_from((*LANGUAGES, "und")),
)
@settings(deadline=None)
def test_every_fact_stands_where_it_says(text, language):
    found = find_facts(text, language, AT)
    for one in found:
        assert one.kind in KINDS
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
    assert all(one.end <= following.start for one, following in pairwise(found))
    assert all(date.fromisoformat(one.value) for one in found if one.kind == "date")


@given(st.text(alphabet=st.characters(categories=["L", "Zs", "Po"]), max_size=200))
def test_without_the_day_of_writing_no_word_becomes_a_date(text):
    assert not [one for one in find_facts(text, "en") if one.kind == "date"]


@given(st.integers(0, 99), st.integers(0, 99), st.sampled_from(["", "size ", "version ", "about "]))
def test_two_numbers_with_a_point_are_no_date_unless_a_word_tells(first, second, before):
    for language in LANGUAGES:
        found = find_facts(f"{before}{first}.{second:02}", language, AT)
        assert not [one for one in found if one.kind == "date"]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_whole_date_is_read_in_every_usual_form(day):
    for text in (
        f"{day:%d.%m.%Y}",
        f"{day:%d/%m/%Y}",
        f"{day:%Y-%m-%d}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        language = "zh-Hans" if "年" in text else "en"
        assert [one.value for one in find_facts(text, language)] == [day.isoformat()]


@given(st.integers(0, 10**9))
def test_an_amount_is_the_same_however_thousands_are_parted(cents):
    whole, rest = divmod(cents, 100)
    for parted in (
        f"{whole:,}.{rest:02}",
        f"{whole:,}".replace(",", ".") + f",{rest:02}",
        f"{whole},{rest:02}",
    ):
        assert [one.value for one in find_facts(f"€{parted}", "en")] == [f"EUR {whole}.{rest:02}"]


@pytest.mark.parametrize(
    "at",
    [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC), datetime(2024, 2, 29, tzinfo=UTC)],
)
def test_the_ends_of_time_break_nothing(at):
    find_facts("tomorrow, yesterday, on Monday, by Friday, 3 weeks ago, 29 February, on 31/12", "en", at)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 40_000,
        "1 " * 20_000,
        "1.1/" * 10_000,
        "a@" * 20_000,
        "a." * 20_000,
        "ул. " * 10_000,
        "ул. а 1 " * 5_000,
        "5 a " * 10_000,
        "order number is " * 2_500,
        "www." * 10_000,
        "路" * 40_000,
        "路一5" * 13_000,
        "三百" * 20_000,
        "+1 (2" * 8_000,
        "ab12 3456 " * 4_000,
        "gatan 1" * 5_000,
        "רחוב א " * 6_000,
    ],
)
@pytest.mark.parametrize("language", ["en", "ru", "zh-Hans", "he", "sv"])
def test_hostile_texts_take_bounded_time(text, language):
    started = time.process_time()
    find_facts(text, language, AT)
    assert time.process_time() - started < 2
