"""Who leaves and who stays in the demonstration, where somebody had no power, what is in dispute, one quick case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from amends.cases.actions.circumstances import dispute_amount, set_circumstances
from amends.cases.actions.escalation import Lacking, escalate_case
from amends.cases.actions.leaving import Parting, Talk, find_critical, note_leaving, record_win_back
from amends.cases.actions.one_contact import Told, settle_in_one_contact
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Case, Contact
from amends.people.actors import actor_of
from amends.people.models import Brand, Membership
from amends.people.permissions import Actor
from amends.rules.ladder import Climb
from amends.rules.leaving import Critical, LossReason, Outcome
from amends.rules.vocabulary import Cause, Channel, Role, Situation
from amends.site.demonstration.people import NORVIA
from amends.site.demonstration.stories import Story
from amends.site.demonstration.timeline import chance

_SPACE = UUID("c0b5b1de-35a1-4d3c-9a53-0a7c1a7c3b21")
_RIVALS = {NORVIA: "Linkway", "sunfold": "Holidor"}
_OFFERS = {
    "en": "Half the price for a year, and the equipment free",
    "bg": "Половин цена за година и безплатна техника",
    "he": "חצי מחיר לשנה, והציוד חינם",
    "sv": "Halva priset i ett år och utrustningen på köpet",
    "ru": "Полцены на год и оборудование бесплатно",
    "zh-Hans": "一年半价，设备免费",
    "zh-Hant": "一年半價，設備免費",
}
_WHY = {
    "en": "Nobody called back, twice. The money was not the point.",
    "bg": "Два пъти никой не се обади. Не беше заради парите.",
    "he": "פעמיים אף אחד לא חזר אליי. הכסף לא היה העניין.",
    "sv": "Ingen ringde upp, två gånger. Det var inte pengarna.",
    "ru": "Два раза никто не перезвонил. Дело было не в деньгах.",
    "zh-Hans": "两次都没人回电。不是钱的问题。",
    "zh-Hant": "兩次都沒人回電。不是錢的問題。",
}
_LACKED = {NORVIA: ("quarter_free", 13_200), "sunfold": ("nights_back", 61_000)}
_BACK = {NORVIA: ("quarter_free", 9_600), "sunfold": ("night_voucher", 42_000)}
_LEAVING_OF, _POWERLESS_OF, _DEMANDED_OF = 24, 30, 30
_REASONS = (LossReason.UNSOLVED, LossReason.COMPETITOR, LossReason.PRICE)


def lack_power(actor: Actor, case_uuid: UUID, story: Story, now: datetime) -> None:
    """Lets a few cases go up: somebody had no power, or somebody higher was asked for."""
    if not chance(story, "powerless", _POWERLESS_OF):
        remedy, amount = _LACKED[story.brand]
        lacking = Lacking(remedy=remedy, amount_minor=amount)
        escalate_case(actor=actor, case_uuid=case_uuid, why=Climb.POWERLESS, lacking=lacking, now=now)
    elif not chance(story, "demanded", _DEMANDED_OF):
        had_chance = bool(chance(story, "fair", 3))
        escalate_case(actor=actor, case_uuid=case_uuid, why=Climb.DEMANDED, had_chance=had_chance, now=now)


def is_lost(story: Story) -> bool:
    """Answers whether the customer of a story leaves in the end."""
    return not chance(story, "leave", _LEAVING_OF)


def leave(actor: Actor, case_uuid: UUID, story: Story, now: datetime) -> None:
    """Writes down that somebody leaves, and for what."""
    parting = _parting(story.brand, story.language, Outcome.LEAVES)
    note_leaving(actor=actor, case_uuid=case_uuid, parting=parting, now=now)


def _parting(brand: str, language: str, outcome: Outcome) -> Parting:
    return Parting(outcome=outcome, competitor=_RIVALS[brand], competitor_offer=_OFFERS[language])


def talk_after(actor: Actor, case_uuid: UUID, story: Story, now: datetime) -> None:
    """Holds the talk after a loss: sometimes win-back gives what the front line could not."""
    remedy, amount = _BACK[story.brand]
    talk = Talk(
        reason=_REASONS[chance(story, "why", len(_REASONS))],
        words=_WHY[story.language],
        offered_remedy=remedy,
        offered_minor=amount,
        came_back=bool(chance(story, "back", 2)),
    )
    record_win_back(actor=actor, case_uuid=case_uuid, talk=talk, now=now)


def dispute(actor: Actor, case_uuid: UUID, amount: int, now: datetime) -> None:
    """Writes down how much of a bill is in dispute."""
    dispute_amount(actor=actor, case_uuid=case_uuid, amount_minor=amount, now=now)


def part_now(brand: Brand, now: datetime) -> None:
    """Lets two people of today think of leaving, one contact be marked, and one complaint be solved at once."""
    actor = _first(brand, Role.REP)
    open_cases = Case.objects.of(brand.pk).filter(is_open=True, is_restricted=False, situation="mend")
    kept = open_cases.filter(owner=actor.staff_id, decision="", about_staff=None).order_by("-recent_key")
    thinking = list(kept[:2])
    for case, outcome in zip(thinking, (Outcome.UNDECIDED, Outcome.STAYS), strict=False):
        set_circumstances(actor=actor, case_uuid=case.uuid, stated={"leave_intent": True}, now=now)
        parting = _parting(brand.slug, case.language if case.language in _OFFERS else "en", outcome)
        note_leaving(actor=actor, case_uuid=case.uuid, parting=parting, now=now)
    _mark(brand, now)
    if thinking and brand.slug == NORVIA:
        _solve(actor, brand, now - timedelta(hours=2))


def _first(brand: Brand, role: Role) -> Actor:
    return actor_of(Membership.objects.filter(brand=brand, role=role.value).order_by("pk")[0].staff)


def _mark(brand: Brand, now: datetime) -> None:
    contact = Contact.objects.of(brand.pk).filter(
        direction="out", case__is_open=False, case__is_restricted=False, channel="phone"
    )
    said = contact.select_related("case").order_by("-recorded_at").first()
    if said is not None and said.case is not None:
        find_critical(
            actor=_first(brand, Role.SUPERVISOR),
            case_uuid=said.case.uuid,
            contact_uuid=said.uuid,
            code=Critical.TOLD_TO_SWITCH,
            now=now,
        )


def _solve(actor: Actor, brand: Brand, now: datetime) -> None:
    inbound = InboundContact(
        channel=Channel.PHONE,
        text="The line was down from breakfast to lunch and I was on a call with my doctor.",
        gist="Line down this morning, call with a doctor cut off",
        want="That it does not happen again today",
        points=("The line was down all morning",),
        caller=Caller(name="Harriet Cole", phone="+44 113 496 0777", language="en"),
        language="en",
    )
    told = Told(
        key=uuid5(_SPACE, "one"),
        inbound=inbound,
        checked_how="answered two security questions",
        stated=_STATED,
        cause=Cause.COMPANY,
        situation=Situation.MEND,
        offered=("B",),
        option="B",
        said_back="We were wrong. The fault is mended, and the mobile data is on your line from now on.",
        proof="Work order 7741",
        is_solved=True,
    )
    settle_in_one_contact(actor=actor, brand=brand, told=told, now=now)


_STATED: Mapping[str, str | int] = {"failure": "outage", "delay_minutes": 240}
