"""Which encoding a file without a mark is written in, judged by the letters its bytes would be."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LEGACY = ("cp1252", "cp1251", "koi8-r", "cp866", "cp1255", "iso-8859-8", "gb18030", "big5", "iso-8859-1")
"""Tried in this order; the first of equals wins."""

_COMMON: dict[str, str] = {
    "cyrillic": "оаеинтсрвлкмдпуяыьзбгчйхжшюцщэфъё",
    "hebrew": "יוהלאמתרבשנדחקכפעטםגזסןצךףץ",
    "latin": "åäöÅÄÖéÉèüÜßñçàáâêíóôúøæØÆ’‘“”–—…«»°§£€·©®´½",
    "han": (
        "的一是不了在人有我他这这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然"
        "家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机"
        "十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西"
        "斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打"
        "女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五"
        "基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清"
        "今切院让识候带导争运這個們來為國說時會對後裡過發經無沒還進問長開動現當點業將兩間給電話訴務謝請費單貨"
        "诉退款货订单服务客店员差评快递送餐味酒店房间投机票赔偿换坏谢谢慢钱价"
    ),
}
_HAN = frozenset(_COMMON["han"])
_LATIN = frozenset(_COMMON["latin"])
_RANKED: dict[str, dict[str, float]] = {
    script: {letter: 1.0 - 0.9 * rank / len(_COMMON[script]) for rank, letter in enumerate(_COMMON[script])}
    for script in ("cyrillic", "hebrew")
}
"""How common a letter is in its script, 1 for the most common one."""
_RUN = re.compile(r"[^\W\d_]+")
_CONTROL = re.compile("[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding and how much of the sample reads as language in it, 0 to 1."""

    encoding: str
    share: float


def guess_legacy(sample: bytes) -> Guess:
    """Answers the encoding in which most of the sample's words beyond ASCII are words of a known script."""
    guesses = [Guess(name, _plausible(sample, name)) for name in LEGACY]
    return max(guesses, key=lambda guess: guess.share)


def _plausible(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="replace")
    words = [word for word in _RUN.findall(text) if not word.isascii()][:4000]
    signs = [char for char in text if not char.isascii() and not char.isalpha()][:4000]
    total = sum(map(_weight, words)) + len(signs)
    if not total:
        return 0.0
    good = sum(_weight(word) * _word_score(word, encoding) for word in words)
    good += sum(_sign_score(char) for char in signs)
    return max(0.0, good / total)


def _weight(word: str) -> int:
    return sum(not char.isascii() for char in word)


def _sign_score(char: str) -> float:
    if char in _LATIN or char in "，。！？、：；（）《》【】№„“”「」～":
        return 0.8
    return -1.0 if char == "\ufffd" or _CONTROL.match(char) else 0.1


def _word_score(word: str, encoding: str) -> float:
    script = _script(word)
    if script in ("mixed", "other"):
        return -0.5
    if script == "han":
        return _han_score(word, encoding)
    beyond = [char.lower() for char in word if not char.isascii()]
    ranks = _RANKED.get(script) or dict.fromkeys(_LATIN, 0.75)
    share = sum(ranks.get(char, 0.0) for char in beyond) / len(beyond)
    return share * (0.4 if _oddly_cased(word) else 1.0) * _length_factor(word, script)


def _han_score(word: str, encoding: str) -> float:
    if encoding not in ("gb18030", "big5"):
        return -0.5
    return 0.15 + 0.85 * min(1.0, 1.7 * sum(char in _HAN for char in word) / len(word))


def _length_factor(word: str, script: str) -> float:
    """A Swedish or French word has a few letters beyond ASCII among plain ones; a run of them is another
    script.
    """
    if script != "latin":
        return 1.0 if len(word) > 1 else 0.6
    return 1.0 if 2 * _weight(word) <= len(word) + 1 else 0.2


def _oddly_cased(word: str) -> bool:
    return not (
        word.islower() or word.isupper() or word.istitle() or word[1:].islower() or word.lower() == word
    )


def _script(word: str) -> str:
    seen = {_script_of(char) for char in word if not char.isascii()}
    if len(seen) > 1:
        return "mixed"
    script = seen.pop()
    plain = any(char.isascii() for char in word)
    return "mixed" if plain and script not in ("latin", "other") else script


def _script_of(char: str) -> str:
    name = unicodedata.name(char, "")
    for start, script in (
        ("CYRILLIC", "cyrillic"),
        ("HEBREW", "hebrew"),
        ("CJK UNIFIED", "han"),
        ("LATIN", "latin"),
    ):
        if name.startswith(start):
            return script
    return "other"
