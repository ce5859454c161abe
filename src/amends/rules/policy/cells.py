"""The cells into which a policy cuts each fact: within one cell no condition can tell two cases apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from amends.rules.policy.document import Condition, Policy
from amends.rules.policy.facts import FACTS, NAMED_BY_POLICY, FactKind, Value


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one fact: codes, or stretches between cuts; the last cell is "nobody knows"."""

    fact: str
    codes: tuple[str | bool, ...] = ()
    cuts: tuple[int, ...] = ()
    _places: Mapping[str | int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Answers how many cells there are, the missing one included."""
        return (len(self.codes) or len(self.cuts) + 1) + 1

    @property
    def missing(self) -> int:
        """Answers the cell of a fact that nobody knows."""
        return self.count - 1

    def cell_of(self, value: Value | None) -> int:
        """Answers the cell of a value; a code that the policy does not name is as good as unknown."""
        if value is None:
            return self.missing
        if self.codes:
            return self._places.get(value, self.missing)
        return bisect_right(self.cuts, value)

    def accepted(self, condition: Condition) -> frozenset[int]:
        """Answers the cells in which a condition holds."""
        cells = {self._places[code] for code in condition.one_of if code in self._places}
        if condition.is_so is not None:
            cells.add(self._places[condition.is_so])
        if condition.least is not None or condition.most is not None:
            low = self.cell_of(condition.least or 0)
            high = len(self.cuts) if condition.most is None else self.cell_of(condition.most)
            cells |= set(range(low, high + 1))
        if condition.or_missing:
            cells.add(self.missing)
        return frozenset(cells)

    def said(self, cell: int) -> str:
        """Answers a cell in figures and codes: company, 2..5, 3.., missing."""
        if cell == self.missing:
            return "missing"
        if self.codes:
            return str(self.codes[cell]).lower()
        first = self.cuts[cell - 1] if cell else 0
        return f"{first}..{self.cuts[cell] - 1}" if cell < len(self.cuts) else f"{first}.."


def cells_of(policy: Policy, fact: str, conditions: Iterable[Condition]) -> Cells:
    """Answers the cells into which these conditions cut a fact."""
    kind = FACTS[fact].kind
    if kind is FactKind.FLAG:
        return _coded(fact, (False, True))
    if kind is FactKind.CODE:
        return _coded(fact, tuple(policy.codes_of(fact)) if fact in NAMED_BY_POLICY else FACTS[fact].codes)
    cuts = {one.least for one in conditions if one.least} | {
        one.most + 1 for one in conditions if one.most is not None
    }
    return Cells(fact, cuts=tuple(sorted(cuts)))


def _coded(fact: str, codes: Sequence[str | bool]) -> Cells:
    return Cells(fact, tuple(codes), _places={code: place for place, code in enumerate(codes)})
