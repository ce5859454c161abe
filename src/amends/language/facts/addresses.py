"""Postal addresses: a street and the number of a house, by the words that tell a street."""

from __future__ import annotations

import re
from typing import Final

from amends.language.facts.plain import Numbers, Taken

_NAME: Final = r"[\w'.\"-]{1,24}"
_ENGLISH: Final = re.compile(
    rf"(?<![\w.,/-])\d{{1,5}}[a-z]?,? (?:{_NAME} ){{1,4}}?"
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|square|place|crescent|terrace"
    r"|boulevard|blvd|gardens|way|mews|hill)(?!\w)"
)
_NO_STREET: Final = re.compile(
    r"minutes?|mins?|miles?|kms?|hrs?|hours?|days?|weeks?|months?|years?|met(?:re|er)s?|yards?|times"
    r"|people|of|the|an?|on|in|at|to"
    r"|down|up|from|by|and|this|that|your|my|our|next|first|last|same|other|each|every|per|half|way"
    r"|was|is|or|for|with"
)
_SURE_STREETS: Final = ("street", "road", "avenue", "lane", "crescent", "rd", "ave")
_SLAVIC: Final = (
    rf"\.? ?\"?(?:{_NAME} ){{0,3}}{_NAME},? ?(?:№|no\.?|номер|дом|д\.?|бл\.?)? ?(?<![\w])\d{{1,4}}"
    r"(?:[а-яa-z](?!\w))?(?:,? (?:вх|ет|ап|кв|корп|к|стр|бл)\.? ?\d{1,4}(?!\w)){0,4}"
)
_BULGARIAN: Final = re.compile(rf"(?<!\w)(?:ул|улица|улицата|бул|булевард|ж\.к|жк|пл|площад)(?!\w){_SLAVIC}")
_RUSSIAN: Final = re.compile(
    r"(?<!\w)(?:ул|улиц[аеыу]|пр-т|просп|проспект[аеу]?|пер|переул[а-я]{2,3}|площад[ьи]|шоссе|наб"
    r"|набережн[а-я]{2}|б-р|бульвар[аеу]?)"
    rf"(?!\w){_SLAVIC}"
)
_SWEDISH: Final = re.compile(
    r"(?:gatan|vägen|gränd|gränden|allén|torget|stigen|backen|esplanaden|gata"
    r"|väg) \d{1,4}(?: ?[a-h](?![\wåäö]))?(?!\w|[.,:]\d)"
)
_LATIN_WORD_END: Final = re.compile(r"[a-zåäöéü-]{2,30}$")
_HEBREW: Final = re.compile(
    r"(?<!\w)[בלמהוש]{0,2}(?:רחוב|רח'|שדרות|שד'|סמטת"
    r"|כיכר) (?:[\u05d0-\u05ea'\"-]{2,15} ){1,4}\d{1,4}(?!\w|[.,:/]\d)"
)
_HAN: Final = re.compile(
    r"(?:路|街|大道|巷|胡同|道)(?:[东西南北中東一二三四五六七八九十]{0,2}[路段]?)(?:\d{1,3}[段巷弄])*\d{1,5}(?:之\d{1,3})?[号號弄](?:\d{1,4}(?:楼|樓|室|栋|棟)){0,3}"
)
_HAN_BEFORE: Final = re.compile(r"[\u4e00-\u9fff\d]{1,16}$")
_HAN_PREPOSITION: Final = re.compile(
    r".*(?:住在|位于|位於|送到|寄到|地址是|地址|住|在|到|是|去|来|來|给|給|于)"
)


def find_addresses(numbers: Numbers, language: str, taken: Taken) -> None:
    """Finds streets with a number; the address is given as it was written."""
    if language == "sv":
        _find_swedish(numbers.small, taken)
    elif language.startswith("zh"):
        _find_han(numbers.small, taken)
    elif language == "en":
        _find_english(numbers, taken)
    elif pattern := {"bg": _BULGARIAN, "ru": _RUSSIAN, "he": _HEBREW}.get(language):
        for found in pattern.finditer(numbers.small):
            _add(found.start(), found.end(), taken)


def _add(start: int, end: int, taken: Taken) -> None:
    taken.add("address", " ".join(taken.text[start:end].split()), start, end)


def _find_english(numbers: Numbers, taken: Taken) -> None:
    for found in numbers.met(_ENGLISH):
        _, *names, street = taken.text[found.start() : found.end()].split(" ")
        if any(_NO_STREET.fullmatch(name.lower()) for name in names):
            continue
        is_named = all(name[:1].isupper() or name[:1].isdigit() for name in names)
        if is_named or (len(names) == 1 and street in _SURE_STREETS):
            _add(found.start(), found.end(), taken)


def _find_swedish(small: str, taken: Taken) -> None:
    for found in _SWEDISH.finditer(small):
        if before := _LATIN_WORD_END.search(small, max(0, found.start() - 30), found.start()):
            _add(before.start(), found.end(), taken)


def _find_han(small: str, taken: Taken) -> None:
    for found in _HAN.finditer(small):
        before = _HAN_BEFORE.search(small, max(0, found.start() - 16), found.start())
        if before is None:
            continue
        start = before.start()
        if told := _HAN_PREPOSITION.match(small, start, found.start()):
            start = told.end()
        if start < found.start():
            _add(start, found.end(), taken)
