"""Of which kinds the words of a text are, in their order: what customers do in any trade, what they can end, no more.

Beside each phrasebook lies a lexicon that says so of words and short phrases. "I shan't fly with you any more" and "we
won't be swimming here again" are much the same row. Which kinds stand beside each other is a sign like any piece of a
word (amends.language.signs), also where no line that was learned from has these words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from operator import add
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from ahocorasick_rs import AhoCorasick, MatchKind

from amends.language.aligned import folded_phrase
from amends.language.keeping import kept
from amends.language.labels import BOOKS
from amends.language.scripts import NAME

KINDS: Final = (
    *("me", "you", "not", "nomore", "will", "should", "if", "fromnow", "last", "again", "ordinal", "times"),
    *("every", "since", "buy", "quit", "mine", "elsewhere", "other", "firm", "relative", "nearby", "better"),
    *("less", "quick", "dowell", "than", "ask", "promise", "gowrong", "ill", "disabled", "old", "baby"),
    *("grief", "poor", "die", "danger", "hurt", "insult", "threat", "law", "authority", "media", "boss"),
    *("refund", "exchange", "repair", "pay", "sorry", "why", "call", "correct", "feel", "name"),
    *("mind", "tongue", "carer"),
)
"""What there is; the place of each is its sign in the tables, so that a new one stands at the end.

`mine` is what a customer has and can end, `last` the last order or month, `times` how often, `firm` and what follows
who somebody else is and what they do well; `mind` is what ails it, `tongue` who does not speak or read the language,
`carer` who cares or acts for somebody; under `name` stand firms that everybody knows (amends.language.firms), all
others are told by a capital or quotation marks.
"""
FIRST_SIGN: Final = "\ue000"
"""The sign of the first kind; the others follow, all for private use. A text that has them is of no kind for it."""
END: Final = "\uf8ff"
"""The end of a sentence among the kinds: nothing stands beside each other over it."""
_NAMED: Final = chr(ord(FIRST_SIGN) + KINDS.index("name"))
ENDS: Final = (".", "!", "?", "…")
_MARKS: Final = "()[]{}«»“”„‘’;–—*_~#"
"""What stands between words."""
_AROUND: Final = "\"'-:/"
"""What stands within a word or around it: `won't`, `e-mail`, `24/7`, `2:a`, and a shortened word in Hebrew."""
_LONGEST_PHRASE: Final = 3
HEBREW_PREFIXES: Final = frozenset("ובלהמשכ")
_LONGEST_WORD: Final = 30
_MOST_KNOWN: Final = 20_000
"""So many words of texts are remembered; then they are looked up anew."""
_BREAK: Final = "\uf8fe"
"""Parts several texts that are looked through at once."""
_FOLDER: Final = Path(__file__).with_name("lexicons")


class Rows(Protocol):
    """The lexicon of one language, ready."""

    def row(self, text: str) -> str:
        """Answers the kinds of the words of an aligned text in their order, a sign each."""

    def parted(self, text: str) -> str:
        """Answers an aligned text with blanks for what stands between its words, sign for sign."""

    def signs(self, part: str) -> list[str]:
        """Answers the kinds of the words in a part of a `parted` text, in their order; nothing for a word of none."""


def rows_of(lexicon: Rows, texts: Sequence[str]) -> list[str]:
    """Answers the row of each of some texts, in one go: a look through a short text costs as much as its words."""
    joined = f" {_BREAK} ".join(texts)
    if joined.count(_BREAK) >= len(texts):
        # Somebody wrote what nobody writes.
        joined = f" {_BREAK} ".join(text.replace(_BREAK, " ") for text in texts)
    return lexicon.row(joined).split(_BREAK) if texts else []


def kind_pieces(row: str) -> Iterator[str]:
    """Answers each kind of a row, and each two beside each other; what has an `END` in it is none that tells."""
    return chain(row, map(add, row, row[1:]))


def is_of_kinds(piece: str) -> bool:
    """Answers whether a piece is made of kinds, and not of letters."""
    return FIRST_SIGN <= piece < END


_Phrases = dict[tuple[str, str], dict[str, str]]
"""Phrases by their first two words: what follows these, a third word or nothing, and the sign of the kind."""


class Lexicon(NamedTuple):
    """Which kind words are, how words of a kind begin, and phrases; all folded as texts are."""

    words: dict[str, str]
    stems: dict[str, str]
    phrases: _Phrases


def lexicon_of(text: str) -> Lexicon:
    """Answers a lexicon as it is written. Raises: ValueError where it has a kind or a phrase that may not be."""
    found = Lexicon({}, {}, {})
    for entry, sign in _entries(text):
        first, *rest = entry.split(" ")
        if len(rest) >= _LONGEST_PHRASE:
            raise ValueError(f"a phrase has more than {_LONGEST_PHRASE} words: {entry}")
        if rest and entry.endswith("*"):
            raise ValueError(f"the words of a phrase are whole, none has a star: {entry}")
        if rest:
            found.phrases.setdefault((first, rest[0]), {}).setdefault(" ".join(rest[1:]), sign)
        elif entry.endswith("*"):
            found.stems.setdefault(entry[:-1], sign)
        else:
            found.words.setdefault(entry, sign)
    return found


def lexicon_faults(text: str, language: str) -> list[str]:
    """Answers what is wrong with a lexicon: what it may not have, what it calls two kinds, what is never met."""
    try:
        rows = _ready(lexicon_of(text), language)
    except ValueError as error:
        return [str(error)]
    kinds: dict[str, str] = {}
    faults: list[str] = []
    for entry, sign in _entries(text):
        word = entry.removesuffix("*")
        if kinds.setdefault(word, sign) != sign:
            faults.append(f"{word} is of two kinds, {_name_of(kinds[word])} and {_name_of(sign)}")
        elif rows.row(word) != sign:
            faults.append(f"{word} is never met")
    return faults


def lexicons() -> dict[str, str]:
    """Answers the text of every lexicon there is, by its language."""
    return {name: (_FOLDER / f"{name}.txt").read_text(encoding="utf-8") for name in BOOKS}


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """Answers the entries of a lexicon, each with the sign of its kind."""
    sign = ""
    for line in text.splitlines():
        if line.startswith("["):
            sign = _sign_of(line)
            continue
        if line.strip() and not sign:
            raise ValueError(f"no kind stands above {line.strip()}")
        for entry in map(str.strip, line.split(",")):
            # A text has no star: to fold it makes it a blank.
            if folded := folded_phrase(entry):
                yield folded + "*" * entry.endswith("*"), sign


def _sign_of(heading: str) -> str:
    kind = heading.strip().removeprefix("[").removesuffix("]")
    if kind not in KINDS:
        raise ValueError(f"there is no kind {heading}")
    return chr(ord(FIRST_SIGN) + KINDS.index(kind))


def _name_of(sign: str) -> str:
    return KINDS[ord(sign) - ord(FIRST_SIGN)]


class _Known(dict[str, str]):
    """The signs of the words of texts, each looked up when it is first met; nothing where a word has no kind."""

    def __init__(self, lexicon: Lexicon, prefixes: frozenset[str]) -> None:
        super().__init__()
        self._lexicon, self._prefixes = lexicon, prefixes
        self._lengths = sorted({len(stem) for stem in lexicon.stems}, reverse=True)

    def __missing__(self, said: str) -> str:
        word = said.strip(_AROUND)
        sign = END if word in ENDS else _BREAK if word == _BREAK else self._sign(word)
        if not sign and word[:1] in self._prefixes and len(word) > 2:
            sign = self._sign(word[1:])
        if len(said) <= _LONGEST_WORD:
            if len(self) > _MOST_KNOWN:
                self.clear()
            self[said] = sign
        return sign

    def _sign(self, word: str) -> str:
        if word.startswith(NAME):
            return _NAMED
        if sign := self._lexicon.words.get(word):
            return sign
        stems = self._lexicon.stems
        return next((stems[word[:most]] for most in self._lengths if word[:most] in stems), "")


class Spaced:
    """A lexicon of a language that has blanks between its words."""

    def __init__(self, lexicon: Lexicon, prefixes: frozenset[str] = frozenset()) -> None:
        self._phrases, self._known = lexicon.phrases, _Known(lexicon, prefixes)
        # In Hebrew a quotation mark shortens words.
        self._marks = _MARKS if prefixes else _MARKS + '"'

    def row(self, text: str) -> str:
        """Answers the kinds of the words of an aligned text in their order, a sign each."""
        return "".join(self.signs(self.parted(text)))

    def parted(self, text: str) -> str:
        """Answers an aligned text with blanks for what stands between its words, sign for sign."""
        for mark in self._marks:
            if mark in text:
                text = text.replace(mark, " ")
        return text

    def signs(self, part: str) -> list[str]:
        """Answers the kinds of the words in a part of a `parted` text; a phrase is one word."""
        for end in ENDS:
            if end in part:
                part = part.replace(end, f" {end} ")
        words = part.split()
        signs: list[str | None] = [*map(self._known.__getitem__, words)]
        phrases, done = self._phrases, 0
        for at in [at for at, pair in enumerate(pairwise(words)) if pair in phrases]:
            thirds = phrases[words[at], words[at + 1]]
            third = words[at + 2] if at + 2 < len(words) else ""
            sign = thirds.get(third) or thirds.get("")
            if sign and at >= done:
                done = at + (3 if third and third in thirds else 2)
                signs[at:done] = [sign, *[None] * (done - at - 1)]
        return [sign for sign in signs if sign is not None]


class Written:
    """A lexicon of a language without blanks: the longest entry is meant wherever one begins."""

    def __init__(self, lexicon: Lexicon) -> None:
        phrases = {
            " ".join((*pair, third)).strip(): sign
            for pair, thirds in lexicon.phrases.items()
            for third, sign in thirds.items()
        }
        signs = {
            **phrases,
            **lexicon.stems,
            **lexicon.words,
            **dict.fromkeys(ENDS, END),
            NAME: _NAMED,
            _BREAK: _BREAK,
        }
        self._signs = [*signs.values()]
        self._automaton = AhoCorasick([*signs], matchkind=MatchKind.LeftmostLongest, store_patterns=False)

    def row(self, text: str) -> str:
        """Answers the kinds of the words of an aligned text in their order, a sign each."""
        return "".join(self.signs(text))

    def parted(self, text: str) -> str:
        """Answers an aligned text as it is: nobody parts its words."""
        return text

    def signs(self, part: str) -> list[str]:
        """Answers the kinds of the words in a text that are of any."""
        known = self._signs
        signs = [known[at] for at, _start, _end in self._automaton.find_matches_as_indexes(part)]
        if NAME not in part:
            return signs
        # Every letter of a name has the sign of one.
        return [
            sign for sign, last in zip(signs, ["", *signs], strict=False) if sign != _NAMED or last != sign
        ]


@cache
def kinds_of(language: str) -> Rows:
    """Answers the lexicon of a language by the name of its book: both ways of writing Chinese are `zh`.

    What it lists as names is left to whoever marks them in a text: one name is of this kind, however it was told.
    """
    words, stems, phrases = _lexicon(language)
    others = {
        pair: rest
        for pair, thirds in phrases.items()
        if (rest := {third: sign for third, sign in thirds.items() if sign != _NAMED})
    }
    return _ready(Lexicon(_unnamed(words), _unnamed(stems), others), language)


def _unnamed(entries: dict[str, str]) -> dict[str, str]:
    return {entry: sign for entry, sign in entries.items() if sign != _NAMED}


def firm_names(language: str) -> list[str]:
    """Answers the firms that stand in the lexicon of a language, folded; `erik*` where more letters may follow."""
    words, stems, phrases = _lexicon(language)
    names = [word for word, sign in words.items() if sign == _NAMED]
    names += [f"{stem}*" for stem, sign in stems.items() if sign == _NAMED]
    return names + [
        " ".join(filter(None, (*pair, third)))
        for pair, thirds in phrases.items()
        for third, sign in thirds.items()
        if sign == _NAMED
    ]


@cache
def _lexicon(language: str) -> Lexicon:
    if language not in BOOKS:
        return Lexicon({}, {}, {})
    source = (_FOLDER / f"{language}.txt").read_bytes()
    return Lexicon._make(kept(f"{language}.kinds", source, lambda text: tuple(lexicon_of(text))))


def _ready(lexicon: Lexicon, language: str) -> Rows:
    if language == "zh":
        return Written(lexicon)
    return Spaced(lexicon, HEBREW_PREFIXES if language == "he" else frozenset())
