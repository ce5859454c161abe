"""A story becomes a case file: every act through the desk's own actions, by somebody who speaks the language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from amends.cases.actions.contacts import Received, continue_case, receive_contact, reply_to_customer
from amends.cases.actions.customers import record_vulnerability, verify_customer
from amends.cases.actions.details import restrict_case
from amends.cases.actions.notes import add_note
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
from amends.cases.actions.waiting import wait_for
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Contact
from amends.cases.recording import Refused
from amends.people.actors import actor_of
from amends.people.models import Brand, Customer, Membership, Staff
from amends.people.permissions import SYSTEM, Actor
from amends.rules.vocabulary import Cause, Channel, Ending, Role, Situation, Stage, Verification
from amends.site.demonstration.consults import ask_in_story
from amends.site.demonstration.mending import feel, finish, give, say_circumstances
from amends.site.demonstration.parting import is_lost, lack_power, leave, talk_after
from amends.site.demonstration.people import NORVIA
from amends.site.demonstration.stories import Complaint, Line, Story
from amends.site.demonstration.timeline import Step, Told, chance

_BY_HAND = (Channel.PHONE, Channel.LETTER, Channel.WALK_IN)
_TOLD_US = {
    "en": "the customer told us",
    "bg": "каза ни го клиентът",
    "he": "לפי דברי הלקוח",
    "sv": "kunden berättade själv",
    "ru": "со слов клиента",
    "zh-Hans": "客户自述",
    "zh-Hant": "客戶自述",
}
_CHECKED = {
    "en": "answered two security questions",
    "bg": "верни отговори на два контролни въпроса",
    "he": "שתי שאלות זיהוי נענו נכון",
    "sv": "svarade rätt på två kontrollfrågor",
    "ru": "верные ответы на два контрольных вопроса",
    "zh-Hans": "答对两个验证问题",
    "zh-Hant": "答對兩個驗證問題",
}


@dataclass(frozen=True, slots=True)
class Hand:
    """A person of the desk, ready to act."""

    staff: Staff
    role: Role
    brands: frozenset[int]
    actor: Actor


@dataclass(frozen=True, slots=True)
class Cast:
    """Who answers which story."""

    hands: Sequence[Hand]

    def of(self, story: Story, brand: Brand, is_pressing: bool) -> Hand:
        """Answers who works on a story: a specialist where it is held or about a colleague, else a rep."""
        said = story.complaint
        if said is not None and said.is_about_staff:
            return next(hand for hand in self.hands if hand.role is Role.SUPERVISOR)
        role = Role.SPECIALIST if said is not None and said.situation is Situation.HOLD else Role.REP
        speakers = self._speakers(role, story.language, brand)
        return speakers[0] if is_pressing else speakers[chance(story, "who", len(speakers))]

    def higher(self, brand: Brand, chooser: Hand) -> Hand:
        """Answers the supervisor or manager who approves and carries out what somebody else chose."""
        return next(self.above(brand, chooser))

    def above(self, brand: Brand, below: Hand) -> Iterator[Hand]:
        """Answers the supervisors and managers of a brand, but for the one named."""
        for role in (Role.SUPERVISOR, Role.MANAGER):
            for hand in self.hands:
                if hand.role is role and brand.pk in hand.brands and hand.staff.pk != below.staff.pk:
                    yield hand

    def accused(self, story: Story, brand: Brand) -> Hand:
        """Answers the colleague whom a story is about."""
        speakers = self._speakers(Role.REP, story.language, brand)
        return speakers[chance(story, "about", len(speakers))]

    def _speakers(self, role: Role, language: str, brand: Brand) -> list[Hand]:
        own = 2 if role is Role.REP else 9
        able = [hand for hand in self.hands if hand.role is role and brand.pk in hand.brands]
        return [hand for hand in able if language in hand.staff.languages[:own]] or able


def gather_cast() -> Cast:
    """Answers the people of the desk. Queries: 1 for each, and 1."""
    rows = Membership.objects.select_related("staff").order_by("staff_id", "brand_id")
    held: dict[int, list[Membership]] = {}
    for row in rows:
        held.setdefault(row.staff_id, []).append(row)
    return Cast([_hand(some) for some in held.values()])


def _hand(rows: Sequence[Membership]) -> Hand:
    person = rows[0].staff
    return Hand(person, Role(rows[0].role), frozenset(row.brand_id for row in rows), actor_of(person))


@dataclass(slots=True)
class File:
    """The case file of a story while it is being told."""

    told: Told
    brand: Brand
    hand: Hand
    cast: Cast
    now: datetime
    received: Received | None = None
    findings: list[str] = field(default_factory=list)

    @property
    def story(self) -> Story:
        """Answers the story."""
        return self.told.story

    @property
    def said(self) -> Complaint:
        """Answers what the story tells of its complaint."""
        assert self.story.complaint is not None, "only complaints have acts"
        return self.story.complaint

    @property
    def uuid(self) -> UUID:
        """Answers the case's id."""
        assert self.received is not None and self.received.case_uuid is not None, "received first"
        return self.received.case_uuid


def act(file: File, step: Step) -> None:
    """Does one act of a story at its moment."""
    _ACTS[step.act](file, step)


def _by(file: File, line: Line | None) -> Actor:
    return file.hand.actor if line is None or line.channel in _BY_HAND else SYSTEM


def _receive(file: File, step: Step) -> None:
    line = _line(step)
    actor = _by(file, line)
    file.received = receive_contact(actor=actor, brand=file.brand, inbound=_inbound(file, line), now=step.at)
    _know_customer(file)


def _inbound(file: File, line: Line) -> InboundContact:
    story, said, who = file.story, file.story.complaint, file.story.customer
    caller = Caller(
        name=who.name, email=who.email, phone=who.phone, language=story.language, zone=who.zone, city=who.city
    )
    return InboundContact(
        channel=line.channel,
        text=line.text,
        gist=story.gist,
        kind=story.kind,
        language=story.language,
        caller=caller,
        product=story.product,
        issue=story.theme,
        want=said.want if said else "",
        points=said.points if said else (),
        facts=said.facts if said else (),
        tried=said.tried if said else (),
        seriousness=said.seriousness if said else 1,
        impact=said.impact if said else 2,
        urgency=said.urgency if said else 2,
        owner_id=file.hand.staff.pk if said and _is_owned(file) else None,
    )


def _know_customer(file: File) -> None:
    # What a brand's own systems know of a customer is not said in a contact.
    assert file.received is not None, "received first"
    who, brand = file.story.customer, file.brand
    contact = Contact.objects.of(brand.pk).filter(uuid=file.received.contact_uuid).values("customer_id")
    Customer.objects.of(brand.pk).filter(pk__in=contact).update(
        since_on=_since(file.now, who.since_years, chance(file.story, "since", 364)),
        value_minor=who.value or None,
        currency=who.currency or brand.currency,
        products=who.products,
    )


def _since(now: datetime, years: int, days: int) -> date:
    return (now - timedelta(days=365 * years + days)).date()


def _line(step: Step) -> Line:
    assert step.line is not None, "this act says something"
    return step.line


def _continue(file: File, step: Step) -> None:
    if file.received is None or file.received.case_uuid is None:
        return
    line = _line(step)
    continue_case(
        actor=_by(file, line), case_uuid=file.uuid, channel=line.channel, text=line.text, now=step.at
    )


def _reply(file: File, step: Step) -> None:
    if file.received is None or file.received.case_uuid is None:
        return
    _speak(file, step, reply_to_customer)


def _speak(file: File, step: Step, act: Callable[..., Contact]) -> None:
    """Says a line to the customer: whoever has the case, and above their limit who may give so much."""
    line = _line(step)
    what = {"case_uuid": file.uuid, "text": line.text, "channel": line.channel, "now": step.at}
    refused: Refused | None = None
    for hand in (file.hand, *file.cast.above(file.brand, file.hand)):
        try:
            act(actor=hand.actor, **what)
        except Refused as error:
            if error.code != "reply_blocked":
                raise
            refused = error
        else:
            return
    assert refused is not None, "somebody speaks"
    raise refused


def _note(file: File, step: Step) -> None:
    add_note(actor=file.hand.actor, case_uuid=file.uuid, text=_line(step).text, now=step.at)
    file.findings = [_line(step).text]


def _respond(file: File, step: Step) -> None:
    _speak(file, step, respond_case)
    higher = file.cast.higher(file.brand, file.hand)
    give(file.hand.actor, higher.actor, file.uuid, file.story, step.at)


def _restrict(file: File, step: Step) -> None:
    accused = file.cast.accused(file.story, file.brand).staff.pk
    restrict_case(
        actor=file.hand.actor, case_uuid=file.uuid, is_restricted=True, about_staff_id=accused, now=step.at
    )


def _is_owned(file: File) -> bool:
    stage = file.said.stage
    if stage is Stage.CLOSED or file.said.is_about_staff or file.told.is_pressing:
        return True
    return chance(file.story, "own", 100) < (25 if stage is Stage.RECEIVED else 62)


def _verify(file: File, step: Step) -> None:
    if _is_owned(file) and file.story.conversation[0].channel in (
        Channel.PHONE,
        Channel.CHAT,
        Channel.WALK_IN,
    ):
        level = Verification.FULL if chance(file.story, "sure", 3) else Verification.PARTIAL
        how = _CHECKED[file.story.language]
        verify_customer(actor=file.hand.actor, case_uuid=file.uuid, level=level, how=how, now=step.at)


def _care(file: File, step: Step) -> None:
    driver = file.story.customer.vulnerability
    if driver:
        how = _TOLD_US[file.story.language]
        record_vulnerability(
            actor=file.hand.actor, case_uuid=file.uuid, driver=driver, known_how=how, now=step.at
        )


def _acknowledge(file: File, step: Step) -> None:
    acknowledge_case(actor=file.hand.actor, case_uuid=file.uuid, now=step.at, how="phone")


def _assess(file: File, step: Step) -> None:
    said = file.said
    assessment = Assessment(
        want=said.want,
        seriousness=said.seriousness,
        impact=said.impact,
        urgency=said.urgency,
        situation=said.situation,
        points=said.points,
    )
    assess_case(actor=file.hand.actor, case_uuid=file.uuid, assessment=assessment, now=step.at)
    feel(file.hand.actor, file.uuid, file.story, step.at)
    say_circumstances(file.hand.actor, file.uuid, file.story, step.at)


_BELOW = {Cause.COMPANY: True, Cause.SUPPLIER: True, Cause.CUSTOMER: False, Cause.NOBODY: False}


def _investigate(file: File, step: Step) -> None:
    supplier = "Linewright" if file.said.cause is Cause.SUPPLIER and file.story.brand == NORVIA else ""
    found = file.findings or [finding.reason for finding in file.said.findings]
    investigate_case(
        actor=file.hand.actor,
        case_uuid=file.uuid,
        findings="\n".join(found),
        cause=file.said.cause or Cause.UNKNOWN,
        supplier=supplier,
        below_promise=_BELOW.get(file.said.cause or Cause.UNKNOWN),
        now=step.at,
    )


def _decide(file: File, step: Step) -> None:
    found = {one.point + 1: PointFinding(one.decision, one.reason) for one in file.said.findings}
    decide_case(actor=file.hand.actor, case_uuid=file.uuid, findings=found, now=step.at)
    if file.hand.role is Role.REP:
        lack_power(file.hand.actor, file.uuid, file.story, step.at)
        ask_in_story(file.hand.actor, file.brand, file.uuid, chance(file.story, "ask", 60), step.at)


def _wait(file: File, step: Step) -> None:
    wait = file.said.wait
    assert wait is not None, "the story says for whom"
    until = file.now + timedelta(days=wait.days)
    wait_for(actor=file.hand.actor, case_uuid=file.uuid, waiting=wait.waiting, until=until, now=step.at)


def _close(file: File, step: Step) -> None:
    finish(file.cast.higher(file.brand, file.hand).actor, file.uuid, file.story, step.at)
    if is_lost(file.story):
        leave(file.hand.actor, file.uuid, file.story, step.at)
    close_case(
        actor=file.hand.actor, case_uuid=file.uuid, ending=file.said.ending or Ending.PRESUMED, now=step.at
    )
    if is_lost(file.story):
        talk_after(file.hand.actor, file.uuid, file.story, step.at + timedelta(hours=1))


def _come_back(file: File, step: Step) -> None:
    line = _line(step)
    reopen_case(actor=_by(file, line), case_uuid=file.uuid, reason=line.text, now=step.at)
    _continue(file, step)


_ACTS: Mapping[str, Callable[[File, Step], None]] = {
    "receive": _receive,
    "continue": _continue,
    "reply": _reply,
    "note": _note,
    "respond": _respond,
    "restrict": _restrict,
    "verify": _verify,
    "care": _care,
    "acknowledge": _acknowledge,
    "assess": _assess,
    "investigate": _investigate,
    "decide": _decide,
    "wait": _wait,
    "close": _close,
    "come_back": _come_back,
}
