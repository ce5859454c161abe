"""Set phrases, and the same words again: in a reply, in its case, and against the writer's own last replies."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from zlib import crc32

from amends.language.checks.draft import Draft, Finding, Severity, sentences_of
from amends.language.scripts import HAN_CLASS, fold

_SHINGLE = 4
_ALIKE = 0.6
"""Replies that share so much of their shingles are one text with another name in it."""
_LONG = 24
"""A shorter sentence may come back: thanks, a greeting. Units: code points."""
_BUCKETS = 64
_NOTHING = 1 << 32
_SIGNS = re.compile(r"[^\w\s]|_")
_WORDS = re.compile(f"[{HAN_CLASS}]|[^\\s{HAN_CLASS}]+")
Signature = tuple[int, ...]


def find(draft: Draft) -> Iterator[Finding]:
    """Answers set phrases, and what was said before; approved facts may be said again and again."""
    for cue in draft.having("robot"):
        yield Finding("robot.phrase", Severity.HINT, cue.start, cue.end)
    exempt = {_plain(one) for fact in draft.case.facts for one in _parts(fact)}
    here = {_plain(one) for text in draft.case.own_here for one in _parts(text)}
    seen: set[str] = set()
    for start, end in draft.sentences:
        said = _plain(draft.text[start:end])
        if len(said) >= _LONG and said not in exempt and (said in seen or said in here):
            yield Finding("robot.repeated", Severity.WARN, start, end)
        seen.add(said)
    last = [signature(_without(exempt, text)) for text in draft.case.own_last]
    own = signature(_without(exempt, draft.text)) if last else ()
    if any(likeness(own, other) >= _ALIKE for other in last):
        yield Finding("robot.same_reply", Severity.WARN, 0, len(draft.text))


def _without(exempt: Collection[str], text: str) -> str:
    return " ".join(one for one in _parts(text) if _plain(one) not in exempt) if exempt else text


def signature(text: str) -> Signature:
    """Answers the least hash of a text's shingles in each bucket (MinHash); empty for a text too short to compare."""
    words = _tokens(text)
    shingles = {
        crc32(" ".join(words[at : at + _SHINGLE]).encode()) for at in range(len(words) - _SHINGLE + 1)
    }
    if len(shingles) < _SHINGLE:
        return ()
    least = [_NOTHING] * _BUCKETS
    for one in shingles:
        bucket = one % _BUCKETS
        least[bucket] = min(least[bucket], one)
    return tuple(least)


def likeness(one: Signature, other: Signature) -> float:
    """Answers about how much of their shingles two texts share, from 0 to 1."""
    pairs = [pair for pair in zip(one, other, strict=False) if pair != (_NOTHING, _NOTHING)]
    return sum(left == right for left, right in pairs) / len(pairs) if pairs else 0.0


def _tokens(text: str) -> list[str]:
    return _WORDS.findall(_SIGNS.sub("", fold(text)))


def _parts(text: str) -> Iterable[str]:
    return (text[start:end] for start, end in sentences_of(text))


def _plain(text: str) -> str:
    return " ".join(_tokens(text))
