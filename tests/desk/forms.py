"""Every act of the case page: how far the case must be, who does it, and the form that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from amends.cases.actions.circumstances import set_circumstances
from amends.cases.actions.consults import withdraw_consult
from amends.cases.actions.contacts import reply_to_customer
from amends.cases.actions.issuing import carry_out_remedy
from amends.cases.actions.leaving import Parting, note_leaving
from amends.cases.actions.payouts import add_account
from amends.cases.actions.promises import make_promise
from amends.cases.actions.representatives import Named, name_representative
from amends.cases.actions.stages import assess_case, close_case, investigate_case
from amends.cases.actions.waiting import wait_for
from amends.cases.circumstances import STATED
from amends.cases.models import (
    Alarm,
    Case,
    Consult,
    Contact,
    PayoutAccount,
    Promise,
    ReadingCorrection,
    Remedy,
    Representative,
)
from amends.cases.payouts import seal_number
from amends.cases.promise_hours import Hours
from amends.clock import now as now_
from amends.people.scope import every_brand
from amends.rules.leaving import Outcome as Parted
from amends.rules.payouts import AccountKind
from amends.rules.promises import PromiseKind
from amends.rules.vocabulary import Cause, Channel, Ending, Waiting
from tests.cases.acts import answered, assessment, decided
from tests.cases.asking import asked, policy_holds
from tests.cases.remedying import choose, put_in_force
from tests.conftest import Cast

Way = Callable[[Cast, Case, datetime], object]
LATE = "2126-01-01T12:00"
THAT_PROMISE = uuid5(NAMESPACE_URL, "promise")
THAT_PERSON = uuid5(NAMESPACE_URL, "person")
LATE_DAY = (now_().date() + timedelta(days=90)).isoformat()


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


def _represented(cast: Cast, case: Case, now: datetime) -> None:
    named = Named(
        name="Noa Levin",
        phone="+44 20 7946 0000",
        authority="A letter",
        until=now.date() + timedelta(days=9),
    )
    row = name_representative(actor=cast.actor("rep"), case_uuid=case.uuid, named=named, now=now)
    Representative.objects.filter(pk=row.pk).update(uuid=THAT_PERSON)


def _waits(cast: Cast, case: Case, now: datetime) -> None:
    until = now + timedelta(days=1)
    wait_for(actor=cast.actor("rep"), case_uuid=case.uuid, waiting=Waiting.SUPPLIER, until=until, now=now)


def _assessed(cast: Cast, case: Case, now: datetime) -> None:
    assess_case(actor=cast.actor("rep"), case_uuid=case.uuid, assessment=assessment(()), now=now)


def _closed(cast: Cast, case: Case, now: datetime) -> None:
    answered(cast, case, now)
    close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.SOLVED, now=now)


def _owned(cast: Cast, case: Case, now: datetime) -> None:
    put_in_force(cast.norvia)
    rep = cast.actor("rep")
    assess_case(actor=rep, case_uuid=case.uuid, assessment=assessment(()), now=now)
    investigate_case(actor=rep, case_uuid=case.uuid, findings="Late.", cause=Cause.COMPANY, now=now)


def _weighed(cast: Cast, case: Case, now: datetime, price: int = 3_000) -> None:
    _owned(cast, case, now)
    stated = {"failure": "late", "price_paid": price}
    set_circumstances(actor=cast.actor("rep"), case_uuid=case.uuid, stated=stated, now=now)


def _above(cast: Cast, case: Case, now: datetime) -> None:
    _weighed(cast, case, now, price=6_500)
    choose(cast.actor("rep"), case, key=UUID(KEY), now=now)


def _settled(cast: Cast, case: Case, now: datetime) -> None:
    _weighed(cast, case, now)
    choose(cast.actor("rep"), case, key=UUID(KEY), now=now)
    Remedy.objects.filter(case=case).update(uuid=KEY)


def _issued(cast: Cast, case: Case, now: datetime) -> None:
    _settled(cast, case, now)
    carry_out_remedy(
        actor=cast.actor("supervisor"), case_uuid=case.uuid, remedy=UUID(KEY), proof="booked", now=now
    )


def _spoken(cast: Cast, case: Case, now: datetime) -> None:
    said = reply_to_customer(
        actor=cast.actor("rep"), case_uuid=case.uuid, text="Then go.", channel=Channel.PHONE, now=now
    )
    Contact.objects.filter(pk=said.pk).update(uuid=KEY)


def _lost(cast: Cast, case: Case, now: datetime) -> None:
    put_in_force(cast.norvia)
    rep, gone = cast.actor("rep"), Parting(outcome=Parted.LEAVES)
    note_leaving(actor=rep, case_uuid=case.uuid, parting=gone, now=now)
    close_case(actor=rep, case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=now)


THAT_ACCOUNT = "7f3c1d52-0000-4000-8000-000000000009"
KEY = "7f3c1d52-0000-4000-8000-000000000007"
"""The key of the one settlement, and of its one remedy, that these ways lead to."""
_FACTS = {
    **dict.fromkeys(STATED, ""),
    "failure": "late",
    "price_paid": "30.00",
    "times_failed": "1",
    "delay_minutes": "5",
    "seen": "",
}


def _with_account(cast: Cast, case: Case, now: datetime) -> None:
    made = add_account(
        actor=cast.actor("rep"), case_uuid=case.uuid, kind=AccountKind.OTHER, number="ROAD 4471", now=now
    )
    # Sealed under its own id: it is sealed again under the one that every form names.
    made.pk, made.uuid = None, UUID(THAT_ACCOUNT)
    PayoutAccount.objects.filter(digest=made.digest).delete()
    seal_number(made, "ROAD4471")
    made.save(force_insert=True)


def _payable(cast: Cast, case: Case, now: datetime) -> None:
    _settled(cast, case, now)
    _with_account(cast, case, now)


def _read(cast: Cast, case: Case, now: datetime) -> None:
    contact = Contact.objects.filter(case=case, direction="in").earliest("pk")
    Contact.objects.filter(pk=contact.pk).update(uuid=KEY)
    # A person's word from before, so that it does not hang on what a phrasebook knows.
    same = {"brand_id": case.brand_id, "contact": contact, "label": "flag.media", "start": 4, "end": 14}
    ReadingCorrection.objects.create(**same, is_right=True, staff=cast.rep, at=now)


def _ringing(cast: Cast, case: Case, now: datetime) -> None:
    Alarm.objects.create(brand_id=case.brand_id, case=case, kind="self_harm", raised_at=now)


def _unasked(cast: Cast, case: Case, now: datetime) -> None:
    for consult in Consult.objects.filter(case=case, is_open=True):
        withdraw_consult(actor=cast.actor("rep"), consult_uuid=consult.uuid, now=now)


def _asked_for_money(cast: Cast, case: Case, now: datetime) -> None:
    _unasked(cast, case, now)
    policy_holds(cast, now)
    asked(cast, case, now)


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
    "acknowledge": ActForm({"text": "", "channel": "email", "emotion": "anger"}, _fresh, ("attachments",)),
    "assess": ActForm(ASSESSMENT, _fresh),
    "investigate": ActForm(
        {"text": "A cable.", "cause": "company", "supplier": "", "below": "yes", "seen": ""}, _assessed
    ),
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
    "reach": ActForm({"way": "phone:eve", "seen": ""}, _fresh),
    "circumstances": ActForm(_FACTS, _owned),
    "choose": ActForm({"option": "B", "key": KEY, "by": "customer", "reason": "", "account": ""}, _weighed),
    "add_account": ActForm({"kind": "iban", "number": "DE89 3704 0044 0532 0130 00"}, _fresh),
    "remove_account": ActForm({"account": THAT_ACCOUNT}, _with_account),
    "direct": ActForm({"remedy": KEY, "account": THAT_ACCOUNT}, _payable, by="supervisor"),
    "gesture": ActForm({"remedy": "gift", "key": KEY, "account": ""}, _weighed),
    "approve": ActForm({"settlement": KEY}, _above, by="supervisor"),
    "drop": ActForm({"settlement": KEY}, _above),
    "carry_out": ActForm({"remedy": KEY, "proof": "booking 4471"}, _settled, by="supervisor"),
    "confirm": ActForm({"remedy": KEY}, _issued),
    "reverse": ActForm({"remedy": KEY, "reason": "It came back."}, _issued, by="supervisor"),
    "pass_step": ActForm({"step": "heard", "reason": "known_elsewhere"}, _fresh),
    "escalate": ActForm({"why": "powerless", "chance": "no", "remedy": "gift", "amount": "9.00"}, _owned),
    "dispute": ActForm({"amount": "49.00"}, _fresh),
    "leaving": ActForm(
        {"outcome": "stays", "competitor": "Linkway", "text": "Half the price.", "remedy": "tenth"}, _owned
    ),
    "critical": ActForm({"contact": KEY, "code": "told_to_switch"}, _spoken, by="supervisor"),
    "win_back": ActForm(
        {"reason": "price", "text": "Too dear.", "remedy": "back", "amount": "60.00", "back": "yes"}, _lost
    ),
    "follow_up": ActForm({"reached": "yes", "satisfied": "yes", "open": "no", "channel": "phone"}, _fresh),
    "ask": ActForm(
        {"text": "May I give it back?", "option": "", "remedy": "", "amount": "", "minutes": "4"}, _unasked
    ),
    "withdraw_question": ActForm({}, _fresh),
    "grant_unattended": ActForm({"amount": "40.00"}, _asked_for_money),
    "correct_reading": ActForm({"contact": KEY, "label": "flag.media", "start": "4", "right": "no"}, _read),
    "take_alarm": ActForm({}, _ringing, by="supervisor"),
    "promise": ActForm({"kind": "answer", "text": "You have our answer", "who": "", **_HOURS}, _fresh),
    "promise_keep": ActForm({**_WHICH, "said": "As promised.", "ours": "yes", "proof": ""}, _promised),
    "promise_try": ActForm({**_WHICH, "message": "We rang."}, _promised),
    "promise_move": ActForm({**_WHICH, **_HOURS, "said": "Later, please.", "word": ""}, _promised),
    "promise_hand_over": ActForm({**_WHICH, "who": "", "back": ""}, _promised, by="supervisor"),
    "promise_withdraw": ActForm({**_WHICH, "reason": "It works again.", "word": ""}, _promised),
    "give_link": ActForm({"whose": ""}, _fresh),
    "give_code": ActForm({"whose": ""}, _fresh),
    "name_representative": ActForm(
        {
            "who_acts": "Noa Levin",
            "mail_to": "noa@example.org",
            "call_at": "",
            "news": "instead",
            "shown_by": "A signed letter",
            "last_day": LATE_DAY,
        },
        _fresh,
    ),
    "end_representative": ActForm({"acting": str(THAT_PERSON)}, _represented),
    "restrict": ActForm({"is_restricted": "yes", "about": "", "reason": "A minor."}, _fresh, by="specialist"),
}
"""Act -> its form. An act without a row here fails the matrix."""


def lead_there(act: ActForm, cast: Cast, case: Case, now: datetime) -> None:
    """Takes a case to where the act can be done."""
    with every_brand():
        act.way(cast, case, now)
