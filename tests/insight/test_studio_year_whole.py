"""Last year's page says all that a replay says, and week by week it comes to what one report of the time comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
from django.test import Client

from amends.cases.actions.consults import Question, ask_supervisor
from amends.cases.actions.drafts import Span, start_replay
from amends.cases.actions.policies import activate_policy
from amends.cases.models import Case, PolicyReplay, Settlement
from amends.cases.policies import replay_of
from amends.clock import now
from amends.insight.replay.report import Report, by_desk, report_by_desk
from amends.insight.replay.segments import SEGMENTS, TENURE, VALUE
from amends.insight.replay.statements import Compared
from amends.insight.replay.totals import Replayed
from amends.insight.studio import replay as studio_replay
from amends.insight.studio.reading import compiled_of, read_studio
from amends.insight.studio.replay import advance, advance_open
from amends.insight.studio.segments import segment_name
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from tests.cases.remedying import failed_case, put_in_force
from tests.conftest import NOON, Cast, signed_in
from tests.insight.pasts import make_past
from tests.insight.studying import STUDIO, draft, send
from tests.insight.test_denials import ask_again, denying, grant, lost

SPAN = Span(NOON - timedelta(days=2), NOON + timedelta(days=2), 8)
GIFT = {"code": "gift", "kind": "gift", "part": "extra", "of": "", "fixed": "9.00", "text_en": "A gift"}


@pytest.fixture
def manager(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Four days with eighty cases, a question, and a draft with a dearer gift and a smaller day."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", (NOON + timedelta(days=2)).isoformat())
    put_in_force(cast.norvia)
    with every_brand():
        asked = failed_case(cast, price=6_500)
        question = Question(
            text="May I?", wait=timedelta(minutes=10), option="B", remedy="back", amount_minor=6_500
        )
        ask_supervisor(actor=cast.actor("rep"), case_uuid=asked.uuid, question=question, now=NOON)
        make_past(cast, 80)
        Case.objects.update(owner=cast.rep)
        Settlement.objects.filter(origin="option").update(staff=cast.rep)
        Settlement.objects.filter(origin="gesture").update(charged_to=cast.rep)
    client = signed_in(cast.manager)
    send(client, cast, "begin")
    send(client, cast, "remedy", "remedies", **GIFT)
    limits = {"per_case": "65", "per_day": "70", "goodwill_per_day": "10"}
    send(client, cast, "limits", "authority", holder="rep", **limits)
    yield client


def summed(cast: Cast) -> PolicyReplay:
    """Answers the sum of the four days, in eight parts."""
    with every_brand():
        row = start_replay(
            actor=cast.actor("manager"),
            brand=cast.norvia,
            seen=draft(cast).version,
            held_number=1,
            span=SPAN,
            now=now(),
        )
        while advance_open(now()):
            pass
        row.refresh_from_db()
    assert row.finished_at is not None
    return row


def report(cast: Cast) -> Report:
    """Answers what one report of the whole time says."""
    times, compared = (SPAN.since, SPAN.until), Compared(before=Replayed())
    with every_brand():
        row = replay_of(cast.norvia.pk)
        assert row is not None
        policies = studio_replay._policies(row)
        assert policies is not None
        for _share in by_desk(cast.norvia, policies, times, compared):
            pass
        return report_by_desk(cast.norvia, policies, times, compared)


def test_the_parts_come_to_what_one_report_of_the_time_says(manager: Client, cast: Cast) -> None:
    found, whole = summed(cast).found, report(cast)
    assert whole.budgets_before is not None and whole.compared.before is not None
    sides = {
        "draft": (whole.compared.after, whole.budgets),
        "held": (whole.compared.before, whole.budgets_before),
    }
    for side, (replayed, budgets) in sides.items():
        assert found[side]["whole"] == asdict(replayed.whole)
        for name in SEGMENTS:
            assert found[side][f"by_{name}"] == {code: asdict(one) for code, one in replayed.of(name).items()}
        assert found[side]["options"] == asdict(budgets.options)
        assert found[side]["gestures"] == asdict(budgets.gestures)
    assert found["observed"] == whole.observed > 0
    assert found["consulted"] == asdict(whole.consulted)
    assert (whole.consulted.asked, whole.consulted.spared) == (1, 1)
    assert whole.budgets.options.beyond and whole.budgets.gestures.beyond


def test_the_negative_control_parts_that_cut_a_day_in_two_let_more_fit_into_it(
    manager: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(row: PolicyReplay, number: int) -> datetime:
        return row.since + (row.until - row.since) / row.parts * number

    monkeypatch.setattr(studio_replay, "_end", cut)
    found = summed(cast).found["draft"]["options"]
    assert found["beyond_minor"] != report(cast).budgets.options.beyond_minor


def test_the_page_says_all_of_it(manager: Client, cast: Cast) -> None:
    summed(cast)
    shown = manager.get(f"{STUDIO}replay/").content.decode()
    for said in (
        "Options beyond a day’s budget",
        "Small gestures beyond a day’s budget",
        "Questions to supervisors about a remedy",
        "Spared: the draft lets the asker give it alone",
        "Nobody need be asked any more",
        "By what failed",
        "By language",
        "By seriousness",
        "By how long a customer",
        "By what the customer spends in a year",
        "By the way the complaint came",
        "e-mail",
        "Hebrew",
        'class="year__more"',
        "No row then in force refused a complaint on its first request.",
    ):
        assert said in shown, said
    assert "Questions to supervisors spared: 1 of 1" in manager.get(f"{STUDIO}tables/").content.decode()


def test_in_hebrew_the_chart_goes_from_right_to_left(manager: Client, cast: Cast) -> None:
    summed(cast)
    first = '<text class="year__label" x="{0}" y="100">0</text>'
    shown = manager.get(f"{STUDIO}replay/").content.decode()
    assert first.format("0.0") in shown
    shown = manager.get(f"{STUDIO}replay/", headers={"accept-language": "he"}).content.decode()
    assert first.format("360.0") in shown


def test_what_denying_first_came_to_stands_beside_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMENDS_FROZEN_AT", (NOON + timedelta(days=2)).isoformat())
    cast.norvia.currency = "EUR"
    cast.norvia.save()
    with every_brand():
        activate_policy(actor=SYSTEM, brand=cast.norvia, text=denying(), now=NOON - timedelta(days=40))
        lost(cast, None)
        granted = lost(cast, 2)
        ask_again(granted, 3)
        grant(granted, 30, 2_500)
    client = signed_in(cast.manager)
    send(client, cast, "begin")
    found = summed(cast).found["denied"]["1"]["parcels, row 1"]
    assert (found["denied"], found["asked_again"], found["granted"]) == (2, 1, 1)
    shown = client.get(f"{STUDIO}replay/").content.decode()
    for said in ("Policy 1, ", "row 1", "1 (50 %)", "€25.00"):
        assert said in shown, said


def test_a_sum_of_an_older_shape_is_dropped_and_can_be_asked_for_again(manager: Client, cast: Cast) -> None:
    row = summed(cast)
    older = {"observed": 5, "draft": {"whole": {"cases": 1}, "by_failure": {}, "by_language": {}}}
    with every_brand():
        PolicyReplay.objects.filter(pk=row.pk).update(found=older)
    assert "Not summed since the last change" in manager.get(f"{STUDIO}replay/").content.decode()
    with every_brand():
        PolicyReplay.objects.filter(pk=row.pk).update(parts_done=3, finished_at=None)
        row.refresh_from_db()
        assert advance(row, now()) == 0
        assert replay_of(cast.norvia.pk) is None
    assert send(manager, cast, "replay", "replay").status_code == 302
    with every_brand():
        again = replay_of(cast.norvia.pk)
    assert again is not None and again.found["shape"] == studio_replay.SHAPE


def test_a_first_policy_has_nothing_beside_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMENDS_FROZEN_AT", (NOON + timedelta(days=2)).isoformat())
    client = signed_in(cast.manager)
    send(client, cast, "begin")
    assert compiled_of(draft(cast).text) is not None
    send(client, cast, "replay", "replay")
    with every_brand():
        while advance_open(now()):
            pass
    shown = client.get(f"{STUDIO}replay/").content.decode()
    assert "This draft" in shown and "Get more" not in shown


def test_every_kind_of_customer_has_a_name(manager: Client, cast: Cast) -> None:
    with every_brand():
        reading = read_studio(cast.norvia, now())
    named = [segment_name(reading, "value", name) for name in VALUE.names]
    assert named == ["under €100.00", "€100.00 to €500.00", "€500.00 to €2,000.00", "€2,000.00 and more"]
    assert [segment_name(reading, "tenure", name) for name in TENURE.names] == list(TENURE.names)
    assert segment_name(reading, "seriousness", "3") == "Severe"
    assert segment_name(reading, "failure", "of another time") == "of another time"
    assert {segment_name(reading, name, "") for name in SEGMENTS} == {"Not known"}
