"""Who wants to leave is offered what lowers a price; what must never be said is marked; losses teach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from amends.cases.actions.contacts import reply_to_customer
from amends.cases.actions.leaving import Parting, Talk, find_critical, note_leaving, record_win_back
from amends.cases.actions.remedies import give_gesture, offer_remedies
from amends.cases.actions.stages import close_case
from amends.cases.losses import critical_findings, leaving_outcomes, losses_by_row
from amends.cases.models import Case, CaseEvent, Contact, CriticalFinding, Leaving, Settlement, WinBack
from amends.cases.recording import NotFound, Refused
from amends.errors import DomainError
from amends.people.models import Customer
from amends.people.scope import every_brand
from amends.rules import leaving as rules
from amends.rules.leaving import SAVING, Critical, LossReason, Outcome, is_because_of_leaving, why_not_save
from amends.rules.policy.document import Condition, RemedyKind
from amends.rules.vocabulary import Channel, Ending
from amends.site.command import run
from tests.cases.remedying import choose, failed_case, put_in_force
from tests.conftest import NOON, Cast, complain

SINCE, LATER = NOON - timedelta(days=365), NOON + timedelta(days=1)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, a policy in force, and every brand in view."""
    put_in_force(cast.norvia)
    with every_brand():
        yield cast


def parting(cast: Cast, case: Case, outcome: Outcome = Outcome.LEAVES, **more: Any) -> Leaving:
    said = Parting(outcome=outcome, competitor="Linkway", competitor_offer="Half the price", **more)
    return note_leaving(actor=cast.actor("rep"), case_uuid=case.uuid, parting=said, now=NOON)


def lost(cast: Cast) -> Case:
    case = failed_case(cast)
    parting(cast, case)
    close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=NOON)
    return Case.objects.get(pk=case.pk)


def talk(cast: Cast, case: Case, **more: Any) -> WinBack:
    usual: dict[str, Any] = {"reason": LossReason.UNSOLVED, "words": "Nobody called.", "came_back": False}
    said = Talk(**{**usual, **more})
    return record_win_back(actor=cast.actor("rep"), case_uuid=case.uuid, talk=said, now=LATER)


@pytest.mark.parametrize("kind", RemedyKind)
def test_a_save_offer_lowers_a_price_or_mends_and_never_adds(kind: RemedyKind) -> None:
    is_adding = kind in (RemedyKind.GIFT, RemedyKind.VOUCHER)
    assert why_not_save(kind, is_leaving=True) == ("save_offer_adds" if is_adding else "")
    assert why_not_save(kind, is_leaving=False) == ""


def test_a_row_is_because_of_leaving_where_it_asks_for_it() -> None:
    assert is_because_of_leaving((("leave_intent", Condition.model_validate(True)),))
    assert not is_because_of_leaving((("leave_intent", Condition.model_validate(False)),))
    assert not is_because_of_leaving((("failure", Condition.model_validate("late")),))


def test_a_gift_does_not_keep_who_wants_to_leave(desk: Cast) -> None:
    case = failed_case(desk, leave_intent=True)
    asked: dict[str, Any] = {"actor": desk.actor("rep"), "case_uuid": case.uuid, "now": NOON}
    with pytest.raises(Refused, match="save_offer_adds"):
        give_gesture(**asked, remedy="gift", key=uuid4())
    assert Settlement.objects.count() == 0


def test_the_negative_control_without_the_rule_the_gift_is_given(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.cases.actions.remedies.why_not_save", lambda kind, is_leaving: "")
    case = failed_case(desk, leave_intent=True)
    give_gesture(actor=desk.actor("rep"), case_uuid=case.uuid, remedy="gift", key=uuid4(), now=NOON)
    assert Settlement.objects.count() == 1


def test_what_mends_the_failure_is_the_same_whether_they_leave_or_not(desk: Cast) -> None:
    case = failed_case(desk, leave_intent=True)
    assert choose(desk.actor("rep"), case, "A").total_minor == 2_500


def test_an_extra_that_is_given_because_they_leave_may_not_add(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.cases.actions.remedies.is_because_of_leaving", lambda conditions: True)
    case = failed_case(desk, leave_intent=True)
    asked: dict[str, Any] = {"actor": desk.actor("rep"), "case_uuid": case.uuid, "now": NOON}
    with pytest.raises(Refused, match="save_offer_adds"):
        offer_remedies(**asked, codes=["A", "B"], text="Choose.", channel=Channel.PHONE)
    with pytest.raises(Refused, match="save_offer_adds"):
        choose(desk.actor("rep"), case, "A")
    assert choose(desk.actor("rep"), case, "B").code == "B"


def test_the_competitor_and_what_was_offered_stand_with_the_case_once(desk: Cast) -> None:
    case = failed_case(desk)
    parting(desk, case, Outcome.UNDECIDED, offered_remedy="tenth")
    parting(desk, case, Outcome.STAYS, offered_remedy="tenth")
    row = Leaving.objects.get(case=case)
    assert (row.outcome, row.competitor, row.offered_remedy) == ("stays", "Linkway", "tenth")
    events = CaseEvent.objects.filter(case=case, kind="leaving.noted").values_list("data", flat=True)
    assert len(events) == 2 and not any("Linkway" in data for data in events)
    assert leaving_outcomes(desk.norvia.pk, SINCE) == {"stays": 1}


def test_an_offer_that_adds_or_that_nobody_knows_is_not_written_down_as_one(desk: Cast) -> None:
    case = failed_case(desk)
    with pytest.raises(Refused, match="save_offer_adds"):
        parting(desk, case, offered_remedy="gift")
    with pytest.raises(DomainError, match="remedy_unknown"):
        parting(desk, case, offered_remedy="moon")
    assert Leaving.objects.count() == 0


def spoken(cast: Cast) -> Contact:
    return reply_to_customer(
        actor=cast.actor("rep"),
        case_uuid=complain(cast).uuid,
        text="Then go ahead and switch.",
        channel=Channel.PHONE,
        now=NOON,
    )


def mark(cast: Cast, contact: Contact, by: str = "supervisor") -> CriticalFinding:
    case = Case.objects.get(pk=contact.case_id)
    return find_critical(
        actor=cast.actor(by),
        case_uuid=case.uuid,
        contact_uuid=contact.uuid,
        code=Critical.TOLD_TO_SWITCH,
        now=LATER,
    )


def test_go_ahead_and_switch_is_marked_once_and_listed(desk: Cast) -> None:
    contact = spoken(desk)
    assert mark(desk, contact) == mark(desk, contact)
    assert [row.contact_id for row in critical_findings(desk.norvia.pk, SINCE)] == [contact.pk]
    assert CaseEvent.objects.filter(kind="contact.critical").count() == 1
    assert critical_findings(desk.sunfold.pk, SINCE) == []


@pytest.mark.parametrize(("who", "error"), [("rep", Refused), ("stranger", NotFound)])
def test_only_who_reviews_marks_a_contact(desk: Cast, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        mark(desk, spoken(desk), by=who)
    assert CriticalFinding.objects.count() == 0


def test_a_contact_of_another_case_is_not_marked(desk: Cast) -> None:
    contact, other = spoken(desk), complain(desk)
    with pytest.raises(Refused, match="not_in_case"):
        find_critical(
            actor=desk.actor("supervisor"),
            case_uuid=other.uuid,
            contact_uuid=contact.uuid,
            code=Critical.TOLD_TO_SWITCH,
            now=LATER,
        )


def test_the_talk_after_a_loss_is_compared_with_the_front_line(desk: Cast) -> None:
    case = lost(desk)
    row = talk(desk, case, offered_remedy="back", offered_minor=8_000, came_back=True)
    assert (row.policy_row, row.limit_minor, row.currency) == ("parcels.1", 5_000, "EUR")
    said = CaseEvent.objects.filter(kind="customer.win_back").values_list("data", flat=True)
    assert not any("Nobody" in data for data in said)


def test_a_loss_is_a_closed_case_of_somebody_who_left(desk: Cast) -> None:
    case = failed_case(desk)
    with pytest.raises(Refused, match="still_running"):
        talk(desk, case)
    parting(desk, case, Outcome.STAYS)
    close_case(actor=desk.actor("rep"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=NOON)
    with pytest.raises(Refused, match="not_lost"):
        talk(desk, case)
    assert WinBack.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"offered_minor": 1}, "remedy_missing"),
        ({"offered_remedy": "moon"}, "remedy_unknown"),
        ({"offered_remedy": "back", "offered_minor": -1}, "amount_wrong"),
    ],
)
def test_an_offer_without_a_remedy_or_a_real_amount_is_refused(
    desk: Cast, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError, match=code):
        talk(desk, lost(desk), **more)


def test_losses_say_where_the_front_line_fell_short_beside_what_the_customers_were_worth(desk: Cast) -> None:
    first, second = lost(desk), lost(desk)
    Customer.objects.update(value_minor=30_000, currency="EUR")
    talk(desk, first, offered_remedy="back", offered_minor=8_000, came_back=True)
    talk(desk, second, reason=LossReason.PRICE, offered_remedy="tenth", offered_minor=900)
    (row,) = losses_by_row(desk.norvia.pk, SINCE)
    assert (row.policy_row, row.times, row.came_back, row.should_have_been_given) == ("parcels.1", 2, 1, 1)
    assert (row.gap_minor, row.offered_minor, row.yearly_minor) == (3_000, 8_900, 60_000)
    assert row.references == [first.reference]
    assert losses_by_row(desk.sunfold.pk, SINCE) == []


def test_the_report_on_losses_says_gap_worth_and_what_must_never_be_said(
    desk: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMENDS_FROZEN_AT", (NOON + timedelta(days=2)).isoformat())
    case = lost(desk)
    talk(desk, case, offered_remedy="back", offered_minor=8_000, came_back=True)
    mark(desk, spoken(desk))
    assert run(["losses", "--brand", "norvia"]) == 0
    said = capsys.readouterr().out
    assert f"beyond the front line in 1 of them, by 30.00 EUR: {case.reference}" in said
    assert "leave 1" in said and "must never be said: 1" in said


def test_the_kinds_that_save_are_all_but_two() -> None:
    assert len(SAVING) == len(RemedyKind) - 2
    assert rules.SAVING is SAVING
