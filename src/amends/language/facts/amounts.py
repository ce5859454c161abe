"""Amounts of money: a number and a currency, by its sign, its code or its word."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from amends.language.facts.plain import Numbers, Taken, stands_alone

_NUMBER: Final = re.compile(
    r"\d(?:\d{0,2}(?:[ .,']\d{3}){1,4}(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d{0,11}(?:[.,]\d{1,2}(?!\d))?)"
)
_BEFORE: Final = re.compile(
    r"(?:(?<![a-z])(?P<code>eur|usd|gbp|bgn|sek|nok|dkk|ils|nis|rub|rur|cny|rmb|twd|ntd|hkd|chf|jpy)"
    r"|(?P<HKD>港[币幣元])|(?P<TWD>[台臺][币幣])|(?P<CNY>人民[币幣])|(?<![a-z])(?P<dollar>nt\$|hk\$|us\$|au\$"
    r"|ca\$|a\$|c\$|\$)|(?P<sign>[€£¥₪₽])) ?$"
)
_BEFORE_ENDS: Final = frozenset("rdpnksbfy币幣元$€£¥₪₽")
"""With these signs what stands before an amount ends."""
_AFTER: Final = re.compile(
    r"[ -]?(?P<times>k(?=[ €£$]|$)|хил(?:\.|яди)?|тыс(?:\.|яч[аи]?)?|млн\.?|thousand|tusen|אלף|千|万"
    r"|萬)?(?P<more>多|余|餘)?[ -]?(?:"
    r"(?P<code>eur|usd|gbp|bgn|sek|nok|dkk|ils|nis|rub|rur|cny|rmb|twd|ntd|hkd|chf)(?![a-z])"
    r"|(?P<sign>[€£$¥₪₽])"
    r"|(?P<EUR>euros?(?![a-z])|евро|אירו|יורו|欧元|歐元)"
    r"|(?P<USD>(?:us )?dollars?(?![a-z])|bucks?(?![a-z])|доллар\w{0,3}|долар\w{0,3}|баксов|דולר(?:ים)?|美元|美金)"
    r"|(?P<GBP>pounds?(?![a-z])(?! of)|quid(?![a-z])|паунд\w{0,2}|英镑|英鎊)|(?P<pence>pence(?![a-z])|p(?![\w.]))"
    r"|(?P<BGN>лв(?!\w)\.?|лева(?!\w)|лев(?!\w)|левчета)|(?P<stotinki>стотинки|ст\.(?! ))"
    r"|(?P<SEK>kr(?![a-zåäö])\.?|kronor(?:na)?(?![a-z])|krona(?![a-z])|spänn(?![a-z])|:-(?!\w))"
    r"|(?P<ILS>ש\"ח|שח(?!\w)|ש''ח|שקל(?:ים)?(?!\w))"
    r"|(?P<RUB>руб(?!\w)\.?|рубл\w{1,3}|р\.(?!\w)|р(?!\w))"
    r"|(?P<HKD>港币|港幣|港元|蚊)|(?P<TWD>新?[台臺][币幣])|(?P<CNY>人民币|人民幣)|(?P<yuan>元|块钱?|塊錢?))"
)
_SIGNS: Final = {"€": "EUR", "£": "GBP", "₪": "ILS", "₽": "RUB", "$": "USD"}
_CODES: Final = {"nis": "ILS", "rur": "RUB", "rmb": "CNY", "ntd": "TWD"}
_DOLLARS: Final = {"nt$": "TWD", "hk$": "HKD", "au$": "AUD", "a$": "AUD", "ca$": "CAD", "c$": "CAD"}
_PARTS: Final = {"pence": "GBP", "stotinki": "BGN"}
_THOUSANDS: Final = {"хил": 1_000, "тыс": 1_000, "k": 1_000, "thousand": 1_000, "tusen": 1_000, "אלף": 1_000}
_TIMES: Final = {**_THOUSANDS, "млн": 1_000_000, "千": 1_000, "万": 10_000, "萬": 10_000}
# It begins with a character, not with what may not stand before it, so that the search leaps.
_SPELLED: Final = re.compile(
    r"[一二两兩三四五六七八九十百千万萬](?<![第一二两兩三四五六七八九十百千万萬].)"
    r"[一二两兩三四五六七八九十百千万萬]{1,8}(?P<unit>元|块钱?|塊錢?|港币|港幣|蚊|欧元|美元)"
)
_SPELLED_UNITS: Final = {"港币": "HKD", "港幣": "HKD", "蚊": "HKD", "欧元": "EUR", "美元": "USD"}
_HAN_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2}
_HAN_TENS: Final = {"十": 10, "百": 100, "千": 1_000}


def find_amounts(numbers: Numbers, language: str, taken: Taken) -> None:
    """Finds amounts in the form `EUR 49.00`; a number with no currency beside it is none."""
    small = numbers.small
    for found in numbers.met(_NUMBER):
        start, end = found.start(), found.end()
        if not _may_begin(small, start):
            continue
        is_likely = small[max(0, start - 2) : start].rstrip()[-1:] in _BEFORE_ENDS
        if is_likely and (before := _BEFORE.search(small, max(0, start - 5), start)):
            times = _AFTER_K.match(small, end)
            value = _number(found[0]) * (_times(times[1]) if times else 1)
            end = times.end() if times else end
            taken.add("amount", _said(_currency(before, language), value), before.start(), end)
        elif after := _AFTER.match(small, end):
            value = _number(found[0]) * _times(after["times"] or "")
            if after.lastgroup in _PARTS:
                value /= 100
            taken.add("amount", _said(_currency(after, language), value), start, after.end())


def _may_begin(small: str, start: int) -> bool:
    """Answers whether an amount can begin there; a code or a sign may stand fast before it."""
    before = small[start - 1] if start else " "
    return stands_alone(small, start) or (before.isascii() and before.isalpha())


_AFTER_K: Final = re.compile(r" ?(k|тыс\.?|хил\.?|thousand|万|萬)(?!\w)")


def find_spelled_amounts(small: str, language: str, taken: Taken) -> None:
    """Finds amounts whose number is written in Chinese characters."""
    for found in _SPELLED.finditer(small):
        unit = found["unit"]
        currency = _SPELLED_UNITS.get(unit) or _yuan(language)
        value = han_number(found[0].removesuffix(unit))
        if value > 1:
            taken.add("amount", _said(currency, Decimal(value)), found.start(), found.end())


def han_number(text: str) -> int:
    """Answers a number written in Chinese characters; 0 where it is none."""
    total = part = digit = 0
    for char in text:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_TENS:
            part += (digit or 1) * _HAN_TENS[char]
            digit = 0
        else:
            total, part, digit = total + (part + digit or 1) * 10_000, 0, 0
    return total + part + digit


def _number(written: str) -> Decimal:
    """Answers the number; a point or comma before three digits parts thousands, before one or two it is decimal."""
    text = written.replace(" ", "").replace("'", "").lstrip("-")
    at = max(text.rfind("."), text.rfind(","))
    if at < 0:
        return Decimal(text)
    whole, rest = text[:at], text[at + 1 :]
    whole = whole.replace(".", "").replace(",", "")
    return Decimal(whole + rest) if len(rest) == 3 else Decimal(f"{whole}.{rest}")


def _times(word: str) -> int:
    return next((value for start, value in _TIMES.items() if word.startswith(start)), 1) if word else 1


def _yuan(language: str) -> str:
    return "TWD" if language == "zh-Hant" else "CNY"


def _currency(found: re.Match[str], language: str) -> str:
    groups = {
        name: text for name, text in found.groupdict().items() if text and name not in ("times", "more")
    }
    name, text = next(iter(groups.items()))
    if name == "code":
        return _CODES.get(text, text.upper())
    if name == "dollar":
        return _DOLLARS.get(text, "USD")
    if name == "sign":
        return _SIGNS.get(text) or ("CNY" if language.startswith("zh") else "JPY")
    if name == "yuan":
        return _yuan(language)
    return _PARTS.get(name, name)


def _said(currency: str, value: Decimal) -> str:
    return f"{currency} {value:.2f}"
