"""A brand's policy, as the document that a manager writes: who may give what, to whom, for which failure.

No expressions: a condition is an equality, a set or a range over one fact of a closed list. So one document can
be checked, said as sentences, answered for one case, and turned into SQL for a year of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from amends.rules.policy.amounts import MOST, WHOLE
from amends.rules.policy.facts import MOST_COUNT
from amends.rules.vocabulary import Situation

MISSING = "missing"
"""Stands for a fact that nobody knows: a cell of its own in every condition."""

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Money = Annotated[int, Field(ge=0, le=MOST, strict=True)]
Points = Annotated[int, Field(ge=0, le=100 * WHOLE, strict=True)]
Count = Annotated[int, Field(ge=0, le=MOST_COUNT, strict=True)]
Days = Annotated[int, Field(ge=0, le=3_650, strict=True)]
FindingId = Annotated[str, Field(pattern=r"^[a-z_]{1,24}(\.[a-z_]{1,24})?$")]
Texts = dict[
    Literal["en", "bg", "he", "sv", "ru", "zh-Hans", "zh-Hant"], Annotated[str, Field(max_length=500)]
]


class RemedyKind(StrEnum):
    """What is given to put something right."""

    REFUND = "refund"
    FEE_WAIVER = "fee_waiver"
    CREDIT = "credit"
    FREE_PERIOD = "free_period"
    VOUCHER = "voucher"
    REPLACEMENT = "replacement"
    REPAIR = "repair"
    RE_PERFORMANCE = "re_performance"
    GIFT = "gift"
    APOLOGY = "apology"


class Holder(StrEnum):
    """Who holds authority, from the front line upwards; win-back staff stand beside them."""

    REP = "rep"
    TEAM_LEADER = "team_leader"
    SPECIALIST = "specialist"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    WIN_BACK = "win_back"


LADDER_OF_AUTHORITY = (Holder.REP, Holder.TEAM_LEADER, Holder.SPECIALIST, Holder.SUPERVISOR, Holder.MANAGER)


class Part(BaseModel):
    """A part of a policy: fixed once read, and nothing in it that is not named here."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Condition(Part):
    """What one fact must be: one of some codes, or within a range with both ends; and whether it may be missing."""

    one_of: tuple[str, ...] = ()
    least: Count | None = Field(None, alias="from")
    most: Count | None = Field(None, alias="to")
    is_so: bool | None = Field(None, alias="is")
    or_missing: bool = False

    @model_validator(mode="before")
    @classmethod
    def _short(cls, said: object) -> object:
        """Answers the long form of `missing`, `true`, `code` and `[code, code, missing]`."""
        if said == MISSING:
            return {"or_missing": True}
        if isinstance(said, bool):
            return {"is": said}
        if isinstance(said, str | int):
            said = [said]
        if isinstance(said, list | tuple):
            codes = [str(code) for code in said]
            return {
                "one_of": tuple(code for code in codes if code != MISSING),
                "or_missing": MISSING in codes,
            }
        return said


Conditions = dict[str, Condition]


class Worth(Part):
    """What a remedy is worth: a fixed amount, or a share of an amount of the case within bounds."""

    fixed: Money | None = None
    share: Points | None = None
    of: Literal["price_paid", "monthly_price", "fee"] | None = None
    at_least: Money = 0
    at_most: Money = MOST

    @model_validator(mode="after")
    def _one_rule(self) -> Worth:
        if (self.fixed is None) == (self.share is None) or (self.share is None) != (self.of is None):
            raise ValueError("say either `fixed`, or `share` and `of`")
        if self.at_least > self.at_most:
            raise ValueError("`at_least` is more than `at_most`")
        return self


class Remedy(Part):
    """One thing that can be given, and whether it mends the failure or makes up for the trouble."""

    kind: RemedyKind
    part: Literal["fix", "extra"]
    worth: Worth = Worth(fixed=0)
    texts: Texts


class Offer(Part):
    """One standard option: a fix, and an extra that makes up for the trouble."""

    fix: Code
    extra: Code | None = None


class Row(Part):
    """One situation: when it is so, which way is open, and what is offered."""

    when: Conditions = {}
    then: Situation
    options: dict[Annotated[str, Field(pattern=r"^[A-D]$")], Offer] = {}
    reasons: tuple[Code, ...] = ()
    evidence: tuple[Code, ...] = ()
    next_rung: Code | None = None
    denies_first: bool = False


class Table(Part):
    """Situations of one kind of complaint; no two of its rows may fit the same case."""

    title: Texts = {}
    applies: Conditions = Field({}, alias="for")
    rows: Annotated[tuple[Row, ...], Field(min_length=1, max_length=200)]

    @field_validator("title", mode="before")
    @classmethod
    def _in_english(cls, said: object) -> object:
        """Answers the long form of a title that is said in English alone."""
        if isinstance(said, str):
            return {"en": said} if said else {}
        return said


class Limits(Part):
    """What one holder of authority may give."""

    per_case: Money
    per_day: Money
    goodwill_per_day: Money = 0
    kinds: dict[RemedyKind, Money] = {}

    def of_kind(self, kind: RemedyKind) -> int:
        """Answers the most for one remedy of this kind: the kind's own limit, and never more than a case's."""
        return min(self.per_case, self.kinds.get(kind, self.per_case))


class Authority(Part):
    """Who may give how much, alone; a team may hold more or less than its role."""

    roles: dict[Holder, Limits]
    teams: dict[str, dict[Holder, Limits]] = {}
    unattended: Money = 0
    two_people_above: Money | None = None
    front_line_share: Annotated[int, Field(ge=0, le=WHOLE, strict=True)] = WHOLE // 2


class Entitlement(Part):
    """What law or charter makes due, asked for or not."""

    when: Conditions
    remedy: Code
    source: Annotated[str, Field(min_length=3, max_length=300)]


class ClaimWindow(Part):
    """Until when a failure should be reported; a late claim is reviewed by a person, never refused by the clock."""

    applies: Conditions = Field({}, alias="for")
    days: Days
    when_late: Literal["review"] = "review"


class Rung(Part):
    """One step of the ladder upwards, ending at an external body or a final answer."""

    who: Code
    texts: Texts
    next: Code | None = None
    is_final: bool = False


class PromiseDefaults(Part):
    """How promises are kept unless something else is said."""

    attempts: Annotated[int, Field(ge=1, le=10, strict=True)] = 3
    minutes_between: Annotated[int, Field(ge=1, le=10_080, strict=True)] = 60
    pausing: tuple[Literal["customer", "supplier", "records"], ...] = ("customer",)


class Policy(Part):
    """One version of a brand's policy."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    effective_at: AwareDatetime
    brand_promise: Texts = {}
    """What the brand promises everybody who buys from it; a case is judged against it. Source: ZH28."""
    failures: dict[Code, Texts]
    products: dict[Code, Texts] = {}
    reasons: dict[Code, Texts] = {}
    remedies: dict[Code, Remedy]
    authority: Authority
    tables: dict[Code, Table]
    entitlements: dict[Code, Entitlement] = {}
    claim_windows: tuple[ClaimWindow, ...] = ()
    ladder: dict[Code, Rung]
    people_before_escalation: Annotated[int, Field(ge=1, le=10, strict=True)] = 3
    promises: PromiseDefaults = PromiseDefaults()
    reopen_days: Days = 30
    quiet_days: Days = 0
    reply_blocks: Annotated[tuple[FindingId, ...], Field(max_length=50)] = ()
    """What keeps a reply from leaving, besides what always does."""
    fact_blocks: Annotated[tuple[Texts, ...], Field(max_length=100)] = ()
    """Approved facts, said the same to everybody: they may come again word for word."""
    allows_denying_first: bool = False

    def codes_of(self, fact: str) -> Mapping[str, Texts]:
        """Answers the codes that this policy names for a fact."""
        return {"failure": self.failures, "product": self.products}[fact]
