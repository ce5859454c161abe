"""`AMENDS_DATA=… python -m bench.said.weighing`: learns the weak signs of each language and writes their tables.

Learned from the lines of the tables under `tests/corpora` and from one spelling or two of each line of a phrasebook;
against texts of other people about other things, of which nothing stays but a sign for each piece.
Needs scikit-learn (`requirements/weighing.txt`), which nothing else does.
"""

from __future__ import annotations

import os
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from amends.language.aligned import Aligned
from amends.language.kinds import END, Rows, is_of_kinds, kind_pieces, kinds_of
from amends.language.labels import BOOKS, HARSH
from amends.language.packed import STRONGEST, packed, sign_of
from amends.language.signs import Needed, Signs, Weighed, window_of
from amends.language.tone import weighed_tone
from bench.said.pieces import pieces_of
from bench.said.said import Said, about_other_things, as_weighed, said_in, told_in

SIGNS: Final = Path(__file__).resolve().parents[2] / "src" / "amends" / "language" / "signs"
_MOST: Final = {"read": 14_000, "reply": 4_000, "tone": 6_000}
"""So many pieces of a language are kept, those that tell most in what was learned from."""
_MOST_OF_KINDS: Final = 600
"""So many pieces of kinds are kept beside them."""
_FEWEST, _FEWEST_OF_KINDS = 2, 4
"""In so many texts a piece stands at least, and one of kinds."""
_OFTEN: Final = 0.2
"""A piece that is met often costs time in every text: it need not tell less for it, but hardly counts for more."""
_FREEDOM: Final = 0.02
"""How far the weights go from nought: the sum of losses weighs so much against their squares."""
_MISS_WEIGHT: Final = 3.0
"""A miss is worse than a false alarm: what says it counts so many times."""
_NEVER: Final = None


@dataclass(frozen=True, slots=True)
class Asked:
    """How sure the words must be to show a label by themselves, and how unsure to take a phrase for it away."""

    shown: float | None
    doubted: float | None
    elsewhere: float | None = None
    """In so many of texts about other things it may be shown; None where those say it often enough."""
    told: float | None = None
    """In so many of the contacts of the demonstration it may be shown, whatever else is asked."""
    of_kinds: float = 0.5
    """How freely kinds of words speak beside pieces of them: all words of a kind together say more than each does."""


ASKED: Final[dict[str, dict[str, Asked]]] = {
    "read": {
        # What must not be missed is shown sooner than not, and no sum alone takes it away. Where somebody is
        # called at once, they are for nothing in the demonstration.
        "flag.self_harm": Asked(0.3, _NEVER, 0.006, told=0.0, of_kinds=0.25),
        "flag.vulnerable": Asked(0.07, _NEVER, 0.016, of_kinds=0.75),
        "flag.threat": Asked(0.3, _NEVER, 0.004),
        "flag.safety": Asked(0.09, _NEVER, 0.006),
        "flag.regulator": Asked(0.17, _NEVER, 0.004),
        "flag.legal": Asked(0.17, _NEVER, 0.006),
        "flag.leave": Asked(0.55, 0.1, 0.016, of_kinds=0.75),
        "flag.competitor": Asked(0.5, 0.03, 0.02, of_kinds=0.75),
        "flag.repeat": Asked(0.7, 0.05, 0.008, of_kinds=0.75),
        "flag.media": Asked(0.3, 0.02, 0.004, of_kinds=0.25),
        "flag.supervisor": Asked(0.27, 0.003, 0.004),
        "flag.abuse": Asked(0.07, 0.02, 0.004),
        # What people feel they say in passing, and those who labelled it did not agree as often.
        "emotion.anger": Asked(0.35, 0.02),
        "emotion.disappointment": Asked(0.25, _NEVER),
        "emotion.worry": Asked(0.15, _NEVER),
        "emotion.sadness": Asked(0.25, _NEVER),
        "emotion.helplessness": Asked(0.12, _NEVER),
        "complaint": Asked(0.85, _NEVER),
        # Said often of what was done already, or of what somebody else was to do.
        "want.refund": Asked(0.32, 0.085, 0.006),
        "want.apology": Asked(0.17, 0.04, 0.002, of_kinds=0.25),
        "want.callback": Asked(0.31, 0.04, 0.004),
        "want.cancellation": Asked(0.45, 0.08, 0.006),
        "want.compensation": Asked(0.23, 0.06, 0.004),
        "want.repair": Asked(0.6, 0.12, 0.002),
        "want.replacement": Asked(0.6, 0.04, 0.002),
        "want.correction": Asked(0.45, 0.2, 0.004),
        "want.explanation": Asked(0.2, 0.06, 0.004),
    },
    "reply": {
        f"non_apology.{one}": Asked(0.8, 0.05, 0.01)
        for one in ("feelings", "condition", "but", "passive", "blame", "regret")
    },
    "tone": {HARSH: Asked(0.5, 0.1, 0.006)},
}
_HARSHER: Final = {"bg": 0.01, "sv": 0.01, "he": 0.02}
"""In so many of the real texts of these languages drafts may be harsh: they are comments on films and on politics."""


def table_of(
    purpose: str, language: str, said: Sequence[Said], proving: Sequence[tuple[str, frozenset[str]]]
) -> str:
    """Answers the table of one language for one purpose: learned twice, then from the pieces that tell."""
    asked = dict(sorted(_asked_of(purpose, language).items(), key=lambda one: one[1].shown is _NEVER))
    texts = [as_weighed(purpose, language, one.text).text for one in said]
    kinds = kinds_of(language)
    pieces = _telling(said, texts, asked, _MOST[purpose], kinds)
    finder = Signs((), pieces, [0] * len(pieces), kinds=kinds)
    of_kinds = finder.of_kinds(texts)
    places = matrix_of(
        [{*finder.found(text)[0], *kin} for text, kin in zip(texts, of_kinds, strict=True)], len(pieces)
    )
    columns = [_column(_fitted(said, places, _freely(pieces, one), label)) for label, one in asked.items()]
    rows = [
        "".join(signs) + piece for *signs, piece in zip(*(one.signs for one in columns), pieces, strict=True)
    ]
    weights = [packed(row[: len(asked)]) for row in rows]
    signs = Signs([Needed(label, 0.0, 0.0) for label in asked], pieces, weights, window_of(language), kinds)
    others = [
        (_weighed(purpose, as_weighed(purpose, language, text), signs), shown) for text, shown in proving
    ]
    head = []
    for (label, one), column in zip(asked.items(), columns, strict=True):
        asks = [other for other, shown in others if label not in shown] if one.elsewhere else []
        often = [_most(other, label) for other in asks]
        told = _told(purpose, language, label, signs, one)
        head += [label, _shown(column, one, often, told), _doubted(column, one)]
    return "\n".join([" ".join(head), *rows]) + "\n"


def _asked_of(purpose: str, language: str) -> dict[str, Asked]:
    asked = dict(ASKED[purpose])
    if purpose == "tone" and language in _HARSHER:
        asked[HARSH] = replace(asked[HARSH], elsewhere=_HARSHER[language])
    return asked


@dataclass(frozen=True, slots=True)
class _Column:
    """The weights of one label: a sign for each piece, what a step of them is worth, and what nothing says."""

    signs: list[str]
    step: float
    bias: float

    def sum_at(self, sureness: float) -> float:
        """Answers the sum of steps with which the label is so likely."""
        return (log(sureness / (1 - sureness)) - self.bias) / self.step


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What each piece speaks for one label, and what nothing says. Units: natural logarithms of odds."""

    weights: Any
    bias: float


def _column(fitted: _Fitted) -> _Column:
    step = float(np.quantile(np.abs(fitted.weights), 0.9995)) / STRONGEST
    return _Column([sign_of(weight / step) for weight in fitted.weights], step, fitted.bias)


def _freely(pieces: Sequence[str], asked: Asked) -> Any:
    """Answers how freely each piece speaks."""
    return np.array([asked.of_kinds if is_of_kinds(piece) else 1.0 for piece in pieces])


def _fitted(said: Sequence[Said], places: Any, freely: Any, label: str) -> _Fitted:
    """Answers a logistic regression in which a rare piece goes further from nought than one that is everywhere."""
    used = np.array([one.tells(label) for one in said])
    right = np.array([label in one.labels for one in said])[used]
    counts = np.array([one.weight * (_MISS_WEIGHT if label in one.labels else 1) for one in said])[used]
    rarity = _rarity(places) * freely
    model = LogisticRegression(C=_FREEDOM, max_iter=500)
    model.fit((places @ diags(rarity)).tocsr()[used], right, sample_weight=counts)
    return _Fitted(model.coef_[0] * rarity, float(model.intercept_[0]))


def _rarity(places: Any) -> Any:
    """Answers how rare each piece is: the logarithm of how many texts there are for each that has it."""
    return np.log(places.shape[0] / np.maximum(_often(places), 1))


def _often(places: Any) -> Any:
    return np.asarray(places.sum(axis=0)).ravel()


def _telling(
    said: Sequence[Said], texts: Iterable[str], asked: Mapping[str, Asked], most: int, kinds: Rows
) -> list[str]:
    """Answers the pieces that tell most, for any label, of all that stand in two texts, of kinds in four at least."""
    found = [pieces_of(text).union(kind_pieces(kinds.row(text))) for text in texts]
    often = Counter(piece for pieces in found for piece in pieces)
    names = sorted(
        (
            piece
            for piece, count in often.items()
            if count >= (_FEWEST_OF_KINDS if is_of_kinds(piece) else _FEWEST) and END not in piece
        ),
        key=lambda piece: (is_of_kinds(piece), piece),
    )
    number = {piece: at for at, piece in enumerate(names)}
    places = matrix_of([{number[one] for one in pieces if one in number} for pieces in found], len(names))
    tells = np.zeros(len(names))
    for label, one in asked.items():
        fitted = _fitted(said, places, _freely(names, one), label)
        told = np.abs(fitted.weights) * _often(places) ** _OFTEN
        tells = np.maximum(tells, told / np.quantile(told, 0.999))
    first = bisect_left(names, True, key=is_of_kinds)
    kept = np.argsort(-tells[:first], kind="stable")[:most].tolist()
    kept += (first + np.argsort(-tells[first:], kind="stable")[:_MOST_OF_KINDS]).tolist()
    return [names[at] for at in sorted(kept)]


def matrix_of(rows: Sequence[Collection[int]], width: int) -> Any:
    """Answers which pieces stand in each text."""
    columns, ends = list[int](), [0]
    for row in rows:
        columns += sorted(row)
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), width))


def _weighed(purpose: str, text: Aligned, signs: Signs) -> Sequence[Weighed]:
    """Answers a text as those who ask for its signs weigh it."""
    return weighed_tone(text, signs) if purpose == "tone" else [Weighed(text, signs)]


def _most(text: Iterable[Weighed], label: str) -> int:
    return max((total for one in text for total in one.sums(label)), default=0)


def _told(purpose: str, language: str, label: str, signs: Signs, asked: Asked) -> float:
    """Answers a sum that few enough in the demonstration reach of which its book does not say so."""
    if asked.told is None:
        return 0.0
    told = [as_weighed(purpose, language, one) for one in told_in(purpose, language, label)]
    sums = sorted((_most(_weighed(purpose, one, signs), label) for one in told), reverse=True)
    return (sums[int(asked.told * len(sums))] if sums else 0.0) + 0.01


def _shown(column: _Column, asked: Asked, others: Sequence[int], told: float) -> str:
    if asked.shown is None:
        return "-"
    needed = column.sum_at(asked.shown)
    if asked.elsewhere is not None:
        needed = max(needed, sorted(others, reverse=True)[int(asked.elsewhere * len(others))])
    return f"{max(needed, told):.2f}"


def _doubted(column: _Column, asked: Asked) -> str:
    return "-" if asked.doubted is None else f"{column.sum_at(asked.doubted):.2f}"


def main() -> int:
    """Writes the tables of all languages, or of those that are named."""
    named = os.environ.get("AMENDS_DATA", "")
    if not named:
        print("AMENDS_DATA names no folder with texts that people wrote")
        return 2
    for language in sys.argv[1:] or BOOKS:
        for purpose in ASKED:
            learned, proving = about_other_things(purpose, Path(named), language)
            table = table_of(purpose, language, said_in(purpose, language) + learned, proving)
            (SIGNS / f"{language}.{purpose}.txt").write_text(table, encoding="utf-8")
            print(f"{language}, {purpose}: {table.count(chr(10)) - 1:,} pieces")
    return 0


if __name__ == "__main__":
    sys.exit(main())
