"""The words of the case file, as codes. One word per thing; the glossary says each in seven languages."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How far a complaint has come (ISO 10002, clause 7)."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASSESSED = "assessed"
    INVESTIGATED = "investigated"
    DECIDED = "decided"
    RESPONDED = "responded"
    CLOSED = "closed"


class Decision(StrEnum):
    """What was found, for a point or the whole complaint; goodwill never changes it."""

    OPEN = ""
    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


class Ending(StrEnum):
    """How a case ended; silence is presumed and never counts as satisfaction."""

    OPEN = ""
    SOLVED = "solved"
    PRESUMED = "presumed"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"
    REFERRED = "referred"


class Situation(StrEnum):
    """Which of three ways is open: put it right, give reasons, or a specialist only."""

    MEND = "mend"
    EXPLAIN = "explain"
    HOLD = "hold"


class Waiting(StrEnum):
    """Whom or what a case waits for; only the customer's turn pauses a clock."""

    NOBODY = ""
    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    RECORDS = "records"
    SPECIALIST = "specialist"


class Cause(StrEnum):
    """Who or what caused the failure; never the answering rep by default."""

    UNSAID = ""
    COMPANY = "company"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


class Emotion(StrEnum):
    """What the customer feels, as a person named it (ZH21)."""

    UNSAID = ""
    ANGER = "anger"
    DISAPPOINTMENT = "disappointment"
    WORRY = "worry"
    HELPLESSNESS = "helplessness"
    GRIEF = "grief"
    CALM = "calm"


class Channel(StrEnum):
    """How words came or went."""

    PHONE = "phone"
    WEB = "web"
    EMAIL = "email"
    LETTER = "letter"
    WALK_IN = "walk_in"
    CHAT = "chat"
    SMS = "sms"
    SOCIAL = "social"
    API = "api"
    FILE = "file"


class Kind(StrEnum):
    """What a contact is; every rate needs the contacts that are no complaint."""

    COMPLAINT = "complaint"
    ENQUIRY = "enquiry"
    THANKS = "thanks"


class Direction(StrEnum):
    """Who speaks in a contact."""

    IN = "in"
    OUT = "out"


class Verification(StrEnum):
    """How sure we are who this is; it gates what may be told, changed or paid."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"
    REPRESENTATIVE = "representative"


class Role(StrEnum):
    """What a person does for one brand."""

    REP = "rep"
    TEAM_LEADER = "team_leader"
    SPECIALIST = "specialist"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Skip(StrEnum):
    """Why a person passed over the best next case."""

    LANGUAGE = "language"
    SKILL = "skill"
    KNOWN = "known"
    BREAK = "break"
    OTHER = "other"


class Erasure(StrEnum):
    """Why words are erased; a code, because a reason in words could not be taken back out of the record."""

    REQUEST = "request"
    RETENTION = "retention"
    MISTAKE = "mistake"


class Listened(StrEnum):
    """Whether the customer felt heard, in their word once it is over."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


LANGUAGES = ("en", "bg", "he", "sv", "ru", "zh-Hans", "zh-Hant")
"""The written languages of a case, as BCP 47 tags; `und` says that nobody knows."""

SERIOUSNESS = (0, 1, 2, 3)
"""0 low, 1 normal, 2 high, 3 severe."""
