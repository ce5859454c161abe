"""Ways to reach somebody or something: mail addresses, links, phone numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from amends.language.facts.plain import NOT_GOING_ON, Numbers, Taken, stands_alone

_MAIL: Final = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}\.[a-z]{2,24}(?![\w-])"
)
_HOST: Final = re.compile(r"@[a-z0-9-]{1,63}\.[a-z0-9]")
_LINK: Final = re.compile(r"(?<![\w@])(?:https?://|www\.)[^\s<>\"'()\[\]{}，。；！？、]{3,2000}")
_AFTER_LINK: Final = ".,;:!?*_~…"
_PHONE: Final = re.compile(rf"\d(?:[ ()./-]{{0,2}}\d){{6,14}}{NOT_GOING_ON}(?![.,]\d)")
_OPENING: Final = re.compile(r"(?:\(?\+|\()$")
_NUMBER_OF_SOMETHING: Final = re.compile(r"[#№]\s?$|\d[.,]$")
_CALL: Final = re.compile(
    r"phone|tel\b|tel[:.]|call|mobile|cell|whatsapp|sms|ring|mobil|telefon|nås|nummer"
    r"|тел|обад|звън|звон|gsm|джиесем|номер|viber|вайбър|мобил"
    r"|טלפון|נייד|פלאפון|להתקשר|מספר|וואטסאפ|טל'|电话|電話|手机|手機|致电|致電|联系|聯絡|微信"
)
_REGIONS: Final = {
    "en": "GB",
    "bg": "BG",
    "he": "IL",
    "sv": "SE",
    "ru": "RU",
    "zh-Hans": "CN",
    "zh-Hant": "TW",
}
_DIALLED: Final = {
    "RU": re.compile(r"[78]\d{10}$"),
    "CN": re.compile(r"(?:1[3-9]\d{9}|400\d{7})$"),
    "IL": re.compile(r"1[578]00\d{6}$|\*\d{4}$"),
}
"""Numbers that are dialled with no zero before them."""
_AMERICAN: Final = re.compile(r"\(?[2-9]\d\d\)?[ .-]{1,2}[2-9]\d\d[ .-]\d{4}$")


def find_links(small: str, taken: Taken) -> None:
    """Finds mail addresses and links; an address within a link is no mail."""
    if "://" in small or "www." in small:
        for found in _LINK.finditer(small):
            end = found.start() + len(found[0].rstrip(_AFTER_LINK))
            taken.add("url", taken.text[found.start() : end], found.start(), end)
    if _HOST.search(small):
        for found in _MAIL.finditer(small):
            start = found.end() - len(found[0].lstrip(".-+%"))
            taken.add("email", small[start : found.end()], start, found.end())


def find_phones(numbers: Numbers, language: str, taken: Taken) -> None:
    """Finds numbers that can be dialled where the language is spoken, in the form E.164."""
    region, small = _REGIONS.get(language, "GB"), numbers.small
    for found in numbers.met(_PHONE):
        start, end = found.start(), found.end()
        if opening := _OPENING.search(small, max(0, start - 2), start):
            start = opening.start()
        if (
            not stands_alone(small, start)
            or not taken.is_free(start, end)
            or _NUMBER_OF_SOMETHING.search(small, max(0, start - 2), start)
        ):
            continue
        if value := _dialled(small[start:end], region, small[max(0, start - 40) : start]):
            taken.add("phone", value, start, end)


def _dialled(written: str, region: str, before: str) -> str:
    digits = "".join(filter(str.isdigit, written))
    national = _DIALLED.get(region)
    is_likely = (
        "+" in written
        or digits.startswith("0")
        or bool(national and national.match(digits))
        or bool(_CALL.search(before))
    )
    if region == "GB" and _AMERICAN.match(written):
        region, is_likely = "US", True
    return _valid(written, region) if is_likely else ""


# A draft is read again at every key press, with the same numbers in it.
@lru_cache(maxsize=2_048)
def _valid(written: str, region: str) -> str:
    if written.startswith("00"):
        written = "+" + written[2:]
    # It takes as long to load as a phrasebook, and most texts have no number that is dialled.
    import phonenumbers  # noqa: PLC0415

    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
