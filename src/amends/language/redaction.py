"""Payment card numbers and their security codes, masked before anything is stored.

A number is taken for a card when its issuer, its length, its Luhn digit and the way it is parted all fit:
ten in a hundred order numbers pass Luhn alone. Encoded numbers, and words between the digits, are not seen
through.
Source: PCI DSS 4.0.1, 3.3 and 3.4.
"""

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

_SHORTEST: Final = 13
_LONGEST: Final = 19
_MASK: Final = "••••"

# What may stand between two digits of one number: a sign, spaces of any kind, marks of direction, a line
# break that a mail program put in, with the quote marks of the next line.
_INVISIBLE: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_BREAK: Final = r"[ \t]{0,8}(?:=?\r?\n|<br ?/?>)[ \t>|]{0,8}"
_GAP: Final = rf"(?:{_BREAK}|[\s{_INVISIBLE}._\-\u2010-\u2015\u2212\uff0d\u00b7]{{1,3}}|&nbsp;){{0,2}}"
# Atomic and possessive: a gap is read in one way only, or a hostile text could be read in millions of ways.
_NUMBER: Final = re.compile(rf"\d(?>(?>{_GAP})\d){{{_SHORTEST - 1},}}+")
_GROUP: Final = re.compile(r"\d+")
_BREAKS: Final = re.compile(r"\n|<br|[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")

# First digits and the lengths issued with them.
_ISSUERS: Final = (
    (range(4, 5), (13, 16, 19)),  # Visa
    (range(51, 56), (16,)),  # Mastercard
    (range(2221, 2721), (16,)),  # Mastercard
    (range(34, 35), (15,)),  # American Express
    (range(37, 38), (15,)),  # American Express
    (range(300, 306), (14, 16)),  # Diners Club
    (range(36, 37), (14, 16)),  # Diners Club
    (range(38, 40), (14, 16)),  # Diners Club
    (range(6011, 6012), (16, 17, 18, 19)),  # Discover
    (range(644, 650), (16, 17, 18, 19)),  # Discover
    (range(65, 66), (16, 17, 18, 19)),  # Discover
    (range(3528, 3590), (16, 17, 18, 19)),  # JCB
    (range(62, 63), (16, 17, 18, 19)),  # UnionPay
    (range(8171, 8172), (16,)),  # UnionPay
    (range(2200, 2205), (16, 17, 18, 19)),  # Mir
    (range(5018, 5021), (13, 14, 15, 16, 17, 18, 19)),  # Maestro
    (range(5038, 5039), (13, 14, 15, 16, 17, 18, 19)),  # Maestro
    (range(6304, 6305), (13, 14, 15, 16, 17, 18, 19)),  # Maestro
    (range(6759, 6764), (13, 14, 15, 16, 17, 18, 19)),  # Maestro
    (range(4580, 4581), (16,)),  # Isracard
)
_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)

# "Order 4539…" without a gap is the number of an order, whatever its digits happen to be.
_ORDER_WORD: Final = re.compile(
    r"(?:order|invoice|tracking|parcel|shipment|consignment|imei|barcode|serial"
    r"|faktura|spårning|kolli|försändelse|serienummer"
    r"|поръчка|поръчката|фактура|пратка|товарителница|заказ|заказа|счет|счёт|накладная|отправление|трек"
    r"|הזמנה|חשבונית|משלוח|מעקב|订单|單號|单号|訂單|运单|運單|发票|發票|快递|快遞)"
    r"(?:[\W_]{0,2}(?:no|nr|num|number|nummer|id|code|номер|№|מספר|号码|號碼|号|號|编号|編號))?[\W_]{0,3}$",
    re.IGNORECASE,
)
_CARD_WORD: Final = re.compile(r"card|visa|maestro|amex|kort|карт|כרטיס|אשראי|卡", re.IGNORECASE)

_AMOUNT_BEFORE: Final = re.compile(r"\d[.,]$")
_AMOUNT_AFTER: Final = re.compile(r"[.,]\d")
_CODE_WORDS: Final = (
    r"cvv2?|cvc2?|cvn|cid|csc|security code|card code|säkerhetskod|kontrollsiffror"
    r"|код(?:а|ът|ом)? (?:за сигурност|на картата|безопасности|проверки карты)|защитен код"
    r"|קוד (?:אבטחה|ה?אבטחה|ביטחון)|3 ספרות בגב|安全码|安全碼|校验码|驗證碼后三位|卡背面后三位|末三码|末三碼"
)
_LINKS: Final = r"code|number|no|is|was|kod|koden|är|код|кодът|номер|е|это|הוא|是|为|為"
_CODE_BEFORE: Final = re.compile(
    rf"(?<![a-z])(?:{_CODE_WORDS})(?:[\W_]{{0,3}}(?:{_LINKS})){{0,3}}[\W_]{{0,4}}$", re.IGNORECASE
)
_CODE_AFTER: Final = re.compile(
    rf"[\s,(:=\-]{{0,3}}(?:(?:is|är|е|это|הוא|是)\W{{1,2}})?(?:(?:my|the|min|моят|мой)\W)?"
    rf"(?:{_CODE_WORDS})(?![a-z])(?![\W_]{{0,4}}\d)",
    re.IGNORECASE,
)
_CODE_LENGTHS: Final = (3, 4)
# Blanks all but digits, in one pass over the bytes: ten times as fast as a regular expression.
_ONLY_DIGITS: Final = bytes(code if 48 <= code <= 57 else 32 for code in range(256))


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text safe to store, and how many numbers and codes were masked in it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class _Digits:
    """One group of digits of a number, and where it stands in the text."""

    start: int
    end: int
    text: str


def _group_sizes(text: str) -> list[int]:
    """How many digits stand together at each place in the text that has any."""
    if text.isascii():
        return [len(group) for group in text.encode("ascii").translate(_ONLY_DIGITS).split()]
    return [len(group) for group in _GROUP.findall(text)]


def _passes_luhn(digits: str) -> bool:
    plain = sum(map(int, digits[-1::-2]))
    return (plain + sum(_DOUBLED[int(digit)] for digit in digits[-2::-2])) % 10 == 0


def _has_issuer(digits: str) -> bool:
    return any(
        len(digits) in lengths and int(digits[: len(str(prefixes.start))]) in prefixes
        for prefixes, lengths in _ISSUERS
    )


def _is_card(digits: str) -> bool:
    return len(set(digits)) > 1 and _has_issuer(digits) and _passes_luhn(digits)


def _is_parted_like_card(groups: list[_Digits], text: str) -> bool:
    """Whether someone would write a card in these groups; "123-4567890-123456" is no card."""
    sizes = [len(group.text) for group in groups]
    if sizes[0] >= 4 or len(set(sizes[:-1])) == 1:
        return True
    return bool(_BREAKS.search(text, groups[0].start, groups[-1].end))


def _is_named_order(groups: list[_Digits], text: str) -> bool:
    before = text[max(0, groups[0].start - 32) : groups[0].start]
    return len(groups) == 1 and bool(_ORDER_WORD.search(before)) and not _CARD_WORD.search(before)


def _card_from(groups: list[_Digits], text: str) -> list[_Digits]:
    """Which of these groups, from the first on, make a card, or none. The longest wins."""
    lengths = list(accumulate(len(group.text) for group in groups))
    for count in range(len(lengths), 0, -1):
        if not _SHORTEST <= lengths[count - 1] <= _LONGEST:
            continue
        part = groups[:count]
        digits = "".join(group.text for group in part)
        if _is_card(digits) and _is_parted_like_card(part, text) and not _is_named_order(part, text):
            return part
    return []


def _ascii(digits: str) -> str:
    return digits if digits.isascii() else "".join(str(int(digit)) for digit in digits)


def _card_spans(text: str) -> list[tuple[int, int, str]]:
    """Where each card begins and ends, and its last four digits."""
    spans: list[tuple[int, int, str]] = []
    for number in _NUMBER.finditer(text):
        found = _GROUP.finditer(text, number.start(), number.end())
        groups = [_Digits(group.start(), group.end(), _ascii(group[0])) for group in found]
        at = 0
        while at < len(groups):
            card = _card_from(groups[at : at + _LONGEST], text)
            if card:
                spans.append((card[0].start, card[-1].end, "".join(group.text for group in card)[-4:]))
            at += len(card) or 1
    return spans


def _is_code(text: str, found: re.Match[str]) -> bool:
    if len(found[0]) not in _CODE_LENGTHS or _AMOUNT_AFTER.match(text, found.end()):
        return False
    before = text[max(0, found.start() - 40) : found.start()]
    if before.endswith(_MASK) or _AMOUNT_BEFORE.search(before):
        return False
    return bool(_CODE_BEFORE.search(before) or _CODE_AFTER.match(text, found.end()))


def _code_spans(text: str) -> list[tuple[int, int, str]]:
    groups = _GROUP.finditer(text)
    return [(found.start(), found.end(), "") for found in groups if _is_code(text, found)]


def _masked(text: str, spans: list[tuple[int, int, str]]) -> Redacted:
    parts: list[str] = []
    done = 0
    for start, end, kept in spans:
        parts += (text[done:start], _MASK, kept)
        done = end
    return Redacted("".join(parts) + text[done:], len(spans))


def redact_cards(text: str) -> Redacted:
    """The text without payment card numbers, whose last four digits stay, and without security codes."""
    sizes = _group_sizes(text)
    cards = Redacted(text, 0)
    if sum(sizes) >= _SHORTEST:
        cards = _masked(text, _card_spans(text))
    if 3 not in sizes and 4 not in sizes:
        return cards
    codes = _masked(cards.text, _code_spans(cards.text))
    return Redacted(codes.text, cards.count + codes.count)
