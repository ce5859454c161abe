"""How each language tells days: months, weekdays, "yesterday", "three days ago"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Days:
    """The words of one language; `coming` says of a weekday that it is still to come."""

    relative: re.Pattern[str]
    offsets: Mapping[str, int]
    ago: re.Pattern[str]
    ago_words: tuple[str, ...]
    """Without one of them nothing is so many days ago."""
    weeks: tuple[str, ...]
    weekday: re.Pattern[str]
    weekdays: Mapping[str, int]
    coming: frozenset[str]
    counts_weeks: bool = False
    """Chinese says which week a day is in, the others only whether it was or will be."""


def _named(*rows: str) -> dict[str, int]:
    return {name: at for at, row in enumerate(rows) for name in row.split()}


def _months(*rows: str) -> dict[str, int]:
    return {name: at + 1 for name, at in _named(*rows).items()}


MONTHS: Final[Mapping[str, dict[str, int]]] = {
    "en": _months(
        *("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul"),
        *("august aug", "september sept sep", "october oct", "november nov", "december dec"),
    ),
    "sv": _months(
        *("januari jan", "februari feb", "mars", "april apr", "maj", "juni", "juli", "augusti aug"),
        *("september sept sep", "oktober okt", "november nov", "december dec"),
    ),
    "bg": _months(
        *("януари ян", "февруари фев", "март", "април апр", "май", "юни", "юли", "август авг"),
        *("септември септ", "октомври окт", "ноември ноем", "декември дек"),
    ),
    "ru": _months(
        *("января янв", "февраля фев", "марта мар", "апреля апр", "мая", "июня июн", "июля июл"),
        *("августа авг", "сентября сент сен", "октября окт", "ноября ноя", "декабря дек"),
    ),
    "he": _months(
        *("ינואר", "פברואר", "מרץ מרס", "אפריל", "מאי", "יוני", "יולי", "אוגוסט"),
        *("ספטמבר", "אוקטובר", "נובמבר", "דצמבר"),
    ),
}
NUMBERS: Final[Mapping[str, int]] = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "couple of": 2,
    "a couple of": 2,
    "en": 1,
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "tio": 10,
    "един": 1,
    "една": 1,
    "два": 2,
    "две": 2,
    "три": 3,
    "четири": 4,
    "пет": 5,
    "шест": 6,
    "десет": 10,
    "один": 1,
    "одну": 1,
    "четыре": 4,
    "пять": 5,
    "шесть": 6,
    "семь": 7,
    "десять": 10,
    "שלושה": 3,
    "ארבעה": 4,
    "חמישה": 5,
    "שישה": 6,
    "שלוש": 3,
    "עשרה": 10,
    "שני": 2,
    "一": 1,
    "两": 2,
    "兩": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}


def _one_of(words: Mapping[str, int]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _relative(words: Mapping[str, int]) -> re.Pattern[str]:
    # No edge of a word is looked for here: without it the search leaps to the first letters.
    return re.compile(_one_of(words))


_EN: Final = {
    "the day before yesterday": -2,
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
}
_EN_ALL: Final = {
    **_EN,
    "the day after tomorrow": 2,
    "tomorrow": 1,
    "yday": -1,
    "2day": 0,
    "2moro": 1,
    "last night": -1,
}
_SV: Final = {
    "i förrgår": -2,
    "förrgår": -2,
    "i går": -1,
    "igår": -1,
    "idag": 0,
    "i dag": 0,
    "i morgon": 1,
    "imorgon": 1,
}
_SV_ALL: Final = {
    **_SV,
    "i övermorgon": 2,
    "imorse": 0,
    "i morse": 0,
    "ikväll": 0,
    "i kväll": 0,
    "igår kväll": -1,
}
_BG: Final = {
    "онзи ден": -2,
    "завчера": -2,
    "вчера": -1,
    "днес": 0,
    "утре": 1,
    "вдругиден": 2,
    "снощи": -1,
    "тази сутрин": 0,
}
_RU: Final = {
    "позавчера": -2,
    "вчера": -1,
    "сегодня": 0,
    "завтра": 1,
    "послезавтра": 2,
    "сёдня": 0,
    "седня": 0,
}
_HE: Final = {"שלשום": -2, "אתמול": -1, "היום": 0, "מחר": 1, "מחרתיים": 2, "אמש": -1, "הבוקר": 0, "הערב": 0}
_ZH: Final = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "今天": 0,
    "明天": 1,
    "后天": 2,
    "後天": 2,
    "昨日": -1,
    "今日": 0,
    "明日": 1,
    "昨晚": -1,
    "今晚": 0,
    "今早": 0,
    "明早": 1,
    "寻日": -1,
    "尋日": -1,
    "琴日": -1,
    "听日": 1,
    "聽日": 1,
}
_EN_WEEK: Final = _named(
    *(
        "monday mon",
        "tuesday tues tue",
        "wednesday wed",
        "thursday thurs thur thu",
        "friday fri",
        "saturday sat",
        "sunday sun",
    )
)
_EN_LONG: Final = "mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?"
_SV_WEEK: Final = _named("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_BG_WEEK: Final = _named(
    *("понеделник", "вторник", "сряда срядата", "четвъртък", "петък", "събота съботата", "неделя неделята")
)
_RU_WEEK: Final = _named(
    *("понедельник понедельника", "вторник вторника", "среду среды среда", "четверг четверга"),
    *("пятницу пятницы пятница", "субботу субботы суббота", "воскресенье воскресенья"),
)
_HE_WEEK: Final = _named("שני ב'", "שלישי ג'", "רביעי ד'", "חמישי ה'", "שישי ו'", "שבת", "ראשון א'")
_ZH_WEEK: Final = (
    {char: at for at, char in enumerate("一二三四五六日")}
    | {"天": 6, "末": 5}
    | {str(at + 1): at for at in range(6)}
)

DAYS: Final[Mapping[str, Days]] = {
    "en": Days(
        _relative(_EN_ALL),
        _EN_ALL,
        re.compile(
            r"(?<!\w)(?P<n>\d{1,2}|one|two|three|four|five|six|seven|ten|a couple of|couple of"
            r"|a) (?P<unit>days?|weeks?) ago(?!\w)"
        ),
        ("ago",),
        ("week",),
        re.compile(
            r"(?<!\w)(?:(?P<side>on|last|this past|past|since|next|this coming|coming|this|by"
            r"|before|until|till|from) )"
            rf"(?P<day>{_one_of(_EN_WEEK)})(?!\w)"
        ),
        _EN_WEEK,
        frozenset({"next", "this coming", "coming", "this", "by", "until", "till", "before"}),
    ),
    "sv": Days(
        _relative(_SV_ALL),
        _SV_ALL,
        re.compile(
            r"(?<!\w)för (?P<n>\d{1,2}|en|två|tre|fyra|fem|sex|sju|tio) (?P<unit>dag(?:ar)?"
            r"|veck(?:a|or)) se(?:da)?n(?!\w)"
        ),
        (" sedan", " sen"),
        ("veck",),
        re.compile(
            rf"(?<!\w)(?P<side>i|förra|sedan i|på|nästa|till|senast|senast på|före"
            rf"|innan) (?P<day>{_one_of(_SV_WEEK)})(?P<tail>s|en)?(?!\w)"
        ),
        _SV_WEEK,
        frozenset({"på", "nästa", "till", "senast", "senast på", "före", "innan"}),
    ),
    "bg": Days(
        _relative(_BG),
        _BG,
        re.compile(
            r"(?<!\w)преди (?P<n>\d{1,2}|един|една|два|две|три|четири|пет|шест|десет) (?P<unit>дни"
            r"|ден|дена|седмици|седмица)(?!\w)"
        ),
        ("преди ",),
        ("седмиц",),
        re.compile(
            r"(?<!\w)(?P<side>миналия|миналият|миналата|във|в|от|предния|предната|следващия"
            r"|следващата|другия|другата|този|тази|до|най-късно до)"
            rf" (?P<day>{_one_of(_BG_WEEK)})(?!\w)"
        ),
        _BG_WEEK,
        frozenset({"следващия", "следващата", "другия", "другата", "този", "тази", "до", "най-късно до"}),
    ),
    "ru": Days(
        _relative(_RU),
        _RU,
        re.compile(
            r"(?<!\w)(?:(?P<n>\d{1,2}|один|одну|два|две|три|четыре|пять|шесть|семь"
            r"|десять) )?(?P<unit>день|дня|дней|недел[юиь]|недель) назад(?!\w)"
        ),
        ("назад",),
        ("недел",),
        re.compile(
            r"(?<!\w)(?P<side>в прошлый|в прошлую|в прошлое|в минувший|в минувшую|во|в|с|со|до|к"
            r"|в следующий|в следующую|в следующее"
            r"|в этот|в эту|прошлый|прошлую|прошлой|на)"
            rf" (?P<day>{_one_of(_RU_WEEK)})(?!\w)"
        ),
        _RU_WEEK,
        frozenset({"до", "к", "в следующий", "в следующую", "в следующее", "в этот", "в эту"}),
    ),
    "he": Days(
        _relative(_HE),
        _HE,
        re.compile(
            r"(?<!\w)לפני (?:(?P<n>\d{1,2}|שלושה|ארבעה|חמישה|שישה|עשרה|שלוש|שני) )?(?P<unit>ימים"
            r"|יומיים|יום|שבועות|שבועיים|שבוע)(?!\w)"
        ),
        ("לפני ",),
        ("שבוע",),
        re.compile(
            rf"(?<!\w)(?P<side>ביום|מיום|עד יום|ליום|יום"
            rf"|בשבוע שעבר ביום) (?P<day>{_one_of(_HE_WEEK)})(?!\w)(?P<tail> שעבר| האחרון| הבא| הקרוב)?"
        ),
        _HE_WEEK,
        frozenset({"עד יום", "הבא", "הקרוב"}),
    ),
    "zh": Days(
        _relative(_ZH),
        _ZH,
        re.compile(
            r"(?P<n>[\d一二两兩三四五六七八九十]\d?) ?个?個?(?P<unit>天|日|周|週|星期|礼拜|禮拜)(?:之)?(?:以)?前"
        ),
        ("前",),
        ("周", "週", "星期", "礼拜", "禮拜"),
        re.compile(rf"[周週星礼禮][期拜]?(?P<day>{_one_of(_ZH_WEEK)})(?!\d)"),
        _ZH_WEEK,
        frozenset(),
        counts_weeks=True,
    ),
}
