"""Search tokens: what a text is found by, the same on SQLite and PostgreSQL.

Both databases store the tokens made here and split nothing themselves: SQLite in an FTS5 table with
TOKENIZER, PostgreSQL in `array_to_tsvector(tokens)`. A token holds folded letters and digits, and two signs:
a leading `~` marks a stem, a leading `_` the last digits of a phone number, and within an e-mail address `~`
stands for the at sign and `_` for every other sign. Nobody can type them in a query.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from amends.language.scripts import HAN_CLASS, fold
from amends.language.stems import stem

TOKENIZER: Final = "unicode61 remove_diacritics 0 tokenchars '~_'"
TOKEN_LENGTH: Final = 64
QUERY_LENGTH: Final = 1_000
QUERY_TERMS: Final = 32
# PostgreSQL refuses a tsvector of more than 1 MiB.
_TOKENS_BYTES: Final = 900_000
_STEM_LENGTH: Final = 40
_CHUNK_LENGTH: Final = 32
_CACHED_CHUNKS: Final = 32_768
# Matches nothing, because it is never in an index; an empty text would be an error on SQLite.
_NOTHING: Final = "~"

_LETTER: Final = rf"[^\W_{HAN_CLASS}]"
_ONE_LETTER: Final = re.compile(_LETTER)
_PARTS: Final = re.compile(rf"[{HAN_CLASS}]+|{_LETTER}+")
_PIECES: Final = re.compile(
    rf"(?P<han>[{HAN_CLASS}]+)|(?P<compound>{_LETTER}+(?:[-./_:#+,]{_LETTER}+)+)|(?P<word>{_LETTER}+)"
)
_HOST: Final = rf"{_LETTER}(?:{_LETTER}|-){{0,62}}"
_MAILBOX: Final = rf"{_LETTER}(?:{_LETTER}|[_.+%-]){{0,63}}@"
_MAIL: Final = rf"{_MAILBOX}{_HOST}(?:\.{_HOST}){{1,8}}"
_PIECES_OR_MAIL: Final = re.compile(rf"(?P<mail>{_MAIL})|{_PIECES.pattern}")
_MAIL_START: Final = re.compile(rf"{_MAILBOX}(?:{_LETTER}|[.-]){{0,128}}")
_SIGN: Final = re.compile(r"[\W_]")
_PHONE: Final = re.compile(rf"(?<!{_LETTER})\+?\(?[0-9][0-9 ()./-]{{6,22}}[0-9](?!{_LETTER})")
# Seldom found, and found fast: most texts have no number that long.
_MAYBE_PHONE: Final = re.compile(r"[0-9][0-9 ()./-]{6,22}[0-9]")
_PHONE_DIGITS: Final = range(8, 16)
_PHONE_TAIL: Final = 8
_ENDING_NUMBER: Final = re.compile(r"[^\W\d_]+(\d{4,})")
_DIGIT: Final = re.compile(r"[0-9]")
_HAN: Final = re.compile(f"[{HAN_CLASS}]")
_INNER_APOSTROPHE: Final = re.compile(r"(?<=[^\W_])'(?=[^\W_])")
_GERSHAYIM: Final = re.compile('(?<=[א-ת])"(?=[א-ת])')
_BROKEN_HAN_LINE: Final = re.compile(rf"(?<=[{HAN_CLASS}])[ \t]*\r?\n[ \t]*(?=[{HAN_CLASS}])")
_QUOTED: Final = re.compile(r'"([^"]*)"')


class _Piece(NamedTuple):
    """A stretch of a folded text that is found as one: a word, a Han run, a compound or an e-mail address."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a text must have: all tokens of at least one alternative."""

    alternatives: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What a text must have to be found: every term, a token with every prefix, and every phrase.

    The databases answer for terms and prefixes. The words of phrases are already among the terms; that they
    stand side by side is for `contains_phrase`, on the few texts that are shown.
    """

    terms: tuple[Term, ...] = ()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for; such a query finds nothing."""
        return not self.terms and not self.prefixes


def _prepare(text: str) -> str:
    """The folded text without what stands inside words: apostrophes, gershayim, line breaks between Han."""
    folded = fold(text)
    if "'" in folded:
        folded = _INNER_APOSTROPHE.sub("", folded)
    if '"' in folded:
        folded = _GERSHAYIM.sub("", folded)
    return _BROKEN_HAN_LINE.sub("", folded) if "\n" in folded and not folded.isascii() else folded


def _pieces(chunk: str) -> Iterator[_Piece]:
    for found in (_PIECES_OR_MAIL if "@" in chunk else _PIECES).finditer(chunk):
        yield _Piece(found.lastgroup or "word", found[0])


def _stemmed(word: str) -> str:
    """The stem of a word; a word too long for one is its own."""
    return stem(word) if len(word) <= _STEM_LENGTH else word[:TOKEN_LENGTH]


def _mail_token(mail: str) -> str:
    name, _, host = mail.partition("@")
    return f"{_SIGN.sub('_', name)}~{_SIGN.sub('_', host)}"[:TOKEN_LENGTH]


def _whole(compound: str) -> str | None:
    """A reference, number or hyphenated word without its signs; None where the signs only join two words."""
    joined = "".join(_PARTS.findall(compound))
    is_one = _DIGIT.search(joined) or all(sign == "-" for sign in _SIGN.findall(compound))
    return joined if is_one else None


def _word_tokens(word: str) -> list[str]:
    tokens = [word[:TOKEN_LENGTH]]
    if (stemmed := _stemmed(word)) != tokens[0]:
        tokens.append("~" + stemmed)
    elif number := _ENDING_NUMBER.fullmatch(word):
        tokens.append(number[1][:TOKEN_LENGTH])
    return tokens


def _han_tokens(run: str) -> list[str]:
    """Every two neighbours, and the last character alone: so every character begins some token."""
    return [run[at : at + 2] for at in range(len(run))]


def _part_tokens(text: str) -> list[str]:
    return [token for part in _PARTS.findall(text) for token in _tokens_of_part(part)]


def _tokens_of_part(part: str) -> Sequence[str]:
    if _HAN.match(part):
        return _han_tokens(part)
    return _CHUNKS[part] if part.isalpha() else _word_tokens(part)


def _piece_tokens(piece: _Piece) -> list[str]:
    if piece.kind == "word":
        return _word_tokens(piece.text)
    if piece.kind == "han":
        return _han_tokens(piece.text)
    if piece.kind == "mail":
        return [_mail_token(piece.text), *_part_tokens(piece.text)]
    whole = _whole(piece.text)
    return (_word_tokens(whole) if whole else []) + _part_tokens(piece.text)


def _chunk_tokens(chunk: str) -> tuple[str, ...]:
    return tuple(token for piece in _pieces(chunk) for token in _piece_tokens(piece))


class _Chunks(dict[str, tuple[str, ...]]):
    """The tokens of short chunks met before. Numbers and addresses, which identify people, are never kept."""

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        tokens = _chunk_tokens(chunk)
        if len(chunk) <= _CHUNK_LENGTH and "@" not in chunk and not _DIGIT.search(chunk):
            if len(self) >= _CACHED_CHUNKS:
                self.clear()
            self[chunk] = tokens
        return tokens


_CHUNKS: Final = _Chunks()


def _phone_digits(written: str) -> str | None:
    """The digits of what is written like a phone number: with signs, or as dialled within a country."""
    digits = "".join(_DIGIT.findall(written))
    is_dialled = digits[0] == "0" or (len(digits) == 11 and digits[0] in "78")
    is_phone = len(digits) in _PHONE_DIGITS and (len(digits) < len(written) or is_dialled)
    return digits if is_phone else None


def _phone_tokens(digits: str) -> list[str]:
    """A number as a whole, and its last digits, which are the same with and without the country code."""
    return [digits, "_" + digits[-_PHONE_TAIL:]]


def _phones(prepared: str) -> Iterator[tuple[re.Match[str], str]]:
    if _MAYBE_PHONE.search(prepared):
        for found in _PHONE.finditer(prepared):
            if digits := _phone_digits(found[0]):
                yield found, digits


def _all_tokens(prepared: str) -> list[str]:
    tokens: list[str] = []
    done = 0
    for found, digits in _phones(prepared):
        tokens += [token for chunk in prepared[done : found.end()].split() for token in _CHUNKS[chunk]]
        tokens += _phone_tokens(digits)
        done = found.end()
    return tokens + [token for chunk in prepared[done:].split() for token in _CHUNKS[chunk]]


def index_tokens(text: str, cap: int = 20_000) -> list[str]:
    """The tokens a text is found by, in order of appearance, at most `cap` of them.

    A word is there as written and, where it differs, as its stem; Chinese as pairs of characters; a
    reference, e-mail address or phone number whole and in its parts.
    """
    tokens = _all_tokens(_prepare(text))[:cap]
    if len(tokens) * TOKEN_LENGTH * 4 <= _TOKENS_BYTES:
        return tokens
    fitting = sum(size <= _TOKENS_BYTES for size in accumulate(len(token.encode()) for token in tokens))
    return tokens[:fitting]


class _Asked:
    """A query being read: collects each thing asked for once, up to the limit."""

    def __init__(self) -> None:
        self.terms: dict[Term, None] = {}
        self.prefixes: dict[str, None] = {}
        self.phrases: dict[str, None] = {}

    def term(self, *alternatives: tuple[str, ...]) -> None:
        distinct = tuple(dict.fromkeys(alternative for alternative in alternatives if alternative))
        if distinct and len(self.terms) < QUERY_TERMS:
            self.terms[Term(distinct)] = None

    def prefix(self, beginning: str) -> None:
        if len(self.prefixes) < QUERY_TERMS:
            self.prefixes[beginning[:TOKEN_LENGTH]] = None

    def query(self) -> Query:
        return Query(tuple(self.terms), tuple(self.prefixes), tuple(self.phrases))

    def word(self, word: str, *more: tuple[str, ...]) -> None:
        """A word as written or in another form: its stem is in the index, or is itself a word there."""
        stemmed = _stemmed(word)
        forms = ((f"~{stemmed}",), (stemmed,)) if word.isalpha() and len(word) <= _STEM_LENGTH else ()
        self.term((word[:TOKEN_LENGTH],), *forms, *more)

    def han(self, run: str) -> None:
        if len(run) == 1:
            self.prefix(run)
        else:
            self.term(tuple(_han_tokens(run)[:-1][:QUERY_TERMS]))
        if len(run) > 2:
            self.phrases[run] = None

    def compound(self, text: str) -> None:
        parts = _PARTS.findall(text)
        whole = _whole(text)
        if whole is None:
            for part in parts:
                self.word(part)
        elif any(part.isalpha() for part in parts):
            self.word(whole, tuple(part[:TOKEN_LENGTH] for part in parts[:QUERY_TERMS]))
        else:
            self.term((whole[:TOKEN_LENGTH],))

    def piece(self, piece: _Piece) -> None:
        if piece.kind == "word":
            self.word(piece.text)
        elif piece.kind == "han":
            self.han(piece.text)
        elif piece.kind == "mail":
            self.term((_mail_token(piece.text),))
        else:
            self.compound(piece.text)

    def beginning(self, text: str) -> None:
        """A chunk that ended in a star: its last piece is the beginning of a token."""
        if _MAIL_START.fullmatch(text):
            self.prefix(_mail_token(text))
            return
        *before, last = _pieces(text)
        for piece in before:
            self.piece(piece)
        joined = _whole(last.text) if last.kind == "compound" else last.text
        if last.kind == "han" or joined is None or len(joined) < 2 or not text.endswith(last.text):
            self.piece(last)
        else:
            self.prefix(joined)

    def chunk(self, chunk: str) -> None:
        core = chunk.rstrip("*")
        if len(core) < len(chunk) and _PARTS.search(core):
            self.beginning(core)
        else:
            for piece in _pieces(core):
                self.piece(piece)

    def quoted(self, text: str) -> None:
        """Words to be found side by side, each as written."""
        parts = _PARTS.findall(text)[:QUERY_TERMS]
        runs = [part for part in parts if _HAN.match(part)]
        words = tuple(part[:TOKEN_LENGTH] for part in parts if not _HAN.match(part))
        pairs = tuple(pair for run in runs for pair in _han_tokens(run)[:-1][:QUERY_TERMS])
        for run in runs:
            if len(run) == 1:
                self.prefix(run)
        self.term(words + pairs)
        if len(parts) > 1 or any(len(run) > 2 for run in runs):
            self.phrases[" ".join(parts)] = None

    def plain(self, text: str) -> None:
        done = 0
        for found, digits in _phones(text):
            self.chunks(text[done : found.start()])
            groups = tuple(re.findall("[0-9]+", found[0]))
            self.term(*((token,) for token in _phone_tokens(digits)), groups)
            done = found.end()
        self.chunks(text[done:])

    def chunks(self, text: str) -> None:
        for chunk in text.split():
            self.chunk(chunk)


def parse_query(text: str) -> Query:
    """What someone who typed this looks for; any text is a query, and one without letters asks for nothing.

    Shape: words in any order, each in any of its forms; `beginn*`; `"words side by side"`.
    """
    asked = _Asked()
    for at, part in enumerate(_QUOTED.split(_prepare(text[:QUERY_LENGTH]))):
        if at % 2:
            asked.quoted(part)
        else:
            asked.plain(part)
    return asked.query()


def _side_by_side(prepared: str) -> str:
    """The words of a text with a space around each, and Han characters with a mark around each."""
    parts = (f"\1{chr(1).join(part)}\1" if _HAN.match(part) else part for part in _PARTS.findall(prepared))
    return f" {' '.join(parts)} "


_prepared_phrase = lru_cache(maxsize=256)(_prepare)


@lru_cache(maxsize=256)
def _phrase_pattern(prepared: str) -> re.Pattern[str] | None:
    """Finds words without Han characters side by side; fast, because it begins with letters. None for others."""
    parts = _PARTS.findall(prepared)
    return re.compile(r"[\W_]+".join(map(re.escape, parts))) if parts and not _HAN.search(prepared) else None


def _is_whole(found: re.Match[str]) -> bool:
    text, start, end = found.string, found.start(), found.end()
    return not (_ONE_LETTER.match(text, end) or (start and _ONE_LETTER.match(text, start - 1)))


def _has_whole(pattern: re.Pattern[str], prepared: str) -> bool:
    found = pattern.search(prepared)
    while found and not _is_whole(found):
        found = pattern.search(prepared, found.start() + 1)
    return found is not None


def contains_phrase(document_text: str, phrase: str) -> bool:
    """Whether the words of a phrase stand side by side in a text; an empty phrase is in none."""
    prepared = _prepared_phrase(phrase)
    if pattern := _phrase_pattern(prepared):
        return _has_whole(pattern, _prepare(document_text))
    sought = _side_by_side(prepared)
    if not sought.strip():
        return False
    sought = sought[1:] if sought.startswith(" \1") else sought
    return (sought[:-1] if sought.endswith("\1 ") else sought) in _side_by_side(_prepare(document_text))


def _clauses(query: Query, quote: str, joiners: tuple[str, str], star: str) -> list[str]:
    both, either = joiners

    def quoted(token: str) -> str:
        return f"{quote}{token}{quote}"

    def one(alternative: tuple[str, ...]) -> str:
        return f"({both.join(map(quoted, alternative))})"

    terms = [f"({either.join(map(one, term.alternatives))})" for term in query.terms]
    return terms + [quoted(prefix) + star for prefix in query.prefixes]


def fts5_match(query: Query) -> str:
    """The query for `MATCH` on an FTS5 table made with TOKENIZER; an empty query matches nothing."""
    return " AND ".join(_clauses(query, '"', (" AND ", " OR "), "*")) or f'"{_NOTHING}"'


def tsquery_text(query: Query) -> str:
    """The query as text for `::tsquery`, which takes each lexeme as it is; an empty query matches nothing.

    Not for `to_tsquery`: that would parse the lexemes again and split some of them.
    """
    return " & ".join(_clauses(query, "'", ("&", "|"), ":*")) or f"'{_NOTHING}'"
