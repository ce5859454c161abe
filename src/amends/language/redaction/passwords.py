"""Passwords and PINs that people write into a complaint, beside the word that tells what they are.

What mixes letters with digits or signs is taken for a password after "password", "password is", "password to"; a
plain word only where it ends its clause and is none of the words that people say about a password.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from amends.language.redaction.plain_words import says_something
from amends.language.redaction.secret import MASK, Secret, SecretKind

# One of these is in every text that says a password; most texts have none.
_STEMS: Final = (
    "passw",
    "pasw",
    "pass c",
    "passc",
    "pass p",
    "passp",
    "pass ",
    "pass:",
    "pass=",
    "pwd",
    "pw",
)
_PIN_STEMS: Final = ("pin ", "pin:", "pin-", "pin=", "pin,", "pinc", "pinn", "pink", "puk")
_OTHER_STEMS: Final = (
    "lösen",
    "парол",
    "ворд",
    "пин",
    "סיסמ",
    "ססמ",
    "סודי",
    "密",
    "口令",
    "pin码",
    "pin碼",
)
_WINDOW: Final = 110
_MOST_GAP: Final = 60

_WORD: Final = re.compile(
    r"(?<![^\W\d_])(?:pas{1,2}w{1,2}(?:or|ro|ar|r|o)d?s?|pass[ -](?:word|code|phrase)s?|passcode|passphrase"
    r"|passwort|pwd|(?<!/)pw(?!\w)"
    r"|pass(?=\s*[:=])|(?P<pass>pass)(?=\s+(?:is\s|was\s)?\S*\d)"
    r"|(?P<pin>pin(?:[ -]?(?:code|number|kod|koden))?|pinkod(?:en)?|puk(?:[ -]?(?:code|kod|koden))?"
    r"|пин(?:[ -]?код\w{0,2})?|пин-а|ПИН-а)"
    r"|lösenord(?:et|en|s)?|lösenkod(?:en)?|lösen|парол\w{1,5}|пасс?ворд\w{0,2})(?![^\W\d_])"
    r"|(?:סיסמ[אה]|סיסמת[יך]?|ססמ[אה]|סיסמא[ות]{0,2})(?![א-ת])|(?P<pin_zh>ה?קוד ה?סודי(?: שלי)?|pin[码碼])"
    r"|密[码碼]|口令",
    re.IGNORECASE,
)
_TRAVEL: Final = re.compile(
    r"(?:boarding|bus|day|season|travel|rail|train|ski|entry|month\w*)\W{1,2}$", re.IGNORECASE
)
_PASS_IS: Final = re.compile(r"\s+(?:is|was)\s", re.IGNORECASE)
_LOGIN: Final = re.compile(r"user|log[- ]?in|e-?mail|@|account", re.IGNORECASE)

# What leads from the word to the password: a sign, "is", or "to" of a change.
_LINK: Final = re.compile(
    r"(?P<aside>\s+[(（](?=\S*\d)|,\s+(?=\S*[a-z]\S*\d|\d\S*[a-z]))"
    r"|(?P<mark>\s*(?:[:=：＝]|->|→|\s[–—-](?=\s)|-(?=\s)|[–—])\s*)"
    r"|(?P<is>['’]s\s+|(?<!\w)(?:is|was|are|were|är|var|е|беше|бе|са|это|был|была|было|היא|הוא|הייתה|היתה"
    r"|זה)(?:\s*[:：])?\s+"
    r"|(?:就)?[是为為叫](?:[:：])?\s*)"
    r"|(?P<to>(?<!\w)(?:to|into|till|на|as|som|като)\s+|(?<!\w)ל[-־]?\s?(?=[!-~])|(?:改成|改为|改為|换成|換成|設為|设为|設成|设成"
    r"|成)了?\s*)",
    re.IGNORECASE,
)
_ADJACENT: Final = re.compile(r"(?:\s+(?:שלי|שלנו|זמנית|החדשה|ми|ни))?\s+|\s*[(（]|")
_QUOTED: Final = re.compile(r"[\"'«“„‘`「『]([^\"'»”“’`」』\n•]{2,64})[\"'»”“’`」』]")
_OPENING: Final = re.compile(r"[(\[{<:;]{1,3}")
_PREFIX: Final = re.compile(r"[לבמהוש]{1,2}[-־](?=\w)")
_RUN: Final = re.compile(r"(?!//)[^\s•：＝,，。！？；、…«»“”「」『』（）\u4e00-\u9fff]{2,64}")
_TRAIL: Final = re.compile(r"[.,;:)\]}>\"'…]+$")
_CLAUSE_END: Final = re.compile(
    r"\s*(?:$|[.,;:!?)\n，。！？；、]|(?:and|but|och|men|и|а|но|או|ו\w*|或|和)(?:\s|$))", re.IGNORECASE
)
_SENTENCE_END: Final = re.compile(r"[.!?](?:\s|$)|[。！？;；]|\n\s*\n|•")
# What stands between the word and the link when the sentence has gone on to something else.
_ELSEWHERE: Final = re.compile(
    r",(?!\s*(?:which|that|котор|който|която|som))|\b(?:and|but|because|och|men|eftersom|и|а|но|защото"
    r"|потому)\b|אבל|但|而"
    r"|(?:manager|policy|page|link|screen|menu|field|hint|length|rule|order|invoice|ticket|case|ref\w*|model"
    r"|error|price|amount|version|ärende|faktur|felkod|поръчк|заказ|счет|счёт"
    r"|ошибк|грешк|номер|הזמנ|מספר|订单|訂單|编号|編號|错误|錯誤)",
    re.IGNORECASE,
)
_ORDINARY: Final = re.compile(
    r"\d+(?:st|nd|rd|th|h|hrs?|hours?|mins?|sec|s|days?|d|x|k|kr|usd|eur|sek|лв|руб|р|₪|%|:e|-?[а-я]{1,3}|元|天"
    r"|次|小时)?[.,]?"
    r"|[€$£₪¥₽]?\d+(?:[.,]\d+)*[€$£₪¥₽%]?|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[:.]\d\d(?::\d\d)?"
    r"|\S+@\S+\.\w+|https?:.*|www\..*|[\w-]+\.(?:com|org|net|se|bg|ru|il|cn|tw|hk)(?:/.*)?",
    re.IGNORECASE,
)
_UNIT_AFTER: Final = re.compile(
    r"\s?(?:[年月日天次位个個元块塊]|kr\b|usd|eur|лв|руб|digits?|chars?|characters?|letters?|signs?|times?|days?|hours?"
    r"|years?"
    r"|minutes?|tecken|siffror|gånger|dagar|символ|знак|цифр|букв|раз|пъти|дни|дней|день|дня|года|год\b|תווים"
    r"|ספרות|פעמים|ימים)",
    re.IGNORECASE,
)
_AND_MORE: Final = re.compile(
    r"\s*(?:,|/|(?:and|or|och|eller|и|или|או|ו-|和|或|then)(?=\s))\s*"
    r"(?:(?:with|med|с|със|עם)\s+|(?:(?:the|my|den|моята|мой)\s+)?"
    r"(?:new|other|second|nya|andra|нов\w{1,3}|друг\w{1,3}|החדשה)\s+(?:one\s+)?(?:is|was|är|е|—|היא)\s+)?",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(?:^|[\s\"'«“„(，。：])(?P<value>[^\s\"'«»“”„(•，。：\u4e00-\u9fff]{4,64})[\"'»”]?"
    r"(?:\s+(?:is|was|are|är|var|е|беше|это|[–—-]|as|som|като|как|в качестве|זו|זאת|היא|הוא)\s+"
    r"(?:(?:my|the|our|a|new|old|current|mitt|min|ett|нов\w+|стар\w+|мо\w{1,3}|наш\w{0,2})\s+){0,2}ה?"
    r"|\s*(?:就?是|作[为為]|當作|当作)(?:我|你|您)?(?:们|們)?的?(?:新|旧|舊)?)$",
    re.IGNORECASE,
)
_WHOSE: Final = re.compile(
    r"(?:\s*(?:ми|ни|мо[йя]|нова\w*|нов\w{2}|такой|такая|שלי|שלנו|החדשה|now|here|then|too|一直|都|现在|現在|还|還"
    r"|the))*\s*",
    re.IGNORECASE,
)
_OF: Final = re.compile(r"\s*(?:for|to|of|on|till|på|för|за|от|на|к|של|ל)\b", re.IGNORECASE)
_HAS_DIGIT: Final = re.compile(r"\d")
_HAS_LETTER: Final = re.compile(r"[^\W\d_]")
_SIGN_INSIDE: Final = re.compile(
    r"[^\W_][!@#$%^&*+=~?\\|<>{}_]+[^\W_]|[^\W_][!@#$%^&*+=]{1,4}$|^[#!$%&*][^\W_]"
)
_CAPITAL_INSIDE: Final = re.compile(r"[a-z][A-Z]")
_LATIN: Final = re.compile(r"[!-~]*[a-z][!-~]*", re.IGNORECASE)
_ANOTHER_SCRIPT: Final = re.compile(r"[а-яא-ת\u4e00-\u9fff]", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"[*•x_.\-#]+|<.*|\[.*", re.IGNORECASE)


def may_have_password(text: str, sizes: Sequence[int]) -> bool:
    """Answers whether a text says a word that passwords stand beside; for most texts that is all it costs."""
    low = text.lower()
    if any(stem in low for stem in _STEMS):
        return True
    if any(4 <= size <= 8 for size in sizes) and any(stem in low for stem in _PIN_STEMS):
        return True
    return not low.isascii() and any(stem in low for stem in _OTHER_STEMS)


def find_passwords(text: str) -> list[Secret]:
    """Answers every password in a text."""
    spans: dict[tuple[int, int], None] = {}
    for word in _WORD.finditer(text):
        before = text[max(0, word.start() - 48) : word.start()]
        if _TRAVEL.search(before) or (
            word["pass"] and not _LOGIN.search(before) and not _PASS_IS.match(text, word.end())
        ):
            continue
        is_pin = bool(word["pin"] or word["pin_zh"])
        for span in (_after(text, word, is_pin), _before(text, word, is_pin)):
            if span:
                spans[span] = None
                spans |= dict.fromkeys(_more(text, span[1]))
    return [Secret(SecretKind.PASSWORD, start, end) for start, end in spans]


def _after(text: str, word: re.Match[str], is_pin: bool) -> tuple[int, int] | None:
    start = word.end()
    window = text[start : start + _WINDOW]
    stop = _SENTENCE_END.search(window)
    for link in _links(window, stop.start() if stop else len(window)):
        value = _value(text, start + link.end)
        if value is None:
            continue
        if link.is_near and _is_pin(text, value) if is_pin else _is_password(text, value, link, word[0]):
            return value
    return None


class _Link:
    """How a password is led to: by a sign, by "is", by "to", or by nothing; and after how many words."""

    def __init__(self, kind: str, gap: str, end: int) -> None:
        self.kind, self.gap, self.end = kind, gap, end

    @property
    def is_near(self) -> bool:
        """Answers whether nothing stands before it but whose password it is, and what for."""
        return bool(_WHOSE.fullmatch(self.gap)) or (bool(_OF.match(self.gap)) and len(self.gap.split()) <= 4)


def _links(window: str, stop: int) -> Iterator[_Link]:
    adjacent = _ADJACENT.match(window)
    yield _Link("", "", adjacent.end() if adjacent else 0)
    for count, link in enumerate(_LINK.finditer(window, 0, min(len(window), _MOST_GAP + 12))):
        gap = window[: link.start()]
        if count >= 4 or link.start() > min(stop, _MOST_GAP) or _ELSEWHERE.search(gap):
            return
        yield _Link(link.lastgroup or "", gap, link.end())


def _value(text: str, start: int) -> tuple[int, int] | None:
    quoted = _QUOTED.match(text, start)
    if quoted:
        return quoted.span(1)
    if opened := _OPENING.match(text, start):
        start = opened.end()
    if prefix := _PREFIX.match(text, start):
        start = prefix.end()
    run = _RUN.match(text, start)
    if run is None:
        return None
    end = run.end() - len(found[0]) if (found := _TRAIL.search(run[0])) else run.end()
    return (start, end) if end - start >= 2 else None


def _is_pin(text: str, value: tuple[int, int]) -> bool:
    written = text[slice(*value)]
    return written.isdecimal() and 4 <= len(written) <= 8 and not _UNIT_AFTER.match(text, value[1])


def _is_password(text: str, value: tuple[int, int], link: _Link, word: str) -> bool:
    written = text[slice(*value)]
    if MASK[0] in written or _HIDDEN.fullmatch(written) or says_something(written):
        return False
    if _is_random(text, value):
        return link.kind not in ("to", "aside") or not written.isdecimal() or len(written) >= 6
    if link.kind in ("to", "aside") or not link.is_near or len(written) < 4:
        return False
    if _ANOTHER_SCRIPT.search(word) and _LATIN.fullmatch(written):
        return bool(link.kind) or written.islower()
    return _is_plain(text, value, link, written)


def _is_random(text: str, value: tuple[int, int]) -> bool:
    """Answers whether nobody would write this for another reason: letters with digits, signs, many digits."""
    written = text[slice(*value)]
    if len(written) < 4:
        return False
    if written.isdecimal():
        return not _UNIT_AFTER.match(text, value[1]) and not re.match(
            r"[.,:]\d", text[value[1] : value[1] + 2]
        )
    if _ORDINARY.fullmatch(written):
        return False
    has_letter, has_digit = _HAS_LETTER.search(written), _HAS_DIGIT.search(written)
    if has_letter and has_digit:
        return True
    return bool(_SIGN_INSIDE.search(written) and has_letter) or bool(_CAPITAL_INSIDE.search(written))


def _is_plain(text: str, value: tuple[int, int], link: _Link, written: str) -> bool:
    is_quoted = text[value[0] - 1] in "\"'«“„‘`「『"
    if is_quoted:
        return not any(says_something(one) for one in written.split())
    if link.kind == "" or not _CLAUSE_END.match(text, value[1]) or not written.isalpha():
        return False
    return link.kind == "mark" or bool(re.fullmatch(r"[a-zåäö]+", written, re.IGNORECASE))


def _more(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Answers what follows with "or": "hunter2 or hunter3"."""
    for _ in range(4):
        joined = _AND_MORE.match(text, end)
        value = _value(text, joined.end()) if joined else None
        if value is None or not _is_random(text, value) or text[slice(*value)].isdecimal():
            return
        yield value
        end = value[1]


def _before(text: str, word: re.Match[str], is_pin: bool) -> tuple[int, int] | None:
    start = max(0, word.start() - 120)
    found = _BEFORE.search(text[start : word.start()])
    if found is None:
        return None
    value = (start + found.start("value"), start + found.end("value"))
    if is_pin:
        return value if _is_pin(text, value) else None
    written = text[slice(*value)]
    return value if _is_random(text, value) and not says_something(written) else None
