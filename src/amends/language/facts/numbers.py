"""Numbers of orders, accounts and parcels: by a telling word near them, or by a form that only they have."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from amends.language.facts.plain import NOT_GOING_ON, NOT_INSIDE, Numbers, Taken, stands_alone

# Letters before it are taken in afterwards.
_CANDIDATE: Final = re.compile(
    rf"\d[\da-z]{{2,24}}(?:[-/_][\da-z]{{1,20}}){{0,5}}{NOT_GOING_ON}(?!@|[.,:]\d)"
    rf"|\d{{1,3}}(?:[-/_][\da-z]{{1,20}}){{1,5}}{NOT_GOING_ON}(?!@|[.,:]\d)"
)
_LETTERS: Final = re.compile(rf"{NOT_INSIDE}[a-z]{{1,6}}[-/]?$")
_FEWEST: Final = 4
"""So many digits a number that can be looked up has at least."""
_WORDS: Final = {
    "en": {
        "order": r"order(?:s|number|no|nr|id)?\b|purchase\b|booking\b|reservation\b|po\b",
        "tracking": r"tracking\b|parcel\b|shipment\b|consignment\b|waybill\b|awb\b|package\b",
        "account": r"account\b|acct\b|customer\b|client\b|membership\b|contract\b|policy\b|subscriber\b",
    },
    "bg": {
        "order": r"поръчк\w{0,4}|поръчан\w{0,3}|резервация\w{0,3}",
        "tracking": r"пратк\w{0,3}|товарителниц\w{0,3}|проследяван\w{0,3}",
        "account": r"клиентск\w{1,3}|абонат\w{0,4}|сметк\w{1,4}|договор\w{0,3}|партид\w{1,4}|полиц\w{0,3}",
    },
    "ru": {
        "order": r"заказ\w{0,3}|брон[иьея]\w{0,4}",
        "tracking": r"посылк\w{0,3}|накладн\w{0,3}|отправлени\w{0,3}|трек\w{0,6}",
        "account": r"договор\w{0,3}|сч[её]т\w{0,2}|полис\w{0,2}|абонент\w{0,4}|клиентск\w{1,3}",
    },
    "sv": {
        "order": r"(?:order|beställnings?|boknings?|ordern|beställningen|bokningen)(?:nummer|numret|nr|id)?\b",
        "tracking": r"(?:spårnings?|kolli|försändelse|paket|sändnings?)(?:nummer|numret|nr|id|et)?\b",
        "account": (
            r"(?:kund|konto|avtals?|kontrakts?|medlems|abonnemangs?|försäkrings)(?:nummer|numret|nr)\b"
            r"|konto\b|avtal\b"
        ),
    },
    "he": {
        "order": "הזמנ[א-ת]{1,3}",
        "tracking": "משלוח|מעקב|חביל[א-ת]{1,3}",
        "account": "חשבון|לקוח|מנוי|פוליסה|חוזה",
    },
    "zh": {
        "order": "订单|訂單|单号|單號|订购|預訂|预订",
        "tracking": "快递|快遞|运单|運單|物流|包裹|追踪|追蹤",
        "account": "账号|帳號|账户|帳戶|客户号|客戶|会员|會員|合同|合約|保单|保單",
    },
}
_NO: Final = (
    r"(?:number|num|no|nr|id|ref|reference|code|nummer|numret|номер\w{0,3}|ном|№|n°|код|идентификатор"
    r"|מספרה|מספרו|מספר|מס'|מס|号码|號碼|编号|編號|单号|單號|号|號|#)"
)
_LINK: Final = (
    r"(?:number|num|no|nr|id|ref|code|ending|in|is|was|my|the|for|of|with|har|är|med|min|mitt|på|nummer"
    r"|номер\w{0,3}|ном"
    r"|на|ми|е|с|под|мой|моя|мне|это|моята|пореден|код|של[יונ]{0,2}|הוא|היא|מספרה|מספר|מס'|מס"
    r"|是|为|為|的|我|我的"
    r"|号码|號碼|编号|編號|单号|單號|号|號|у|вас)"
)
# The telling word, then links only: "order number is 123", "поръчка с номер 123".
_DIRECT: Final = re.compile(
    rf"(?:[\W_]{{0,3}}{_LINK}(?!\w)|[\W_]{{0,3}}(?:号码|號碼|编号|編號|单号|單號|号|號|是|为|為)){{0,4}}[\W_]{{0,4}}$"
)
_NUMBERED: Final = re.compile(rf"{_NO}[\W_]{{0,3}}(?:(?:is|was|är|е|это|הוא|היא|是|为|為)[\W_]{{0,2}})?$")
_OTHER: Final = re.compile(
    r"\b(?:case|ticket|complaint|room|flight|invoice|page|seat|gate|bus|line|version|model|serial"
    r"|apartment|flat|reference"
    r"|ärende|faktura|rum|sida|flyg|modell|стая|фактура|страница|полет|модел\w?|жалб\w{1,3}|сигнал"
    r"|обращени\w|рейс|комнат\w|кв)\b"
    r"|(?:发票|發票|房间|房間|航班|型号|型號|חדר|טיסה|דגם|חשבונית|פנייה)"
)
_AFTER: Final = (
    r"[\s,(\-]{0,3}(?:(?:is|är|е|это|הוא|היא|זה|是)\W{0,2})?"
    r"(?:(?:my|the|our|min|mitt|мой|моят|номер\w{0,3}|на|我的|מספר)\W{0,2}){0,3}"
)
_KNOWN_FORMS: Final = (
    ("order", re.compile(r"\d{3}-\d{7}-\d{7}$")),
    (
        "tracking",
        re.compile(r"1z[0-9a-z]{16}$|[a-z]{2}\d{9}[a-z]{2}$|(?:sf|yt|jt|jd|jdv|jjd|zto|yd)\d{11,18}$"),
    ),
)
_IBAN: Final = re.compile(r"\b[a-z]{2}\d{2}(?: ?[0-9a-z]{4}){3,7}(?: ?[0-9a-z]{1,3})?(?!\w)")
_NEAR: Final = 60
"""So far before a number the word that tells it may stand. Units: code points."""
_HASH: Final = re.compile(r"# ?$")
_YEAR: Final = re.compile(r"(?:19|20)\d\d$")
_QUANTITY: Final = re.compile(
    r" ?(?:%|€|£|\$|₪|₽|лв|kr\b|eur|usd|gbp|sek|bgn|руб|ש\"ח|元|块|塊|items?|pieces|units|броя|бр\b|шт"
    r"|st\b|days|дн|дней|dagar|יחידות|件|个|個|天)"
)


@dataclass(frozen=True, slots=True)
class _Telling:
    """The words of a language that say which kind a number is.

    All of them begin with a plain letter, so the search for any of them leaps; which one it was is asked then.
    """

    anywhere: re.Pattern[str]
    here: re.Pattern[str]
    after: re.Pattern[str]

    def words(self, small: str) -> list[tuple[int, int, str]]:
        """Answers where a telling word stands, and the kind it tells."""
        found = []
        for place in self.anywhere.finditer(small):
            before = small[place.start() - 1 : place.start()]
            is_begun = not before.isalpha() or before >= "\u0590"
            if is_begun and (kind := self.here.match(small, place.start())):
                found.append((place.start(), kind.end(), str(kind.lastgroup)))
        return found


@lru_cache(maxsize=8)
def _telling(language: str) -> _Telling:
    rows = [_WORDS[name] for name in dict.fromkeys(("en", language)) if name in _WORDS]
    kinds = "|".join(f"(?P<{kind}>{'|'.join(row[kind] for row in rows)})" for kind in _WORDS["en"])
    plain = "|".join(row[kind] for row in rows for kind in row)
    return _Telling(re.compile(plain), re.compile(kinds), re.compile(f"{_AFTER}(?:{kinds})"))


def find_numbers(numbers: Numbers, language: str, taken: Taken) -> None:
    """Finds what can be looked up in a desk's own books; the number is given as one types it."""
    small = numbers.small
    for found in numbers.met(_IBAN, before=2):
        joined = found[0].replace(" ", "").upper()
        if _is_iban(joined):
            taken.add("account", joined, found.start(), found.end())
    telling = _telling(language.partition("-")[0])
    words: list[tuple[int, int, str]] | None = None
    for found in numbers.met(_CANDIDATE):
        start, end = found.start(), found.end()
        if sum(map(str.isdigit, found[0])) < _FEWEST or not taken.is_free(start, end):
            continue
        if letters := _LETTERS.search(small, max(0, start - 8), start):
            start = letters.start()
        elif not stands_alone(small, start) or small[start - 1 : start] in ("-", "@", "+"):
            continue
        words = telling.words(small) if words is None else words
        if kind := _kind(small, start, end, words) or _kind_after(small, end, small[start:end], telling):
            taken.add(kind, small[start:end].upper(), start, end)


def _kind(small: str, start: int, end: int, words: list[tuple[int, int, str]]) -> str:
    number = small[start:end]
    for kind, form in _KNOWN_FORMS:
        if form.match(number):
            return kind
    if _QUANTITY.match(small, end):
        return ""
    at = bisect_right(words, (start,)) - 1
    if at >= 0 and start - words[at][1] < _NEAR and "\n\n" not in small[words[at][1] : start]:
        return _told_before(
            small[max(0, start - _NEAR) : start], small[words[at][1] : start], number, words[at][2]
        )
    before = small[max(0, start - 20) : start]
    is_hash = _HASH.search(before) and not _OTHER.search(before)
    return "order" if is_hash and len(number) > _FEWEST and "/" not in number else ""


def _told_before(before: str, between: str, number: str, kind: str) -> str:
    """Answers the kind when only small words part it from the number, or when the number is called one."""
    if _OTHER.search(between):
        return ""
    is_numbered = bool(_NUMBERED.search(before))
    if _DIRECT.fullmatch(between):
        return "" if _YEAR.match(number) and not is_numbered else kind
    return kind if is_numbered and "." not in between.strip(". :#") else ""


def _kind_after(small: str, end: int, number: str, telling: _Telling) -> str:
    if _YEAR.match(number) or _QUANTITY.match(small, end):
        return ""
    after = telling.after.match(small, end, end + 48)
    return str(after.lastgroup) if after else ""


def _is_iban(joined: str) -> bool:
    if not 15 <= len(joined) <= 34 or not joined.isascii():
        return False
    turned = joined[4:] + joined[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1
