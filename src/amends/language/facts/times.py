"""Times of the day, in the form `14:30`."""

from __future__ import annotations

import re
from typing import Final

from amends.language.facts.plain import Numbers, Taken, stands_alone

_CLOCK: Final = re.compile(
    r"(?P<hour>\d\d?)(?P<sign>[:.])(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:/%]|[.,]\d)"
    r"(?: ?(?P<half>[ap]m(?!\w)|[ap]\.m\.))?(?P<unit> ?(?:ч(?:\.|аса|асов)?(?!\w)|h(?!\w)|uhr))?"
)
_HALF: Final = re.compile(r"(?P<hour>\d\d?) ?(?P<half>[ap]m(?!\w)|[ap]\.m\.)")
_TELLING: Final = re.compile(
    r"(?:\b(?:at|by|until|till|from|around|before|after|kl|klockan|в|във|около|до|после|след"
    r"|към)\.?|בשעה|ב-?) ?$"
)
_AT_HOUR: Final = re.compile(r"(?<!\w)(?:в|във|около|към|до|после|след|с|к) $")
_HOUR_WORDS: Final = {
    "en": re.compile(r"(?P<hour>\d\d?) ?o'?clock"),
    "bg": re.compile(r"(?P<hour>\d\d?) ?(?:ч\.|ч(?!\w)|часа)(?! по-| наред)"),
    "ru": re.compile(
        r"(?P<hour>\d\d?) ?(?:(?:ч\.|ч(?!\w)|час(?:а|ов)?(?!\w))(?P<half> дня| вечера| утра| ночи)?"
        r"|(?P<part>утра|вечера)(?!\w))"
    ),
    "sv": re.compile(r"(?:kl\.?|klockan) ?(?P<hour>[01]?\d|2[0-3])(?![\d:.])"),
    "he": re.compile(
        r"(?:בשעה|שעה|השעה) (?P<hour>[01]?\d|2[0-3])(?![\d:.])(?P<half> בערב| בצהריים| אחה\"צ| אחר הצהריים)?"
    ),
}
_WORD_FIRST: Final = frozenset({"sv", "he"})
_HAN_HALF: Final = re.compile(r"(?:凌晨|早上|上午|清晨|中午|下午|傍晚|晚上|晚间|半夜|夜里) ?$")
_HAN: Final = re.compile(
    r"(?P<hour>\d\d?) ?[点點时時](?![间間候])"
    r"(?:(?P<minute>[0-5]?\d)(?:分)?|(?P<thirty>半)|(?P<quarter>一刻)|(?P<telling>钟|鐘|整|左右|前|后|後|多|到|才))?"
)
_LATE: Final = frozenset({"下午", "傍晚", "晚上", "晚间", "夜里", "中午"})
_LATE_WORDS: Final = ("дня", "вечера", "ערב", "צהריים", 'אחה"צ')


def find_times(numbers: Numbers, language: str, taken: Taken) -> None:
    """Finds times; hours and minutes with a point between them need a word that tells."""
    small = numbers.small
    for found in numbers.met(_CLOCK, after=":."):
        start = found.start()
        if not stands_alone(small, start):
            continue
        is_told = found["sign"] == ":" or found["half"] or found["unit"]
        if is_told or _TELLING.search(small, max(0, start - 10), start):
            _add(found, found["minute"], (found["half"] or "").startswith("p"), taken)
    for found in numbers.met(_HALF, after=" ap"):
        _add(found, "00", found["half"].startswith("p"), taken)
    if pattern := _HOUR_WORDS.get(language):
        is_word_first = language in _WORD_FIRST
        for found in pattern.finditer(small) if is_word_first else numbers.met(pattern):
            groups = found.groupdict()
            half = groups.get("half") or groups.get("part") or ""
            is_told = language not in ("bg", "ru") or bool(groups.get("part"))
            if is_told or _AT_HOUR.search(small, max(0, found.start() - 7), found.start()):
                _add(found, "00", half.strip().endswith(_LATE_WORDS), taken)
    if language.startswith("zh"):
        _find_han(numbers, taken)


def _find_han(numbers: Numbers, taken: Taken) -> None:
    for found in numbers.met(_HAN, after=" 点點时時"):
        half = _HAN_HALF.search(numbers.small, max(0, found.start() - 4), found.start())
        if half or found.lastgroup != "hour":
            minute = found["minute"] or ("30" if found["thirty"] else "15" if found["quarter"] else "00")
            word = half[0].strip() if half else ""
            is_late = word in _LATE and not (word == "中午" and int(found["hour"]) > 10)
            _add(found, minute, is_late, taken, half.start() if half else None)


def _add(found: re.Match[str], minute: str, is_late: bool, taken: Taken, start: int | None = None) -> None:
    hour = int(found["hour"])
    if hour > 24 or not stands_alone(taken.text, found.start("hour")):
        return
    if is_late and hour < 12:
        hour += 12
    elif hour == 12 and (found.groupdict().get("half") or "").startswith("a"):
        hour = 0
    begin = found.start("hour") if start is None else start
    taken.add("time", f"{hour % 24:02}:{int(minute):02}", begin, found.end())
