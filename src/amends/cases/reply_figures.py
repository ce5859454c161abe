"""What became of the findings in replies: shown, followed, passed over; which of them need retuning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from amends.cases.models import ReplyFinding
from amends.rules.replies import FINDINGS, needs_retuning


@dataclass(frozen=True, slots=True)
class FindingTally:
    """How often one finding was shown to who wrote, and mended or passed over then; `unseen` stood unshown."""

    finding: str
    shown: int
    overridden: int
    unseen: int

    @property
    def followed(self) -> int:
        """Answers how often it was mended."""
        return self.shown - self.overridden

    @property
    def percent(self) -> int | None:
        """Answers the share that was passed over, in whole percent; None where it was never shown."""
        return round(100 * self.overridden / self.shown) if self.shown else None

    @property
    def needs_retuning(self) -> bool:
        """Answers whether it is passed over too often."""
        return needs_retuning(self.overridden, self.shown)


def finding_tallies(brand_id: int, since: datetime) -> list[FindingTally]:
    """Answers what became of each finding since then, the gravest first; none that was never found. Queries: 1."""
    rows = ReplyFinding.objects.of(brand_id).filter(at__gte=since).order_by().values("finding")
    counted = rows.annotate(
        shown=Count("id", filter=Q(was_shown=True)),
        overridden=Count("id", filter=Q(was_shown=True, was_overridden=True)),
        unseen=Count("id", filter=Q(was_shown=False)),
    )
    return sorted((FindingTally(**row) for row in counted), key=_place)


def to_retune(tallies: Iterable[FindingTally]) -> list[FindingTally]:
    """Answers the findings that are passed over too often, the most often passed over first."""
    return sorted(
        (one for one in tallies if one.needs_retuning), key=lambda one: (-(one.percent or 0), _place(one))
    )


def _place(tally: FindingTally) -> tuple[int, str]:
    place = FINDINGS.index(tally.finding) if tally.finding in FINDINGS else len(FINDINGS)
    return place, tally.finding
