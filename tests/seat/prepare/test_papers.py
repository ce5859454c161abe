"""What comes out of a prepared complaint says what its customer said, calmly, and tells nobody who they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from amends.language.tone import check_tone
from amends.rules.preparing.draft import Draft, Medium, Number, Person, Point, Result, Rung, Told
from amends.seat.prepare.papers import (
    Letter,
    Mail,
    Tick,
    again,
    bare,
    call_sheet,
    letter_of,
    mail_of,
    mailto,
    missed,
    plain,
    post_of,
    statement,
    step_up,
)
from amends.seat.prepare.papers.mails import MOST_LINK_SIGNS
from amends.seat.prepare.papers.pieces import Piece, ended, own, shortened, woven
from amends.seat.prepare.papers.posts import MOST_SIGNS
from amends.seat.prepare.texts import MEDIUMS, NUMBERS, PUT_THROUGH, RESULT_ASKS, RUNGS, TO_RUNG
from tests.seat.prepare.drafts import PROMISE, TODAY, WHOLE, drafts

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def test_every_code_has_its_words() -> None:
    assert set(RESULT_ASKS) == set(Result)
    assert set(NUMBERS) == set(Number)
    assert set(RUNGS) == set(TO_RUNG) == set(Rung)
    assert set(MEDIUMS) == set(Medium)
    assert set(PUT_THROUGH) == {Rung.TEAM_LEADER, Rung.SUPERVISOR, Rung.HEAD_OFFICE}


# --- the suggested words


def test_the_suggested_words_say_what_happened_what_shows_it_what_is_asked_and_by_when() -> None:
    said = statement(WHOLE)
    assert "11 May 2026: The corner of the screen is broken." in said
    assert "a photo from the day it came." in said
    assert "I ask you to replace it with one that works." in said
    assert said.endswith("by what day and hour I will have an answer.")


@pytest.mark.parametrize(
    "draft",
    [
        Draft(),
        WHOLE,
        replace(WHOLE, result=None, wish=""),
        replace(WHOLE, points=()),
        replace(WHOLE, wish=""),
    ],
    ids=["nothing", "everything", "no outcome", "no point", "no wish"],
)
def test_the_suggested_words_are_three_to_six_sentences(draft: Draft) -> None:
    assert 3 <= statement(draft).count(". ") + 1 <= 6


def test_nobody_is_accused_before_there_is_a_word_of_what_happened() -> None:
    assert statement(Draft()).startswith("I need your help")


def everything_said(draft: Draft) -> Iterator[str]:
    yield statement(draft)
    yield mail_of(draft, TODAY).body
    yield again(draft)
    yield missed(draft, PROMISE)
    yield from (step_up(draft, rung) for rung in Rung)
    sheet = call_sheet(draft)
    yield from (*map(plain, (*sheet.opening, *sheet.superior)), *sheet.put_off, *sheet.ending)


@pytest.mark.parametrize("result", Result)
def test_our_own_sentences_are_never_harsh(result: Result) -> None:
    for said in everything_said(replace(WHOLE, result=result)):
        assert not check_tone(said, stated="en", channel="email").is_harsh, said
    # The check itself sees it when one is.
    assert check_tone("You are idiots. Do it now or I will sue you.", stated="en", channel="email").is_harsh


# --- the letter


def words_of(letter: Letter) -> str:
    lines = [*letter.sender, letter.company, *letter.paragraphs]
    lines += [line for section in letter.sections for line in section.lines]
    return "\n".join(map(bare, lines))


@given(drafts)
def test_the_letter_loses_no_word_that_its_customer_wrote(draft: Draft) -> None:
    said = words_of(letter_of(draft, TODAY))
    me = draft.me
    wrote = [
        draft.company,
        me.name,
        me.email,
        me.phone,
        draft.wish,
        draft.why,
        draft.words,
        draft.news,
        me.place,
    ]
    wrote += [text for point in draft.points for text in (point.text, point.proof)]
    wrote += [text for one in draft.attempts for text in (one.said, one.who)]
    wrote += [text for one in draft.told for text in (one.what, one.who)]
    for text in (*wrote, *draft.numbers.values()):
        for word in text.split():
            assert word in said


@given(drafts)
def test_what_the_customer_wrote_is_never_glued_to_a_sentence_of_ours(draft: Draft) -> None:
    letter = letter_of(replace(draft, points=(Point("kingfisher"),), words="heron"), TODAY)
    pieces = [piece for line in (*letter.paragraphs, letter.subject) for piece in line]
    pieces += [piece for section in letter.sections for line in section.lines for piece in line]
    holding = [piece for piece in pieces if "kingfisher" in piece.text or "heron" in piece.text]
    assert len(holding) >= 3
    assert all(piece.is_own for piece in holding)


def test_a_letter_has_only_headings_with_something_below() -> None:
    assert [one.heading for one in letter_of(Draft(), TODAY).sections] == ["By when"]
    assert len(letter_of(WHOLE, TODAY).sections) == 8


def test_a_letter_names_the_day_by_which_the_answer_is_asked() -> None:
    by_when = letter_of(WHOLE, TODAY).sections[-1].lines[0]
    assert "17 May 2026" in plain(by_when)
    late = letter_of(replace(WHOLE, rung=Rung.HEAD_OFFICE), TODAY).sections[-1].lines[0]
    assert "24 May 2026" in plain(late)


def test_a_letter_to_somebody_outside_goes_to_them_says_about_whom_and_sets_no_day() -> None:
    letter = letter_of(replace(WHOLE, rung=Rung.OUTSIDE, country="SE"), TODAY)
    assert plain(letter.company) == "Allmänna reklamationsnämnden (ARN)"
    assert plain(letter.sections[0].lines[0]) == "Norvia Telecom"
    assert "Norvia" not in plain(letter.greeting)
    assert "By when" not in [one.heading for one in letter.sections]


def test_the_day_of_a_promise_is_said_to_have_passed_only_when_it_has() -> None:
    def promised(today: date) -> str:
        letter = letter_of(WHOLE, today)
        return next(plain(one.lines[0]) for one in letter.sections if one.heading == "What I was promised")

    assert promised(date(2026, 5, 14)).endswith("That day has passed.")
    assert "passed" not in promised(date(2026, 5, 13))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_says_its_day_in_its_language(language: str) -> None:
    with translation.override(language):
        said = letter_of(WHOLE, TODAY).day
    months = {"en": "May", "bg": "май", "he": "מאי", "sv": "maj", "ru": "мая"}
    assert months.get(language, "月") in said


# --- the mail


def opened(link: str) -> Mail:
    parts = urlsplit(link)
    assert (parts.scheme, parts.path) == ("mailto", "")
    fields = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
    assert set(fields) == {"subject", "body"}
    return Mail(fields["subject"][0], fields["body"][0].replace("\r\n", "\n"))


@given(st.text(max_size=60), st.text(max_size=90))
def test_a_short_mail_comes_out_of_its_link_as_it_is(subject: str, body: str) -> None:
    mail = Mail(" ".join(subject.split()), body.replace("\r", ""))
    assert opened(mailto(mail)) == mail


@given(drafts)
def test_a_link_is_never_too_long_and_holds_the_beginning_of_the_mail(draft: Draft) -> None:
    mail = mail_of(draft, TODAY)
    link = mailto(mail)
    assert len(link) <= MOST_LINK_SIGNS
    got = opened(link)
    if got.body != mail.body:
        assert got.body.endswith(
            "I have kept this mail short. The whole of it is written down, and I gladly send it."
        )


@pytest.mark.parametrize("sign", ["a", "ж", "字", "🙂"])
def test_a_long_mail_in_any_script_is_shortened_and_says_so(sign: str) -> None:
    mail = mail_of(replace(WHOLE, words=sign * 4_000, points=(Point(sign * 300),)), TODAY)
    link = mailto(mail)
    got = opened(link)
    assert len(link) <= MOST_LINK_SIGNS
    assert "I have kept this mail short." in got.body
    assert sign in got.subject


def test_a_link_cannot_be_given_an_address_or_a_field_of_its_own() -> None:
    mail = Mail("a&cc=thief@example.org", "b?bcc=thief@example.org\n&to=x#y")
    assert opened(mailto(mail)) == mail


def test_the_mail_counts_the_points_and_ends_with_who_wrote_it() -> None:
    body = mail_of(WHOLE, TODAY).body
    assert "\n2. The courier left it with a neighbour" in body
    assert body.endswith("petar@example.org")


# --- the public post

PRIVATE = (
    "48 213",
    "Petar",
    "Ivanov",
    "petar@example.org",
    "+359 88 123 4567",
    "Vitosha",
    "1000 Sofia",
    "Elena",
)


@given(drafts)
def test_a_post_is_never_longer_than_280_signs_and_never_more_than_one_line(draft: Draft) -> None:
    long = replace(
        draft, company=draft.company * 9, points=(Point("It broke again. " * 30),), wish=draft.wish * 9
    )
    for one in (draft, long):
        said = post_of(one)
        assert 0 < len(said) <= MOST_SIGNS
        assert len(said.splitlines()) == 1


_SECRETS = st.text("qxzжщъ7890", min_size=4, max_size=12)


@given(
    st.lists(_SECRETS, min_size=6, max_size=6, unique=True),
    st.sampled_from(("{}", "X{}X", "{},", "«{}»", "/{}-")),
)
def test_a_post_holds_nothing_by_which_its_customer_is_found(secrets: list[str], around: str) -> None:
    name, number, mail, phone, place, who = secrets
    what = "It is broken: " + " ".join(around.format(one) for one in secrets)
    draft = replace(
        WHOLE,
        points=(Point(what),),
        numbers={Number.ACCOUNT: number},
        me=Person(name, f"{mail}@example.org", phone, place),
        attempts=(replace(WHOLE.attempts[0], who=who),),
        result=None,
        wish=f"somebody calls {phone} and asks for {name}",
    )
    said = post_of(draft).casefold()
    assert "norvia" in said
    for secret in (name, number, phone, place, who, f"{mail}@example.org"):
        assert secret.casefold() not in said


@pytest.mark.parametrize(
    "text", [f"My name {one} was on it" for one in PRIVATE] + ["I am petar ivanov, order 48213"]
)
def test_a_post_takes_out_what_the_draft_knows_of_somebody(text: str) -> None:
    said = post_of(replace(WHOLE, points=(Point(text),)))
    assert not any(one.casefold() in said.casefold() for one in (*PRIVATE, "48213"))
    assert "…" in said


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Write to anna@mail.bg", "anna@mail.bg"),
        ("Call me on 0888 123 456", "123"),
        ("My IBAN is BG80BNBG96611020345678", "5678"),
        ("My card 4111 1111 1111 1111 was charged", "1111"),
        ("Booking QX7R2K9 is lost", "QX7R2K9"),
        ("See https://example.org/my/order", "example.org"),
        ("邮箱是anna@mail.cn请回复", "anna@mail.cn"),
        ("手机13800138000没有人接", "13800138000"),
    ],
)
def test_a_post_takes_out_what_looks_like_somebody(text: str, gone: str) -> None:
    assert gone not in post_of(Draft(company="Norvia", points=(Point(text),)))


@pytest.mark.parametrize(
    "text",
    [
        "They charged me 1 299.50 twice in 2026",
        "新手机屏幕的一角碎了，等了3天2次",
        "My mp3 player has 2 faults",
    ],
)
def test_a_post_keeps_what_tells_nobody_who_it_is(text: str) -> None:
    assert text in post_of(Draft(company="Norvia", points=(Point(text),)))


def test_a_post_of_nothing_but_private_things_still_says_something() -> None:
    assert "Something went wrong" in post_of(Draft(company="Norvia", points=(Point("0888 123 456"),)))


def test_a_company_keeps_its_name_though_somebody_there_bears_it() -> None:
    draft = replace(WHOLE, attempts=(replace(WHOLE.attempts[0], who="Norvia Support"),))
    assert post_of(draft).startswith("Norvia Telecom: ")


def test_a_post_reads_as_public_speech_may() -> None:
    assert not check_tone(post_of(WHOLE), stated="en", channel="public").findings
    # The check sees what the post leaves out.
    assert check_tone("Call me: +359 88 123 4567", stated="en", channel="public").findings


# --- the call


def test_the_sheet_goes_in_the_order_in_which_it_is_asked() -> None:
    kinds = [point.kind for point in call_sheet(WHOLE).points]
    assert kinds == sorted(kinds, key=list(Tick).index)
    assert set(kinds) == set(Tick)
    assert kinds.count(Tick.OUTCOME) == 1


@given(drafts)
def test_every_line_of_the_sheet_can_be_ticked_by_itself(draft: Draft) -> None:
    sheet = call_sheet(draft)
    keys = [point.key for point in sheet.points]
    assert len(keys) == len(set(keys))
    assert len(sheet.put_off) == 3
    assert 2 <= len(sheet.opening) <= 3


@pytest.mark.parametrize(
    ("rung", "whom"),
    [
        (None, "team leader"),
        (Rung.REP, "team leader"),
        (Rung.TEAM_LEADER, "supervisor"),
        (Rung.SUPERVISOR, "head office"),
        (Rung.OUTSIDE, "head office"),
    ],
)
def test_who_asks_for_somebody_above_asks_for_the_next_one_and_says_it_all_again(
    rung: Rung | None, whom: str
) -> None:
    first, what, asks = map(plain, call_sheet(replace(WHOLE, rung=rung)).superior)
    assert whom in first
    assert "The corner of the screen is broken" in what
    assert asks == "I ask you to replace it with one that works."


# --- what comes after


@pytest.mark.parametrize("rung", [rung for rung in Rung if rung is not Rung.PUBLIC])
def test_a_step_up_says_what_happened_and_what_is_asked_again(rung: Rung) -> None:
    said = step_up(WHOLE, rung)
    assert "The corner of the screen is broken." in said
    assert "I ask you to replace it with one that works." in said
    assert "13 May 2026, 16:00" in said


def test_a_step_into_the_public_says_nothing_that_is_private() -> None:
    said = step_up(WHOLE, Rung.PUBLIC)
    assert said == post_of(WHOLE)
    assert "Elena" not in said


def test_a_missed_promise_is_quoted_with_its_day_its_hour_and_who_made_it() -> None:
    said = missed(WHOLE, PROMISE)
    assert "Elena V. promised me this, by 13 May 2026, 16:00: “a courier with a new phone.”" in said
    assert "48 213" in said


def test_a_second_request_says_what_is_new_and_asks_for_the_same() -> None:
    said = again(WHOLE)
    assert "14 May 2026" in said
    assert "something new: The shop has the same phone in stock." in said
    assert "I ask you to replace it with one that works." in said
    assert "something new" not in again(replace(WHOLE, news=""))


# --- pieces


def test_a_customers_braces_are_words_like_any_other() -> None:
    line = woven("It is {what}.", what=own("{nothing} {0}"))
    assert line == (Piece("It is "), Piece("{nothing} {0}", is_own=True), Piece("."))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It broke", "It broke."),
        ("Why?", "Why?"),
        ("坏了", "坏了。"),
        ("“It broke.”", "“It broke.”"),
        ("", ""),
    ],
)
def test_a_sentence_ends_once(text: str, said: str) -> None:
    assert ended(text) == said


@given(st.text(), st.integers(1, 50))
def test_a_shortened_text_fits(text: str, most: int) -> None:
    assert len(shortened(text, most)) <= most


def test_a_number_keeps_its_order_in_hebrew_and_stands_bare_in_english() -> None:
    line = woven("{number}", number=own("+359 88"))
    assert plain(line) == "+359 88"
    with translation.override("he"):
        assert plain(line) == "\u2066+359 88\u2069"
        assert plain(own("שלום")) == "שלום"
        assert bare(line) == "+359 88"


def test_the_days_of_a_letter_need_no_clock() -> None:
    assert letter_of(WHOLE, TODAY) != letter_of(WHOLE, TODAY + timedelta(days=1))


@pytest.mark.parametrize("who", ["אלנה ו.", "Elena V.", "李 王"])
def test_a_single_letter_of_a_name_is_not_taken_out_of_other_words(who: str) -> None:
    draft = Draft(
        company="נורביה", points=(Point("פינת המסך של הטלפון שבורה V, 王府"),), told=(Told("x", who),)
    )
    assert "פינת המסך של הטלפון שבורה V, 王府" in post_of(draft)


def test_a_hebrew_name_is_hidden_also_where_a_letter_is_written_together_with_it() -> None:
    draft = Draft(company="נורביה", points=(Point("דיברתי לדן והוא הבטיח"),), told=(Told("x", "דן"),))
    assert "דן" not in post_of(draft)
