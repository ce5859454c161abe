"""National ids, passports and IBANs in words.

A number with a check digit is known by it; one without, or one that a tenth of all numbers would pass for, only
beside the word that tells what it is. What is called the number of an order is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from stdnum import iban
from stdnum.bg import egn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from amends.language.redaction.cards import GAP, ascii_digits, is_called_order, passes_luhn
from amends.language.redaction.secret import Secret, SecretKind

FEWEST_DIGITS: Final = 6
_LOOK_BACK, _LOOK_ON, _AROUND, _REACH = 64, 32, 200, 28
_EDGE: Final = r"(?<![A-Za-z\d_.,/+\-\u2011\u2013])"
_END: Final = r"(?![A-Za-z\d_]|[.,/\-\u2011\u2013]\d)"
_DASH: Final = r"[\-\u2010-\u2013\u2212]"
_SEP: Final = rf"[\s\u200b-\u200f]?(?:{_DASH}\s?)?"


@dataclass(frozen=True, slots=True)
class _Shape:
    """How one kind of number is written, and what must hold of it with and without a telling word beside it."""

    kind: SecretKind
    shape: re.Pattern[str]
    word: re.Pattern[str]
    is_bare: Callable[[str, str, str], bool]
    is_named: Callable[[str], bool]
    is_strict: bool = False


def _passes(validate: Callable[[str], object]) -> Callable[[str], bool]:
    def passes(number: str) -> bool:
        try:
            validate(number)
        except (ValidationError, ValueError):
            return False
        return True

    return passes


_is_egn: Final = _passes(egn.validate)
_is_ric: Final = _passes(ric.validate)
_is_iban: Final = _passes(iban.validate)
# How many signs an IBAN of each country has.
_IBAN_LENGTHS: Final = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 "
    "LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 "
    "QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
)
_BY_LENGTH: Final = {
    length: re.compile(rf"[A-Za-z]{{2}}\d{{2}}(?>(?>{GAP})[A-Za-z\d]){{{length - 4}}}(?![A-Za-z\d])")
    for length in range(15, 35)
}
_IBANS: Final = {one[:2]: _BY_LENGTH[int(one[2:])] for one in _IBAN_LENGTHS.split()}
# It begins with the digits, which are rarer than letters.
_IBAN_CHECK: Final = re.compile(r"\d\d(?<=[A-Za-z]{2}\d\d)(?<![A-Za-z\d][A-Za-z]{2}\d\d)")
_CYRILLIC: Final = re.compile(r"[а-яА-Я]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_TAIWAN: Final = {letter: 10 + place for place, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO")}
# The date of a day of these years begins many numbers of orders: a person's number then needs its word.
_ORDER_YEARS: Final = range(16, 36)


def _never(number: str, written: str, around: str) -> bool:
    return False


def _always(number: str) -> bool:
    return True


def _bare_bulgarian(number: str, written: str, around: str) -> bool:
    # One in a hundred numbers of ten digits would pass.
    return written == number and bool(_CYRILLIC.search(around)) and _is_egn(number)


def _bare_swedish(number: str, written: str, around: str) -> bool:
    plain = written.isdecimal()
    if len(number) == 12:
        early = number.startswith("19") or (number.startswith("20") and int(number[2:4]) not in _ORDER_YEARS)
        return early and _is_swedish(number)
    return not plain and int(number[:2]) not in _ORDER_YEARS and _is_swedish(number)


def _is_swedish(number: str) -> bool:
    year, month, day = int(number[-10:-8]), int(number[-8:-6]), int(number[-6:-4])
    try:
        # A coordination number has sixty added to its day; a century that is not said makes no leap day wrong.
        date(2000 + year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return passes_luhn(number[-10:])


def _bare_chinese(number: str, written: str, around: str) -> bool:
    return _is_ric(number)


def _bare_taiwanese(number: str, written: str, around: str) -> bool:
    return number[1] in "12" and bool(_HAN.search(around)) and _is_taiwanese(number)


def _is_taiwanese(number: str) -> bool:
    code = _TAIWAN[number[0]]
    weighted = (
        int(digit) * weight for digit, weight in zip(number[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)
    )
    return (code // 10 + code % 10 * 9 + sum(weighted)) % 10 == 0


def _bare_hong_kong(number: str, written: str, around: str) -> bool:
    return "(" in written.replace("（", "(") and _is_hong_kong(number)


def _is_hong_kong(number: str) -> bool:
    letters = number[:-7].rjust(2)
    values = [36 if letter == " " else ord(letter) - 55 for letter in letters]
    values += [int(digit) for digit in number[-7:-1]]
    last = 10 if number[-1] == "A" else int(number[-1])
    return (
        sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) + last
    ) % 11 == 0


def _bare_russian(number: str, written: str, around: str) -> bool:
    return bool(re.fullmatch(r"\d{3}\D\d{3}\D\d{3}\D\d{2}", written)) and _is_snils(number)


def _is_snils(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:9], range(9, 0, -1), strict=True))
    return total % 101 % 100 == int(number[9:])


def _is_social_security(number: str) -> bool:
    return number[:3] not in ("000", "666") and number[3:5] != "00" and number[5:] != "0000"


def _is_passport(number: str) -> bool:
    return not re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d", number)


def _words(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


_SHAPES: Final = (
    _Shape(
        SecretKind.ID_CN,
        re.compile(rf"{_EDGE}\d{{6}}{_SEP}[12][09]\d\d{_SEP}\d{{4}}{_SEP}\d{{3}}[\dXx]{_END}", re.ASCII),
        _words(r"身[份分][证證]|居民[证證]|[证證]件|chinese id|resident id"),
        _bare_chinese,
        _always,
    ),
    _Shape(
        SecretKind.ID_RU,
        re.compile(rf"{_EDGE}\d{{3}}{_SEP}\d{{3}}{_SEP}\d{{3}}{_SEP}\d{{2}}{_END}"),
        _words(r"снилс|страховой номер|snils"),
        _bare_russian,
        _always,
    ),
    _Shape(
        SecretKind.ID_SE,
        re.compile(
            rf"{_EDGE}(?:(?:19|20)\d{{2}}|\d{{2}}){_DASH}?\d{{2}}{_DASH}?\d{{2}}\s?(?:{_DASH}"
            rf"|\+)?\s?\d{{4}}{_END}"
        ),
        _words(
            r"person(?:al)?[\s-]?(?:nummer|numret|nr\b)|pers\.? ?nr|samordnings\s?n(?:umme)?r"
            r"|personal identity number"
        ),
        _bare_swedish,
        _always,
    ),
    _Shape(
        SecretKind.ID_BG,
        re.compile(rf"{_EDGE}\d{{6}}\s?\d{{4}}{_END}"),
        _words(r"(?<![а-я])(?:егн|лнч|единен граждански)|\begn\b|personal number of a foreigner"),
        _bare_bulgarian,
        _always,
    ),
    _Shape(
        SecretKind.ID_US,
        re.compile(rf"{_EDGE}\d{{3}}{_SEP}\d{{2}}{_SEP}\d{{4}}{_END}"),
        _words(r"\bssn\b|\bss#|social[\s-]security"),
        _never,
        _is_social_security,
    ),
    _Shape(
        SecretKind.ID_IL,
        re.compile(rf"{_EDGE}\d{{1,2}}{_SEP}\d{{6,7}}{_SEP}\d{_END}|{_EDGE}\d{{8,9}}{_END}"),
        _words(
            r"""ת["'״׳”“]{0,2}\.?ז(?![א-ת])\.?|מ\.ז\.?|תעוד[הת] ה?זהות|מספר ה?זהות"""
            r"|teudat zehut|israeli id|\bt\.?z\.?\b"
        ),
        _never,
        _always,
    ),
    _Shape(
        SecretKind.ID_TW,
        re.compile(rf"{_EDGE}[A-Za-z][1289]\d{{8}}{_END}", re.ASCII),
        _words(r"身[份分][证證]|居留[证證]|[证證](?:件)?[号號]|taiwan(?:ese)? id"),
        _bare_taiwanese,
        _always,
    ),
    _Shape(
        SecretKind.ID_HK,
        re.compile(rf"{_EDGE}[A-Za-z]{{1,2}}\d{{6}}\s?[(（]?[\dAa][)）]?(?!\w)", re.ASCII),
        _words(r"身[份分][证證]|hkid|hong kong id"),
        _bare_hong_kong,
        _is_hong_kong,
    ),
    _Shape(
        SecretKind.PASSPORT,
        re.compile(
            rf"{_EDGE}(?:\d{{2}}\s?\d{{2}}[\s,]{{0,2}}(?:№|номер)?\s?\d{{6}}|[A-Za-z]{{1,2}}\s?\d{{6,8}}"
            rf"|[A-Za-z]\d{{2}}[A-Za-z]\d{{2}}[A-Za-z]\d{{2}}|\d{{7,9}}){_END}",
            re.IGNORECASE,
        ),
        _words(
            r"passport|pass(?:nummer|numret|\s?nr)|\bpass(?=\W{1,3}(?:nr|nummer))|паспорт\w{0,3}"
            r"|лична(?:та)? карта|личната ми карта|л\.\s?к\.|דרכון|护照|護照"
            r"|удостоверени[ея] личности|серия и номер"
        ),
        _never,
        _is_passport,
        is_strict=True,
    ),
)
# Between a passport and its number stand only such words: "a passport cover, item 1234567" names none.
_STRICT: Final = re.compile(
    r"(?:[\s:#№=,.\-–—()（）：]|number|no|nr|num|nummer|numret|номер\w?|серия|серии|рф|данные|is|är|е|это|ми|my"
    r"|мой|моя"
    r"|is:|הוא|שלי|מספר|ה|是|为|為|号码|號碼|号|號|的|我){0,12}",
    re.IGNORECASE,
)
# Fewer signs than this, within a sentence, part a number from the word that tells what it is.
_NEAR: Final = re.compile(r"(?:\b(?:no|nr|num|n)\.|[^.!?;。！？；\d\n]|\n(?!\n)){0,28}", re.IGNORECASE)
_OTHER_NUMBER: Final = re.compile(
    r"phone|mobil|telefon|\btel|тел|טלפון|电话|電話|手机|手機|order|поръчк|заказ|клиент|kund|customer|account|фактур"
    r"|invoice|contract|policy|договор|полиц|кунд|avtal|הזמנ|לקוח|订单|訂單|客户|客戶",
    re.IGNORECASE,
)
# Four digits on end, seven parted ones, or the two and two of a passport: without them there is no id.
_SOME_DIGITS: Final = re.compile(rf"\d(?:\d{{3}}|(?:{_SEP}\d){{6}}|\d[A-Za-z]\d\d[A-Za-z])")
_NOT_NUMBER: Final = re.compile(r"[\s\-\u2010-\u2013\u2212\u200b-\u200f(),，（）№+]|номер", re.IGNORECASE)


def _number(written: str) -> str:
    return ascii_digits(_NOT_NUMBER.sub("", written)).upper()


def _is_near(between: str) -> bool:
    return bool(_NEAR.fullmatch(between)) and not _OTHER_NUMBER.search(between)


def _is_beside_word(text: str, start: int, end: int, shape: _Shape) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start]
    *_, last = (None, *shape.word.finditer(before))
    if last is not None:
        between = before[last.end() :]
        if _STRICT.fullmatch(between) if shape.is_strict else _is_near(between):
            return True
    after = text[end : end + _LOOK_ON]
    word = None if shape.is_strict else shape.word.search(after)
    if word is None:
        return False
    between = after[: word.start()]
    return len(between) <= 14 and "\n" not in between and _is_near(between)


def _found(text: str, windows: Sequence[tuple[int, int]], shape: _Shape) -> Iterator[Secret]:
    for match in (one for window in windows for one in shape.shape.finditer(text, *window)):
        start, end = match.span()
        number = _number(match[0])
        if is_called_order(text, start):
            continue
        is_other = bool(_OTHER_NUMBER.search(text[max(0, start - 24) : start]))
        around = text[max(0, start - _AROUND) : end + _AROUND]
        is_bare = not is_other and shape.is_bare(number, match[0], around)
        if is_bare or (shape.is_named(number) and _is_beside_word(text, start, end, shape)):
            yield Secret(shape.kind, start, end, number)


def _windows(text: str) -> list[tuple[int, int]]:
    """Answers where in a text ids can stand; the rest is not looked at."""
    found: list[tuple[int, int]] = []
    for some in _SOME_DIGITS.finditer(text):
        start, end = max(0, some.start() - _REACH), min(len(text), some.end() + _REACH)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _ibans(text: str) -> Iterator[Secret]:
    done = 0
    for check in _IBAN_CHECK.finditer(text):
        start = check.start() - 2
        pattern = _IBANS.get(text[start : start + 2].upper()) if start >= done else None
        match = pattern.match(text, start) if pattern else None
        if match and _is_iban(number := _number(match[0])):
            done = match.end()
            yield Secret(SecretKind.IBAN, start, done, number)


def find_identities(text: str) -> list[Secret]:
    """Answers every national id, passport and IBAN in a text, the surest kinds first."""
    windows = _windows(text)
    return [*_ibans(text), *(one for shape in _SHAPES if windows for one in _found(text, windows, shape))]
