"""Two people at one case: who was first, and both texts side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from amends.cases.models import Case, CaseEvent
from amends.cases.queries import CaseFile
from amends.desk.conversation import event_sentence, who_did
from amends.desk.shapes import ConflictShape, FormShape
from amends.desk.shaping import said
from amends.page import when
from amends.page.words import CAUSES, DECISIONS


def conflict_shape(
    file: CaseFile,
    events: Sequence[CaseEvent],
    names: Mapping[int, str],
    form: FormShape,
    seen: int,
    now: datetime,
) -> ConflictShape | None:
    """Answers who changed the case after event number `seen`, with what stands now and what this form says.

    None where only the desk itself did something since.
    """
    later = [event for event in events if event.seq > seen and event.actor_kind != "system"]
    if not later:
        return None
    last = later[-1]
    theirs = _joined(_standing(form.action, file, form.entered)) or event_sentence(last, "")
    return ConflictShape(
        who=who_did(last, dict(names)),
        when_text=when.said_when(last.at, now),
        theirs=said(theirs, file.case.language),
        mine=said(_joined(_entered(form)), file.case.language),
    )


def _standing(act: str, file: CaseFile, entered: Mapping[str, str]) -> Iterable[str]:
    """Answers what the case says now where this act would write."""
    case = file.case
    if act in ("set_want", "assess"):
        return (case.want,)
    if act == "investigate":
        return (case.findings, str(CAUSES.get(case.cause, "")))
    if act == "decide":
        return (
            f"{point.number}. {DECISIONS[point.decision]} {point.reason}".strip() for point in file.points
        )
    return (_differing(case, name, value) for name, value in entered.items())


def _differing(case: Case, name: str, value: str) -> str:
    stands = getattr(case, name, "")
    return stands if isinstance(stands, str) and stands != value else ""


_NOT_WRITTEN = ("csrfmiddlewaretoken", "seen", "channel", "flags")
_WRITTEN = ("text", "want", "supplier")


def _entered(form: FormShape) -> Iterable[str]:
    for name, value in form.entered.items():
        if name in _NOT_WRITTEN:
            continue
        word = {**CAUSES, **DECISIONS}.get(value) if name == "cause" or name.startswith("finding-") else None
        if word is not None or form.action == "describe" or name in _WRITTEN or name.startswith("reason"):
            yield str(word or value)


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)
