"""The demonstration: every story is told through the actions, and nothing lies in the future."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from amends.cases.models import Case, CaseEvent, Consult, Contact, Outgoing
from amends.cases.queue import queue
from amends.cases.verification import verify_cases
from amends.errors import DomainError
from amends.people.actors import actor_of
from amends.people.models import Brand, Customer, Staff
from amends.people.scope import every_brand
from amends.rules.consults import ConsultState, Verdict
from amends.rules.vocabulary import LANGUAGES, Kind, Role, Situation, Stage
from amends.site.colours import check_colour
from amends.site.demonstration import loading
from amends.site.demonstration.offering import OFFERED
from amends.site.demonstration.people import (
    BRANDS,
    COLLEAGUES,
    check_only_demonstration,
    is_empty,
    make_people,
    show_person,
)
from amends.site.demonstration.promise_words import DONE, LEFT, OTHER_HOUR
from amends.site.demonstration.stories import Story, read_file, read_stories
from amends.site.demonstration.timeline import DUE_MINUTES, tell
from tests.conftest import NOON

STORIES = read_stories()
BY_KEY = {story.key: story for story in STORIES}


def few() -> list[Story]:
    """Answers a story of each kind and stage, some held, some about a colleague."""
    chosen: dict[object, Story] = {}
    for story in STORIES:
        said = story.complaint
        about = (said.stage, said.situation is Situation.HOLD, said.is_about_staff) if said else story.kind
        chosen.setdefault(about, story)
    return list(chosen.values())


def test_no_two_customers_say_the_same() -> None:
    texts = Counter(
        line.text for story in STORIES for line in story.conversation if line.speaker == "customer"
    )
    assert [text for text, times in texts.items() if times > 1] == []


def test_keys_are_given_once() -> None:
    assert len(BY_KEY) == len(STORIES)


@pytest.mark.parametrize("hour", [0, 3, 8, 14, 23])
def test_nothing_lies_in_the_future_and_every_step_follows_the_one_before(hour: int) -> None:
    now = NOON.replace(hour=hour)
    for told in tell(STORIES, now):
        moments = [step.at for step in told.steps]
        assert moments == sorted(moments), told.story.key
        assert moments[-1] < now, told.story.key
        assert now - moments[0] < timedelta(days=95), told.story.key


def test_every_language_that_presses_has_a_story_for_it() -> None:
    there = {story.language for story in STORIES}
    pressing = Counter(told.story.language for told in tell(STORIES, NOON) if told.is_pressing)
    assert pressing == {language: len(due) for language, due in DUE_MINUTES.items() if language in there}


def test_the_same_moment_tells_the_same() -> None:
    assert tell(STORIES, NOON) == tell(reversed(STORIES), NOON)


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand["slug"])
def test_the_brands_colours_can_be_read(brand: dict[str, str]) -> None:
    check_colour(brand["colour_light"], "light")
    check_colour(brand["colour_dark"], "dark")


def test_every_role_and_every_language_has_somebody(db: None) -> None:
    make_people()
    assert all(show_person(role) for role in Role)
    spoken = {language for colleague in COLLEAGUES for language in colleague.languages}
    assert {story.language for story in STORIES} <= spoken
    assert not any(person.has_usable_password() for person in Staff.objects.all())


def test_a_database_with_other_brands_is_not_shown(db: None) -> None:
    make_people()
    check_only_demonstration()
    Brand.objects.create(slug="real", name="A real one", letter="R")
    with pytest.raises(DomainError, match="not_the_demonstration"):
        check_only_demonstration()


def test_a_database_with_other_people_is_not_shown(db: None) -> None:
    Staff.objects.create_user("somebody@example.org", name="Somebody")
    with pytest.raises(DomainError, match="not_the_demonstration"):
        check_only_demonstration()
    assert not is_empty()


@override_settings(IS_DEMONSTRATION=True)
def test_a_few_stories_are_told_as_they_are_written(db: None) -> None:
    stories = few()
    loaded = loading.load(loading.Plan(tell(stories, NOON), NOON))
    assert loaded.cases + loaded.contacts == len(stories)
    with every_brand():
        assert not Contact.objects.filter(occurred_at__gte=NOON).exists()
        assert not CaseEvent.objects.filter(at__gte=NOON).exists()
        assert Contact.objects.filter(case=None).count() == loaded.contacts
        assert [fault for batch in verify_cases() for fault in batch.faults] == []
        for story in stories:
            _check_told(story)


def _check_told(story: Story) -> None:
    customer = Customer.objects.get(name=story.customer.name, city=story.customer.city)
    assert customer.products == story.customer.products
    if story.complaint is None:
        return
    case = Case.objects.get(customer=customer)
    said = story.complaint
    moved_on = said.stage in (Stage.RECEIVED, Stage.ACKNOWLEDGED) or said.came_back is not None
    assert case.stage == said.stage or moved_on, story.key
    assert case.ending == ("" if said.came_back else said.ending), story.key
    assert case.is_reopened is (said.came_back is not None), story.key
    assert case.is_held is (said.situation is Situation.HOLD), story.key
    assert case.is_restricted is said.is_about_staff, story.key
    assert bool(case.waiting) is (said.wait is not None), story.key
    around = {text for words in (DONE, LEFT, OTHER_HOUR) for text in words.values()}
    told = Contact.objects.filter(case=case).exclude(text__in=around)
    assert sum(not one.text.startswith(OFFERED[story.language]) for one in told) == sum(
        1
        for line in (*story.conversation, *([said.came_back] if said.came_back else []))
        if line.speaker != "note"
    )
    if said.stage is not Stage.RECEIVED:
        assert case.acknowledged_at is not None, story.key


@override_settings(IS_DEMONSTRATION=True)
def test_questions_stand_in_every_state_for_both_brands(db: None) -> None:
    stages = (Stage.INVESTIGATED, Stage.ASSESSED)
    owned = [story for story in STORIES if story.complaint and story.complaint.stage in stages]
    loading.load(loading.Plan(tell(owned, NOON), NOON))
    with every_brand():
        rows = list(Consult.objects.all())
        assert not Consult.objects.filter(asked_at__gte=NOON).exists()
        assert [fault for batch in verify_cases() for fault in batch.faults] == []
    for brand in Brand.objects.all():
        own = [row for row in rows if row.brand_id == brand.pk]
        assert {row.state for row in own} == set(ConsultState)
        assert {row.verdict for row in own} == set(Verdict)
        assert {(row.is_unattended, row.needs_review) for row in own} == {
            *((False, False), (True, True), (True, False)),
        }


@override_settings(IS_DEMONSTRATION=True)
def test_somebody_comes_back_in_every_language_and_their_new_clock_still_runs(db: None) -> None:
    back = [story for story in STORIES if story.complaint and story.complaint.came_back]
    assert sorted(story.language for story in back) == sorted(LANGUAGES)
    loading.load(loading.Plan(tell(back, NOON), NOON))
    with every_brand():
        cases = list(Case.objects.filter(is_reopened=True, is_open=True))
    assert len(cases) == len(back)
    assert all(case.respond_due_at and case.respond_due_at > NOON for case in cases)


def test_a_story_about_a_colleague_is_kept_from_that_colleague(db: None) -> None:
    story = next(story for story in STORIES if story.complaint and story.complaint.is_about_staff)
    loading.load(loading.Plan(tell([story], NOON), NOON))
    with every_brand():
        case = Case.objects.get()
    assert case.about_staff is not None
    assert case.owner is not None and case.owner != case.about_staff
    kinds = [json.loads(data) for data in _data(case, "case.restricted")]
    assert kinds == [{"restricted": True, "about": case.about_staff_id}]


def _data(case: Case, kind: str) -> list[str]:
    with every_brand():
        return list(CaseEvent.objects.filter(case=case, kind=kind).values_list("data", flat=True))


def test_a_loading_that_fails_leaves_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loading.load(loading.Plan(tell(few()[:2], NOON), NOON), step=fail)
    assert is_empty()


@pytest.mark.long
def test_the_whole_demonstration_greets_ines_with_a_good_day(db: None) -> None:
    loading.load(loading.Plan(tell(STORIES, NOON), NOON))
    with every_brand():
        ines = actor_of(Staff.objects.get(name="Ines Morel"))
        due = queue(ines, sorted(ines.brand_ids), "all", NOON, size=50).due
        assert [row["next_due_at"] < NOON for row in due] == [True] + [False] * (len(due) - 1)
        assert 5 <= len(due) <= 8
        opened = Case.objects.filter(is_open=True)
        assert 0.5 < opened.exclude(owner=None).count() / opened.count() < 0.75
        assert 0 < Outgoing.objects.filter(state="waiting").count() < 10
        assert Contact.objects.filter(kind=Kind.THANKS.value).exists()
        assert [fault for batch in verify_cases() for fault in batch.faults] == []


GOOD = """language: en
cases:
  - key: en-01
    brand: norvia
    kind: thanks
    customer: {name: "A", email: "a@example.org", phone: "", city: "B", zone: Europe/London}
    days_ago: 1
    at: "10:00"
    theme: other
    product: ""
    gist: "Thanks"
    conversation:
      - {from: customer, channel: web, after: 0, text: "Thank you."}
"""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('    gist: "Thanks"\n', ""), "'gist' is missing"),
        (("kind: thanks", "kind: praise"), "'praise' is not a valid Kind"),
        (("zone: Europe/London", "zone: Moon/Base"), "Moon/Base"),
        (('at: "10:00"', "at: noon"), "noon"),
        (("from: customer", "from: brand"), "begins with the customer"),
        (("language: en", "language: tlh"), "no written language"),
        (("    brand: norvia", "   brand: norvia"), "block collection"),
        (("brand: norvia", "brand: other"), "no brand of the demonstration"),
    ],
)
def test_a_story_that_can_not_be_read_is_named_with_the_reason(
    tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    path = tmp_path / "en.yaml"
    path.write_text(GOOD.replace(*change))
    with pytest.raises(DomainError) as refused:
        list(read_file(path))
    assert refused.value.code == "story_wrong"
    assert reason in str(refused.value.values["reason"])


def test_a_good_story_is_read(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    path.write_text(GOOD)
    assert [story.key for story in read_file(path)] == ["en-01"]
