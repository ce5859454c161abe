"""Every act that the case page offers: what its form says becomes one action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.actions.assignment import assign_case
from amends.cases.actions.contacts import Received, continue_case, reply_to_customer
from amends.cases.actions.customers import record_vulnerability, verify_customer
from amends.cases.actions.details import add_fact, add_point, add_prior_step, restrict_case, set_want
from amends.cases.actions.evidence import add_evidence
from amends.cases.actions.notes import add_note
from amends.cases.actions.reaching import set_reach
from amends.cases.actions.recovery import name_emotion
from amends.cases.actions.remedies import offer_remedies
from amends.cases.actions.stages import (
    Assessment,
    PointFinding,
    acknowledge_case,
    assess_case,
    close_case,
    decide_case,
    investigate_case,
    reopen_case,
    respond_case,
)
from amends.cases.actions.waiting import resume_case, wait_for
from amends.cases.queries import find_case
from amends.cases.recording import writing
from amends.desk.asked import Asked, Outcome, code_said
from amends.desk.consult_acts import CONSULT_ACTS
from amends.desk.directory_page import bodies_of, body_sentence
from amends.desk.key_acts import KEY_ACTS
from amends.desk.leaving_acts import LEAVING_ACTS
from amends.desk.mend_acts import MEND_ACTS
from amends.desk.payout_acts import PAYOUT_ACTS
from amends.desk.promise_acts import PROMISE_ACTS
from amends.desk.reading_acts import READING_ACTS
from amends.desk.reply_check import shown_in
from amends.desk.representative_acts import REPRESENTATIVE_ACTS
from amends.desk.shaping import LEVELS
from amends.errors import DomainError
from amends.page.asking import number_said
from amends.page.files import uploads_of
from amends.people.models import Brand, Staff
from amends.rules.vocabulary import (
    Cause,
    Channel,
    Decision,
    Emotion,
    Ending,
    Situation,
    Verification,
    Waiting,
)

_LAST_YEAR = 2999
"""Later moments can not be told in every time zone."""
_DEGREES = {"low": 1, "medium": 2, "high": 3}


def perform(name: str, asked: Asked) -> Outcome:
    """Does one act. Raises: NotFound, Refused, Conflict, DomainError, KeyError for an act that is not offered."""
    return ACTS[name](asked)


def _reply(asked: Asked) -> Outcome:
    channel = code_said(Channel, asked.text("channel") or "email")
    reply_to_customer(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        text=asked.text("text"),
        channel=channel,
        now=asked.now,
        uploads=uploads_of(asked.files.getlist("attachments")),
        shown=shown_in(asked.form),
    )
    return _leaving(channel, _("On its way."))


def _leaving(channel: Channel, message: str) -> Outcome:
    """Answers what to say of words to the customer: nothing is on its way where nothing can leave."""
    if channel is Channel.WEB:
        return Outcome(_("It stands on their page, and a mail tells them so."))
    if channel is not Channel.EMAIL:
        return Outcome(_("Written down as said."))
    if not settings.SMTP_URL:
        return Outcome(_("Not delivered: no mail server is set up."), is_stuck=True)
    return Outcome(message)


def _heard(asked: Asked) -> Outcome:
    channel = code_said(Channel, asked.text("channel") or "phone")
    continue_case(
        actor=asked.actor, case_uuid=asked.case_uuid, channel=channel, text=asked.text("text"), now=asked.now
    )
    return Outcome(_("Written down as said."))


def _note(asked: Asked) -> Outcome:
    add_note(actor=asked.actor, case_uuid=asked.case_uuid, text=asked.text("text"), now=asked.now)
    return Outcome()


def _assign(asked: Asked) -> Outcome:
    value = number_said(asked.text("owner"))
    owner = Staff.objects.filter(pk=value).first() if value else None
    if owner is None and asked.text("owner"):
        raise DomainError("unknown_person")
    assign_case(actor=asked.actor, case_uuid=asked.case_uuid, owner=owner, now=asked.now)
    return Outcome(
        _("{name} answers for it now.").format(name=owner.name) if owner else _("Nobody has it now.")
    )


def _wait(asked: Asked) -> Outcome:
    waiting, until = code_said(Waiting, asked.text("waiting")), _moment(asked.text("until"))
    with writing():
        wait_for(actor=asked.actor, case_uuid=asked.case_uuid, waiting=waiting, until=until, now=asked.now)
        _say_why(asked)
    return Outcome(_("The case waits."))


def _say_why(asked: Asked) -> None:
    if asked.text("reason").strip():
        add_note(actor=asked.actor, case_uuid=asked.case_uuid, text=asked.text("reason"), now=asked.now)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise DomainError("until_past") from error
    if not 2000 <= moment.year <= _LAST_YEAR:
        raise DomainError("until_past")
    zone = timezone.get_current_timezone()
    return moment.replace(tzinfo=zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC"))


def _resume(asked: Asked) -> Outcome:
    resume_case(actor=asked.actor, case_uuid=asked.case_uuid, now=asked.now)
    return Outcome(_("The clocks go on."))


def _acknowledge(asked: Asked) -> Outcome:
    emotion = code_said(Emotion, asked.text("emotion"))
    with writing():
        if emotion is not Emotion.UNSAID:
            name_emotion(actor=asked.actor, case_uuid=asked.case_uuid, emotion=emotion, now=asked.now)
        elif find_case(asked.actor, asked.case_uuid).acknowledged_at is not None:
            raise DomainError("emotion_missing")
        if asked.text("text").strip():
            return _reply(asked)
        if find_case(asked.actor, asked.case_uuid).acknowledged_at is None:
            acknowledge_case(actor=asked.actor, case_uuid=asked.case_uuid, now=asked.now)
    return Outcome(_("Receipt is acknowledged."))


def _assess(asked: Asked) -> Outcome:
    level = asked.text("seriousness")
    assessment = Assessment(
        want=asked.text("want"),
        seriousness=[*LEVELS].index(level) if level in set(LEVELS) else -1,
        impact=_DEGREES.get(asked.text("impact"), 0),
        urgency=_DEGREES.get(asked.text("urgency"), 0),
        situation=code_said(Situation, asked.text("situation")),
        points=asked.text("points").splitlines(),
    )
    assess_case(
        actor=asked.actor, case_uuid=asked.case_uuid, assessment=assessment, now=asked.now, seen=asked.seen
    )
    return Outcome(_("The assessment is kept."))


def _investigate(asked: Asked) -> Outcome:
    investigate_case(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        findings=asked.text("text"),
        cause=code_said(Cause, asked.text("cause")),
        supplier=asked.text("supplier"),
        below_promise={"yes": True, "no": False}.get(asked.text("below")),
        now=asked.now,
        seen=asked.seen,
    )
    return Outcome(_("What was found is kept."))


def _decide(asked: Asked) -> Outcome:
    findings = {}
    for name, value in asked.form.items():
        _prefix, _dash, number = name.partition("finding-")
        point = number_said(number)
        if point is not None and value in set(Decision):
            findings[point] = PointFinding(Decision(str(value)), asked.text(f"reason-{number}"))
    decide_case(
        actor=asked.actor, case_uuid=asked.case_uuid, findings=findings, now=asked.now, seen=asked.seen
    )
    return Outcome(_("The decision is kept."))


def _respond(asked: Asked) -> Outcome:
    channel = code_said(Channel, asked.text("channel") or "email")
    what: Any = {"actor": asked.actor, "case_uuid": asked.case_uuid, "channel": channel, "now": asked.now}
    what |= {"text": asked.text("text"), "below": _bodies(asked), "shown": shown_in(asked.form)}
    if codes := asked.form.getlist("with_option"):
        offer_remedies(codes=codes, **what)
    else:
        respond_case(**what)
    return _leaving(channel, _("The answer is on its way."))


def _bodies(asked: Asked) -> str:
    """Answers who outside may look at the complaint, where that was ticked; in the case's language."""
    chosen = asked.form.getlist("with_body")
    if not chosen:
        return ""
    case = find_case(asked.actor, asked.case_uuid)
    bodies = bodies_of(Brand.objects.get(pk=case.brand_id), asked.now)
    return "\n\n".join(body_sentence(body, case.language) for body in bodies if body.uuid in chosen)


def _close(asked: Asked) -> Outcome:
    close_case(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        ending=code_said(Ending, asked.text("ending")),
        reason=asked.text("reason"),
        now=asked.now,
    )
    return Outcome(_("The case is closed."))


def _reopen(asked: Asked) -> Outcome:
    with writing():
        result = reopen_case(
            actor=asked.actor, case_uuid=asked.case_uuid, reason=asked.text("reason"), now=asked.now
        )
        if not isinstance(result, Received):
            _say_why(asked)
    if isinstance(result, Received):
        return Outcome(
            _("The time to reopen has passed, so a new case was opened that continues it."), result.case_uuid
        )
    return Outcome(_("The case is open again."))


def _verify(asked: Asked) -> Outcome:
    level = code_said(Verification, asked.text("level"))
    verify_customer(
        actor=asked.actor, case_uuid=asked.case_uuid, level=level, how=asked.text("how"), now=asked.now
    )
    return Outcome()


def _care(asked: Asked) -> Outcome:
    record_vulnerability(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        driver=asked.text("text"),
        known_how=asked.text("how"),
        now=asked.now,
    )
    return Outcome()


def _fact(asked: Asked) -> Outcome:
    add_fact(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        label=asked.text("label"),
        value=asked.text("value"),
        now=asked.now,
    )
    return Outcome()


def _point(asked: Asked) -> Outcome:
    add_point(actor=asked.actor, case_uuid=asked.case_uuid, text=asked.text("text"), now=asked.now)
    return Outcome()


def _tried(asked: Asked) -> Outcome:
    add_prior_step(actor=asked.actor, case_uuid=asked.case_uuid, text=asked.text("text"), now=asked.now)
    return Outcome()


def _evidence(asked: Asked) -> Outcome:
    uploads = uploads_of(asked.files.getlist("file"))
    if not uploads:
        raise DomainError("file_empty")
    point = number_said(asked.text("point"))
    with writing():
        for upload in uploads:
            add_evidence(
                actor=asked.actor,
                case_uuid=asked.case_uuid,
                upload=upload,
                now=asked.now,
                point_number=point,
            )
    return Outcome()


def _want(asked: Asked) -> Outcome:
    set_want(
        actor=asked.actor, case_uuid=asked.case_uuid, want=asked.text("text"), now=asked.now, seen=asked.seen
    )
    return Outcome()


def _reach(asked: Asked) -> Outcome:
    set_reach(
        actor=asked.actor, case_uuid=asked.case_uuid, wish=asked.text("way"), now=asked.now, seen=asked.seen
    )
    return Outcome()


def _restrict(asked: Asked) -> Outcome:
    about = number_said(asked.text("about"))
    if about is None and asked.text("about"):
        raise DomainError("unknown_person")
    with writing():
        # The reason first: who keeps a case from themselves can't write into it any more.
        _say_why(asked)
        restrict_case(
            actor=asked.actor,
            case_uuid=asked.case_uuid,
            is_restricted=asked.text("is_restricted") != "no",
            about_staff_id=about,
            now=asked.now,
        )
    return Outcome(_("Who may see the case was changed."))


def _saying(act: Callable[[Asked], str]) -> Callable[[Asked], Outcome]:
    return lambda asked: Outcome(act(asked))


ACTS: dict[str, Callable[[Asked], Outcome]] = {
    "reply": _reply,
    "heard": _heard,
    "note": _note,
    "assign": _assign,
    "wait": _wait,
    "resume": _resume,
    "acknowledge": _acknowledge,
    "assess": _assess,
    "investigate": _investigate,
    "decide": _decide,
    "respond": _respond,
    "close": _close,
    **KEY_ACTS,
    "reopen": _reopen,
    "verify": _verify,
    "care": _care,
    "add_fact": _fact,
    "add_point": _point,
    "add_tried": _tried,
    "add_evidence": _evidence,
    "set_want": _want,
    "reach": _reach,
    "restrict": _restrict,
    **MEND_ACTS,
    **LEAVING_ACTS,
    **CONSULT_ACTS,
    **PAYOUT_ACTS,
    **READING_ACTS,
    **REPRESENTATIVE_ACTS,
    **{name: _saying(act) for name, act in PROMISE_ACTS.items()},
}
"""Act -> what does it. An act that is not here does not exist."""
