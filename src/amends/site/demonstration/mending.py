"""What the demonstration's people give: circumstances from the story, options chosen, carried out, or waiting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from amends.cases.actions.circumstances import set_circumstances
from amends.cases.actions.issuing import carry_out_remedy, confirm_remedy
from amends.cases.actions.recovery import Heard, follow_up_case, name_emotion
from amends.cases.actions.remedies import Choice, accept_remedy, approve_settlement, give_gesture
from amends.cases.models import Remedy, Settlement
from amends.errors import DomainError
from amends.people.permissions import Actor
from amends.rules.policy.facts import Value
from amends.rules.vocabulary import Channel, Decision, Emotion, Situation
from amends.site.demonstration.parting import dispute
from amends.site.demonstration.people import NORVIA
from amends.site.demonstration.stories import Story
from amends.site.demonstration.timeline import chance

_SPACE = UUID("5d1f3c9e-6a0b-4a9e-9d52-0c6a1a7c3b11")
FAILURES: Mapping[str, Mapping[str, str]] = {
    NORVIA: {
        "outage": "outage",
        "slow_line": "slow_line",
        "missed_appointment": "missed_visit",
        "billing": "charged_wrongly",
        "double_charge": "charged_wrongly",
        "cancellation": "charged_wrongly",
        "price_rise": "charged_wrongly",
        "roaming": "charged_wrongly",
        "damaged_goods": "goods_damaged",
        "delivery": "goods_damaged",
        "rude_staff": "rude_staff",
        "injury": "injury_or_fraud",
        "fraud": "injury_or_fraud",
    },
    "sunfold": {
        "flight": "flight_late",
        "cancellation": "flight_cancelled",
        "room": "room_not_as_booked",
        "booking": "room_not_as_booked",
        "noise": "noise",
        "overbooked": "overbooked",
        "luggage": "luggage_lost",
        "billing": "charged_wrongly",
        "double_charge": "charged_wrongly",
        "refund_late": "refund_late",
        "rude_staff": "rude_staff",
        "injury": "injury_or_fraud",
        "fraud": "injury_or_fraud",
    },
}
"""Brand -> what a story is about -> what the brand's policy calls it."""
_EMOTIONS = (Emotion.ANGER, Emotion.DISAPPOINTMENT, Emotion.WORRY, Emotion.HELPLESSNESS)
_NOTHING_GIVEN = (
    "not_verified",
    "no_options",
    "option_needs",
    "above_day",
    "above_everyone",
    "above_gestures",
)
"""Nobody knows who this is, the facts are not enough, or it is too much: as at a real desk."""
_DELAYED = ("outage", "slow_line", "flight_late", "flight_cancelled", "luggage_lost")
_CHARGED = ("charged_wrongly", "refund_late")
_TARIFFS = (3_200, 3_900, 4_900, 5_900)


def feel(actor: Actor, case_uuid: UUID, story: Story, now: datetime) -> None:
    """Names what the customer feels."""
    emotion = (
        Emotion.GRIEF if story.theme == "injury" else _EMOTIONS[chance(story, "emotion", len(_EMOTIONS))]
    )
    name_emotion(actor=actor, case_uuid=case_uuid, emotion=emotion, now=now)


def say_circumstances(actor: Actor, case_uuid: UUID, story: Story, now: datetime) -> None:
    """Writes down what the policy asks, where the policy has a name for what failed."""
    failure = FAILURES[story.brand].get(story.theme)
    if failure is not None:
        stated = _stated(story, failure)
        set_circumstances(actor=actor, case_uuid=case_uuid, stated=stated, now=now)
        if "fee" in stated:
            dispute(actor, case_uuid, int(stated["fee"]), now)


def _stated(story: Story, failure: str) -> dict[str, Value]:
    stated: dict[str, Value] = {"failure": failure}
    inbound = sum(line.speaker == "customer" for line in story.conversation)
    stated["times_asked"] = inbound
    if failure in _DELAYED:
        days = 1 + chance(story, "delay", 4) if failure in ("outage", "slow_line", "luggage_lost") else 0
        stated["delay_minutes"] = days * 1_440 or 35 + chance(story, "delay", 320)
    if failure == "missed_visit":
        stated["times_failed"] = 1 + chance(story, "again", 2)
    if failure in _CHARGED:
        stated["fee"] = 900 + 50 * chance(story, "fee", 90)
        stated["error_known"] = not chance(story, "known", 3)
    if story.brand == NORVIA:
        stated["monthly_price"] = _TARIFFS[chance(story, "tariff", len(_TARIFFS))]
    else:
        stated["price_paid"] = 28_000 + 500 * chance(story, "price", 48)
    return stated


def give(actor: Actor, higher: Actor, case_uuid: UUID, story: Story, now: datetime) -> None:
    """Gives what was upheld: mostly carried out, some waiting to be, some waiting for somebody higher."""
    said = story.complaint
    upheld = said is not None and any(one.decision is not Decision.NOT_UPHELD for one in said.findings)
    if said is None or not upheld or said.situation is not Situation.MEND:
        return
    try:
        code = "ABC"[chance(story, "option", 3)]
        settlement = _settled(actor, case_uuid, story, code if chance(story, "third", 4) == 0 else "A", now)
        if chance(story, "gesture", 9) == 0:
            key = uuid5(_SPACE, f"{story.key}:gesture")
            gesture = "mobile_data" if story.brand == NORVIA else "breakfast"
            give_gesture(actor=actor, case_uuid=case_uuid, remedy=gesture, key=key, now=now)
    except DomainError as error:
        if error.code not in _NOTHING_GIVEN:
            raise
        return
    fate = chance(story, "fate", 12)
    if settlement.state == "chosen" and fate:
        approve_settlement(actor=higher, case_uuid=case_uuid, settlement=settlement.uuid, now=now)
    if fate > 1:
        _carry_out(higher, case_uuid, story, now, is_confirmed=fate > 6)
    if fate > 4:
        heard = Heard(
            channel=Channel.PHONE, is_reached=True, is_satisfied=fate > 5, is_something_open=fate == 5
        )
        follow_up_case(actor=actor, case_uuid=case_uuid, heard=heard, now=now)


def finish(higher: Actor, case_uuid: UUID, story: Story, now: datetime) -> None:
    """Lets nothing be owed any more before a case is closed: what waits is approved, what is due is carried out."""
    for row in Settlement.objects.filter(case__uuid=case_uuid, state="chosen"):
        approve_settlement(actor=higher, case_uuid=case_uuid, settlement=row.uuid, now=now)
    _carry_out(higher, case_uuid, story, now, is_confirmed=bool(chance(story, "confirmed", 3)))


def _settled(actor: Actor, case_uuid: UUID, story: Story, code: str, now: datetime) -> Settlement:
    choice = Choice(code=code, key=uuid5(_SPACE, story.key), is_customers=bool(chance(story, "by", 5)))
    return accept_remedy(actor=actor, case_uuid=case_uuid, choice=choice, now=now)


def _carry_out(higher: Actor, case_uuid: UUID, story: Story, now: datetime, *, is_confirmed: bool) -> None:
    for remedy in Remedy.objects.filter(case__uuid=case_uuid, state="approved"):
        proof = f"{story.key.upper()}-{remedy.pk}"
        carry_out_remedy(actor=higher, case_uuid=case_uuid, remedy=remedy.uuid, proof=proof, now=now)
        if is_confirmed:
            confirm_remedy(actor=higher, case_uuid=case_uuid, remedy=remedy.uuid, now=now)
