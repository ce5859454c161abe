"""Ways through a case that several tests walk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from amends.cases.actions.stages import Assessment, PointFinding, assess_case, decide_case, respond_case
from amends.cases.models import Case, Point
from amends.rules.vocabulary import Channel, Decision, Situation
from tests.conftest import Cast


def assessment(points: Sequence[str] = ("The line is down",), **more: object) -> Assessment:
    """Answers a usual assessment."""
    given = {
        "want": "A working line",
        "seriousness": 2,
        "impact": 2,
        "urgency": 3,
        "situation": Situation.MEND,
    }
    return Assessment(**{**given, "points": points, **more})  # type: ignore[arg-type]


def decided(cast: Cast, case: Case, now: datetime, decision: Decision = Decision.UPHELD) -> Case:
    """Takes a case to its decision."""
    actor = cast.actor("rep")
    assess_case(actor=actor, case_uuid=case.uuid, assessment=assessment(), now=now)
    numbers = Point.objects.filter(case=case).values_list("number", flat=True)
    findings = {number: PointFinding(decision, "Because it was so.") for number in numbers}
    return decide_case(actor=actor, case_uuid=case.uuid, findings=findings, now=now)


def answered(cast: Cast, case: Case, now: datetime) -> Case:
    """Takes a case to the answer given."""
    decided(cast, case, now)
    respond_case(
        actor=cast.actor("rep"), case_uuid=case.uuid, text="We were wrong.", channel=Channel.PHONE, now=now
    )
    return Case.objects.get(pk=case.pk)
