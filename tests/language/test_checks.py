"""Each check finds what it is for and is quiet beside it; the phrases are the tests' own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.language import checks
from amends.language.book import read_book
from amends.language.checks import Context, Severity, check_reply, draft_of
from amends.language.checks.robot import likeness, signature
from amends.language.facts import Found
from amends.language.indexing import index_of
from amends.language.matching import Matcher
from amends.language.sincerity import PARTS, sincerity

BOOK = """
language: en
[non_apology.feelings]
sorry you feel
[apology]
(we are|i am) sorry
[admission]
(our|my) mistake
we were wrong
[empathy]
no wonder you are
[standard]
not how it should be
[amends]
refund you
[answer.refund]
refund
[next_step]
next we
[promise]
(i|we) will call
[selling]
upgrade
[robot]
your call is important
[jargon]
provisioning
"""
LONG = "We have read all that you wrote to us and looked at the line again. "


@pytest.fixture(autouse=True)
def phrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives the checks a small book."""
    made = Matcher(index_of(read_book(BOOK)))
    monkeypatch.setattr(checks, "matcher", lambda language, purpose: made)


def ids(text: str, **case: object) -> list[str]:
    """Answers what is found in an English reply."""
    return [one.id for one in check_reply(text, Context(**case), stated="en")]  # type: ignore[arg-type]


def test_a_reply_with_nothing_against_it_is_quiet() -> None:
    text = "We are sorry: this was our mistake. No wonder you are angry. Next we refund you."
    assert ids(text, fault="company", emotions=("anger",), wants=("refund",), language="en") == []


def test_a_non_apology_is_none_and_a_fault_is_admitted() -> None:
    assert ids("Sorry you feel so. Next we look.", fault="company") == [
        "non_apology.feelings",
        "fault.not_admitted",
    ]
    assert ids("Sorry for our mistake. Next we look.", fault="company") == []


def test_what_was_said_before_in_the_case_need_not_be_said_again() -> None:
    before = ("We were wrong. No wonder you are angry.",)
    found = ids(LONG + "Next we look.", fault="company", emotions=("anger",), own_here=before)
    assert "fault.not_admitted" not in found and "emotion.not_acknowledged" not in found


@pytest.mark.parametrize(("fault", "situation"), [("unknown", ""), ("customer", ""), ("company", "hold")])
def test_no_fault_is_admitted_where_none_is_established(fault: str, situation: str) -> None:
    assert "fault.admitted_early" in ids(
        "It was our mistake. Next we look.", fault=fault, situation=situation
    )


def test_the_apology_waits_for_the_facts_and_sympathy_does_not() -> None:
    assert "apology.before_facts" in ids("We are sorry.", is_heard=False)
    assert "apology.before_facts" not in ids("No wonder you are tired of it.", is_heard=False)
    assert "apology.before_facts" not in ids("We are sorry.", is_heard=True)


def test_what_they_feel_and_want_is_answered() -> None:
    found = ids(LONG + "Next we look.", emotions=("worry",), wants=("refund",), is_leaving=True)
    assert {"emotion.not_acknowledged", "want.unanswered", "leaving.unanswered"} <= set(found)


def test_each_point_comes_back_in_the_reply() -> None:
    points = ("The router broke twice", "The invoice of March is too high")
    assert "point.unanswered" in ids(LONG + "Next we change the router, which broke.", points=points)
    said = "Next we change the router that broke twice. The invoice for March was high."
    assert "point.unanswered" not in ids(said, points=points)


def test_a_long_reply_says_what_comes_next_and_a_question_need_not() -> None:
    assert "next_step.missing" in ids(LONG)
    assert "next_step.missing" not in ids(LONG + "Which day would suit you?")
    assert "next_step.missing" not in ids("Thank you.")


def test_a_promise_names_day_and_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "promise.no_time" in ids("I will call you soon.")
    text = "I will call you on Friday at 16:30. Bye."
    found = (Found("date", "Friday", "2026-05-15", 19, 25), Found("time", "16:30", "16:30", 29, 34))
    monkeypatch.setattr(checks, "find_facts", lambda *_: found)
    assert "promise.no_time" not in ids(text)


def test_an_amount_above_the_limit_blocks_and_one_that_was_paid_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "You paid EUR 90.00. We refund you EUR 60.00."
    found = (
        Found("amount", "EUR 90.00", "EUR 90.00", 9, 18),
        Found("amount", "EUR 60.00", "EUR 60.00", 34, 43),
    )
    monkeypatch.setattr(checks, "find_facts", lambda *_: found)
    blocked = [
        one
        for one in check_reply(text, Context(limit_minor=5_000, currency="EUR"))
        if one.severity is Severity.BLOCK
    ]
    assert [(one.id, one.start) for one in blocked] == [("authority.amount", 34)]
    assert "authority.amount" not in ids(text, limit_minor=6_000, currency="EUR")
    assert "authority.amount" not in ids(text, limit_minor=1, currency="USD")


def test_what_was_paid_may_be_named_beside_what_is_given_and_not_be_given_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "Of the EUR 90.00 we refund EUR 60.00 to you."
    found = [
        Found("amount", "EUR 90.00", "EUR 90.00", 7, 16),
        Found("amount", "EUR 60.00", "EUR 60.00", 27, 36),
    ]
    monkeypatch.setattr(checks, "find_facts", lambda *_: tuple(found))
    case = {"limit_minor": 6_000, "currency": "EUR", "known_minor": (9_000,)}
    assert "authority.amount" not in ids(text, **case)
    del found[1]
    assert "authority.amount" in ids(text, **case)


def test_a_card_blocks_and_an_address_of_somebody_else_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids("Your card 4111 1111 1111 1111 is fine.")[0] == "secret"
    text = "Write to mia@example.org please."
    monkeypatch.setattr(
        checks, "find_facts", lambda *_: (Found("email", "mia@example.org", "mia@example.org", 9, 24),)
    )
    assert "other_data" in ids(text, known=("dana@example.org",))
    assert "other_data" not in ids(text, known=("MIA@example.org",))
    assert "other_data" not in ids(text, known=("dana@example.org",), said="Ask mia@example.org")


def test_set_phrases_and_the_same_words_again_are_seen() -> None:
    sentence = "We looked at the line with the meter once more."
    assert "robot.phrase" in ids("Your call is important to us.")
    assert "robot.repeated" in ids(f"{sentence} {sentence}")
    assert "robot.repeated" in ids(sentence, own_here=(sentence,))
    assert "robot.repeated" not in ids(sentence, own_here=(sentence,), facts=(sentence,))


def test_the_same_letter_with_another_name_is_the_same_reply() -> None:
    letter = "Dear {}, we have looked at your line and changed the part that broke. It works since noon; please try it."
    other = "The invoice was wrong since March. You get the difference back on your account within two days, as agreed."
    assert "robot.same_reply" in ids(letter.format("Dana"), own_last=(letter.format("Mia"),))
    assert "robot.same_reply" not in ids(letter.format("Dana"), own_last=(other,))
    assert "robot.same_reply" not in ids(
        f"Hello. {letter}", own_last=(f"Good day. {letter}",), facts=(letter,)
    )
    assert likeness(signature(letter), signature(letter)) == 1.0 and signature("Short one.") == ()


def test_nothing_is_sold_while_a_complaint_is_open() -> None:
    assert "selling" in ids("Why not upgrade?", is_complaint=True)
    assert "selling" not in ids("Why not upgrade?", is_complaint=False)


def test_the_reply_is_in_the_customers_language() -> None:
    text = "Мы проверили линию и заменили деталь, которая сломалась."
    assert "language.wrong" in [one.id for one in check_reply(text, Context(language="sv"))]
    assert "language.wrong" not in [one.id for one in check_reply(text, Context(language="ru"))]


def test_jargon_long_sentences_and_capitals_are_named() -> None:
    assert "jargon" in ids("The provisioning failed.")
    assert "sentence.long" in ids("word " * 40)
    assert "sentence.long" not in ids("word " * 10 + ". " + "word " * 10)
    assert "shouting" in ids("DO NOT CALL AGAIN please")
    assert "shouting" not in ids("The VAT ID of ABC is there.")


def test_the_brands_policy_makes_a_finding_block() -> None:
    found = check_reply("Why not upgrade?", Context(blocked=frozenset({"selling"})), stated="en")
    assert found[0].id == "selling" and found[0].severity is Severity.BLOCK


def test_what_is_quoted_of_the_customer_is_not_ones_own_words() -> None:
    assert ids("Thank you.\n> sorry you feel so") == []


def test_the_parts_of_an_apology_are_named_and_a_non_apology_is_none() -> None:
    found = sincerity(draft_of("We are sorry. It was our mistake. Next we refund you.", Context(), "en"))
    assert {part for part, place in found.items() if place} == {"regret", "admission", "repair", "next"}
    assert set(found) == set(PARTS)
    spoiled = sincerity(draft_of("We are sorry you feel so.", Context(), "en"))
    assert spoiled["regret"] is None


@given(st.text(max_size=200))
def test_every_finding_lies_in_the_text_and_the_worst_stand_first(text: str) -> None:
    case = Context(
        fault="company", emotions=("anger",), wants=("refund",), language="en", points=("a b", "c d")
    )
    found = check_reply(text, case)
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
    assert [one.severity for one in found] == sorted((one.severity for one in found), reverse=True)
