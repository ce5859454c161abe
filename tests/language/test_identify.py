"""A language is known by its script, by the letters that only it has, and by its trigrams."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.language.identify import Identified, identify
from amends.language.labels import LANGUAGES


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my order?", "en"),
        ("thx", "en"),
        ("wtf is going on with ur service", "en"),
        ("jag vill ha mina pengar nu", "sv"),
        ("Var är mitt paket?", "sv"),
        ("hjälp!!", "sv"),
        ("Къде е поръчката ми", "bg"),
        ("въпрос", "bg"),
        ("Здравейте", "bg"),
        ("Где мой заказ", "ru"),
        ("Здравствуйте", "ru"),
        ("это ужас", "ru"),
        ("איפה ההזמנה שלי", "he"),
        ("我要退款", "zh-Hans"),
        ("请帮我查一下", "zh-Hans"),
        ("請幫我查一下", "zh-Hant"),
        ("我要退錢", "zh-Hant"),
        ("我的iPhone坏了", "zh-Hans"),
        ("Samsung Galaxy S21 Ultra счупен", "bg"),
        ("Телефон iPhone 13 Pro Max не работает", "ru"),
        ("@bigshop https://bigshop.example/help где мой заказ", "ru"),
    ],
)
def test_each_of_the_seven_is_known_from_a_few_words(text, language):
    assert identify(text).language == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345",
        "😀😀",
        "де моє замовлення",
        "где је моја поруџбина",
        "Каде е мојата нарачка",
        "注文した商品が届きません",
        "주문한 상품이 아직 안 왔어요",
        "Πού είναι η παραγγελία μου",
        "أين طلبي",
        "สินค้ายังไม่มา",
        "hvor er pakken min, jeg har ventet i to uker",
        "dónde está mi pedido",
        "bonjour, je veux être remboursé tout de suite",
        "Ich warte seit drei Wochen auf meine Bestellung und niemand antwortet",
        "mitä kuuluu, missä pakettini on",
        "dzień dobry, chcę zwrot pieniędzy",
    ],
)
def test_what_is_none_of_the_seven_is_undetermined(text):
    assert identify(text) == Identified("und")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("zdraveite, iskam si parite obratno", "bg"),
        ("kade mi e poruchkata", "bg"),
        ("zdravstvuyte, ya hochu vozvrat deneg", "ru"),
        ("ya kupil telefon i on ne rabotaet", "ru"),
    ],
)
def test_bulgarian_and_russian_in_latin_letters_say_so(text, language):
    assert identify(text) == Identified(language, "latin")


@pytest.mark.parametrize(
    "text",
    [
        "Здравейте, поръчката ми закъснява. I have been waiting for three weeks and nobody answers me.",
        "Jag har väntat i tre veckor på paketet. I have been waiting for three weeks and nobody answers me.",
        "שלום לכולם, החבילה לא הגיעה אליי. The parcel has not arrived and nobody tells me why.",
    ],
)
def test_two_languages_that_take_turns_are_mixed(text):
    assert identify(text).note == "mixed"


def test_a_product_in_other_letters_mixes_nothing():
    assert identify("Купих Samsung Galaxy Watch и каишката се скъса още първия ден").note == ""


@pytest.mark.parametrize("letter", "ыэё")
def test_a_letter_that_only_russian_has_is_never_bulgarian(letter):
    assert identify(f"от {letter} на това за се").language == "ru"


@pytest.mark.parametrize("word", ["път", "бързо", "съм", "отговорът", "въпрос"])
def test_a_hard_sign_before_a_consonant_or_at_the_end_is_never_russian(word):
    assert identify(f"он был не {word} что как".replace("ы", "и")).language == "bg"


@pytest.mark.parametrize(
    ("stated", "language"),
    [
        ("sv", "sv"),
        ("en-GB", "en"),
        ("zh-TW", "zh-Hant"),
        ("zh_HK", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh", "zh-Hant"),
        ("iw", "he"),
        ("de", "zh-Hant"),
    ],
)
def test_a_stated_language_wins_when_it_is_one_of_the_seven(stated, language):
    assert identify("請幫我查一下", stated).language == language


@given(st.text(max_size=400), st.text(max_size=12))
def test_every_text_has_an_answer(text, stated):
    found = identify(text, stated)
    assert found.language in (*LANGUAGES, "und")
    assert found.note in ("", "mixed", "latin")


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, "ab. " * 250_000, "\ud800" * 1_000_000, "@" * 1_000_000, "ъ я" * 300_000, "\u202e" * 9],
)
def test_a_text_of_any_size_takes_no_longer_than_its_beginning(text):
    identify(text)
    started = time.perf_counter()
    identify(text)
    assert time.perf_counter() - started < 0.2
