"""Passwords, codes, ids and IBANs: found where people write them, and nothing else is."""

import json
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as ibans
from stdnum.bg import egn

from amends.language.redaction import find_secrets, redact, redact_cards

CORPORA = Path(__file__).resolve().parents[1] / "corpora" / "redaction"
LANGUAGES = ("en", "bg", "he", "sv", "ru", "zh-Hans", "zh-Hant")
LINES = [
    (language, json.loads(line))
    for language in LANGUAGES
    for line in (CORPORA / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
]
CARD = "4111111111111111"
IBAN = "DE89370400440532013000"
HIDDEN = {"card", "cvv", "password", "one_time_code"}


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, text[one.start : one.end]) for one in find_secrets(text)]


@pytest.mark.parametrize(("language", "line"), LINES)
def test_each_line_of_the_tables_is_read_as_it_says(language: str, line: dict[str, object]) -> None:
    text, due = str(line["text"]), line["secrets"]
    assert isinstance(due, list)
    assert found(text) == [(one["id"], one["words"]) for one in due]
    safe, secrets = redact(text)
    assert all(one["words"] not in safe for one in due) and redact(safe) == (safe, ())
    assert [one.is_masked_away for one in secrets] == [one["id"] in HIDDEN for one in due]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_has_as_many_near_misses_as_secrets(language: str) -> None:
    lines = [line for one, line in LINES if one == language]
    quiet = sum(not line["secrets"] for line in lines)
    assert len(lines) >= 30 and 0.4 <= quiet / len(lines) <= 0.6


def test_what_may_be_kept_stays_where_only_cards_are_taken() -> None:
    text = f"Pay to {IBAN}, not to {CARD}; my password is hunter2."
    assert redact_cards(text).text == f"Pay to {IBAN}, not to ••••1111; my password is ••••."
    assert redact(text)[0] == "Pay to [iban •••• 3000], not to ••••1111; my password is ••••."


def test_the_place_of_a_secret_is_told_in_the_text_as_it_was() -> None:
    text = "😀 парола: Zima2024, ЕГН 7523169263"
    assert [text[one.start : one.end] for one in redact(text)[1]] == ["Zima2024", "7523169263"]


def test_a_number_of_an_id_is_kept_as_it_is_compared() -> None:
    secrets = find_secrets("Personnummer 811228-9874 och de89 3704 0044 0532 0130 00")
    assert [one.number for one in secrets] == ["8112289874", IBAN]


def test_of_the_same_digits_an_iban_is_no_card_and_a_card_is_never_cut_by_an_id() -> None:
    assert found("SE45 5000 0000 0583 9825 7466") == [("iban", "SE45 5000 0000 0583 9825 7466")]
    for word in ("passport", "SSN", 'ת"ז', "personnummer", "ЕГН"):
        for card in ("4111 1111 1111 1111", "378282 2463 10005", CARD, "4111-1111-1111-1111"):
            assert not re.search(r"\d{5}", re.sub(r"\D", "", redact(f"{word} {card}")[0]))


def written_formats() -> list[str]:
    """Cards as people and programs write them: more than two hundred ways."""
    cards = (CARD, "5555555555554444", "2200000000000004", "6200000000000005", "3530111333300000")
    signs = [
        "",
        " ",
        "-",
        "\u00a0",
        "\u202f",
        "\u2009",
        ".",
        "\n",
        "\r\n",
        "\n> ",
        " - ",
        "–",
        "\u200e",
        "/",
        ",",
        "|",
        "=\r\n",
    ]
    scripts = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"]
    return [
        sign.join(card[at : at + 4] for at in range(0, 16, 4)).translate(str.maketrans(scripts[0], script))
        for card in cards
        for sign in signs
        for script in scripts
    ]


def test_two_hundred_ways_to_write_a_card_leave_no_digits_of_it() -> None:
    formats = written_formats()
    assert len(formats) > 200
    for written in formats:
        safe, secrets = redact(f"charged twice: {written} and no answer")
        assert [one.kind.value for one in secrets] == ["card"], written
        assert len(re.findall(r"\d", safe)) == 4


def order_numbers(random_: random.Random, count: int) -> list[str]:
    """Numbers that shops, carriers and desks give, of many shapes."""

    def digits(size: int) -> str:
        return "".join(random_.choices("0123456789", k=size))

    def letters(size: int) -> str:
        return "".join(random_.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=size))

    shapes = [
        lambda: digits(random_.randint(6, 22)),
        lambda: (
            f"20{random_.randint(18, 26)}{random_.randint(1, 12):02d}{random_.randint(1, 28):02d}{digits(4)}"
        ),
        lambda: (
            f"2{random_.randint(0, 6)}{random_.randint(1, 12):02d}{random_.randint(1, 28):02d}-{digits(4)}"
        ),
        lambda: f"{letters(2)}{digits(9)}{letters(2)}",
        lambda: f"{letters(1)}{digits(9)}",
        lambda: f"{letters(2)}-{digits(8)}",
        lambda: f"{digits(3)}-{digits(7)}-{digits(7)}",
        lambda: f"INV-{digits(4)}-{digits(10)}",
        lambda: f"{digits(3)}-{digits(3)}-{digits(4)}",
    ]
    return [random_.choice(shapes)() for _ in range(count)]


@pytest.mark.parametrize(
    "said", ["See {}.", "Виж {} пак.", "ראו {} שוב", "Se {} igen.", "请看{}，谢谢", "請看 {} 謝謝"]
)
def test_fewer_than_one_in_a_hundred_order_numbers_is_taken_for_a_secret(said: str) -> None:
    numbers = order_numbers(random.Random(20264), 2_000)
    assert sum(bool(find_secrets(said.format(number))) for number in numbers) < 20


def test_the_negative_control_true_numbers_in_the_same_sentences_are_all_found() -> None:
    random_ = random.Random(20265)
    made = 0
    while made < 500:
        number = f"{random_.randint(50, 99)}{random_.randint(1, 12):02d}{random_.randint(1, 28):02d}{random_.randint(0, 999):03d}"
        number += egn.calc_check_digit(number)
        made += 1
        assert found(f"Виж {number} пак.") == [("national_id.bg", number)]
    assert ibans.is_valid(IBAN) and found(f"See {IBAN}.") == [("iban", IBAN)]


@given(st.text())
def test_any_text_can_be_redacted_and_what_is_outside_the_findings_stays(text: str) -> None:
    safe, secrets = redact(text)
    at, rest = 0, safe
    for one in secrets:
        before = text[at : one.start] + one.mask
        assert rest.startswith(before)
        at, rest = one.end, rest[len(before) :]
    assert rest == text[at:]


PIECES = [
    *(
        "password ",
        "is ",
        "code ",
        ": ",
        "парола ",
        "е ",
        "код ",
        "סיסמה ",
        "קוד ",
        "密码",
        "验证码",
        "是",
        "personnummer ",
        "iban ",
    ),
    *(
        "passport ",
        "hunter2",
        "482913",
        "811228-9874",
        IBAN,
        "7523169263",
        CARD,
        "4111 1111 1111 1111",
        "cvv ",
        "123",
        "\n",
        ", ",
        "•",
        "\u202e",
    ),
    *("\ud800", "•••• ", "[iban •••• 3000]", "(", "“", "”", "😀", "A123456789"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_of_a_card_among_all_these_words_no_digits_stay_and_twice_is_as_once(text: str) -> None:
    safe, secrets = redact(text)
    assert CARD not in re.sub(r"\D", "", safe) or re.search(r"\d{17}", re.sub(r"[^\d]", "", text))
    assert all(one.start < one.end for one in secrets)
    redact(safe)


@pytest.mark.parametrize(
    "part",
    [
        "password ",
        "password is ",
        "code ",
        "кодът е ",
        "密码是",
        "验证码",
        "DE89 ",
        "AB12",
        "12-",
        "passport 1",
        "ЕГН ",
        "pin 1",
        '"',
        "7523169263 ",
    ],
)
def test_a_hostile_text_takes_no_longer_than_its_length(part: str) -> None:
    started = time.process_time()
    redact(part * 3_000)
    assert time.process_time() - started < 3
