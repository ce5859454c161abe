"""The rows of the case file."""

from amends.cases.models.access import CaseView, ProgramRequest, ProgramToken, Skipped
from amends.cases.models.case import Case
from amends.cases.models.consult import Consult, Presence
from amends.cases.models.contact import Attachment, Contact, Note, RawOriginal
from amends.cases.models.detail import Fact, Point, PriorStep
from amends.cases.models.directory import BrandContact
from amends.cases.models.feedback import Feedback
from amends.cases.models.leaving import CriticalFinding, Leaving, WinBack
from amends.cases.models.number import SealedNumber
from amends.cases.models.outbox import Outgoing
from amends.cases.models.payout import PayoutAccount
from amends.cases.models.policy import PolicyDraft, PolicyDraftStep, PolicyReplay, PolicyVersion
from amends.cases.models.promise import Promise, PromiseAttempt, PromiseMove
from amends.cases.models.reading import Alarm, ReadingCorrection, ReadingModel, ReadingModelTurn
from amends.cases.models.record import CaseEvent, Checkpoint
from amends.cases.models.recovery import Escalation, FollowUp, OneContact, PassedStep
from amends.cases.models.remedy import (
    Approval,
    Circumstances,
    Given,
    LedgerEntry,
    Offer,
    Remedy,
    Settlement,
    Supplier,
)
from amends.cases.models.reply import ReplyFinding
from amends.cases.models.representative import Representative
from amends.cases.models.running import ImportedKey, ImportRun
from amends.cases.models.seat import CaseKey, CaseVisit, PreparedCase
from amends.cases.models.shift import Absence, BrandHours, Shift

__all__ = [
    "Absence",
    "Alarm",
    "Approval",
    "Attachment",
    "BrandContact",
    "BrandHours",
    "Case",
    "CaseEvent",
    "CaseKey",
    "CaseView",
    "CaseVisit",
    "Checkpoint",
    "Circumstances",
    "Consult",
    "Contact",
    "CriticalFinding",
    "Escalation",
    "Fact",
    "Feedback",
    "FollowUp",
    "Given",
    "ImportRun",
    "ImportedKey",
    "Leaving",
    "LedgerEntry",
    "Note",
    "Offer",
    "OneContact",
    "Outgoing",
    "PassedStep",
    "PayoutAccount",
    "Point",
    "PolicyDraft",
    "PolicyDraftStep",
    "PolicyReplay",
    "PolicyVersion",
    "PreparedCase",
    "Presence",
    "PriorStep",
    "ProgramRequest",
    "ProgramToken",
    "Promise",
    "PromiseAttempt",
    "PromiseMove",
    "RawOriginal",
    "ReadingCorrection",
    "ReadingModel",
    "ReadingModelTurn",
    "Remedy",
    "ReplyFinding",
    "Representative",
    "SealedNumber",
    "Settlement",
    "Shift",
    "Skipped",
    "Supplier",
    "WinBack",
]
