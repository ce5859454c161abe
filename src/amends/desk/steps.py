"""The path of recovery as nine rings: what is done, what is next, what it needs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.models import Case, CaseEvent
from amends.cases.queries import CaseFile
from amends.cases.recording import subject_of
from amends.desk.mend_words import EMOTIONS, GATES, GUIDES, JUDGED, STEPS
from amends.desk.path_words import LISTEN
from amends.desk.shapes import StepShape, Words
from amends.desk.shaping import said
from amends.page import when
from amends.page.words import CAUSES, DECISIONS, ENDINGS, refusal
from amends.people.permissions import Actor, may
from amends.rules.lifecycle import TRANSITIONS
from amends.rules.recovery import PASSABLE, Gate, Seen, Standing, Step, Stepped, path
from amends.rules.remedies import Origin, State
from amends.rules.vocabulary import Cause, Decision, Emotion, Situation, Stage

ACT_OF_STEP: Mapping[Step, str] = {
    Step.HEARD: "assess",
    Step.ACKNOWLEDGED: "acknowledge",
    Step.OWNED: "investigate",
    Step.DECIDED: "decide",
    Step.OPTIONS: "respond",
    Step.CHOSEN: "choose",
    Step.CARRIED_OUT: "carry_out",
    Step.FOLLOWED_UP: "follow_up",
    Step.ENDED: "close",
}
_PERMISSION = {"choose": "give", "carry_out": "give", "follow_up": "reply"}
_PLACES: Mapping[Gate, tuple[str, str]] = {
    Gate.OUTCOME: ("#assess-want", "ask"),
    Gate.FACTS: ("#act-add_fact", "add"),
    Gate.POINTS: ("#act-add_point", "add"),
    Gate.REASONS: ("#act-decide", "write"),
    Gate.FAILURE: ("#act-circumstances", "say"),
}
_GONE = (State.DROPPED.value, State.REVERSED.value)


def seen_in(file: CaseFile, events: Sequence[CaseEvent]) -> Seen:
    """Answers what the file of a case holds, as far as the path of recovery asks."""
    case = file.case
    chosen = [row for row in file.remedies if row.settlement.origin == Origin.OPTION.value]
    standing = [row for row in file.remedies if row.settlement.state not in _GONE]
    settled = [row for row in chosen if row.settlement.state not in _GONE]
    decisions = [point.decision for point in file.points]
    passed = [json.loads(event.data)["step"] for event in events if event.kind == "step.passed"]
    return Seen(
        has_want=bool(case.want),
        fact_count=len(file.facts),
        point_count=len(file.points),
        undecided_count=decisions.count(""),
        is_acknowledged=case.acknowledged_at is not None,
        has_emotion=bool(case.emotion),
        cause=Cause(case.cause),
        decision=Decision(case.decision),
        situation=Situation(case.situation),
        has_failure=any(event.kind == "circumstances.set" for event in events),
        is_answered=case.responded_at is not None,
        is_chosen=bool(settled),
        is_approved=all(row.state != State.CHOSEN.value for row in settled),
        are_all_issued=all(row.state in ("issued", "confirmed") for row in standing),
        is_followed_up=any(
            event.kind == "case.followed_up" and json.loads(event.data)["reached"] for event in events
        ),
        is_closed=not case.is_open,
        passed=frozenset(Step(step) for step in passed),
    )


def steps_of(file: CaseFile, actor: Actor, events: Sequence[CaseEvent]) -> tuple[StepShape, ...]:
    """Answers the nine rings of a case; the current one says what it still needs."""
    seen = seen_in(file, events)
    details = _details(file)
    return tuple(
        _step(number, stepped, file, actor, details) for number, stepped in enumerate(path(seen), start=1)
    )


def _step(
    number: int, stepped: Stepped, file: CaseFile, actor: Actor, details: Mapping[Step, str]
) -> StepShape:
    step, standing = stepped.step, stepped.standing
    act = ACT_OF_STEP[step]
    is_current = standing is Standing.CURRENT
    answer = may(actor, _PERMISSION.get(act, act), subject_of(file.case))
    gate = _gate(stepped.gate)
    return StepShape(
        number=number,
        code=step.value,
        title=str(STEPS[step.value]),
        guide=str(GUIDES[step.value]),
        listen=str(LISTEN[step.value]) if is_current else "",
        act=act,
        state=standing.value,
        detail=details.get(step, ""),
        gate_text=gate.text,
        gate_href=gate.href,
        gate_label=gate.label,
        has_form=answer.is_granted and _is_possible(act, file),
        can_pass=is_current and step in PASSABLE and answer.is_granted,
        refusal_text=refusal(answer.reason) if is_current and not answer.is_granted else "",
        words=_words(file, step),
    )


@dataclass(frozen=True, slots=True)
class _Gate:
    text: str = ""
    href: str = ""
    label: str = ""


def _gate(gate: Gate) -> _Gate:
    if gate is Gate.NONE:
        return _Gate()
    href, verb = _PLACES.get(gate, ("", ""))
    labels = {"ask": _("Ask and write"), "add": _("Add one"), "write": _("Write"), "say": _("Say it")}
    return _Gate(str(GATES[gate.value]), href, labels.get(verb, ""))


def _owned(case: Case) -> str:
    cause = str(CAUSES.get(case.cause, ""))
    judged = JUDGED.get(case.below_promise)
    return f"{cause} · {judged}" if cause and judged else cause


def _is_possible(act: str, file: CaseFile) -> bool:
    case = file.case
    if not case.is_open:
        return False
    if act == "acknowledge":
        return True
    if act in TRANSITIONS:
        return Stage(case.stage) in TRANSITIONS[act][0]
    if act == "carry_out":
        return bool(file.remedies)
    return True


def _words(file: CaseFile, step: Step) -> Words | None:
    words = {Step.OWNED: file.case.findings, Step.ENDED: file.case.ending_reason}.get(step)
    return said(words, "") if words else None


def _details(file: CaseFile) -> dict[Step, str]:
    case = file.case
    facts = len(file.facts)
    emotion = str(EMOTIONS.get(case.emotion, "")) if case.emotion != Emotion.UNSAID.value else ""
    issued = [row for row in file.remedies if row.state in ("issued", "confirmed")]
    decided = DECISIONS.get(case.decision, "") if case.decision else ""
    return {
        Step.HEARD: ngettext("{count} fact", "{count} facts", facts).format(count=facts) if facts else "",
        Step.ACKNOWLEDGED: emotion or (when.hour(case.acknowledged_at) if case.acknowledged_at else ""),
        Step.OWNED: _owned(case),
        Step.DECIDED: str(decided),
        Step.OPTIONS: when.day(case.responded_at) if case.responded_at else "",
        Step.CARRIED_OUT: _("{done} of {all}").format(done=len(issued), all=len(file.remedies))
        if file.remedies
        else "",
        Step.ENDED: str(ENDINGS.get(case.ending, "")) if not case.is_open else "",
    }
