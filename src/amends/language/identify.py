"""Which language a text is in, among the seven; `und` where it is none of them or cannot be known.

The script says most. Hebrew and Chinese need no more, but for Yiddish and Japanese; Cyrillic and Latin are told by
letters that only one language has, then by the trigrams in amends.language.telling. What a text says in each
sentence is kept apart: so two languages that take turns are seen.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from amends.language.labels import LANGUAGES
from amends.language.packed import columns_of, stepped
from amends.language.telling import telling

LOOKED_AT: Final = 2_000
"""So much of a text decides its language. Units: code points."""
_LATIN: Final = "a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_CYRILLIC: Final = "\u0400-\u052f"
_HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HEBREW: Final = "\u0591-\u05f2\ufb1d-\ufb4f"
_KANA: Final = "\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d"
# What may stand between two words of one sentence.
_WITHIN: Final = r" ,;:'’\"“”()\u00ad\-\d\u0300-\u036f"
_PIECES: Final = re.compile(
    rf"(?P<latin>[{_LATIN}][{_LATIN}{_WITHIN}]*)|(?P<cyrillic>[{_CYRILLIC}][{_CYRILLIC}{_WITHIN}]*)"
    rf"|(?P<he>[{_HEBREW}][{_HEBREW}{_WITHIN}.!?]*)|(?P<han>[{_HAN}][{_HAN}{_WITHIN}，。！？、]*)"
    rf"|(?P<kana>[{_KANA}]+)|(?P<other>[^\W\d_]+)"
)
_WORDS: Final = {
    "latin": re.compile(f"[{_LATIN}]+"),
    "cyrillic": re.compile(f"[{_CYRILLIC}]+"),
    "he": re.compile(f"[{_HEBREW}]+"),
    "han": re.compile(f"[{_HAN}]+"),
}
_NO_WORDS: Final = re.compile(
    r"https?:\S{1,200}|www\.\S{1,200}|(?<![\w.+-])[\w.+-]{0,64}@[\w.-]{1,64}|#\w{1,64}"
)
_YIDDISH: Final = re.compile("[\u05f0-\u05f2\ufb1d-\ufb4f]|\u05d0[\u05b7\u05b8]")
_RUSSIAN: Final = re.compile("[ыэё]")
_BULGARIAN: Final = re.compile(r"ъ(?:[бвгджзклмнпрстфхцчшщй]|(?![а-яё]))|ьо")
# Likely one of the two, and no proof.
_LIKE_RUSSIAN: Final = re.compile(
    r"ь(?!о)|здравств|\b(?:что|как|мне|меня|нет|вам|вас|уже|где|почему|когда|только|мо[йяи]|сам|я|у|к|если|чтоб|очень)\b"
)
_LIKE_BULGARIAN: Final = re.compile(
    r"\b(?:ми|ви|ще|се|са|си|това|тази|къде|кога|защо|моля|още|няма|имам|който|която|го|е|беше|бих|от|пак|много)\b"
)
_OTHER_CYRILLIC: Final = re.compile("[іїєґўјљњћђџѓќѕәғқңөұүһӣӯҳҷ]")
_OTHER_LATIN: Final = re.compile("[ßñçøæłąęśżźćčšžřěůýãõ¿¡œğışțțăâêîôûëïőű]")
_NORDIC: Final = re.compile("[åäö]")
_FOREIGN: Final = 6
"""So much a letter speaks against a language that has it not. Units: 0.4 nats."""
_HAN_WEIGHT: Final = 3
_STARTS: Final = {"latin": {"en": 11, "sv": 10, "bg": -5, "ru": -5}, "cyrillic": {"bg": 8, "ru": 13}}
"""The ones we look for need less to be believed than those that stand for all others. Units: 0.4 nats."""
_ROOM: Final = 4_096
"""So much all languages have from the start, so that none falls below nought."""
_WEIGHED_PIECES: Final = 3
_WEIGHED_LETTERS: Final = 120
"""So many sentences, spread over the text, and so many letters in all: more would decide nothing else."""
_WEIGHED_HAN: Final = 300
_FAIR_SHARE: Final = 0.25
_FEWEST: Final = 12
"""So many letters make a second language: a name or a product in another script does not."""


@dataclass(frozen=True, slots=True)
class Identified:
    """A language as BCP 47 says it, and a note: `mixed`, or `latin` for Bulgarian or Russian in Latin letters."""

    language: str
    note: str = ""


class _Piece(NamedTuple):
    """What stands in one script in one sentence; of most texts few are looked at, so words are found when asked."""

    script: str
    said: str

    def words(self) -> list[str]:
        """Answers its words, in the letters of its script alone."""
        splitter = _WORDS.get(self.script)
        return splitter.findall(self.said) if splitter else [self.said]

    def letters(self) -> int:
        """Answers how many letters its words have."""
        return sum(map(len, self.words()))

    def plain_letters(self) -> int:
        """Answers how many of its letters stand in no name: a product in Latin letters makes nothing English."""
        if self.script != "latin":
            return self.letters()
        return sum(len(word) for word in self.words() if not word[0].isupper())


def identify(text: str, stated: str = "") -> Identified:
    """Answers the language of a text; one that was stated and that we know wins."""
    head = text[:LOOKED_AT]
    if "@" in head or "://" in head or "#" in head or "www." in head:
        head = _NO_WORDS.sub(" ", head)
    pieces = _pieces(head)
    found = _found(pieces)
    if known := _stated(stated, pieces):
        return Identified(known, found.note)
    return found


def _found(pieces: Iterable[_Piece]) -> Identified:
    by_script: dict[str, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        by_script[piece.script].append(piece)
    if len(by_script) == 1:
        [(script, its)] = by_script.items()
        return Identified(*_OF_SCRIPT[script](its))
    shares: Counter[str] = Counter()
    notes: dict[str, str] = {}
    for script, its in by_script.items():
        language, note = _OF_SCRIPT[script](its)
        letters = sum(piece.plain_letters() for piece in its)
        shares[language] += letters * (_HAN_WEIGHT if script == "han" else 1)
        notes[language] = note
    if kana := by_script.get("kana"):
        _take_japanese(shares, sum(piece.letters() for piece in kana))
    main = _main(shares)
    is_mixed = _is_mixed(shares) or notes.get(main) == "mixed"
    return Identified(main, "mixed" if is_mixed else notes.get(main, ""))


def _main(shares: Mapping[str, int]) -> str:
    """Answers the language with the largest share; what is known beats a name in letters of nobody's language."""
    known = {language: share for language, share in shares.items() if language != "und"}
    best = max(known, key=lambda language: known[language], default="und")
    return best if best != "und" and known[best] * 2 >= shares.get("und", 0) else "und"


def _take_japanese(shares: Counter[str], kana: int) -> None:
    """Moves Chinese characters among kana to where they belong: one の is a fashion, a tenth is Japanese."""
    for chinese in ("zh-Hans", "zh-Hant"):
        if shares[chinese] and kana > 1 and kana * 8 * _HAN_WEIGHT > shares[chinese]:
            shares["und"] += shares.pop(chinese)


def _is_mixed(shares: Mapping[str, int]) -> bool:
    known = sorted((share for language, share in shares.items() if language in LANGUAGES), reverse=True)
    return len(known) > 1 and known[1] >= _FEWEST and known[1] >= _FAIR_SHARE * sum(shares.values())


def _pieces(text: str) -> list[_Piece]:
    return [_Piece(found.lastgroup or "other", found[0]) for found in _PIECES.finditer(text)]


def _stated(stated: str, pieces: Iterable[_Piece]) -> str:
    """Answers which of the seven a tag means: `en-GB`, `zh_TW` and `iw` are understood."""
    if stated in LANGUAGES:
        return stated
    main, *more = re.split("[-_]", stated[:32].lower())
    if main == "zh":
        if {"hant", "tw", "hk", "mo"} & set(more):
            return "zh-Hant"
        return "zh-Hans" if more else _chinese([piece for piece in pieces if piece.script == "han"])[0]
    main = "he" if main == "iw" else main
    return main if main in LANGUAGES else ""


_Weighed = tuple[int, str, int]
"""How many letters a piece has, its words, and what those speak for (`Telling.sums`)."""


def _weighed(script: str, pieces: list[_Piece]) -> list[_Weighed]:
    """Answers some pieces, spread over the text."""
    count = min(len(pieces), _WEIGHED_PIECES)
    some = [pieces[at * len(pieces) // count] for at in range(count)]
    most = max(_WEIGHED_LETTERS // len(some), 40)
    table = telling(script)
    weighed = []
    for piece in some:
        words = piece.words()
        text = f" {' '.join(words).lower()[:most]} "
        weighed.append((sum(map(len, words)), text, table.sums(text)))
    return weighed


@lru_cache(maxsize=2)
def _starts(script: str) -> int:
    return stepped(_ROOM + _STARTS[script].get(column, 0) for column in telling(script).columns)


def _best(script: str, *sums: int) -> str:
    """Answers the column that the pieces together speak most for."""
    columns = telling(script).columns
    totals = columns_of(sum(sums, _starts(script)), len(columns))
    return columns[totals.index(max(totals))]


def _latin(pieces: list[_Piece]) -> tuple[str, str]:
    """Answers English, Swedish, or Bulgarian and Russian spelled in Latin letters."""
    weighed = [
        (letters, text, sums if text.isascii() else sums + _foreign(text))
        for letters, text, sums in _weighed("latin", pieces)
    ]
    best = _best("latin", *(sums for _, _, sums in weighed))
    language = best if best in LANGUAGES else "und"
    if len(weighed) > 1 and _takes_turns(weighed):
        return language, "mixed"
    return language, "latin" if language in ("bg", "ru") else ""


def _foreign(text: str) -> int:
    """Answers what letters with marks add to the sums of a text: they speak against languages that have them not."""
    nordic, foreign = len(_NORDIC.findall(text)), len(_OTHER_LATIN.findall(text))
    return (nordic + foreign) * _against("en", "bg", "ru") + foreign * _against("sv")


@lru_cache(maxsize=2)
def _against(*languages: str) -> int:
    return stepped(-_FOREIGN * (column in languages) for column in telling("latin").columns)


def _takes_turns(weighed: Iterable[_Weighed]) -> bool:
    """Answers whether some sentences are in one of our languages and others in another."""
    parts: Counter[str] = Counter()
    for letters, _, sums in weighed:
        if letters >= _FEWEST:
            parts[_best("latin", sums)] += letters
    fair = max(_FAIR_SHARE * sum(parts.values()), 2 * _FEWEST)
    return sum(parts[language] >= fair for language in ("en", "sv", "bg", "ru")) > 1


def _cyrillic(pieces: list[_Piece]) -> tuple[str, str]:
    """Answers Bulgarian or Russian: by letters that only one of them has, else by what is likely."""
    text = " ".join([word for piece in pieces for word in piece.words()]).lower()
    if len(_OTHER_CYRILLIC.findall(text)) * 60 >= len(text):
        return "und", ""
    russian, bulgarian = len(_RUSSIAN.findall(text)), len(_BULGARIAN.findall(text))
    if bool(russian) != bool(bulgarian):
        return ("ru" if russian else "bg"), ""
    # The first two columns are theirs.
    signs = stepped(
        (
            _FOREIGN * bulgarian + 4 * len(_LIKE_BULGARIAN.findall(text[:_WEIGHED_LETTERS])),
            _FOREIGN * russian + 4 * len(_LIKE_RUSSIAN.findall(text[:_WEIGHED_LETTERS])),
        )
    )
    best = _best("cyrillic", signs, *(sums for _, _, sums in _weighed("cyrillic", pieces)))
    return (best if best in LANGUAGES else "und"), ""


def _hebrew(pieces: list[_Piece]) -> tuple[str, str]:
    text = " ".join([word for piece in pieces for word in piece.words()])
    return ("und" if len(_YIDDISH.findall(text)) * 12 > len(text) else "he"), ""


def _chinese(pieces: list[_Piece]) -> tuple[str, str]:
    """Answers which way of writing Chinese has more of the characters that only it has."""
    text = "".join([word for piece in pieces for word in piece.words()])[:_WEIGHED_HAN]
    # Each character that a standard has counts two bytes there.
    more = len(text.encode("big5", "ignore")) - len(text.encode("gb2312", "ignore"))
    return ("zh-Hant" if more > 0 else "zh-Hans"), ""


def _nobody(pieces: list[_Piece]) -> tuple[str, str]:
    return "und", ""


_OF_SCRIPT: Final = {
    "latin": _latin,
    "cyrillic": _cyrillic,
    "he": _hebrew,
    "han": _chinese,
    "kana": _nobody,
    "other": _nobody,
}
