"""Who looked at a case, and when."""

from __future__ import annotations

from datetime import datetime

from amends.cases.bulk import insert_rows
from amends.cases.models import Case, CaseView
from amends.cases.recording import write_lock
from amends.people.permissions import Actor


def note_look(*, actor: Actor, case: Case, now: datetime) -> None:
    """Logs one look at a case by one person; kept beside the record, because it changes nothing in the case."""
    if actor.staff_id is None:
        return
    with write_lock():
        row = {"brand_id": case.brand_id, "case_id": case.pk, "staff_id": actor.staff_id, "at": now}
        insert_rows(CaseView, [row])
