"""`python -m bench.said.surroundings`: learns what stands around phrases that are meant, and writes the table.

Learned from the lines of all languages under `tests/corpora` at once. Needs scikit-learn (`requirements/weighing.txt`).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from sklearn.linear_model import LogisticRegression

from amends.language.aligned import aligned
from amends.language.labels import LANGUAGES
from amends.language.matching import NAMES, Cue, Looks, matcher
from amends.language.packed import sign_of
from amends.language.reading import by_writer, heard
from amends.language.surroundings import STEPS, TABLE, Surroundings
from bench.said.said import Said, table_lines
from bench.said.weighing import matrix_of

LIMITS: Final = {
    # Chosen on lines kept aside, so that one phrase in a hundred or two is lost that is meant; of self-harm none.
    "flag.leave": 0.5,
    "flag.competitor": 0.5,
    "flag.repeat": -2.0,
    "flag.regulator": -1.5,
    "flag.legal": -1.0,
    "flag.media": 0.0,
    "flag.safety": -1.5,
    "flag.self_harm": 0.0,
    "flag.vulnerable": -1.0,
    "flag.abuse": 0.0,
    "flag.supervisor": 0.5,
    "flag.threat": 0.0,
    "want.refund": 0.0,
    "want.replacement": -1.0,
    "want.repair": -1.0,
    "want.compensation": 0.0,
    "want.apology": 1.0,
    "want.explanation": -0.5,
    "want.callback": -0.5,
    "want.cancellation": 0.0,
    "want.correction": 0.0,
}
"""Less than this speaks for a phrase that is not believed. Units: natural logarithms of odds."""
_FEWEST: Final = 10
"""So often a piece stands around phrases at least."""
_FREEDOM: Final = 0.1
"""How far the weights go from nought."""


class Phrase(NamedTuple):
    """A phrase of a book in a line of a table: its label, what stands around it, whether the line shows the label."""

    label: str
    pieces: frozenset[str]
    is_meant: bool


def phrases_in(line: Said, language: str) -> Iterator[Phrase]:
    """Answers the phrases of a line for labels that somebody read it for."""
    folded = aligned(line.text)
    marked = heard(line.text, folded, language)
    cues = matcher(language, "read").cues(folded)
    if marked is not folded:
        cues = sorted(cues + matcher(language, NAMES).cues(marked))
    around = Surroundings(line.text, marked, language)
    for cue in by_writer(line.text, Looks(line.text, cues).standing(cues)):
        if cue.label in LIMITS and line.tells(cue.label):
            yield Phrase(cue.label, _around(around, cue), cue.label in line.labels)


def _around(around: Surroundings, cue: Cue) -> frozenset[str]:
    return frozenset(around.pieces(cue.start, cue.end))


def table_of(phrases: Sequence[Phrase]) -> str:
    """Answers the table: each piece speaks for all labels alike, and for each label of its own."""
    often = Counter((of, piece) for one in phrases for piece in one.pieces for of in ("", one.label))
    names = sorted(name for name, count in often.items() if count >= _FEWEST)
    number = {name: at for at, name in enumerate([*names, *((label, "") for label in LIMITS)])}
    model = LogisticRegression(C=_FREEDOM, max_iter=500)
    model.fit(
        matrix_of([_numbers(one, number) for one in phrases], len(number)), [one.is_meant for one in phrases]
    )
    weights = dict(zip(number, model.coef_[0].tolist(), strict=True))
    head = " ".join(
        f"{label} - {(limit - model.intercept_[0] - weights[label, '']) * STEPS:.2f}"
        for label, limit in LIMITS.items()
    )
    rows = []
    for piece in sorted({piece for _label, piece in names}):
        steps = [(weights.get(("", piece), 0) + weights.get((label, piece), 0)) * STEPS for label in LIMITS]
        rows.append("".join(map(sign_of, steps)) + piece)
    return "\n".join([head, *rows]) + "\n"


def _numbers(phrase: Phrase, number: dict[tuple[str, str], int]) -> set[int]:
    found = {number.get((of, piece), -1) for piece in phrase.pieces for of in ("", phrase.label)}
    return (found | {number[phrase.label, ""]}) - {-1}


def main() -> int:
    """Writes the table."""
    phrases = [
        phrase
        for language in LANGUAGES
        for line in table_lines(language)
        for phrase in phrases_in(line, language)
    ]
    table = table_of(phrases)
    TABLE.write_text(table, encoding="utf-8")
    meant = sum(phrase.is_meant for phrase in phrases)
    print(f"{len(phrases):,} phrases, {meant:,} meant: {table.count(chr(10)) - 1:,} pieces")
    return 0


if __name__ == "__main__":
    sys.exit(main())
