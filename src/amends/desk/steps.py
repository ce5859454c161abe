"""The path of a complaint as rings: what is done, what is next, what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.queries import CaseFile
from amends.cases.recording import subject_of
from amends.desk import when
from amends.desk.shapes import StepShape, StepState, Words
from amends.desk.shaping import said
from amends.desk.words import CAUSES, DECISIONS, ENDINGS, refusal
from amends.people.permissions import Actor, may
from amends.rules.lifecycle import TRANSITIONS
from amends.rules.vocabulary import Stage

_ACTS: tuple[tuple[Stage, str], ...] = (
    (Stage.RECEIVED, ""),
    (Stage.ACKNOWLEDGED, "acknowledge"),
    (Stage.ASSESSED, "assess"),
    (Stage.INVESTIGATED, "investigate"),
    (Stage.DECIDED, "decide"),
    (Stage.RESPONDED, "respond"),
    (Stage.CLOSED, "close"),
)
_ORDER = list(Stage)


@dataclass(frozen=True, slots=True)
class _Gate:
    text: str = ""
    href: str = ""
    label: str = ""


def steps_of(file: CaseFile, actor: Actor) -> tuple[StepShape, ...]:
    """Answers the seven rings of a case; the next one is current, and says what it still needs."""
    reached = _ORDER.index(Stage(file.case.stage))
    details = _details(file)
    return tuple(
        _step(number, stage, act, file, actor, reached, details)
        for number, (stage, act) in enumerate(_ACTS, start=1)
    )


def _step(
    number: int,
    stage: Stage,
    act: str,
    file: CaseFile,
    actor: Actor,
    reached: int,
    details: Mapping[Stage, str],
) -> StepShape:
    state = _state(file, number - 1, reached)
    answer = may(actor, act, subject_of(file.case)) if act else None
    is_possible = bool(act) and Stage(file.case.stage) in TRANSITIONS[act][0]
    gate = _gate(file, stage) if state == "current" else _Gate()
    return StepShape(
        number=number,
        code=stage.value,
        state=state,
        detail=details.get(stage, ""),
        gate_text=gate.text,
        gate_href=gate.href,
        gate_label=gate.label,
        has_form=bool(is_possible and answer and answer.is_granted),
        refusal_text=refusal(answer.reason)
        if answer and not answer.is_granted and state == "current"
        else "",
        words=_words(file, stage),
    )


def _words(file: CaseFile, stage: Stage) -> Words | None:
    text = {Stage.INVESTIGATED: file.case.findings, Stage.CLOSED: file.case.ending_reason}.get(stage)
    return said(text, "") if text else None


def _state(file: CaseFile, place: int, reached: int) -> StepState:
    stage = _ORDER[place]
    if place > reached:
        return "current" if place == reached + 1 else "open"
    skipped = stage is Stage.INVESTIGATED and not file.case.cause and place < reached
    unmarked = stage is Stage.ACKNOWLEDGED and file.case.acknowledged_at is None
    return "passed" if skipped or unmarked else "done"


def _gate(file: CaseFile, stage: Stage) -> _Gate:
    if stage is Stage.ASSESSED and not file.case.want:
        return _Gate(_("The outcome they ask for is not known yet."), "#assess-want", _("Ask and write"))
    if stage is Stage.DECIDED and not file.points:
        return _Gate(_("The complaint has no points yet."), "#act-add_point", _("Add one"))
    return _Gate()


def _details(file: CaseFile) -> dict[Stage, str]:
    case = file.case
    facts = len(file.facts)
    decided = DECISIONS.get(case.decision, "") if case.decision else ""
    return {
        Stage.RECEIVED: ngettext("{count} fact", "{count} facts", facts).format(count=facts) if facts else "",
        Stage.ACKNOWLEDGED: when.hour(case.acknowledged_at) if case.acknowledged_at else "",
        Stage.INVESTIGATED: str(CAUSES.get(case.cause, "")),
        Stage.DECIDED: str(decided),
        Stage.RESPONDED: when.day(case.responded_at) if case.responded_at else "",
        Stage.CLOSED: str(ENDINGS.get(case.ending, "")) if not case.is_open else "",
    }
