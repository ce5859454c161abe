"""What the page of one case is given; see shapes.py for how shapes are meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from amends.desk.consult_shapes import ConsultPanel
from amends.desk.directory_shapes import BodyShape
from amends.desk.leaving_shapes import NO_PATH, PathShape
from amends.desk.mend_shapes import NO_MENDING, MendShape
from amends.desk.number_shapes import NumberShape
from amends.desk.payout_shapes import NO_ACCOUNTS, AccountsShape
from amends.desk.promise_shapes import NO_PROMISES, PromisePanel
from amends.desk.reading_shapes import NOTHING_READ, NOTHING_SAID, ReadingShape, SaidShape
from amends.desk.representative_panel import NOBODY, RepresentativeShape
from amends.page.feedback_rows import FeedbackRow
from amends.page.parts import (
    NO_TEXTS,
    NOTHING_SENT,
    BrandShape,
    CareShape,
    Choice,
    ClockShape,
    ConflictShape,
    EvidenceShape,
    FactShape,
    FormShape,
    PastCase,
    SeriousnessLevel,
    WhoShape,
    Words,
)
from amends.page.reach import ReachShape

VerificationLevel = Literal["none", "partial", "full", "representative"]
Finding = Literal["", "upheld", "partly", "not_upheld"]
StepState = Literal["done", "current", "open", "passed", "skipped"]
PanelName = Literal["talk", "right", "who"]


@dataclass(frozen=True, slots=True)
class VerificationShape:
    level: VerificationLevel
    how_text: str  # "Name and line confirmed by caller ID."
    permits_text: str  # "May be told about the fault. ..."
    gives_text: str = ""  # "They chose B on their page. A check that you keep gives it …"

    @property
    def marks(self) -> tuple[bool, bool, bool]:
        reached = {"none": 0, "partial": 2, "full": 3, "representative": 3}[self.level]
        return (reached > 0, reached > 1, reached > 2)


@dataclass(frozen=True, slots=True)
class TriedShape:
    text: Words
    when_text: str


class ApologyPart(NamedTuple):
    """One part of a real apology, and the words that show it; empty where it is missing."""

    name: str
    place: str


@dataclass(frozen=True, slots=True)
class ConversationItem:
    """One thing in the stream.

    `kind`: theirs, ours, note, or line (a full-width sentence: a promise broken or kept, a change of state).
    """

    kind: Literal["theirs", "ours", "note", "line"]
    anchor: str  # its id on the page
    when_text: str
    datetime_iso: str
    author: Words
    words: Words
    channel: str = ""  # phone, email, web, chat, letter, sms, social, visit
    channel_label: str = ""
    tone: Literal["", "broken", "kept"] = ""  # of a line
    delivery: Literal["", "waiting", "sent", "failed"] = ""  # of ours
    delivery_text: str = ""  # "Sent", "Not delivered: no mail server is set up"
    attachments: tuple[EvidenceShape, ...] = ()
    translation: Words | None = None  # shown under the original, marked as such
    apology: tuple[ApologyPart, ...] = ()  # of ours, for who reviews
    said: SaidShape = NOTHING_SAID  # what was read from theirs


@dataclass(frozen=True, slots=True)
class StepShape:
    """One ring of "Make it right"."""

    number: int
    code: str
    title: str
    guide: str  # one line, in the current step
    act: str  # the act that takes this step
    state: StepState
    detail: str = ""  # "4 facts, 1 outcome"
    gate_text: str = ""  # what is missing; one line
    gate_href: str = ""  # where it is filled: "#act-add_point"
    gate_label: str = ""  # the act's word: "Write"
    has_form: bool = False  # may be acted on now
    can_pass: bool = False  # may be passed with a reason
    refusal_text: str = ""  # why not, when it is the current one
    words: Words | None = None  # what was found, why it ended
    listen: str = ""  # what to listen for, in the current step

    @property
    def form_template(self) -> str:
        return f"desk/steps/{self.code}.html"


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point of the complaint and what was found on it."""

    uuid: str
    number: int
    text: Words
    finding: Finding = ""
    side_text: str = ""  # "Supplier: Linewright"
    reason: Words | None = None
    field_finding: str = ""  # name of the radios in the decide form
    field_reason: str = ""
    entered_finding: str = ""  # after a refusal
    entered_reason: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class WaitingShape:
    """The overlay while the case waits; its clocks stand still."""

    reason_text: str
    until_text: str
    clock: ClockShape | None = None


@dataclass(frozen=True, slots=True)
class HistoryItem:
    when_text: str
    datetime_iso: str
    text: str  # a whole sentence


@dataclass(frozen=True, slots=True)
class CaseChoices:
    """What the case's selects offer."""

    owners: tuple[Choice, ...] = ()
    channels: tuple[Choice, ...] = ()  # of the reply, in words that follow "by"
    suppliers: tuple[Choice, ...] = ()
    emotions: tuple[Choice, ...] = ()
    passes: tuple[Choice, ...] = ()  # why a step is passed
    waits: tuple[Choice, ...] = ()  # whom or what the case may wait for
    facts: tuple[Choice, ...] = ()  # kinds of facts
    about: tuple[Choice, ...] = ()  # people the complaint may be about
    colleagues: tuple[Choice, ...] = ()  # everybody who works for the brand


NO_CHOICES = CaseChoices()
NO_QUESTIONS = ConsultPanel()


@dataclass(frozen=True, slots=True)
class CasePage:
    """Context name `case` of case.html."""

    uuid: str
    reference: str
    gist: Words
    brand: BrandShape
    lang_code: str
    seriousness: SeriousnessLevel
    situation: Literal["", "mend", "explain", "hold"]
    impact: Literal["", "low", "medium", "high"]  # empty before it is assessed
    urgency: Literal["", "low", "medium", "high"]
    owner_name: str  # empty when nobody has it
    is_mine: bool
    is_closed: bool
    is_acknowledged: bool
    clock: ClockShape | None  # the nearest
    who: WhoShape
    verification: VerificationShape
    facts: tuple[FactShape, ...] = ()
    care: tuple[CareShape, ...] = ()
    want: Words | None = None
    tried: tuple[TriedShape, ...] = ()
    told_text: str = ""  # "Explained it to 3 people"
    told_warning: str = ""
    made_up_text: str = ""  # what was given in the last twelve months: "£10.00"
    household_text: str = ""  # and to the household, where that is more
    evidence: tuple[EvidenceShape, ...] = ()
    before: tuple[PastCase, ...] = ()
    clocks: tuple[ClockShape, ...] = ()
    earlier_text: str = ""  # "Two earlier contacts, 8 and 9 May"
    earlier_url: str = ""
    conversation: tuple[ConversationItem, ...] = ()
    steps: tuple[StepShape, ...] = ()
    mend: MendShape = NO_MENDING
    judged: str = ""  # "yes" where it is below what the brand promises everybody, "no", or nobody said
    done_count: int = 0
    points: tuple[PointRow, ...] = ()
    history: tuple[HistoryItem, ...] = ()
    waiting: WaitingShape | None = None
    choices: CaseChoices = NO_CHOICES
    form: FormShape = NOTHING_SENT
    conflict: ConflictShape | None = None
    refusals: Mapping[str, str] = field(default_factory=lambda: NO_TEXTS)  # act -> why it may not be done
    draft: str = ""  # the reply's text, kept
    restricted_text: str = ""  # why only specialists see this case
    is_history_open: bool = False
    consult: ConsultPanel = NO_QUESTIONS
    promises: PromisePanel = NO_PROMISES
    accounts: AccountsShape = NO_ACCOUNTS
    numbers: tuple[NumberShape, ...] = ()  # ids and IBANs that were written, masked
    bodies: tuple[BodyShape, ...] = ()  # who outside looks at complaints of this brand
    path: PathShape = NO_PATH
    reading: ReadingShape = NOTHING_READ
    representative: RepresentativeShape = NOBODY
    feedback: tuple[FeedbackRow, ...] = ()  # what the customer said once it was over
    reach: ReachShape = field(default_factory=ReachShape)  # how the next word reaches them best

    @property
    def panel(self) -> PanelName:
        """Which of the three tabs a phone shows first: the one whose form was refused."""
        if not self.form.action or self.form.action in _TALK:
            return "talk"
        return "who" if self.form.action in _WHO | _KEYS | _ACTING else "right"


_TALK = frozenset({"reply", "heard", "note", "correct_reading", "take_alarm"})
_WHO = frozenset({"verify", "care", "add_fact", "add_tried", "add_evidence", "set_want", "reach"})


_KEYS = frozenset({"give_link", "give_code"})
_ACTING = frozenset({"name_representative", "end_representative"})


def place_of(act: str) -> str:
    """Answers where on the case page one goes on after an act: the fragment of its address."""
    if act in _TALK:
        return "said"
    if act.startswith("promise"):
        return "promises"
    if act.endswith("_account"):
        return "accounts"
    if act in _KEYS:
        return "who-let_in"
    if act in _ACTING:
        return "who-representative"
    return f"who-{act}" if act in _WHO else "right"
