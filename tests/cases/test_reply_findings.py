"""What must never leave is refused at sending; what stood then, and what was mended before, is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import yaml

from amends.cases import reply_context as context_module
from amends.cases.actions.contacts import reply_to_customer
from amends.cases.actions.details import add_fact, add_point
from amends.cases.actions.policies import activate_policy
from amends.cases.actions.recovery import name_emotion
from amends.cases.actions.remedies import offer_remedies
from amends.cases.models import BrandContact, Case, Contact, Outgoing, ReplyFinding
from amends.cases.recording import Refused
from amends.cases.reply_context import reply_context
from amends.language import checks
from amends.language.matching import Cue
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.rules.replies import needs_retuning
from amends.rules.vocabulary import Channel, Emotion, Role
from tests.cases.remedying import BEFORE, choose, failed_case, policy_text, put_in_force
from tests.conftest import NOON, Cast, complain

PHRASES = {
    "sorry you feel that way": "non_apology.feelings",
    "we will refund": "amends",
    "act now and save": "selling",
    "we will call you": "promise",
}
"""The check's own phrases: what the phrasebooks hold is tested elsewhere."""


class Book:
    """Finds the phrases above and nothing else."""

    def cues(self, text: Any) -> list[Cue]:
        said = str(getattr(text, "text", text)).lower()
        return sorted(
            (
                Cue(at, at + len(phrase), label)
                for phrase, label in PHRASES.items()
                if (at := said.find(phrase)) >= 0
            ),
            key=lambda one: one.start,
        )


@pytest.fixture
def desk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast, a policy in force, a book of three phrases, and every brand in view."""
    put_in_force(cast.norvia)
    monkeypatch.setattr(checks, "matcher", lambda *_: Book())
    monkeypatch.setattr(context_module, "with_reading", lambda context: context)
    with every_brand():
        yield cast


def reply(cast: Cast, case: Case, text: str, shown: tuple[str, ...] = (), by: str = "rep") -> Contact:
    return reply_to_customer(
        actor=cast.actor(by), case_uuid=case.uuid, text=text, channel=Channel.EMAIL, now=NOON, shown=shown
    )


def refused(cast: Cast, case: Case, text: str, by: str = "rep") -> list[str]:
    """Answers what kept a reply from leaving; nothing of it was written or queued."""
    before = Contact.objects.count()
    with pytest.raises(Refused) as error:
        reply(cast, case, text, by=by)
    assert error.value.code == "reply_blocked"
    assert Contact.objects.count() == before and not Outgoing.objects.exists()
    assert not ReplyFinding.objects.exists()
    found: Any = error.value.values["findings"]
    return [one for one, _place in found]


def test_an_amount_above_what_one_may_give_stays_here_and_a_supervisor_may_say_it(desk: Cast) -> None:
    case = failed_case(desk)
    assert refused(desk, case, "We will refund €70.00 to you.") == ["authority.amount"]
    assert reply(desk, case, "We will refund €50.00 to you.").pk
    assert reply(desk, case, "We will refund €70.00 to you today.", by="supervisor").pk


def test_what_was_given_already_lowers_the_limit_and_may_be_said_again(desk: Cast) -> None:
    case = failed_case(desk, price=4_000)
    settlement = choose(desk.actor("rep"), case)
    assert settlement.total_minor == 4_000
    assert reply(desk, case, "We will refund €40.00 to you.").pk
    context = reply_context(case, desk.actor("rep"), NOON)
    assert context.limit_minor == 4_000
    assert context.currency == "EUR"


def test_what_is_put_to_the_customer_with_the_reply_may_be_named_in_it(desk: Cast) -> None:
    case = failed_case(desk, price=6_000)
    said = {"text": "We will refund €60.00 to you.", "channel": Channel.EMAIL, "now": NOON}
    offer_remedies(actor=desk.actor("rep"), case_uuid=case.uuid, codes=["B", "A"], **said)
    text = Contact.objects.filter(direction="out").latest("id").text
    assert text.startswith("We will refund €60.00 to you.\n\nA. ")


def test_a_card_number_stays_here(desk: Cast) -> None:
    assert refused(desk, complain(desk), "Your card 4111 1111 1111 1111 was charged.") == ["secret"]


def test_anothers_address_stays_here_and_the_customers_own_leaves(desk: Cast) -> None:
    case = complain(desk)
    assert refused(desk, case, "We wrote to someone.else@example.org about it.") == ["other_data"]
    assert reply(desk, case, "We wrote to dana@example.org about it.").pk
    assert reply(desk, case, f"Write to me at {desk.rep.email}, please.").pk


def test_an_address_of_the_brands_directory_or_of_the_cases_facts_leaves(desk: Cast) -> None:
    case = complain(desk)
    way = {"kind": "email", "label": "Care", "value": "care@norvia.example", "verified_on": NOON.date()}
    BrandContact.objects.create(brand=desk.norvia, uuid=uuid4(), added_at=NOON, **way)
    assert reply(desk, case, "Write to care@norvia.example whenever you like.").pk
    assert refused_later(desk, case, "The depot is depot@carrier.example for you.") == ["other_data"]
    add_fact(
        actor=desk.actor("rep"), case_uuid=case.uuid, label="other", value="depot@carrier.example", now=NOON
    )
    assert reply(desk, case, "The depot is depot@carrier.example for you.").pk


def refused_later(cast: Cast, case: Case, text: str) -> list[str]:
    with pytest.raises(Refused, match="reply_blocked") as error:
        reply(cast, case, text)
    found: Any = error.value.values["findings"]
    return [one for one, _place in found]


def test_an_address_that_only_another_brand_knows_stays_here(desk: Cast) -> None:
    way = {"kind": "email", "label": "Care", "value": "care@other.example", "verified_on": NOON.date()}
    BrandContact.objects.create(brand=desk.sunfold, uuid=uuid4(), added_at=NOON, **way)
    assert refused(desk, complain(desk), "Write to care@other.example, please.") == ["other_data"]


def test_the_negative_control_without_the_brand_anothers_address_leaves(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = {"kind": "email", "label": "Care", "value": "care@other.example", "verified_on": NOON.date()}
    BrandContact.objects.create(brand=desk.sunfold, uuid=uuid4(), added_at=NOON, **way)
    everywhere = BrandContact.objects.values_list("value", flat=True)
    monkeypatch.setattr(context_module, "_ways", lambda brand: everywhere)
    assert reply(desk, complain(desk), "Write to care@other.example, please.").pk


def test_the_negative_control_without_the_guard_an_amount_above_authority_leaves(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.cases.actions.contacts.guard_reply", lambda *_: ())
    assert reply(desk, failed_case(desk), "We will refund €9,000.00 to you.").pk


def test_what_the_policy_adds_stays_here_too(desk: Cast) -> None:
    case = complain(desk)
    assert reply(desk, case, "Act now and save on a second line.").pk
    text = yaml.safe_dump({**yaml.safe_load(policy_text()), "reply_blocks": ["selling"]})
    activate_policy(actor=SYSTEM, brand=desk.norvia, text=text, now=BEFORE - timedelta(hours=1))
    assert refused_later(desk, case, "Act now and save on a second line!") == ["selling"]


def test_what_stood_is_kept_and_so_is_what_was_mended(desk: Cast) -> None:
    contact = reply(
        desk,
        complain(desk),
        "I am sorry you feel that way. Yes.",
        shown=("non_apology.feelings", "shouting", "never heard of"),
    )
    kept = ReplyFinding.objects.filter(contact=contact).order_by("finding")
    assert [(one.finding, one.was_shown, one.was_overridden) for one in kept] == [
        ("non_apology.feelings", True, True),
        ("shouting", True, False),
    ]


def test_what_nobody_was_shown_is_kept_as_unseen(desk: Cast) -> None:
    contact = reply(desk, complain(desk), "I am sorry you feel that way. Yes.")
    kept = ReplyFinding.objects.get(contact=contact)
    assert (kept.was_shown, kept.was_overridden) == (False, True)


def test_the_case_says_what_a_reply_is_held_against(desk: Cast) -> None:
    case = failed_case(desk)
    reply(desk, complain(desk), "We looked into the other one.")
    reply(desk, case, "We look into it.")
    add_point(actor=desk.actor("rep"), case_uuid=case.uuid, text="It was late.", now=NOON)
    name_emotion(actor=desk.actor("rep"), case_uuid=case.uuid, emotion=Emotion.WORRY, now=NOON)
    case.refresh_from_db()
    found = reply_context(case, desk.actor("rep"), NOON)
    assert (found.language, found.fault, found.situation) == ("en", "company", case.situation)
    assert found.said == "The line has been dead since Friday."
    assert found.own_here == ("We look into it.",) and found.own_last == ("We looked into the other one.",)
    assert found.emotions == ("worry",) and found.is_heard and "It was late." in found.points
    assert {"dana@example.org", case.reference} <= set(found.known)


def test_to_somebody_calm_no_feeling_is_answered(desk: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context_module, "with_reading", lambda found: replace(found, emotions=("anger",)))
    case = complain(desk)
    assert reply_context(case, desk.actor("rep"), NOON).emotions == ("anger",)
    name_emotion(actor=desk.actor("rep"), case_uuid=case.uuid, emotion=Emotion.CALM, now=NOON)
    case.refresh_from_db()
    assert reply_context(case, desk.actor("rep"), NOON).emotions == ()


def test_the_limit_of_who_is_not_named_in_the_policy_is_nothing(desk: Cast) -> None:
    case = failed_case(desk)
    leader = replace(desk.actor("rep"), roles={desk.norvia.pk: Role.TEAM_LEADER})
    assert reply_context(case, leader, NOON).limit_minor == 0
    assert reply_context(case, SYSTEM, NOON).limit_minor is None


def test_a_finding_passed_over_in_more_than_three_of_ten_is_looked_at_again() -> None:
    assert needs_retuning(4, 10) and not needs_retuning(3, 10) and not needs_retuning(0, 0)
