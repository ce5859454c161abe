"""Every act of the case page: how far the case must be, who does it, and the form that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from amends.cases.actions.promises import make_promise
from amends.cases.actions.stages import assess_case, close_case
from amends.cases.actions.waiting import wait_for
from amends.cases.models import Case, Promise
from amends.cases.promise_hours import Hours
from amends.clock import now as now_
from amends.people.scope import every_brand
from amends.rules.promises import PromiseKind
from amends.rules.vocabulary import Ending, Waiting
from tests.cases.acts import answered, assessment, decided
from tests.conftest import Cast

Way = Callable[[Cast, Case, datetime], object]
LATE = "2126-01-01T12:00"
THAT_PROMISE = uuid5(NAMESPACE_URL, "promise")


@dataclass(frozen=True)
class ActForm:
    """One act: the way there, all the fields its form has, its files, and a role that may do it."""

    form: Mapping[str, str]
    way: Way
    files: tuple[str, ...] = ()
    by: str = "rep"

    def posted(self, **more: str) -> dict[str, object]:
        """Answers what a browser sends."""
        files = {name: SimpleUploadedFile("page.txt", b"some words") for name in self.files}
        return {**self.form, **more, **files}


def _fresh(cast: Cast, case: Case, now: datetime) -> None:
    """Leaves the case as it came."""


def _waits(cast: Cast, case: Case, now: datetime) -> None:
    until = now + timedelta(days=1)
    wait_for(actor=cast.actor("rep"), case_uuid=case.uuid, waiting=Waiting.SUPPLIER, until=until, now=now)


def _assessed(cast: Cast, case: Case, now: datetime) -> None:
    assess_case(actor=cast.actor("rep"), case_uuid=case.uuid, assessment=assessment(()), now=now)


def _closed(cast: Cast, case: Case, now: datetime) -> None:
    answered(cast, case, now)
    close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.SOLVED, now=now)


def _promised(cast: Cast, case: Case, now: datetime) -> None:
    made = make_promise(
        actor=cast.actor("rep"),
        case_uuid=case.uuid,
        kind=PromiseKind.CALL_BACK,
        text="We ring you",
        hours=Hours((now + timedelta(days=3)).date(), time(13), time(14)),
        owner_id=cast.rep.pk,
        now=now - timedelta(minutes=1),
    )
    # Named beforehand, so that the form of every test can say which one it means.
    Promise.objects.filter(pk=made.pk).update(uuid=THAT_PROMISE)


def _in_days(days: int) -> str:
    return (now_() + timedelta(days=days)).date().isoformat()


_WHICH = {"promise": str(THAT_PROMISE)}
_HOURS = {"on": _in_days(5), "since": "10:00", "until": "11:00"}
ASSESSMENT = {
    "want": "A working line",
    "seriousness": "high",
    "impact": "medium",
    "urgency": "high",
    "situation": "mend",
    "points": "The line is down",
    "seen": "",
}
_FINDINGS = {"finding-1": "upheld", "reason-1": "", "finding-2": "not_upheld", "reason-2": "No.", "seen": ""}
ACT_FORMS: dict[str, ActForm] = {
    "reply": ActForm({"text": "We look at it.", "channel": "email"}, _fresh, ("attachments",)),
    "heard": ActForm({"text": "They called again.", "channel": "phone"}, _fresh),
    "note": ActForm({"text": "Between us."}, _fresh),
    "assign": ActForm({"owner": ""}, _fresh),
    "wait": ActForm({"waiting": "supplier", "until": LATE, "reason": "They look."}, _fresh),
    "resume": ActForm({}, _waits),
    "acknowledge": ActForm({"text": "", "channel": "email"}, _fresh, ("attachments",)),
    "assess": ActForm(ASSESSMENT, _fresh),
    "investigate": ActForm({"text": "A cable.", "cause": "company", "supplier": "", "seen": ""}, _assessed),
    "decide": ActForm(_FINDINGS, _assessed),
    "respond": ActForm({"text": "We were wrong.", "channel": "phone"}, decided),
    "close": ActForm({"ending": "solved", "reason": "They said so."}, answered),
    "reopen": ActForm({"reason": "It came back."}, _closed),
    "verify": ActForm({"level": "partial", "how": "Their last bill."}, _fresh),
    "care": ActForm({"text": "Lives alone.", "how": "They said so."}, _fresh),
    "add_fact": ActForm({"label": "order", "value": "7781", "text": ""}, _fresh),
    "add_point": ActForm({"text": "And the bill is wrong."}, _fresh),
    "add_tried": ActForm({"text": "Turned it off and on."}, _fresh),
    "add_evidence": ActForm({"point": "1"}, _fresh, ("file",)),
    "set_want": ActForm({"text": "Their money.", "seen": ""}, _fresh),
    "promise": ActForm({"kind": "answer", "text": "You have our answer", "who": "", **_HOURS}, _fresh),
    "promise_keep": ActForm({**_WHICH, "said": "As promised.", "ours": "yes", "proof": ""}, _promised),
    "promise_try": ActForm({**_WHICH, "message": "We rang."}, _promised),
    "promise_move": ActForm({**_WHICH, **_HOURS, "said": "Later, please.", "word": ""}, _promised),
    "promise_withdraw": ActForm({**_WHICH, "reason": "It works again.", "word": ""}, _promised),
    "restrict": ActForm({"is_restricted": "yes", "about": "", "reason": "A minor."}, _fresh, by="specialist"),
}
"""Act -> its form. An act without a row here fails the matrix."""


def lead_there(act: ActForm, cast: Cast, case: Case, now: datetime) -> None:
    """Takes a case to where the act can be done."""
    with every_brand():
        act.way(cast, case, now)
