"""Words only the company understands, and sentences nobody follows to their end."""

from __future__ import annotations

from collections.abc import Iterator

from amends.language.checks.draft import Draft, Finding, Severity

_LONGEST_WORDS = {"en": 30, "sv": 28, "bg": 28, "ru": 26, "he": 26}
"""Words in a sentence that is still followed; Hebrew and Russian say in fewer words what English says in thirty."""
_LONGEST_HAN = 60


def find(draft: Draft) -> Iterator[Finding]:
    """Answers jargon, and each sentence that is too long for its language."""
    for cue in draft.having("jargon"):
        yield Finding("jargon", Severity.HINT, cue.start, cue.end)
    for start, end in draft.sentences:
        length = sentence_length(draft.text[start:end], draft.language)
        if length > longest(draft.language):
            yield Finding("sentence.long", Severity.HINT, start, end, (("length", str(length)),))


def longest(language: str) -> int:
    """Answers how long a sentence may be: words, in Chinese characters."""
    return _LONGEST_HAN if language.startswith("zh") else _LONGEST_WORDS.get(language, 28)


def sentence_length(sentence: str, language: str) -> int:
    """Answers how long a sentence is: words, in Chinese characters without its signs."""
    if language.startswith("zh"):
        return sum(sign.isalnum() for sign in sentence)
    return len(sentence.split())
