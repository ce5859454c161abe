"""A team's own limits are added, changed and taken away; what the policy names goes only where nothing uses it."""

from __future__ import annotations

import pytest
from django.test import Client

from amends.insight.policy_sentences import quiet_sentence, reply_sentence
from amends.insight.studio.removing import used_at
from amends.people.models import Team
from amends.people.scope import every_brand
from amends.rules.policy.document import Holder, Policy, RemedyKind
from amends.rules.policy.offers import limits_of
from amends.rules.policy.reading import policy_of, read_policy
from tests.cases.remedying import policy_text, put_in_force
from tests.conftest import Cast, signed_in
from tests.insight.studying import STUDIO, drafted, send

LIMITS = {"holder": "rep", "per_case": "40", "per_day": "90", "goodwill_per_day": "5", "kind_gift": "7.50"}


@pytest.fixture
def manager(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Norvia's manager with a draft; the brand has two teams."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", "2026-05-12T12:00:00+00:00")
    put_in_force(cast.norvia)
    with every_brand():
        for name in ("Lines", "Parcels"):
            Team.objects.create(brand=cast.norvia, name=name)
        Team.objects.create(brand=cast.sunfold, name="Panels")
    client = signed_in(cast.manager)
    send(client, cast, "begin")
    return client


def words(client: Client, part: str) -> str:
    return client.get(f"{STUDIO}{part}/").content.decode()


def test_a_team_gets_limits_in_place_of_its_roles(manager: Client, cast: Cast) -> None:
    shown = words(manager, "authority")
    assert '<option value="Parcels"' in shown and "Panels" not in shown
    assert (
        send(manager, cast, "team_limits", "authority", team="Parcels", is_new="yes", **LIMITS).status_code
        == 302
    )
    authority = drafted(cast).authority
    own = limits_of(authority, Holder.REP, "Parcels")
    assert own is not None and (own.per_case, own.of_kind(RemedyKind("gift"))) == (4_000, 750)
    assert limits_of(authority, Holder.REP, "Lines") == authority.roles[Holder.REP]
    shown = words(manager, "authority")
    assert "Parcels, Front line" in shown and "€7.50" in shown
    assert "Parcels, Front line" in words(manager, "compare")


def test_a_teams_limits_are_changed_and_taken_away(manager: Client, cast: Cast) -> None:
    send(manager, cast, "team_limits", "authority", team="Parcels", **LIMITS)
    send(manager, cast, "team_limits", "authority", team="Parcels", **{**LIMITS, "holder": "specialist"})
    send(manager, cast, "team_limits", "authority", team="Parcels", **{**LIMITS, "per_case": "45"})
    assert drafted(cast).authority.teams["Parcels"][Holder.REP].per_case == 4_500
    send(manager, cast, "remove_limits", "authority", team="Parcels", holder="rep")
    assert set(drafted(cast).authority.teams["Parcels"]) == {Holder.SPECIALIST}
    send(manager, cast, "remove_limits", "authority", team="Parcels", holder="specialist")
    assert drafted(cast).authority.teams == {}


def test_a_team_is_taken_away_whole(manager: Client, cast: Cast) -> None:
    for team in ("Parcels", "Lines"):
        send(manager, cast, "team_limits", "authority", team=team, **LIMITS)
    assert send(manager, cast, "remove_team", "authority", team="Parcels").status_code == 302
    assert set(drafted(cast).authority.teams) == {"Lines"}
    assert Holder.REP in drafted(cast).authority.roles


@pytest.mark.parametrize("team", ["", " ", "x" * 81])
def test_limits_without_a_team_or_for_a_second_time_are_refused(
    manager: Client, cast: Cast, team: str
) -> None:
    before = drafted(cast)
    refused = send(manager, cast, "team_limits", "authority", team=team, key="team-new", **LIMITS)
    assert refused.status_code == 422 and "Choose a team." in refused.content.decode()
    assert drafted(cast) == before
    send(manager, cast, "team_limits", "authority", team="Parcels", **LIMITS)
    again = send(manager, cast, "team_limits", "authority", team="Parcels", is_new="yes", **LIMITS)
    assert again.status_code == 422 and "limits for this role already" in again.content.decode()


def test_a_team_that_the_brand_does_not_have_is_pointed_out(manager: Client, cast: Cast) -> None:
    send(manager, cast, "team_limits", "authority", team="Gone", **LIMITS)
    assert "the brand has no such team" in words(manager, "authority")


@pytest.mark.parametrize(
    ("what", "code", "where"),
    [
        ("failures", "late", "parcels"),
        ("failures", "danger", "safety"),
        ("reasons", "unknown", "parcels, row 3"),
    ],
)
def test_what_rows_use_stays_and_they_are_named(
    manager: Client, cast: Cast, what: str, code: str, where: str
) -> None:
    before = drafted(cast)
    refused = send(manager, cast, "remove_name", "remedies", what=what, code=code)
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "It is still used and stays. Change this first:" in shown and where in shown.lower()
    assert drafted(cast) == before


@pytest.mark.parametrize("what", ["failures", "products", "reasons"])
def test_what_nothing_uses_is_taken_away(manager: Client, cast: Cast, what: str) -> None:
    before = getattr(drafted(cast), what)
    send(manager, cast, "name", "remedies", what=what, new_code="rain", text_en="It rained")
    assert "rain" in getattr(drafted(cast), what)
    assert send(manager, cast, "remove_name", "remedies", what=what, code="rain").status_code == 302
    assert getattr(drafted(cast), what) == before
    again = send(manager, cast, "remove_name", "remedies", what=what, code="rain")
    assert again.status_code == 422 and "not in the draft any more" in again.content.decode()


def test_a_remedy_in_use_names_the_rows_that_offer_it(manager: Client, cast: Cast) -> None:
    refused = send(manager, cast, "remove_remedy", "remedies", code="gift")
    assert "row 1" in refused.content.decode() and refused.status_code == 422


def test_windows_and_what_law_makes_due_hold_a_failure_too() -> None:
    said = {**_said(), "claim_windows": [{"for": {"failure": ["late"]}, "days": 9}]}
    due = {"when": {"failure": ["late"]}, "remedy": "gift", "source": "Law 4"}
    policy: Policy = policy_of({**said, "entitlements": {"by_law": due}})
    places = list(used_at(policy, "failures", "late"))
    assert ("claim_windows", 1) in places and ("entitlements", "by_law") in places
    assert ("entitlements", "by_law") in list(used_at(policy, "remedies", "gift"))


def _said() -> dict[str, object]:
    return dict(read_policy(policy_text()).policy.model_dump(by_alias=True, exclude_unset=True))


def test_what_keeps_a_reply_from_leaving_is_ticked_said_and_kept(manager: Client, cast: Cast) -> None:
    send(manager, cast, "reply_blocks", "times", reply_blocks=["selling"])
    assert drafted(cast).reply_blocks == ("selling",)
    shown = words(manager, "times")
    assert "these keep a reply from leaving: Something is sold while the complaint is open." in shown
    assert 'value="selling" checked' in shown and 'value="secret"' not in shown
    assert "What keeps a reply from leaving" in words(manager, "compare")
    assert "Only more than a person may give" in reply_sentence(())


def test_quiet_days_are_said_shown_and_kept(manager: Client, cast: Cast) -> None:
    form = {"attempts": "2", "minutes_between": "30", "reopen_days": "14", "people_before_escalation": "4"}
    send(manager, cast, "times", "times", **form, quiet_days="21")
    assert drafted(cast).quiet_days == 21
    shown = words(manager, "times")
    assert "for 21 days after a failure of ours is closed" in shown
    assert 'name="quiet_days"' in shown and 'value="21"' in shown
    assert "Quiet days after a failure is closed: 21" in words(manager, "compare")
    assert "quiet_days: 21" in manager.get(f"{STUDIO}policy.yaml").content.decode()
    assert "ends with the closing" in quiet_sentence(0) and "1 day after" in quiet_sentence(1)
