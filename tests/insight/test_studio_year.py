"""Last year under a draft: summed week by week, the same sum as at once; and answers to questions become a draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from amends.cases.actions.consults import Reply, answer_consult
from amends.cases.actions.drafts import keep_replay_part
from amends.cases.models import PolicyReplay
from amends.cases.policies import policy_in_force, replay_of
from amends.clock import now
from amends.insight.replay.totals import past_cases, replay
from amends.insight.studio.reading import compiled_of
from amends.insight.studio.replay import added, advance, advance_open, last_year
from amends.people.scope import every_brand
from amends.rules.consults import Verdict
from amends.rules.policy.document import Holder
from amends.site.worker import replay_drafts
from tests.cases.asking import asked, policy_holds
from tests.cases.remedying import choose, failed_case, put_in_force
from tests.conftest import NOON, Cast, complain, signed_in
from tests.insight.studying import STUDIO, draft, drafted, send

GIFT = {"code": "gift", "kind": "gift", "part": "extra", "of": "", "fixed": "9.00", "text_en": "A gift"}


@pytest.fixture
def manager(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Norvia's manager, a year with three complaints, and a draft with a dearer gift."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", (NOON + timedelta(hours=1)).isoformat())
    put_in_force(cast.norvia)
    with every_brand():
        first = failed_case(cast, price=3_000)
        failed_case(cast, price=6_500)
        complain(cast, now=NOON - timedelta(days=200))
        choose(cast.actor("rep"), first)
    client = signed_in(cast.manager)
    send(client, cast, "begin")
    send(client, cast, "remedy", "remedies", **GIFT)
    yield client


def row_of(cast: Cast) -> PolicyReplay:
    with every_brand():
        found = replay_of(cast.norvia.pk)
    assert found is not None
    return found


def words(client: Client, part: str = "replay") -> str:
    shown = client.get(f"{STUDIO}{part}/")
    assert shown.status_code == 200
    return shown.content.decode()


def test_the_weeks_add_up_to_the_year(manager: Client, cast: Cast) -> None:
    assert "Not summed since the last change" in words(manager)
    send(manager, cast, "replay", "replay")
    with every_brand():
        while advance_open(now()):
            pass
        row, span = row_of(cast), last_year(now())
        cases = list(past_cases(cast.norvia, span.since, span.until))
        compiled = compiled_of(draft(cast).text)
        assert compiled is not None
        held = policy_in_force(cast.norvia.pk, now())
        assert held is not None
        whole = replay(compiled, cases, held=held.compiled).whole
    assert row.finished_at is not None
    found = row.found["draft"]["whole"]
    assert found == {name: getattr(whole, name) for name in found}
    assert (found["cases"], found["mended"], found["alone"]) == (3, 2, 2)
    # Both cases get a gift of nine instead of five with the cheapest way.
    assert found["cheapest"] - row.found["held"]["whole"]["cheapest"] == 800
    shown = words(manager)
    for said in ("€58.00", "€50.00", "€30.00", "+€8.00", "English", "late en", "<svg"):
        assert said in shown, said
    assert "€58.00" in words(manager, "tables")


def test_a_large_desk_sees_how_far_the_sum_has_come(
    manager: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.insight.studio.replay.BUDGET_SECONDS", 0)
    send(manager, cast, "replay", "replay")
    shown = words(manager)
    assert "1 of 52 weeks" in shown
    assert 'http-equiv="refresh" content="2"' in shown
    assert replay_drafts(now()) == 1
    assert "2 of 52 weeks" in words(manager)
    assert send(manager, cast, "stop", "replay").status_code == 302
    assert "Not summed" in words(manager)
    assert replay_drafts(now()) == 0


def test_a_change_of_the_draft_takes_the_sum_away(manager: Client, cast: Cast) -> None:
    send(manager, cast, "replay", "replay")
    send(manager, cast, "remedy", "remedies", **{**GIFT, "fixed": "8.00"})
    with every_brand():
        assert replay_of(cast.norvia.pk) is None
    send(manager, cast, "replay", "replay")
    send(manager, cast, "undo")
    with every_brand():
        assert replay_of(cast.norvia.pk) is None


def test_of_two_who_sum_the_same_week_one_counts(
    manager: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.insight.studio.replay.BUDGET_SECONDS", 0)
    send(manager, cast, "replay", "replay")
    mine, theirs = row_of(cast), row_of(cast)
    with every_brand():
        assert advance(mine, now()) == 1
        assert not keep_replay_part(replay=theirs, found={"observed": 9}, now=now())
        assert advance(theirs, now()) == 0
    assert row_of(cast).parts_done == 2


def test_sums_with_other_names_stay_apart() -> None:
    assert added({"a": 1, "b": {"c": 2}}, {"b": {"c": 3, "d": 4}, "e": {"f": 5}}) == {
        "a": 1,
        "b": {"c": 5, "d": 4},
        "e": {"f": 5},
    }


def answers(cast: Cast, verdicts: list[Verdict]) -> None:
    """Asks and answers one question after the other over the last hundred days, for eighty each."""
    begun = now() - timedelta(days=100)
    policy_holds(cast, begun)
    for number, verdict in enumerate(verdicts):
        moment = begun + timedelta(days=number)
        consult = asked(
            cast, complain(cast, text=f"Number {number}.", now=moment), moment, policy_row="parcels.1"
        )
        reply = Reply(verdict=verdict, text="So it is.")
        with every_brand():
            answer_consult(
                actor=cast.actor("supervisor"),
                consult_uuid=consult.uuid,
                reply=reply,
                now=moment + timedelta(seconds=30),
            )


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a hundred days be a hundred days."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", NOON.isoformat())


def test_answers_become_a_draft_with_one_press(cast: Cast, standing: None) -> None:
    cast.norvia.currency = "EUR"
    cast.norvia.save()
    answers(cast, [Verdict.APPROVE] * 4 + [Verdict.DECLINE])
    client = signed_in(cast.manager)
    shown = words(client, "questions")
    assert "Granted 4 of 5 times, up to €80.00." in shown
    assert "saves about 18 questions" in shown
    done = send(client, cast, "take", "questions", remedy="back", policy_row="parcels.1")
    assert done.headers["Location"] == f"{STUDIO}replay/"
    limits = drafted(cast).authority.roles[Holder.REP]
    assert limits.of_kind(drafted(cast).remedies["back"].kind) == 8_000
    assert row_of(cast).draft_version == draft(cast).version
    # The specialist would now give less: lint says so before anybody uses it.
    assert "Specialist may give less than Front line" in words(client, "authority")


def test_answers_that_are_not_clear_become_nothing(cast: Cast, standing: None) -> None:
    cast.norvia.currency = "EUR"
    cast.norvia.save()
    answers(cast, [Verdict.APPROVE] * 3 + [Verdict.DECLINE] * 2)
    client = signed_in(cast.manager)
    assert "No answers are clear enough yet" in words(client, "questions")
    assert send(client, cast, "take", "questions", remedy="back").status_code == 422
    assert "Begin a draft" in words(client, "questions")
