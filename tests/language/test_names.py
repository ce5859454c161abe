"""A line with `^` finds a word with a capital, in its own place; what everybody writes with one is no firm."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.language.aligned import aligned, named, names_in
from amends.language.book import read_book
from amends.language.firms import Firms
from amends.language.indexing import index_of
from amends.language.lines import unnamed
from amends.language.matching import Matcher, no_names
from amends.language.reading import read
from amends.language.scripts import NAME

BOOK = "language: en\n[flag.leave]\n(going|off) to ^\n[flag.legal]\nto court\n"
KNOWN = frozenset({"london", "monday"})


def found(text: str) -> list[str]:
    marked = named(names_in(text), aligned(text), KNOWN)
    lines = Matcher(index_of(read_book(BOOK), ["flag.leave", "flag.legal"], names=True))
    return [text[cue.start : cue.end] for cue in lines.cues(marked)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("well, I am  going to Bluetree, thanks", "going to Bluetree"),
        ("and now we are going to «Bluetree» instead", "going to «Bluetree»"),
        ("and now we are going to “Blue tree” instead", "going to “Blue tree”"),
        ("they said: going to: «Bluetree»", ""),
        ("going to “no idea where” instead", ""),
        ("so I am off to H&M with my money", "off to H"),
        ("then I am going to bluetree instead", ""),
        ("then I am going to London with the kids", ""),
        ("I AM GOING TO BLUETREE", ""),
        ("I keep going to. Bluetree was better than this", ""),
        ("then I am going to court with Bluetree", ""),
    ],
)
def test_a_capital_within_a_sentence_tells_a_name(text: str, said: str) -> None:
    assert found(text) == [one for one in [said] if one]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('עברתי ל"אורקום" אתמול', '"אורקום"'),
        ("אצל ״גל תקשורת״ זה חצי מחיר", "״גל תקשורת״"),
        ('הדו"ח של הח"כ ריק', ""),
        ('הנציג אמר: "נרשם" וזהו', ""),
        ("已經改報「雲杉學堂」了", "「雲杉學堂」"),
        ("以后改订“晨露”，还送保温箱", "“晨露”"),
        ("客服说：“正常”，就挂了", ""),
        ("領隊一句「誰讓她上廁所慢啊真是的」就走了", ""),
    ],
)
def test_without_capitals_quotation_marks_tell_a_name(text: str, name: str) -> None:
    assert [one[0] for one in names_in(text)] == [one for one in [name] if one]


def test_lines_without_a_name_are_not_among_those_with_one() -> None:
    rest = Matcher(index_of(read_book(BOOK), ["flag.leave", "flag.legal"]))
    assert [cue.label for cue in rest.cues(aligned("I am going to Bluetree and to court"))] == ["flag.legal"]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("going to (^|another firm)", "going to (another firm)"),
        ("going to (the ^ people|another firm|) today", "going to (another firm|) today"),
        ("(^ |)does better", "does better"),
        ("does better ~ (^|)", "does better"),
        ("going to (^)", ""),
        ("going to ^", ""),
        ("going (home|away)", "going (home|away)"),
    ],
)
def test_a_line_with_a_name_among_other_ways_is_looked_for_without_it(line: str, left: str) -> None:
    assert unnamed(line) == left
    book = read_book(f"language: en\n[flag.leave]\n{line}\n")
    assert len(index_of(book, ["flag.leave"]).lines) == bool(left)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "My bill went up again, so I'm switching to Bluetree on Friday."),
        ("sv", "Nu räcker det, vi byter till Nordfiber nästa vecka."),
        ("ru", "Сколько можно, со следующего месяца перехожу в «Сотаплюс»."),
        ("bg", "Стига толкова, от утре минавам към Бързонет."),
    ],
)
def test_a_firm_that_no_book_knows_is_a_competitor(language: str, text: str) -> None:
    assert {"leave", "competitor"} <= set(read(text, stated=language).flags)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Could you tell me when the coach going to Manchester leaves on Monday?"),
        ("en", "I switched to the Premium plan and the discount is missing."),
        ("sv", "Vi flyttar till Göteborg i augusti, kan ni ändra adressen?"),
        ("ru", "Мы переехали из Москвы в Казань, поменяйте адрес доставки."),
        ("bg", "Местим се в Пловдив през май, моля, сменете адреса."),
    ],
)
def test_towns_days_and_plans_are_none(language: str, text: str) -> None:
    assert "competitor" not in read(text, stated=language).flags


def test_words_with_a_capital_that_name_no_firm_are_in_the_book() -> None:
    assert {"monday", "london"} <= no_names("en")
    assert "微信支付" in no_names("zh-Hans")
    assert no_names("he") == frozenset()


@given(st.text(alphabet="Ab cD,.«é\u0301ﬁ\n", max_size=60))
def test_marking_names_moves_nothing(text: str) -> None:
    folded = aligned(text)
    marked = Firms(["ab*", "cd"], "ab").named(named(names_in(text), folded, KNOWN))
    assert len(marked.text) == len(folded.text)
    assert (marked.places, marked.moved) == (folded.places, folded.moved)
    changed = [at for at, pair in enumerate(zip(marked.text, folded.text, strict=True)) if pair[0] != pair[1]]
    assert all(marked.text[at] == NAME for at in changed)


@pytest.mark.parametrize(
    ("names", "text", "marked"),
    [
        (["vodafone", "ee", "burger king"], "Vodafone, EE or (burger king) see", "* * or (*) see"),
        (["сбер*"], "ушли в Сбере, не в сбербанке", "ушли в * не в *"),
        (["сбер"], "сбербанк", "сбербанк"),
        (["lloyds", "lloyds bank"], "Lloyds Bank, lloyds banking", "* * banking"),
        (["o2"], "o2, o2.5", "* o2ꓸ5"),
        (["京东", "uber", "7-11"], "在京東買，換uber了，7-11，xuber", "在*买 换*了 * xuber"),
    ],
)
def test_known_firms_are_names_wherever_they_stand(names: list[str], text: str, marked: str) -> None:
    assert re.sub(f"{NAME}+", "*", Firms(names).named(aligned(text)).text) == marked


@pytest.mark.parametrize(
    ("text", "is_named"),
    [("סלקום", True), ("עברתי לסלקום", True), ("ושבסלקום", True), ("אסלקום", False), ("ובלהסלקום", False)],
)
def test_letters_that_stand_fast_before_a_hebrew_word_are_no_part_of_a_name(
    text: str, is_named: bool
) -> None:
    assert (NAME in Firms(["סלקום"], "ובלהמשכ").named(aligned(text)).text) == is_named
