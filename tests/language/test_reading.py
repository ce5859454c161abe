"""A reading says what is there and no more; nothing makes it fail; the phrases are the tests' own."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from amends.language import checks, reading, tone
from amends.language.book import read_book
from amends.language.corrected import Word, corrected
from amends.language.indexing import index_of
from amends.language.jsonlines import read_line, tone_line
from amends.language.jsonreplies import check_line
from amends.language.labels import EMOTIONS, FLAGS, WANTS
from amends.language.matching import Matcher
from amends.language.reading import LONGEST, read
from amends.language.tone import check_tone

BOOK = """
language: en
[complaint]
has not arrived
broke* again
[complaint.weak]
waiting
[praise]
lovely
[thanks]
thank you
[want.refund]
my money back
[want.refund not]
my money back guarantee
[flag.legal]
(see you in|go to) court
sue
[flag.safety]
caught fire
[flag.repeat]
third time
[emotion.anger]
furious
[urgent]
today
[serious.2]
lost my job
[negator]
not going to
don't want
[flag.abuse]
idiot*
[flag.leave]
close my account
[flag.self_harm]
end my life
[tone.insult]
idiot*
"""


@pytest.fixture(autouse=True)
def phrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives all of the room a small book."""
    made = Matcher(index_of(read_book(BOOK)))
    for module in (reading, checks, tone):
        monkeypatch.setattr(module, "matcher", lambda language, purpose: made)


def test_a_complaint_is_read_with_what_says_so() -> None:
    text = "My kettle broke again, for the third time. I am furious: I want my money back today!"
    found = read(text, stated="en")
    assert (found.is_complaint, found.emotions, found.wants, found.flags) == (
        True,
        ("anger",),
        ("refund",),
        ("repeat",),
    )
    assert (found.urgency, found.language, found.seriousness) == ("high", "en", 1)
    assert {text[one.start : one.end] for one in found.spans if one.label == "want.refund"} == {
        "my money back"
    }


@pytest.mark.parametrize(
    "text",
    ["Thank you, lovely service.", "What is your money back guarantee?", "", "   ", "😀😀", "Waiting."],
)
def test_what_does_not_complain_is_no_complaint(text: str) -> None:
    found = read(text, stated="en")
    assert not found.is_complaint and found.wants == () and found.urgency != "high"


def test_what_is_denied_or_quoted_is_not_the_writers() -> None:
    for text in (
        "I am not going to sue you. My parcel has not arrived.",
        "My parcel has not arrived.\n\nOn 3 May Ines wrote:\n> see you in court",
        'My parcel has not arrived. Your man said: "so sue us, go to court if you must".',
    ):
        assert read(text, stated="en").flags == (), text


def test_an_insult_in_quotation_marks_is_somebody_elses() -> None:
    assert "abuse" in read("You idiot.", stated="en").flags
    for text in (
        'Your driver called my son "idiot".',
        "Er chaufför sa ”idiot”.",
        "Your driver shouted 'idiot'.",
    ):
        assert "abuse" not in read(text, stated="en").flags, text
        assert not check_tone(text, stated="en").is_harsh, text


def test_who_takes_leave_of_life_leaves_no_firm() -> None:
    assert "leave" in read("Close my account on Friday.", stated="en").flags
    found = read("Close my account on Friday. I will end my life.", stated="en")
    assert "self_harm" in found.flags and "leave" not in found.flags
    assert not any(span.label == "flag.leave" for span in found.spans)
    # Once a person says that nobody harms themselves, it is somebody who goes.
    [harm] = [span for span in found.spans if span.label == "flag.self_harm"]
    assert corrected(found, [Word(harm.label, harm.start, harm.end, False)]).flags == ("leave",)
    [going] = found.held
    both = corrected(found, [Word(going.label, going.start, going.end, True)])
    assert both.flags == ("leave", "self_harm")


def test_danger_and_ruin_are_serious_whatever_else_is_said() -> None:
    assert read("The charger caught fire.", stated="en").seriousness == 3
    assert read("I lost my job.", stated="en").seriousness == 2


def test_saying_it_often_is_no_further_reason() -> None:
    once, often = read("waiting waiting", stated="en"), read("waiting " * 50, stated="en")
    assert once.score == often.score


SURROGATES = st.text(st.characters(exclude_categories=()), max_size=60)


@given(SURROGATES)
@example("\ud800\udfff")
@example("\u202eolleh\u202c \u200d\u200b")
@example("а" * 3_000)
@example("Привет hello שלום 你好 здравейте")
def test_every_text_has_a_reading_whose_spans_lie_in_it(text: str) -> None:
    found = read(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found.spans)
    assert (
        set(found.emotions) <= set(EMOTIONS)
        and set(found.wants) <= set(WANTS)
        and set(found.flags) <= set(FLAGS)
    )
    assert 0 <= found.seriousness <= 3 and 0 <= found.score <= 1
    json.dumps(found.score)


def test_of_a_megabyte_the_beginning_is_read() -> None:
    for text in ("furious " * 131_072, "x" * 1_048_576, "\n" * 1_048_576, '"' * 100_000):
        assert all(one.end <= LONGEST for one in read(text).spans)


def test_firm_and_calm_is_not_harsh_and_an_insult_is() -> None:
    assert not check_tone(
        "My parcel has not arrived. I expect my money back by Friday.", stated="en"
    ).is_harsh
    assert check_tone("You idiots!", stated="en").is_harsh
    assert check_tone("What the f*** is this, а с**а?", stated="en").is_harsh
    assert not check_tone("**Order** 44 ** and *please* 5**2", stated="en").is_harsh
    assert check_tone("GIVE IT BACK NOW PLEASE", stated="en", channel="email").is_harsh
    assert not check_tone("GIVE IT BACK NOW PLEASE", stated="en", channel="phone").is_harsh
    # What somebody took out before they passed it on is no shouting.
    assert not check_tone("My account XXXX XXXX XXXX was closed.", stated="en", channel="email").is_harsh


def test_a_line_is_answered_by_the_names_that_others_know() -> None:
    found = read_line({"text": "I want my money back", "lang": "en", "at": "2026-05-12"})
    names = "language complaint score emotion seriousness wants flags facts urgency spans"
    assert set(found) == set(names.split()) and found["wants"] == ["refund"]
    assert set(found["spans"][0]) == {"label", "start", "end", "reason"}
    assert tone_line({"text": "You idiots!", "lang": "en"})["harsh"] is True


def test_a_case_in_a_line_may_hold_anything() -> None:
    for case in (None, [], 7, {"fault": 7, "wants": "x", "limit_minor": True, "at": "soon", "strange": 1}):
        assert "findings" in check_line({"text": "We will see.", "case": case, "lang": 7})
    found = check_line({"text": "We will see.", "case": {"fault": "company"}})
    assert [one["id"] for one in found["findings"]] == ["fault.not_admitted"]
