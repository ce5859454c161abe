"""The policy studio: each part is shown, each form changes the draft, and what is refused changes nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amends.cases.policies import draft_of, policy_versions
from amends.insight.studio.edits import EDITS as STUDIO_EDITS
from amends.insight.studio.page import BODIES
from amends.people.scope import every_brand
from amends.rules.policy.document import Holder, RemedyKind
from tests.cases.remedying import put_in_force
from tests.conftest import Cast, signed_in
from tests.insight.studying import STUDIO, draft, drafted, send


@pytest.fixture
def manager(cast: Cast, time_stands_still: None) -> Client:
    """The browser of Norvia's manager, with a policy in force."""
    put_in_force(cast.norvia)
    return signed_in(cast.manager)


@pytest.fixture
def time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps drafts and policies at one moment."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", "2026-05-12T12:00:00+00:00")


def words(client: Client, part: str = "tables", query: str = "") -> str:
    shown = client.get(f"{STUDIO}{part}/{query}")
    assert shown.status_code == 200, (part, shown.status_code)
    return shown.content.decode()


@pytest.mark.parametrize("part", BODIES)
def test_each_part_is_shown_in_force_and_as_a_draft(manager: Client, cast: Cast, part: str) -> None:
    shown = manager.get(f"{STUDIO}{part}/")
    assert shown.status_code == (302 if part in ("compare", "replay", "activate") else 200)
    send(manager, cast, "begin")
    assert "Draft, to hold from" in words(manager, part)


def test_what_is_in_force_can_be_looked_at_beside_the_draft(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    for part in BODIES:
        if part not in ("compare", "replay", "activate"):
            assert "Policy 1, in force since" in words(manager, part, "?in_force=1")


def test_a_brand_without_a_policy_begins_from_a_small_whole_one(cast: Cast, time_stands_still: None) -> None:
    client = signed_in(cast.administrator)
    assert "No policy is in force yet" in words(client)
    assert send(client, cast, "begin").status_code == 302
    assert drafted(cast).currency == cast.norvia.currency
    assert "Nothing to mend" in words(client)
    assert send(client, cast, "activate", "activate", **{"from": "now"}).status_code == 302
    assert "Policy 1, in force since" in words(client, "versions") or "To come" in words(client, "versions")


def test_a_row_is_shown_as_a_table_line_a_sentence_and_its_options(manager: Client, cast: Cast) -> None:
    shown = words(manager, "tables", "?table=parcels&row=2")
    for said in ("Whose fault", "Times it failed", "at least 2", "tenth en", "front line, within its limit"):
        assert said in shown, said
    assert "the company or the supplier" in shown
    assert words(manager, "tables", "?table=nowhere&row=99999999999999999999")


EDITS = {
    "limit": ({"holder": "rep", "name": "per_case", "amount": "75.00"}, "authority"),
    "limits": (
        {
            "holder": "team_leader",
            "per_case": "60",
            "per_day": "100",
            "goodwill_per_day": "0",
            "kind_gift": "7.50",
        },
        "authority",
    ),
    "remove_limits": ({"holder": "specialist"}, "authority"),
    "team_limits": (
        {"team": "Parcels", "holder": "rep", "per_case": "40", "per_day": "90", "goodwill_per_day": "5"},
        "authority",
    ),
    "authority": ({"unattended": "20", "two_people_above": "", "front_line_share": "60"}, "authority"),
    "remedy": (
        {"code": "gift", "kind": "gift", "part": "extra", "of": "", "fixed": "9.99", "text_en": "A gift"},
        "remedies",
    ),
    "name": ({"what": "failures", "new_code": "rain", "text_en": "It rained"}, "remedies"),
    "table": ({"new_code": "weather", "text_en": "Weather", "failures": ["lost"]}, "tables"),
    "remove_table": ({"table": "safety"}, "tables"),
    "row": (
        {
            "table": "parcels",
            "row": "3",
            "then": "explain",
            "facts": ["fault", "times_failed"],
            "when_fault": ["customer", "missing"],
            "from_times_failed": "1",
            "to_times_failed": "4",
            "missing_times_failed": "yes",
            "reasons": ["unknown"],
            "next_rung": "supervisor",
        },
        "tables",
    ),
    "move_row": ({"table": "parcels", "row": "1", "way": "down"}, "tables"),
    "remove_row": ({"table": "parcels", "row": "2"}, "tables"),
    "law": (
        {
            "code": "by_law",
            "remedy": "gift",
            "source": "Charter, 4",
            "facts": ["error_known"],
            "when_error_known": "yes",
        },
        "law",
    ),
    "remove_law": ({"code": "by_law"}, "law"),
    "rung": ({"new_code": "office", "who": "office", "next": "court", "text_en": "The office"}, "ladder"),
    "remove_rung": ({"code": "court"}, "ladder"),
    "window": ({"row": "new", "days": "90", "failures": ["late"]}, "times"),
    "times": (
        {
            "attempts": "2",
            "minutes_between": "30",
            "reopen_days": "14",
            "quiet_days": "21",
            "people_before_escalation": "4",
            "pausing": ["customer", "records"],
            "allows_denying_first": "yes",
        },
        "times",
    ),
    "brand_promise": ({"text_en": "Your line works.", "text_sv": "Din linje fungerar."}, "times"),
    "fact_block": ({"row": "new", "text_en": "A credit shows on the next bill."}, "times"),
    "reply_blocks": ({"reply_blocks": ["selling", "non_apology.blame"]}, "times"),
    "begins": ({"day": "2026-07-01", "hour": "08:30", "zone": "Europe/London"}, "activate"),
}


@pytest.mark.parametrize("act", EDITS)
def test_each_form_changes_the_draft_and_is_undone(manager: Client, cast: Cast, act: str) -> None:
    send(manager, cast, "begin")
    before = draft(cast).text
    form, part = EDITS[act]
    done = send(manager, cast, act, part, **form)
    assert done.status_code == 302, done.content.decode()
    assert draft(cast).text != before
    assert words(manager, part)
    assert words(manager, "compare").count("change--") > 0
    assert send(manager, cast, "undo").status_code == 302
    assert draft(cast).text == before


def test_every_act_that_edits_is_tried_here_or_below() -> None:
    elsewhere = {"remove_remedy", "remove_window", "remove_fact_block", "remove_name", "remove_team"}
    assert set(STUDIO_EDITS) - set(EDITS) == elsewhere


def test_a_row_says_what_its_form_said(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    send(manager, cast, "row", **EDITS["row"][0])
    row = drafted(cast).tables["parcels"].rows[2]
    assert (row.when["fault"].one_of, row.when["fault"].or_missing) == (("customer",), True)
    times = row.when["times_failed"]
    assert (times.least, times.most, times.or_missing) == (1, 4, True)
    new = {"table": "parcels", "row": "new", "then": "mend", "fix_B": "again", "extra_C": "", "fix_D": "back"}
    assert send(manager, cast, "row", **new).headers["Location"].endswith("row=4#row")
    options = drafted(cast).tables["parcels"].rows[3].options
    assert {letter: offer.fix for letter, offer in options.items()} == {"A": "again", "B": "back"}


REFUSED = [
    ("limits", "authority", {"holder": "rep", "per_case": "-1", "per_day": "1", "goodwill_per_day": "0"}),
    ("limits", "authority", {"holder": "rep", "per_case": "9" * 13, "per_day": "1", "goodwill_per_day": "0"}),
    ("limits", "authority", {"holder": "emperor", "per_case": "1", "per_day": "1", "goodwill_per_day": "0"}),
    ("limit", "authority", {"holder": "rep", "name": "castle", "amount": "1"}),
    ("remedy", "remedies", {"code": "gift", "kind": "castle", "part": "extra", "of": "", "fixed": "1"}),
    (
        "remedy",
        "remedies",
        {"new_code": "No Spaces!", "kind": "gift", "part": "extra", "of": "", "fixed": "1"},
    ),
    ("remedy", "remedies", {"new_code": "gift", "kind": "gift", "part": "extra", "of": "", "fixed": "1"}),
    ("remedy", "remedies", {"code": "gift", "kind": "gift", "part": "extra", "of": "", "fixed": "1e9"}),
    ("remedy", "remedies", {"code": "gone", "kind": "gift", "part": "extra", "of": "", "fixed": "1"}),
    ("name", "remedies", {"what": "authority", "new_code": "rain"}),
    ("remove_remedy", "remedies", {"code": "gift"}),
    ("row", "tables", {"table": "parcels", "row": "9", "then": "mend"}),
    ("row", "tables", {"table": "parcels", "row": "1", "then": "dance"}),
    ("row", "tables", {"table": "parcels", "row": "1", "then": "mend", "extra_A": "gift"}),
    (
        "row",
        "tables",
        {"table": "parcels", "row": "1", "then": "hold", "facts": "delay_minutes", "from_delay_minutes": "x"},
    ),
    ("row", "tables", {"table": "x", "row": "1", "then": "hold"}),
    ("remove_row", "tables", {"table": "safety", "row": "1"}),
    ("law", "law", {"code": "by_law", "remedy": "gift", "source": ""}),
    ("window", "times", {"row": "new", "days": "99999"}),
    (
        "times",
        "times",
        {
            "attempts": "99",
            "minutes_between": "1",
            "reopen_days": "1",
            "quiet_days": "1",
            "people_before_escalation": "1",
        },
    ),
    ("reply_blocks", "times", {"reply_blocks": ["no such thing!"]}),
    ("begins", "activate", {"day": "2026-02-31", "hour": "08:00", "zone": "Europe/London"}),
    ("begins", "activate", {"day": "9999-12-31", "hour": "23:59", "zone": "Pacific/Niue"}),
    ("begins", "activate", {"day": "2026-07-01", "hour": "08:00", "zone": "../../etc/passwd"}),
    ("text", "file", {"text": ""}),
    ("text", "file", {"text": "currency: [\n"}),
    ("text", "file", {"text": "a: &a [x]\nb: [*a, *a]\n"}),
    ("text", "file", {"text": "a: !!python/object/apply:os.system ['true']\n"}),
    ("text", "file", {"text": "[" * 60_000}),
    ("text", "file", {"text": "x" * 400_001}),
]


@pytest.mark.parametrize(("act", "part", "form"), REFUSED)
def test_what_can_not_be_so_is_refused_and_the_draft_stays(
    manager: Client, cast: Cast, act: str, part: str, form: dict[str, str]
) -> None:
    send(manager, cast, "begin")
    before = draft(cast)
    refused = send(manager, cast, act, part, **form)
    assert refused.status_code == 422
    assert 'class="errors"' in refused.content.decode()
    after = draft(cast)
    assert (after.version, after.text) == (before.version, before.text)


def test_a_broken_file_names_line_and_field(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    text = draft(cast).text.replace("per_case: 5000", "per_case: -5", 1)
    line = next(at for at, one in enumerate(text.splitlines(), start=1) if "per_case: -5" in one)
    file = SimpleUploadedFile("norvia.yaml", text.encode(), "application/yaml")
    shown = send(manager, cast, "text", "file", file=file).content.decode()
    assert f"Line {line}, authority.roles.rep.per_case: This is too little; 0 at least." in shown
    pictures = SimpleUploadedFile("norvia.yaml", b"\xff\xfe\x00\x01", "application/yaml")
    assert "can’t be read as text" in send(manager, cast, "text", "file", file=pictures).content.decode()


def test_the_file_taken_away_comes_back_as_the_same_draft(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    taken = manager.get(f"{STUDIO}policy.yaml").content
    assert taken.decode() == draft(cast).text
    send(manager, cast, "times", "times", **EDITS["times"][0])
    assert send(manager, cast, "text", "file", file=SimpleUploadedFile("p.yaml", taken)).status_code == 302
    assert draft(cast).text == taken.decode()
    assert manager.get(f"{STUDIO}policy.yaml?version=1").status_code == 200
    for number in ("7", "99999999999"):
        assert manager.get(f"{STUDIO}policy.yaml?version={number}").status_code == 404


def test_a_file_in_another_currency_is_refused(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    text = draft(cast).text.replace("currency: EUR", "currency: SEK")
    refused = send(manager, cast, "text", "file", text=text)
    assert refused.status_code == 422
    assert "another currency" in refused.content.decode()


def test_a_script_in_a_text_is_shown_and_never_run(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    nasty = "<script>alert(1)</script>"
    send(manager, cast, "name", "remedies", what="failures", code="late", text_en=nasty)
    send(manager, cast, "table", "tables", code="parcels", text_en=nasty, failures=["late", "lost"])
    assert drafted(cast).failures["late"]["en"] == nasty
    for part in BODIES:
        assert nasty not in words(manager, part), part


def test_a_policy_that_names_what_it_does_not_have_is_shown_with_what_is_wrong(
    manager: Client, cast: Cast
) -> None:
    send(manager, cast, "begin")
    text = (
        draft(cast)
        .text.replace("fix: again", "fix: castle")
        .replace("fault: [company", "weather: [company", 1)
    )
    assert send(manager, cast, "text", "file", text=text).status_code == 302
    for part in BODIES:
        shown = words(manager, part)
        assert "The policy has no remedy castle." in shown
    assert send(manager, cast, "replay", "replay").status_code == 422


@pytest.mark.parametrize("act", ["", "delete", "__class__", "steal"])
def test_an_act_that_is_not_there_does_not_exist(manager: Client, cast: Cast, act: str) -> None:
    assert send(manager, cast, act).status_code == 404


@pytest.mark.parametrize("name", ["rep", "specialist", "supervisor"])
def test_only_who_writes_policies_comes_in(manager: Client, cast: Cast, name: str) -> None:
    send(manager, cast, "begin")
    client, before = signed_in(getattr(cast, name)), draft(cast).version
    for address in (STUDIO, f"{STUDIO}tables/", "/insight/policy/", f"{STUDIO}policy.yaml"):
        assert client.get(address).status_code == 403
    assert send(client, cast, "times", "times", **EDITS["times"][0]).status_code == 403
    assert draft(cast).version == before


def test_another_brands_studio_does_not_exist(manager: Client, cast: Cast) -> None:
    for part in ("", "tables/", "authority/", "policy.yaml", "nowhere/"):
        assert manager.get(f"/insight/policy/sunfold/{part}").status_code == 404
    assert manager.post("/insight/policy/sunfold/tables/", {"act": "begin"}).status_code == 404
    assert manager.get(f"{STUDIO}nowhere/").status_code == 404
    assert manager.put(f"{STUDIO}tables/").status_code == 405
    assert manager.post(STUDIO).status_code == 405


def test_without_a_draft_nothing_is_changed(manager: Client, cast: Cast) -> None:
    for act, (form, _part) in EDITS.items():
        assert send(manager, cast, act, "tables", **form).status_code == 422, act
    for act in ("undo", "discard", "activate", "replay"):
        assert send(manager, cast, act).status_code == 422, act


def test_two_managers_lose_nothing_of_each_other(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    other = signed_in(cast.administrator)
    seen = draft(cast).version
    send(other, cast, "limit", "authority", holder="rep", name="per_day", amount="90", seen=seen)
    late = send(manager, cast, "limit", "authority", holder="rep", name="per_case", amount="66", seen=seen)
    assert late.status_code == 409
    shown = late.content.decode()
    assert "Administrator changed this" in shown
    assert "€90.00" in shown and "€66.00" in shown
    assert drafted(cast).authority.roles[Holder.REP].per_case == 5_000
    again = send(manager, cast, "limit", "authority", holder="rep", name="per_case", amount="66")
    assert again.status_code == 302
    limits = drafted(cast).authority.roles[Holder.REP]
    assert (limits.per_case, limits.per_day) == (6_600, 9_000)


def test_undoing_and_throwing_away_ask_for_the_draft_as_it_stands(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    for act in ("undo", "discard", "activate", "replay"):
        assert send(manager, cast, act, seen=99).status_code == 422
    assert send(manager, cast, "discard").status_code == 302
    assert "Begin a draft" in words(manager)


def test_only_the_last_texts_are_kept(manager: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amends.cases.actions.drafts.MOST_STEPS", 3)
    send(manager, cast, "begin")
    for number in range(5):
        send(manager, cast, "limit", "authority", holder="rep", name="per_day", amount=str(90 + number))
    undone = [send(manager, cast, "undo").status_code for _ in range(4)]
    assert undone == [302, 302, 302, 422]
    assert drafted(cast).authority.roles[Holder.REP].per_day == 9_100


def test_a_falling_authority_shuts_the_way_and_one_press_mends_it(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    send(manager, cast, "limit", "authority", holder="rep", name="per_case", amount="80")
    shown = words(manager, "authority")
    assert "Put in force: 1 to mend first" in shown
    assert "Specialist may give less than Front line: €70.00 against €80.00 (Per case)." in shown
    assert send(manager, cast, "activate", "activate").status_code == 422
    send(manager, cast, "limit", "authority", holder="specialist", name="per_case", amount="80.00")
    assert "Nothing to mend" in words(manager, "authority")
    assert send(manager, cast, "activate", "activate").status_code == 302
    with every_brand():
        version = policy_versions(cast.norvia.pk)[0]
        assert (version.number, version.staff_id) == (2, cast.manager.pk)
        assert draft_of(cast.norvia.pk) is None


def test_a_draft_whose_day_has_passed_is_put_in_force_at_once_only(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    send(manager, cast, "begins", "activate", day="2026-05-01", hour="00:00", zone="Europe/London")
    assert "would begin in the past" in words(manager, "activate")
    assert send(manager, cast, "activate", "activate").status_code == 422
    assert send(manager, cast, "activate", "activate", **{"from": "now"}).status_code == 302


def test_facts_are_tried_under_both_policies(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    send(manager, cast, "remedy", "remedies", **{**EDITS["remedy"][0], "fixed": "7.00"})
    shown = words(manager, "try", "?failure=late&fault=company&price_paid=30.00&role=rep")
    assert "€27.00" in shown and "€25.00" in shown
    assert shown.count("may give it alone") == 4
    wrong = words(
        manager, "try", f"?failure=late&price_paid={'9' * 40}&delay_minutes=-3&outage_reported=perhaps"
    )
    assert (
        "price paid, delay in minutes, an outage was reported before" in wrong.replace("\n", "")
        or "left out" in wrong
    )


def test_a_row_that_refuses_first_is_flagged(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    form = {**EDITS["row"][0], "denies_first": "yes"}
    send(manager, cast, "row", **form)
    shown = words(manager, "tables", "?table=parcels")
    assert "refuses first" in shown
    assert "counted and reported as harmful" in shown


def test_a_front_line_under_half_is_one_finding_for_all_kinds_and_either_press_mends_it(
    manager: Client, cast: Cast
) -> None:
    for holder, name, amount in (("rep", "per_case", "75.00"), ("win_back", "per_case", "100.00")):
        send(manager, cast, "begin")
        send(manager, cast, "limit", "authority", holder="win_back", name="per_case", amount="150.00")
        shown = words(manager, "authority")
        assert "Put in force: 1 to mend first" in shown
        assert "Every kind: the front line may give €50.00 and win-back €150.00." in shown
        every = ",".join(RemedyKind)
        assert shown.count(f'name="name" value="{every}"') >= 2
        send(manager, cast, "limit", "authority", holder=holder, name=every, amount=amount)
        assert getattr(drafted(cast).authority.roles[Holder(holder)], name) == int(amount.replace(".", ""))
        assert "win-back €150.00" not in words(manager, "authority")
        send(manager, cast, "discard")


def test_some_kinds_alone_are_named_and_mended(manager: Client, cast: Cast) -> None:
    send(manager, cast, "begin")
    rep = {"holder": "rep", "per_case": "50", "per_day": "80", "goodwill_per_day": "10"}
    send(manager, cast, "limits", "authority", **rep, kind_gift="5.00", kind_voucher="5.00")
    assert "Voucher and Gift: the front line may give €5.00" in words(manager, "authority")
    send(manager, cast, "limit", "authority", holder="rep", name="voucher,gift", amount="50.00")
    assert "Nothing to mend" in words(manager, "authority")
