"""How much learning helps, told honestly: on spans of cases from which nothing was learned, with what chance may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import comb, sqrt
from typing import Any, Final, NamedTuple

from amends.language.learning import LEFT_TO_PEOPLE, Example, Model, Row, rows_of, trained

FEWEST: Final = 20
"""So many right and so many wrong examples a label needs at least."""
FOLDS: Final = 5
MOST_LOST: Final = 0.05
"""The share of right spans that a model may take away with the wrong ones."""
CHANCE: Final = 0.05
"""So often a label may be taken in though there is nothing to learn, among all labels together."""
_NINETY_FIVE: Final = 1.959964


class Verdict(StrEnum):
    """Whether a label is taken into the model, or why not."""

    TAKEN = "taken"
    FEW = "few"
    LEFT_TO_PEOPLE = "left_to_people"
    NO_GAIN = "no_gain"
    CHANCE = "chance"
    LOSES = "loses"


class Share(NamedTuple):
    """A share with its interval of 95 %."""

    share: float
    low: float
    high: float


class Measured(NamedTuple):
    """What was found out of one label; shares only where it had examples enough."""

    label: str
    right: int
    wrong: int
    verdict: Verdict
    before: Share | None = None
    after: Share | None = None
    kept: Share | None = None

    def numbers(self) -> dict[str, Any]:
        """Answers the measure as JSON holds it."""
        said = {"before": self.before, "after": self.after, "kept": self.kept}
        shares = {name: [round(one, 4) for one in share] if share else None for name, share in said.items()}
        return {
            "label": self.label,
            "right": self.right,
            "wrong": self.wrong,
            "verdict": str(self.verdict),
            **shares,
        }


class Learned(NamedTuple):
    """A model, and what was measured of every label that has an example."""

    model: Model
    measured: tuple[Measured, ...]


def measured_of(numbers: Mapping[str, Any]) -> Measured:
    """Answers the measure that JSON holds."""
    before, after, kept = (
        Share(*numbers[one]) if numbers[one] else None for one in ("before", "after", "kept")
    )
    verdict = Verdict(numbers["verdict"])
    return Measured(numbers["label"], numbers["right"], numbers["wrong"], verdict, before, after, kept)


def learned(examples: Sequence[Example]) -> Learned:
    """Answers the model of these examples, with the labels whose measure says that it helps, and every measure."""
    rows = rows_of(examples)
    tried = sum(is_enough(one) for one in rows.values())
    found = {label: _measured(label, one, CHANCE / tried if tried else 0.0) for label, one in rows.items()}
    taken = [label for label in sorted(found) if found[label].verdict is Verdict.TAKEN]
    model = Model({label: trained(rows[label]) for label in taken})
    return Learned(model, tuple(sorted([*found.values(), *_untouched(examples)])))


def is_enough(rows: Sequence[Row]) -> bool:
    """Answers whether a label has examples enough of both kinds."""
    right = sum(one.is_right for one in rows)
    return right >= FEWEST and len(rows) - right >= FEWEST


def _untouched(examples: Iterable[Example]) -> Iterable[Measured]:
    held = [one for one in set(examples) if one.label in LEFT_TO_PEOPLE]
    for label in {one.label for one in held}:
        words = [one.is_right for one in held if one.label == label]
        yield Measured(label, sum(words), len(words) - sum(words), Verdict.LEFT_TO_PEOPLE)


def _measured(label: str, rows: Sequence[Row], chance: float) -> Measured:
    right = sum(one.is_right for one in rows)
    wrong = len(rows) - right
    if not is_enough(rows):
        return Measured(label, right, wrong, Verdict.FEW)
    refused = [row.is_right for row, is_refused in zip(rows, held_out(rows), strict=True) if is_refused]
    lost, mended = sum(refused), len(refused) - sum(refused)
    shares = (
        wilson(right, len(rows)),
        wilson(right - lost, len(rows) - len(refused)),
        wilson(right - lost, right),
    )
    return Measured(label, right, wrong, _verdict(right, wrong, lost, mended, chance), *shares)


def _verdict(right: int, wrong: int, lost: int, mended: int, chance: float) -> Verdict:
    if mended * right <= lost * wrong:
        return Verdict.NO_GAIN
    if lost > MOST_LOST * right:
        return Verdict.LOSES
    return Verdict.TAKEN if by_chance(right, wrong, lost, mended) < chance else Verdict.CHANCE


def folds(rows: Iterable[Row]) -> dict[int, int]:
    """Answers the fold of each group: whole groups, so that nobody's words are learned and measured at once."""
    return {group: place % FOLDS for place, group in enumerate(sorted({one.group for one in rows}))}


def held_out(rows: Sequence[Row]) -> list[bool]:
    """Answers of each row whether what was learned from the other folds refuses it."""
    fold = folds(rows)
    weights = [trained([one for one in rows if fold[one.group] != out]) for out in range(FOLDS)]
    return [weights[fold[one.group]].refuses(one.places) for one in rows]


def by_chance(right: int, wrong: int, lost: int, mended: int) -> float:
    """Answers how likely so many wrong ones are among the refused if these had been drawn blindly. Source: Fisher."""
    drawn = lost + mended
    ways = sum(comb(wrong, one) * comb(right, drawn - one) for one in range(mended, min(wrong, drawn) + 1))
    return ways / comb(right + wrong, drawn)


def wilson(found: int, among: int) -> Share | None:
    """Answers a share with its interval; None of nothing. Source: Wilson 1927."""
    if not among:
        return None
    share, square = found / among, _NINETY_FIVE**2
    middle = (share + square / (2 * among)) / (1 + square / among)
    wide = _NINETY_FIVE * sqrt(share * (1 - share) / among + square / (4 * among**2)) / (1 + square / among)
    return Share(share, max(0.0, middle - wide), min(1.0, middle + wide))
