"""What is given: within authority at once, above it by others, once, and on both sides of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from amends.cases.actions.circumstances import set_circumstances
from amends.cases.actions.issuing import carry_out_remedy, confirm_remedy, reverse_remedy
from amends.cases.actions.remedies import (
    approve_settlement,
    drop_settlement,
    give_gesture,
    offer_remedies,
)
from amends.cases.actions.stages import close_case
from amends.cases.ledger import balances, given_in_case, given_today, made_up, unbalanced
from amends.cases.models import Case, CaseEvent, Contact, LedgerEntry, Offer, Remedy, Settlement
from amends.cases.recording import NotFound, Refused
from amends.cases.remedy_watch import just_under, pairs
from amends.errors import DomainError
from amends.people.models import Customer
from amends.people.scope import every_brand
from amends.rules.vocabulary import Cause, Channel, Ending
from tests.cases.remedying import choose, failed_case, put_in_force
from tests.conftest import NOON, Cast, complain


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, a policy in force, and every brand in view."""
    put_in_force(cast.norvia)
    with every_brand():
        yield cast


def held(cast: Cast) -> dict[str, int]:
    return {one.account: one.amount for one in balances(cast.norvia.pk) if one.amount}


def test_within_authority_a_choice_is_approved_at_once_and_owed(desk: Cast) -> None:
    case = failed_case(desk)
    settlement = choose(desk.actor("rep"), case)
    assert (settlement.state, settlement.total_minor, settlement.others_needed) == ("approved", 3_000, 0)
    assert held(desk) == {"cost": 3_000, "owed": -3_000}
    assert given_in_case(desk.norvia.pk, case.pk) == 3_000
    assert given_today(desk.norvia.pk, desk.rep.pk, NOON.date()).given == 3_000


def test_an_option_is_a_fix_and_an_extra_each_issued_by_itself(desk: Cast) -> None:
    settlement = choose(desk.actor("rep"), failed_case(desk), "A")
    parts = Remedy.objects.filter(settlement=settlement).order_by("id")
    assert [(one.part, one.code, one.amount_minor) for one in parts] == [
        ("fix", "again", 2_000),
        ("extra", "gift", 500),
    ]


def test_the_same_press_twice_is_one_settlement(desk: Cast) -> None:
    case, key = failed_case(desk), uuid4()
    first, second = (choose(desk.actor("rep"), case, key=key) for _ in range(2))
    assert first.pk == second.pk
    assert held(desk) == {"cost": 3_000, "owed": -3_000}


def test_a_case_has_one_option_in_force_until_it_is_dropped(desk: Cast) -> None:
    case = failed_case(desk)
    first = choose(desk.actor("rep"), case)
    with pytest.raises(Refused, match="settled_already"):
        choose(desk.actor("rep"), case, "A")
    drop_settlement(actor=desk.actor("rep"), case_uuid=case.uuid, settlement=first.uuid, now=NOON)
    choose(desk.actor("rep"), case, "A")
    assert held(desk) == {"cost": 2_500, "owed": -2_500}
    assert given_today(desk.norvia.pk, desk.rep.pk, NOON.date()).given == 2_500


def test_above_ones_authority_it_waits_for_somebody_higher(desk: Cast) -> None:
    case = failed_case(desk, price=6_500)
    settlement = choose(desk.actor("rep"), case)
    assert (settlement.state, settlement.others_needed) == ("chosen", 1)
    assert held(desk) == {}
    with pytest.raises(Refused, match="own_remedy"):
        approve_settlement(actor=desk.actor("rep"), case_uuid=case.uuid, settlement=settlement.uuid, now=NOON)
    approve_settlement(
        actor=desk.actor("specialist"), case_uuid=case.uuid, settlement=settlement.uuid, now=NOON
    )
    assert held(desk) == {"cost": 6_500, "owed": -6_500}
    # It is the day of who approved that it counts towards.
    assert given_today(desk.norvia.pk, desk.specialist.pk, NOON.date()).given == 6_500
    assert given_today(desk.norvia.pk, desk.rep.pk, NOON.date()).given == 0


def test_a_colleague_without_the_authority_can_not_approve(desk: Cast) -> None:
    case = failed_case(desk, price=9_000)
    settlement = choose(desk.actor("rep"), case)
    with pytest.raises(Refused, match="above_authority"):
        approve_settlement(
            actor=desk.actor("specialist"), case_uuid=case.uuid, settlement=settlement.uuid, now=NOON
        )
    approve_settlement(
        actor=desk.actor("supervisor"), case_uuid=case.uuid, settlement=settlement.uuid, now=NOON
    )
    with pytest.raises(Refused, match="remedy_moved_on"):
        approve_settlement(
            actor=desk.actor("manager"), case_uuid=case.uuid, settlement=settlement.uuid, now=NOON
        )


def test_what_nobody_here_may_give_is_refused_with_its_reason(desk: Cast) -> None:
    with pytest.raises(Refused, match="above_everyone"):
        choose(desk.actor("rep"), failed_case(desk, price=25_000))
    assert not Settlement.objects.exists()


def test_above_the_brands_limit_two_different_people_approve(cast: Cast) -> None:
    put_in_force(cast.norvia, two_people_above=2_000)
    with every_brand():
        case = failed_case(cast)
        settlement = choose(cast.actor("rep"), case)
        asked = {"case_uuid": case.uuid, "settlement": settlement.uuid, "now": NOON}
        assert settlement.others_needed == 2
        approve_settlement(actor=cast.actor("specialist"), **asked)
        with pytest.raises(Refused, match="approved_already"):
            approve_settlement(actor=cast.actor("specialist"), **asked)
        assert held(cast) == {}
        assert approve_settlement(actor=cast.actor("supervisor"), **asked).state == "approved"


def test_a_days_limit_is_a_days_limit(desk: Cast) -> None:
    for _ in range(2):
        choose(desk.actor("rep"), failed_case(desk, price=4_000))
    with pytest.raises(Refused, match="above_day"):
        choose(desk.actor("rep"), failed_case(desk, price=100))
    choose(desk.actor("rep"), failed_case(desk, price=100), now=NOON + timedelta(days=1))


def test_small_gestures_have_a_budget_of_their_own(desk: Cast) -> None:
    rep, case = desk.actor("rep"), failed_case(desk)
    for _ in range(2):
        give_gesture(actor=rep, case_uuid=case.uuid, remedy="gift", key=uuid4(), now=NOON)
    with pytest.raises(Refused, match="above_gestures"):
        give_gesture(actor=rep, case_uuid=case.uuid, remedy="gift", key=uuid4(), now=NOON)
    with pytest.raises(DomainError, match="no_remedy"):
        give_gesture(actor=rep, case_uuid=case.uuid, remedy="back", key=uuid4(), now=NOON)
    assert given_today(desk.norvia.pk, desk.rep.pk, NOON.date()) == (0, 1_000)


def test_somebody_whom_nobody_checked_is_given_nothing_of_worth(desk: Cast) -> None:
    case = failed_case(desk)
    Customer.objects.filter(pk=case.customer_id or 0).update(verification="none")
    with pytest.raises(Refused, match="not_verified"):
        choose(desk.actor("rep"), case)


def test_a_missing_fact_makes_an_option_need_it(desk: Cast) -> None:
    case = failed_case(desk)
    stated = {"price_paid": None}
    set_circumstances(actor=desk.actor("rep"), case_uuid=case.uuid, stated=stated, now=NOON)
    with pytest.raises(Refused, match="option_needs"):
        choose(desk.actor("rep"), case)
    choose(desk.actor("rep"), case, "A")


@pytest.mark.parametrize(
    "stated",
    [
        {"price_paid": -1},
        {"price_paid": 10**13},
        {"failure": "rain"},
        {"fault": "company"},
        {"price_paid": True},
    ],
)
def test_facts_that_can_not_be_are_refused_and_nothing_is_kept(desk: Cast, stated: dict[str, int]) -> None:
    case = failed_case(desk)
    before = CaseEvent.objects.count()
    with pytest.raises(DomainError):
        set_circumstances(actor=desk.actor("rep"), case_uuid=case.uuid, stated=stated, now=NOON)
    assert CaseEvent.objects.count() == before


def test_what_the_charter_makes_due_comes_by_itself_once_and_beside_the_option(desk: Cast) -> None:
    case = failed_case(desk)
    for minutes in (59, 60, 200):
        set_circumstances(
            actor=desk.actor("rep"), case_uuid=case.uuid, stated={"delay_minutes": minutes}, now=NOON
        )
    due = Settlement.objects.get(origin="due")
    assert (due.code, due.total_minor, due.state, due.staff_id) == ("by_law", 500, "approved", None)
    choose(desk.actor("rep"), case)
    assert given_in_case(desk.norvia.pk, case.pk) == 3_000
    with pytest.raises(Refused, match="due_by_law"):
        drop_settlement(actor=desk.actor("supervisor"), case_uuid=case.uuid, settlement=due.uuid, now=NOON)


def test_who_chose_money_does_not_pay_it_and_who_pays_says_what_shows_it(desk: Cast) -> None:
    case = failed_case(desk)
    settlement = choose(desk.actor("rep"), case)
    remedy = Remedy.objects.get(settlement=settlement)
    asked = {"case_uuid": case.uuid, "remedy": remedy.uuid, "now": NOON}
    with pytest.raises(Refused, match="own_remedy"):
        carry_out_remedy(actor=desk.actor("rep"), proof="paid", **asked)
    with pytest.raises(DomainError, match="receipt_missing"):
        carry_out_remedy(actor=desk.actor("supervisor"), proof="  ", **asked)
    carry_out_remedy(actor=desk.actor("supervisor"), proof="booking 4471", **asked)
    assert held(desk) == {"cost": 3_000, "given": -3_000}
    with pytest.raises(Refused, match="remedy_moved_on"):
        carry_out_remedy(actor=desk.actor("manager"), proof="again", **asked)
    confirm_remedy(actor=desk.actor("rep"), **asked)
    with pytest.raises(Refused, match="role"):
        reverse_remedy(actor=desk.actor("rep"), **asked)
    reverse_remedy(actor=desk.actor("supervisor"), **asked)
    assert held(desk) == {}


def test_the_supplier_at_fault_owes_what_was_given(desk: Cast) -> None:
    case = failed_case(desk, cause=Cause.SUPPLIER, supplier="Linewright")
    settlement = choose(desk.actor("rep"), case)
    remedy = Remedy.objects.get(settlement=settlement)
    carry_out_remedy(
        actor=desk.actor("supervisor"), case_uuid=case.uuid, remedy=remedy.uuid, proof="booked", now=NOON
    )
    owing = [one for one in balances(desk.norvia.pk) if one.account == "recharged"]
    assert [(one.supplier, one.amount) for one in owing] == [("Linewright", 3_000)]
    assert held(desk) == {"recharged": 3_000, "given": -3_000}


def test_options_go_out_in_the_cases_language_and_what_they_were_worth_is_kept(desk: Cast) -> None:
    case = failed_case(desk)
    Case.objects.filter(pk=case.pk).update(language="he")
    offer_remedies(
        actor=desk.actor("rep"), case_uuid=case.uuid, codes=["A", "B"], text="We were late.",
        channel=Channel.PHONE, now=NOON,
    )  # fmt: skip
    said = Contact.objects.filter(case=case, direction="out").get().text
    assert "A. again he" in said and "+ gift he" in said and "B. back he" in said
    kept = Offer.objects.get()
    assert [(one["code"], one["worth"]) for one in kept.options] == [("A", 2_500), ("B", 3_000)]
    assert kept.facts["price_paid"] == 3_000


def test_nothing_is_given_in_a_closed_case_or_on_hold_at_the_front_line(desk: Cast) -> None:
    case = failed_case(desk)
    set_circumstances(actor=desk.actor("rep"), case_uuid=case.uuid, stated={"failure": "danger"}, now=NOON)
    with pytest.raises(DomainError, match="no_options"):
        choose(desk.actor("rep"), case)
    Case.objects.filter(pk=case.pk).update(situation="hold")
    with pytest.raises(Refused, match="role"):
        choose(desk.actor("rep"), case)
    close_case(actor=desk.actor("specialist"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=NOON)
    with pytest.raises(Refused, match="closed"):
        choose(desk.actor("specialist"), case)


def test_a_case_does_not_close_while_something_is_owed(desk: Cast) -> None:
    case = failed_case(desk)
    settlement = choose(desk.actor("rep"), case, "A")
    asked = {"actor": desk.actor("rep"), "case_uuid": case.uuid, "now": NOON}
    with pytest.raises(Refused, match="remedy_open"):
        close_case(**asked, ending=Ending.REFERRED)
    for remedy in Remedy.objects.filter(settlement=settlement):
        carry_out_remedy(**asked, remedy=remedy.uuid, proof="sent today")
    close_case(**asked, ending=Ending.REFERRED)


def test_what_the_customer_withdraws_closes_all_the_same(desk: Cast) -> None:
    case = failed_case(desk)
    choose(desk.actor("rep"), case)
    close_case(actor=desk.actor("rep"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=NOON)


def test_a_stranger_finds_no_case_to_give_in(desk: Cast) -> None:
    with pytest.raises(NotFound):
        choose(desk.actor("stranger"), failed_case(desk))


def test_without_a_policy_nothing_is_offered(cast: Cast) -> None:
    with every_brand(), pytest.raises(DomainError, match="no_policy"):
        choose(cast.actor("rep"), complain(cast))


def test_the_ledger_can_not_be_changed_and_each_side_is_written_once(desk: Cast) -> None:
    choose(desk.actor("rep"), failed_case(desk))
    for statement in (
        "UPDATE cases_ledgerentry SET amount_minor = 1",
        "DELETE FROM cases_ledgerentry",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    entry = LedgerEntry.objects.first()
    assert entry is not None
    entry.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save(force_insert=True)
    assert unbalanced() == []


def test_who_gives_to_the_same_customer_often_and_just_under_a_limit_is_listed(desk: Cast) -> None:
    for price in (4_800, 1_000, 1_200):
        choose(desk.actor("rep"), failed_case(desk, price=price))
    found = pairs(desk.norvia.pk, NOON - timedelta(days=1))
    assert [(one.staff, one.times, one.total) for one in found] == [("Rep", 3, 7_000)]
    near = just_under(desk.norvia.pk, NOON - timedelta(days=1), NOON)
    assert [(one.total, one.limit) for one in near] == [(4_800, 5_000)]
    assert pairs(desk.norvia.pk, NOON + timedelta(days=1)) == []


def test_what_was_made_up_lately_counts_the_household(desk: Cast) -> None:
    case = failed_case(desk, delay_minutes=90)
    choose(desk.actor("rep"), case)
    customer = Customer.objects.get(pk=case.customer_id or 0)
    assert made_up(customer, NOON - timedelta(days=365)) == (3_500, 3_500)
    assert made_up(customer, NOON + timedelta(days=1)) == (0, 0)
