"""Words of one kind weigh as one another, also where no line that was learned from has them; rows are of one text."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.language import signs
from amends.language.aligned import aligned
from amends.language.kinds import (
    END,
    FIRST_SIGN,
    KINDS,
    Rows,
    Spaced,
    Written,
    is_of_kinds,
    kind_pieces,
    lexicon_faults,
    lexicon_of,
    lexicons,
    rows_of,
)
from amends.language.labels import BOOKS
from amends.language.reading import read
from amends.language.scripts import NAME
from amends.language.signs import Needed, Signs, taken_apart

SMALL = """[me]
i, we, my
[not]
never, won't
[buy]
swim*, fly, come back
[nomore]
any more, no longer, no longer ever
[you]
with you
[firm]
air*, airline
"""
SIGNS = Path(signs.__file__).parent
CHINESE = "[not]\n不\n[buy]\n买, 再来\n[nomore]\n不再\n"


def named(row: str) -> list[str]:
    """The names of the kinds of a row; a point for the end of a sentence."""
    return ["." if sign == END else KINDS[ord(sign) - ord(FIRST_SIGN)] for sign in row]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("we will never be swimming here", ["me", "not", "buy"]),
        ("I won't fly. (My) airline!", ["me", "not", "buy", ".", "me", "firm", "."]),
        ("come back with you", ["buy", "you"]),
        (
            "come. Back with",
            [
                ".",
            ],
        ),
        ("I no longer ever fly, no longer", ["me", "nomore", "buy", "nomore"]),
        ("never any more.", ["not", "nomore", "."]),
        ("never “any more”; (no longer): we", ["not", "nomore", "nomore", "me"]),
        ("I never.We fly", ["me", "not", ".", "me", "buy"]),
        ("fly flyer", ["buy"]),
        ("", []),
    ],
)
def test_words_stems_and_phrases_are_of_kinds(text: str, kinds: list[str]) -> None:
    assert named(Spaced(lexicon_of(SMALL)).row(aligned(text).text)) == kinds


def test_in_hebrew_a_letter_may_stand_fast_before_a_word() -> None:
    text = "בבנק ושלא חזרנו"
    lexicon = lexicon_of("[firm]\nבנק\n[buy]\nחזרנו\n")
    assert named(Spaced(lexicon, frozenset("ובש")).row(text)) == ["firm", "buy"]
    assert named(Spaced(lexicon).row(text)) == ["buy"]


def test_in_chinese_the_longest_is_meant_and_a_name_is_one() -> None:
    lexicon = Written(lexicon_of(CHINESE))
    assert named(lexicon.row(f"不再买{NAME * 4}，不来.再来")) == ["nomore", "buy", "name", "not", ".", "buy"]


def test_nothing_stands_beside_each_other_over_the_end_of_a_sentence() -> None:
    row = Spaced(lexicon_of(SMALL)).row("we fly. never")
    me, buy, end, no = row
    assert {piece for piece in kind_pieces(row) if END not in piece} == {me, buy, no, me + buy}
    assert end == END


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[nothing]\nword\n", "there is no kind [nothing]"),
        ("[no more]\nnever again\n", "there is no kind [no more]"),
        ("foo, bar\n[me]\nfoo\n", "no kind stands above foo, bar"),
        ("[me]\nfour words in one\n", "a phrase has more than 3 words: four words in one"),
        ("[me]\nmy famil*\n", "the words of a phrase are whole, none has a star: my famil*"),
        ("[me]\nwe, my\n[not]\nnever, my\n", "my is of two kinds, me and not"),
        ("[me]\nour*\n[not]\nour\n", "our is of two kinds, me and not"),
        ("[buy]\nbooking.com\n", "booking.com is never met"),
    ],
)
def test_what_is_wrong_with_a_lexicon_is_named(text: str, fault: str) -> None:
    assert fault in lexicon_faults(text, "en")
    assert lexicon_faults("[me]\nwe, our*, my family, we\n", "en") == []


@pytest.mark.parametrize("name", BOOKS)
def test_every_lexicon_has_words_of_every_kind_and_nothing_wrong(name: str) -> None:
    text = lexicons()[name]
    assert lexicon_faults(text, name) == []
    assert {*KINDS} == {line.strip("[]") for line in text.splitlines() if line.startswith("[")}


@pytest.mark.parametrize("name", BOOKS)
def test_pieces_of_kinds_come_after_all_others(name: str) -> None:
    """What finds them relies on it."""
    _needed, pieces, _weights = taken_apart((SIGNS / f"{name}.read.txt").read_text(encoding="utf-8"))
    of_kinds = [*map(is_of_kinds, pieces)]
    assert of_kinds == sorted(of_kinds) and any(of_kinds) and not all(of_kinds)


TEXTS = st.lists(
    st.text(max_size=30)
    | st.sampled_from(
        ["we fly", "never. fly", "\uf8fe fly", "i \uf8fe\uf8fe", "\ue000\uf8ff", "不再买", f"{NAME * 3} 再来"]
    ),
    max_size=5,
)


@pytest.mark.parametrize("lexicon", [Spaced(lexicon_of(SMALL)), Written(lexicon_of(CHINESE))])
@given(texts=TEXTS)
def test_many_texts_have_the_rows_of_each(lexicon: Rows, texts: list[str]) -> None:
    plain = [text.replace("\uf8fe", " ") for text in texts]
    assert rows_of(lexicon, texts) == [lexicon.row(text) for text in plain]


GOING = [
    ("en", "At £18 a load we can't justify it any more, so we'll wash at home from now on."),
    ("bg", "При другия клуб се отнасят човешки, преминаваме там."),
    ("he", "מנוי 4410 לתיאטרון: בעונה הבאה הכיסא שלי פנוי, החלפתם שלוש הצגות בלי לשאול."),
    ("sv", "Hela klassen tar bussen i stället för tåget från och med nu."),
    ("ru", "Платили 45 000 за неделю, а там плесень, больше не приедем."),
    ("zh-Hant", "洗衣店把我的羊毛大衣洗縮水還推說材質問題，對面那間洗十年都沒出過事。錢退我，以後送對面。"),
]


ANYHOW = ("zh-Hant", "油價一樣，對面洗車送面紙還會笑，你們員工連眼睛都不抬。加油卡我放回收桶。")


@pytest.mark.parametrize(("language", "text"), [*GOING, ANYHOW])
def test_going_is_heard_in_any_trade(language: str, text: str) -> None:
    assert "leave" in read(text, stated=language).flags


def test_without_kinds_it_would_not_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Signs, "of_kinds", lambda _self, texts: [set() for _ in texts])
    assert not any("leave" in read(text, stated=language).flags for language, text in GOING)


def test_signs_without_kinds_ask_for_none() -> None:
    signs = Signs([Needed("flag.leave", 1.0, 0.0)], [" go"], [1])
    assert signs.of_kinds(["we go", "never"]) == [set(), set()]


def test_a_flood_of_words_is_forgotten_and_answers_stay() -> None:
    lexicon = Spaced(lexicon_of(SMALL))
    before = lexicon.row("we will never fly")
    lexicon.row(" ".join(chain.from_iterable((f"w{number}", "fly") for number in range(45_000))))
    assert lexicon.row("we will never fly") == before
    assert len(lexicon._known) < 25_000
