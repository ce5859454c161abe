"""A draft is one for a brand, is written by who may, and no change of another's is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amends.cases.actions import drafts
from amends.cases.actions.drafts import activate_draft, begin_draft, discard_draft, edit_draft, undo_draft
from amends.cases.actions.policies import PolicyFaulty
from amends.cases.models import PolicyDraft
from amends.cases.policies import can_undo, draft_of, draft_text_at, policy_in_force
from amends.cases.recording import Conflict, NotFound, Refused
from amends.errors import DomainError
from amends.people.scope import ScopeMissing, brand_scope, every_brand
from amends.rules.policy.reading import NotAPolicy
from tests.cases.test_policies import text
from tests.conftest import NOON, Cast

pytestmark = pytest.mark.usefixtures("everywhere")
NEXT_WEEK = NOON + timedelta(days=7)


@pytest.fixture
def euros(cast: Cast) -> Cast:
    """Answers the cast, with a brand in the policy's currency."""
    cast.norvia.currency = "EUR"
    cast.norvia.save()
    return cast


def begun(cast: Cast, who: str = "manager", **changed: object) -> PolicyDraft:
    return begin_draft(
        actor=cast.actor(who), brand=cast.norvia, text=text(NEXT_WEEK, **changed), based_on=0, now=NOON
    )


def edit(cast: Cast, seen: int, who: str = "manager", **changed: object) -> PolicyDraft:
    return edit_draft(
        actor=cast.actor(who), brand=cast.norvia, text=text(NEXT_WEEK, **changed), seen=seen, now=NOON
    )


def test_a_brand_has_one_draft(euros: Cast) -> None:
    first = begun(euros)
    again = begun(euros, "administrator", reopen_days=3)
    assert (again.pk, again.text) == (first.pk, first.text)


def check_no_change_is_lost(cast: Cast) -> None:
    """Checks that a save from before another's save is refused."""
    begun(cast)
    edit(cast, 1, "administrator", reopen_days=5)
    with pytest.raises(Conflict, match="draft_changed"):
        edit(cast, 1, reopen_days=6)
    found = draft_of(cast.norvia.pk)
    assert found is not None
    assert found.staff_id == cast.administrator.pk
    assert draft_text_at(found, 1) == text(NEXT_WEEK)
    assert draft_text_at(found, 7) is None


def test_no_change_of_anothers_is_lost(euros: Cast) -> None:
    check_no_change_is_lost(euros)


def test_the_negative_control_without_the_look_at_what_was_seen_the_check_fails(
    euros: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "_seen", lambda actor, brand, seen: PolicyDraft.objects.get(brand=brand))
    with pytest.raises(pytest.fail.Exception):
        check_no_change_is_lost(euros)


@pytest.mark.parametrize("who", ["rep", "specialist", "supervisor", "stranger"])
def test_only_who_writes_policies_may(euros: Cast, who: str) -> None:
    refused = NotFound if who == "stranger" else Refused
    with pytest.raises(refused):
        begun(euros, who)
    begun(euros)
    for act in (
        lambda: edit(euros, 1, who, reopen_days=5),
        lambda: undo_draft(actor=euros.actor(who), brand=euros.norvia, seen=1, now=NOON),
        lambda: discard_draft(actor=euros.actor(who), brand=euros.norvia, seen=1),
        lambda: activate_draft(actor=euros.actor(who), brand=euros.norvia, seen=1, is_at_once=True, now=NOON),
    ):
        with pytest.raises(refused):
            act()
    assert draft_of(euros.norvia.pk) is not None


def test_what_is_no_policy_leaves_the_draft_as_it_was(euros: Cast) -> None:
    before = begun(euros).text
    for broken, error in (("ladder: [", NotAPolicy), (text(NEXT_WEEK, currency="SEK"), DomainError)):
        with pytest.raises(error):
            edit_draft(actor=euros.actor("manager"), brand=euros.norvia, text=broken, seen=1, now=NOON)
    found = draft_of(euros.norvia.pk)
    assert found is not None
    assert (found.text, found.version, can_undo(found)) == (before, 1, False)


def test_a_change_is_undone_and_then_there_is_nothing_more(euros: Cast) -> None:
    before = begun(euros).text
    edit(euros, 1, reopen_days=5)
    undone = undo_draft(actor=euros.actor("manager"), brand=euros.norvia, seen=2, now=NOON)
    assert (undone.text, undone.version) == (before, 3)
    with pytest.raises(Refused, match="nothing_to_undo"):
        undo_draft(actor=euros.actor("manager"), brand=euros.norvia, seen=3, now=NOON)


def test_a_draft_put_in_force_at_once_holds_from_the_next_second_and_is_gone(euros: Cast) -> None:
    begun(euros)
    made = activate_draft(actor=euros.actor("manager"), brand=euros.norvia, seen=1, is_at_once=True, now=NOON)
    assert made.effective_at == NOON + timedelta(seconds=1)
    held = policy_in_force(euros.norvia.pk, made.effective_at)
    assert held is not None and held.number == 1
    assert draft_of(euros.norvia.pk) is None


def test_a_faulty_draft_stays_a_draft(euros: Cast) -> None:
    begun(euros, ladder={"supervisor": {"who": "supervisor", "texts": {}}})
    with pytest.raises(PolicyFaulty):
        activate_draft(actor=euros.actor("manager"), brand=euros.norvia, seen=1, is_at_once=False, now=NOON)
    assert draft_of(euros.norvia.pk) is not None


def test_another_brands_draft_is_out_of_reach(euros: Cast) -> None:
    with every_brand():
        begun(euros)
    with brand_scope([euros.sunfold.pk]), pytest.raises(ScopeMissing):
        draft_of(euros.norvia.pk)
