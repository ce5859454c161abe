"""What is denied is not meant, in every language; where a denial stands, and in which clause, is told by places."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.language.aligned import aligned
from amends.language.kinds import END, FIRST_SIGN, KINDS
from amends.language.labels import FLAGS, WANTS
from amends.language.packed import weight
from amends.language.reading import heard, read
from amends.language.signs import taken_apart
from amends.language.surroundings import TABLE, Meanings, Surroundings

DENIED = [
    ("en", "legal", "No lawyers, just find my box please."),
    ("en", "legal", "Suing over a fish finger? Not us, love!"),
    ("en", "leave", "not going elsewhere boss, just put some actual filling in"),
    ("bg", "leave", "не прекратявам договора за наема!! искам бойлер който топли"),
    ("bg", "self_harm", "хах спокойно де, не се убивам за една торта с грешно име бе хора"),
    ("he", "legal", "תביעה נגד הרכבת לא תהיה, רק חוששת לבעלי שיוצא ממנה בלילה לבד"),
    ("he", "self_harm", "לא, לא אתאבד בגלל העיקול שלכם! תתקנו את הטעות שלכם!"),
    ("sv", "leave", "LÄMNAR ER GÖR JAG INTE MEN SKÄRPNING"),
    ("sv", "media", "lägger inte ut nåt på insta. vill bara ha min pinkod"),
    ("ru", "leave", "Я от вас не ухожу, но счёт за май неверный."),
    ("ru", "regulator", "В Рособрнадзор не пойду, дайте уже наконец сертификат."),
    ("zh-Hans", "legal", "官司我不打。账户冻结我也配合了。解冻的日期，请书面答复。"),
    ("zh-Hant", "legal", "租約糾紛不上法庭，熱水器本週修好。"),
    ("zh-Hant", "media", "上媒體的打算，沒有。"),
]
MEANT = [
    ("en", "legal", "My lawyers will find my box."),
    ("en", "leave", "We are leaving you, so don't send the engineer."),
    ("bg", "legal", "Ще ви съдя, щом не връщате пратката."),
    ("he", "leave", "אנחנו עוברים לחברה אחרת, לא צריך טכנאי."),
    ("sv", "legal", "Jag tänker stämma er om jag inte får mitt paket."),
    ("ru", "leave", "Я от вас ухожу, счёт за май неверный."),
    ("ru", "legal", "Не вернёте деньги, подам на вас в суд."),
    ("zh-Hans", "legal", "你们不退钱，我就去法院起诉你们。"),
    ("zh-Hant", "leave", "你們不派師傅來，我就解約換別家。"),
]
PIECE = re.compile(rf"(&?[<>()][12359]|\+[12359]|=)[{FIRST_SIGN}-{END}]|\^[01]|\.[.!?…][01]")


@pytest.mark.parametrize(("language", "flag", "text"), DENIED)
def test_what_is_denied_is_not_read_and_would_be_without_its_surroundings(
    language: str, flag: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert flag not in read(text, stated=language).flags
    monkeypatch.setattr(Meanings, "is_meant", lambda *_told: True)
    assert flag in read(text, stated=language).flags


@pytest.mark.parametrize(("language", "flag", "text"), MEANT)
def test_what_is_meant_is_read_though_a_word_that_denies_stands_near(
    language: str, flag: str, text: str
) -> None:
    assert flag in read(text, stated=language).flags


def around(text: str, phrase: str, language: str = "en") -> set[str]:
    """The pieces around a phrase, with names for the signs of kinds."""
    start = text.index(phrase)
    marked = heard(text, aligned(text), language)
    pieces = Surroundings(text, marked, language).pieces(start, start + len(phrase))
    return {
        "".join(KINDS[ord(sign) - ord(FIRST_SIGN)] if FIRST_SIGN <= sign < END else sign for sign in piece)
        for piece in pieces
    }


def test_a_piece_says_on_which_side_how_far_and_whether_a_clause_ends_between() -> None:
    assert {"<1not", "<2will", "<3me", ">1you", "^0", "..0"} <= around("I will never sue you.", "sue")
    for text in ("Never, sue", "never  , sue", "never ,  sue"):
        assert "(1not" in around(text, "sue"), text
    for text in ("Sue, never", "Sue  , never", "Sue  ,  never"):
        assert ")1not" in around(text, "Sue"), text
    assert "<1not" in around("never  sue  now", "sue")


def test_a_letter_that_folds_to_several_moves_nothing() -> None:
    assert around("not ﬁre", "ﬁre") == around("not fire", "fire")
    assert around("ﬁre, not", "ﬁre") == around("fire, not", "fire")


def test_no_clause_ends_within_a_number_and_a_word_in_capitals_ends_one_too() -> None:
    assert "<9not" in around("never for 1,000 or 3.50 sue", "sue")
    assert "(3not" in around("I will never buy BUT sue", "sue")


def test_a_sentence_ends_what_stands_around_but_for_how_the_next_begins() -> None:
    said = around("Never. Sue? Not me, never", "Sue")
    assert {"^1", ".?1", "+1not", "+2me"} <= said
    assert not any(piece.startswith(("<", "(", ">", ")")) for piece in said)


def test_a_word_that_is_cut_is_none() -> None:
    long = "x" * 83
    assert "<5not" not in around(f"cannot {long} a b sue", "sue")
    assert not any("not" in piece for piece in around(f"sue {long} cannot", "sue"))


def test_a_name_in_chinese_is_one_word() -> None:
    assert "<2not" in around("我不「海底捞火锅」起诉", "起诉", "zh-Hans")


@given(st.text(st.characters() | st.sampled_from(" .,!?\n\u0301не没לאnot"), max_size=120), st.data())
def test_any_place_of_any_text_has_surroundings(text: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(1, len(text) or 1))
    start = data.draw(st.integers(0, end - 1))
    for language in ("en", "he", "zh-Hans"):
        pieces = Surroundings(text, aligned(text), language).pieces(start, end)
        assert [one for one in pieces if not PIECE.fullmatch(one)] == []


@given(st.text(st.characters() | st.sampled_from("  \n\u0301ﬁß，"), max_size=60))
def test_places_stand_in_the_order_of_what_was_written(text: str) -> None:
    folded = aligned(text)
    places = [folded.place(origin) for origin in range(len(text) + 1)]
    assert places == sorted(places)
    assert all(0 <= place <= len(folded.text) for place in places)
    for place in range(len(folded.text)):
        assert folded.origin(folded.place(folded.origin(place))) == folded.origin(place)


def test_the_table_weighs_each_want_and_flag_by_pieces_that_there_are() -> None:
    needed, pieces, weights = taken_apart(TABLE.read_text(encoding="utf-8"))
    labels = [label for label, *_needed in needed]
    assert sorted(labels) == sorted([f"flag.{one}" for one in FLAGS] + [f"want.{one}" for one in WANTS])
    assert [piece for piece in pieces if not PIECE.fullmatch(piece)] == []
    said = dict(zip(pieces, weights, strict=True))
    beside = f"<1{chr(ord(FIRST_SIGN) + KINDS.index('not'))}"
    assert all(weight(said[beside], 1, at) < 0 for at in range(len(labels)))
