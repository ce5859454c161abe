"""What a whole complaint comes to, from its points."""

from __future__ import annotations

from collections.abc import Sequence

from amends.rules.vocabulary import Decision


def whole_decision(points: Sequence[Decision]) -> Decision:
    """Answers upheld when every point is, not upheld when none is, partly otherwise; open while one is open.

    Source: FCA DISP 1.10 guidance counts partly upheld as upheld; goodwill never changes a finding.
    """
    if not points or Decision.OPEN in points:
        return Decision.OPEN
    if all(point is Decision.UPHELD for point in points):
        return Decision.UPHELD
    if all(point is Decision.NOT_UPHELD for point in points):
        return Decision.NOT_UPHELD
    return Decision.PARTLY
