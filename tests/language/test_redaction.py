"""Card numbers never get as far as a table, and order numbers do."""

import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.language.redaction import redact_cards

CARDS = {
    "Visa": "4111111111111111",
    "Visa of 13": "4222222222222",
    "Visa of 19": "4000000000000000006",
    "Mastercard": "5555555555554444",
    "Mastercard 2": "2223003122003222",
    "American Express": "378282246310005",
    "Diners": "30569309025904",
    "Discover": "6011111111111117",
    "JCB": "3530111333300000",
    "UnionPay": "6200000000000005",
    "Mir": "2200000000000004",
    "Maestro": "6759649826438453",
}
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
SIGNS = [
    " ",
    "-",
    "\u00a0",
    "\u202f",
    "\u2009",
    ".",
    "_",
    "–",
    "\u2011",
    "  ",
    " - ",
    "\t",
    "\n",
    "\r\n",
    "\n> ",
    "=\r\n",
]


def grouped(card: str, sign: str) -> str:
    sizes = (4, 6, 5) if len(card) == 15 else (4, 6, 4) if len(card) == 14 else (4, 4, 4, 4, 3)
    parts, at = [], 0
    for size in sizes:
        parts.append(card[at : at + size])
        at += size
    return sign.join(part for part in parts if part)


def as_digits(text: str) -> str:
    return "".join(str(int(char)) for char in re.findall(r"\d", text))


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_is_masked_however_it_is_parted(card: str, sign: str) -> None:
    for written in (
        grouped(card, sign),
        grouped(card, sign).translate(ARABIC),
        grouped(card, sign).translate(WIDE),
    ):
        redacted = redact_cards(f"My card is {written}, please refund it.")
        assert redacted.count == 1
        assert redacted.text == f"My card is ••••{card[-4:]}, please refund it."


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_is_masked_wherever_it_stands(card: str) -> None:
    half = len(card) // 2
    for text in (
        card,
        f"卡号{card}。",
        f"карта:{card};",
        f"({card})",
        f"{card[:half]}\n{card[half:]}",
        " ".join(card),
    ):
        redacted = redact_cards(text)
        assert (redacted.count, card not in as_digits(redacted.text)) == (1, True)


def test_two_cards_beside_each_other_and_an_expiry_date_are_told_apart() -> None:
    text = "4111 1111 1111 1111 5555 5555 5555 4444 12/27"
    assert redact_cards(text).text == "••••1111 ••••4444 12/27"


def test_a_masked_text_has_nothing_left_to_mask() -> None:
    once = redact_cards("4111 1111 1111 1111, cvv 123 and 5555-5555-5555-4444")
    assert once.count == 3
    assert redact_cards(once.text).count == 0


@pytest.mark.parametrize(
    "text",
    [
        "cvv 123",
        "CVV2: 123",
        "my cvc is 1234",
        "security code = 123",
        "123 (CVV)",
        "123 is my cvv",
        "säkerhetskoden är 123".replace("koden", "kod"),
        "CVV кодът е 123",
        "код безопасности 123",
        "код за сигурност: 123",
        "קוד אבטחה: 123",
        "安全码是123",
        "安全碼：１２３",
    ],
)
def test_a_security_code_is_masked_beside_its_word(text: str) -> None:
    redacted = redact_cards(text)
    assert redacted.count == 1
    assert not re.search(r"\d{3}", redacted.text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no digits at all",
        "order 123, paid 4500 kr",
        "4111 1111 1111 1112 has a wrong last digit",
        "tracking 1234567890123456",
        "0000 0000 0000 0000",
        "call 070 123 45 67 or +46 8 123 456 78",
        "on 2024-05-12 14:30 and 2024-05-13 15:45",
        "SE45 5000 0000 0583 9825 7466",
        "Amazon order 123-1234567-1234567",
        "order no. 4111111111111111",
        "поръчка № 4111111111111111",
        "訂單號碼：4111111111111111",
        "20 digits 41111111111111111111 in one",
        "I paid 1.234,56 and the cid story is from 2024",
        "the price is 123.45, cvv unknown",
    ],
)
def test_what_is_no_card_stays_to_the_letter(text: str) -> None:
    redacted = redact_cards(text)
    assert (redacted.text, redacted.count) == (text, 0)


def order_number(random_: random.Random) -> str:
    """A number such as shops, carriers and banks give, of 10 to 22 digits."""

    def digits(count: int) -> str:
        return "".join(random_.choices("0123456789", k=count))

    shapes = (
        digits(random_.randint(10, 22)),
        digits(16),
        f"20{digits(14)}",
        f"INV-{digits(4)}-{digits(10)}",
        f"{digits(3)}-{digits(7)}-{digits(7)}",
        f"order {digits(16)}",
        f"{digits(12)} {digits(6)}",
    )
    return random_.choice(shapes)


def test_fewer_than_one_in_a_hundred_order_numbers_is_taken_for_a_card() -> None:
    random_ = random.Random(20261)
    assert sum(redact_cards(f"See {order_number(random_)}.").count for _ in range(2_000)) < 20


def test_an_order_number_that_is_called_one_is_never_masked() -> None:
    random_ = random.Random(20262)
    sixteen = ("".join(random_.choices("0123456789", k=16)) for _ in range(2_000))
    assert sum(redact_cards(f"Order number: {number}").count for number in sixteen) == 0


def test_the_same_count_of_true_cards_is_found_so_the_test_above_can_fail() -> None:
    random_ = random.Random(20263)
    found = 0
    for _ in range(2_000):
        body = "4" + "".join(random_.choices("0123456789", k=14))
        doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(body)]
        check = -sum(value - 9 if value > 9 else value for value in doubled) % 10
        found += redact_cards(f"See {body}{check}.").count
    assert found == 2_000


@given(st.text())
def test_any_text_can_be_redacted_and_one_without_digits_stays(text: str) -> None:
    redacted = redact_cards(text)
    assert redacted.text == text or redacted.count


@given(
    before=st.text(alphabet="ab ,\n"),
    after=st.text(alphabet="ab ,\n"),
    card=st.sampled_from([*CARDS.values()]),
)
def test_a_card_among_words_never_survives(before: str, after: str, card: str) -> None:
    assert card not in as_digits(redact_cards(f"{before}{card}{after}").text)


def test_a_text_without_a_card_costs_almost_nothing() -> None:
    text = "I have waited for 20 minutes and nobody came to collect the parcel from my neighbour. " * 5
    started = time.process_time()
    for _ in range(1_000):
        redact_cards(text)
    assert (time.process_time() - started) / 1_000 < 0.00005


@pytest.mark.parametrize("part", ["1   ", "4111 ", "4", "1 x ", " cvv 123", "1\n> ", "cvv ", "1&nbsp;"])
def test_a_hostile_text_takes_no_longer_than_its_length(part: str) -> None:
    started = time.process_time()
    redact_cards(part * 10_000)
    assert time.process_time() - started < 3
