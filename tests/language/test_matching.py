"""A phrase is found where it stands whole, in every spelling of one text, and what denies it takes it away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.language.aligned import aligned
from amends.language.book import BrokenBook, Phrasebook, book_faults, book_text, books, read_book
from amends.language.indexing import index_of
from amends.language.labels import BOOKS
from amends.language.lines import Joint, keys_of, needs_of, slots_of
from amends.language.matching import Looks, Matcher, undenied
from amends.language.scripts import NAME, fold

BOOK = """
language: en
[want.refund]
(want|need|give me) (a|my|) (refund|money back)
refund* me
[want.refund not]
refund policy
[flag.legal]
sue
take ~ court
[negator]
don't want
not going to
[negator.after]
is not necessary
[emotion.anger]
sint*
很生气
"""
DENIABLE = frozenset({"want.refund", "flag.legal"})


def found(text: str, book: str = BOOK) -> list[tuple[str, str]]:
    """Answers each label with the words that show it."""
    cues = Matcher(index_of(read_book(book))).cues(aligned(text))
    return [
        (cue.label, text[cue.start : cue.end])
        for cue in undenied(text, Looks(text, cues).standing(cues), DENIABLE)
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("GIVE  ME,\nmy money back!", "GIVE  ME,\nmy money back"),
        ("Give me\r\nmy money back!", "Give me\r\nmy money back"),
        ("I ’m here. Refunded me? No.", "Refunded me"),
        ("ｗａｎｔ a refund", "ｗａｎｔ a refund"),
        ("We take this firm to court.", "take this firm to court"),
        ("Jag är sintare än\u200bnågonsin", "sintare"),
        ("服务太差，我很生气！", "很生气"),
    ],
)
def test_a_phrase_is_found_in_the_writers_own_spelling(text: str, words: str) -> None:
    assert words in [said for _label, said in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "pursue it",
        "I don't want a refund",
        "I dont want my money back",
        "I am not going to sue anybody",
        "To sue is not necessary",
        "Where is your refund policy? I want a refund policy",
        "We take the bus. The court is far.",
        "We take this up\n \r\nThe court is far.",
        "We take this up\r\n\r\nThe court is far.",
        "We take this up \n\u00a0\nThe court is far.",
        "We take this up\u2029The court is far.",
        "We take a very long way round through all the little towns and then to court",
    ],
)
def test_what_only_looks_like_it_is_quiet(text: str) -> None:
    assert found(text) == []


def test_what_looks_like_it_goes_over_a_comma_only_where_its_line_has_one() -> None:
    book = "language: en\n[want.refund]\nrefund\n[want.refund not]\nrefund policy\nrefund, please hold\n"
    assert found("I want a refund, policy number 7", book) == [("want.refund", "refund")]
    assert found("Your refund, please hold the line", book) == found("the refund policy", book) == []


def test_what_denies_reaches_to_the_end_of_its_clause_only() -> None:
    assert found("I don't want words, give me a refund") == [("want.refund", "give me a refund")]
    assert found("you did not refund me") == [("want.refund", "refund me")]
    assert found("I don't want\n\nGive me a refund") == [("want.refund", "Give me a refund")]
    assert found("I don't want\na refund") == []


def test_letters_may_stand_fast_before_a_hebrew_word() -> None:
    book = "language: he\nprefixes: והבלמשכ\n[want.refund]\nהחזר כספי\n"
    assert found("אני מבקש שהחזר כספי יבוצע", book) == [("want.refund", "החזר כספי")]
    assert found("אני מבקש גהחזר כספי", book) == []


def test_a_broken_book_names_every_line() -> None:
    with pytest.raises(BrokenBook) as broken:
        read_book("[want.gold]\na\n")
    assert "line 1" in str(broken.value) and "does not say its language" in str(broken.value)
    wrong = ("c*nt", "(a|b", "x", "x", "~ y", "y ~", "(a|)", "((a))", "*", "(|)", "a) b", "to ^")
    said = book_faults("language: en\n[want.refund]\n" + "\n".join(wrong))
    lines = [int(fault.split()[1].rstrip(":")) for fault in said]
    assert lines == [3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14], said


def test_every_language_has_a_book_that_can_be_used() -> None:
    assert set(books()) == set(BOOKS)
    for name, text in books().items():
        assert book_faults(text) == [], name
        assert Matcher(index_of(read_book(text))).cues(aligned("")) == []


@pytest.mark.parametrize(
    ("line", "yes", "no"),
    [
        ("refund* me", "refunded me", "refund you me"),
        ("*avgift*", "påminnelseavgiften", "avgör"),
        ("give me (my|our|) money back", "give me money back", "give memoney back"),
        ("(please|) refund", "refund", "refunds"),
        ("refund(ed|s|)", "refunds", "refunder"),
        ("(a|b) ~ (c|d)", "a x y d", "a. d"),
        ("*(garanti|avtal)*", "köpeavtalet", "avta"),
        ("(I'm|we are) not", "im not", "i m not"),
        ("take ~ (to|into) court", "take them all to court", "take. to court"),
        ("one (two|) (three|) four", "one three four", "one five four"),
        ("(very|) (good|bad) news", "very bad news", "very news"),
        ("退(款|费)", "我要退费", "退休"),
        ("alpha (ab|)cdef", "alpha cdef", "alphacdef"),
        ("alpha (very|) ~ cdefg", "alpha is said cdefg", "alphacdefg"),
        ("alpha ~ (my |)cdef", "alpha and then cdef", "alphacdef"),
        ("abcdef (x|) (y|) zz", "abcdef zz", "abcdefzz"),
        ("abcdef (on the|)(road|)", "abcdef, road", "abcdefon"),
        ("很好。谢谢", "服务很好。谢谢", "很好谢谢"),
        ("I am (a |an |)lawyer", "I am a lawyer", "I am alawyer"),
        ("I am (a | an | ) lawyer", "I am lawyer", "I am a a lawyer"),
        ("不 ~ 退款", "不给我退款", "不给我们大家所有的人都退款"),
    ],
)
def test_a_line_stands_for_its_forms_and_no_others(line: str, yes: str, no: str) -> None:
    book = f"language: en\n[flag.legal]\n{line}\n"
    assert [label for label, _said in found(yes, book)] == ["flag.legal"]
    assert found(no, book) == []


@given(st.text(max_size=80))
def test_every_place_of_a_folded_text_stands_somewhere_in_the_text(text: str) -> None:
    made = aligned(text)
    places = [made.origin(place) for place in range(len(made.text) + 1)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@given(
    st.text(alphabet="abc äß,ё\u0301ﬁ ñ客\n", max_size=30), st.sampled_from(["sue", "很生气", "refund me"])
)
def test_a_phrase_amid_anything_is_found_in_its_own_place(around: str, words: str) -> None:
    text = f"{around} {words} {around}"
    assert (words in [said for _label, said in found(text)]) or "court" in text


def test_without_a_phrase_nothing_is_found() -> None:
    assert Matcher(index_of(Phrasebook("en", ()))).cues(aligned("Give me my money back")) == []
    assert fold("A") == "a"


@pytest.mark.parametrize("name", [name for name in BOOKS if name != "zh"])
@pytest.mark.parametrize("is_short", [False, True])
def test_what_a_line_needs_is_in_every_text_in_which_it_stands(name: str, is_short: bool) -> None:
    """A text without it is passed by: too much asked, and the line is never found again."""
    book = read_book(book_text(name))
    for at, line in enumerate(book.lines[::23]):
        slots, ending = slots_of(line.text), "xyz" * (at % 2)
        text, blank = "", ""
        for slot in slots:
            # The blank before what is left out stays: `(a) (b |)c`.
            blank = blank if slot.joint is Joint.GLUED else " "
            if not (is_short and slot.is_optional):
                text += blank + slot.options[at % len(slot.options)].replace("*", ending)
                blank = ""
        text = book.prefixes[:1] + text.replace(NAME, "Xyz").strip()
        keys = keys_of(aligned(text).text) | ({"xyz"} if NAME in line.text else set())
        for place in range(len(slots)):
            for need in needs_of(slots, place, book.prefixes):
                assert not need.isdisjoint(keys), (line.text, text, need)
