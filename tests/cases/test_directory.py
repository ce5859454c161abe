"""How a brand itself is reached: who may write it down, what is refused, when somebody must look again."""

from __future__ import annotations

import importlib
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import typer
from typer.testing import CliRunner

from amends.cases.actions import directory as acts
from amends.cases.actions.directory import add_contact, remove_contact, verify_contact
from amends.cases.directory import directory_of, external_bodies
from amends.cases.models import BrandContact, Case, Contact
from amends.cases.recording import NotFound, Refused
from amends.errors import DomainError
from amends.people.permissions import Answer
from amends.people.scope import brand_scope, every_brand
from amends.rules.directory import Way, fits, is_stale, link_of
from tests.cases.acts import decided
from tests.conftest import NOON, Cast, complain, signed_in

BODY = "https://ombudsman.example"


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, with every brand in view."""
    with every_brand():
        yield cast


def added(
    desk: Cast, way: Way = Way.EXTERNAL, value: str = BODY, *, who: str = "manager", **more: object
) -> BrandContact:
    """Adds a line as somebody of Norvia."""
    given = {"label": "Ombudsman", "now": NOON, "brand": desk.norvia, **more}
    return add_contact(actor=desk.actor(who), way=way, value=value, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("way", "value", "is_fit"),
    [
        (Way.PHONE, "+44 1632 960200", True),
        (Way.PHONE, "ring us", False),
        (Way.FAX, "+44 (0)1632/960-299", True),
        (Way.EMAIL, "care@norvia.example", True),
        (Way.EMAIL, "care at norvia", False),
        (Way.PAGE, "https://norvia.example/complaints", True),
        (Way.PAGE, "javascript:alert(1)//https://a.b", False),
        (Way.PAGE, "http://norvia.example", False),
        (Way.POST, "1 Example Quay", True),
        (Way.POST, "", False),
    ],
)
def test_what_is_written_down_can_be_what_it_is_called(way: Way, value: str, is_fit: bool) -> None:
    assert fits(way, value) is is_fit


def test_a_line_is_stale_a_day_after_its_days_are_over() -> None:
    seen = date(2026, 1, 1)
    assert not is_stale(seen, seen + timedelta(days=180), 180)
    assert is_stale(seen, seen + timedelta(days=181), 180)


@pytest.mark.parametrize(
    ("said", "link"),
    [
        ("See https://a.example/b.", "https://a.example/b"),
        ("1 Example Quay", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,https", ""),
    ],
)
def test_only_a_page_can_be_followed(said: str, link: str) -> None:
    assert link_of(said) == link


def check_roles(desk: Cast) -> None:
    """Checks that managers and administrators write, everybody else of the brand reads, and a stranger nothing."""
    for who in ("rep", "specialist", "supervisor"):
        with pytest.raises(Refused, match="role"):
            added(desk, who=who)
    with pytest.raises(NotFound):
        added(desk, who="stranger")
    line = added(desk)
    added(desk, Way.POST, "1 Example Quay", who="administrator")
    with pytest.raises(Refused, match="role"):
        remove_contact(actor=desk.actor("rep"), contact_uuid=line.uuid)
    with brand_scope([desk.sunfold.pk]), pytest.raises(NotFound):
        verify_contact(actor=desk.actor("stranger"), contact_uuid=line.uuid, now=NOON)


def test_managers_and_administrators_write_the_directory(desk: Cast) -> None:
    check_roles(desk)


def test_the_negative_control_without_permission_anybody_writes_it(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "may", lambda *more: Answer(True))
    with pytest.raises(pytest.fail.Exception):
        check_roles(desk)


def test_a_line_says_who_looked_last_and_when_in_the_brands_day(desk: Cast) -> None:
    line = added(desk)
    late = NOON.replace(hour=23, minute=30)
    verify_contact(actor=desk.actor("administrator"), contact_uuid=line.uuid, now=late)
    line.refresh_from_db()
    assert (line.verified_on, line.verified_by) == (date(2026, 5, 13), desk.administrator)


def test_what_is_wrong_is_refused_and_nothing_is_kept(desk: Cast) -> None:
    for code, more in (
        ("contact_label_missing", {"label": " \n"}),
        ("contact_value_wrong", {"way": Way.PHONE, "value": "x"}),
        ("contact_value_wrong", {"value": "\x00 "}),
    ):
        with pytest.raises(DomainError, match=code):
            added(desk, **more)  # type: ignore[arg-type]
    added(desk)
    with pytest.raises(DomainError, match="contact_there"):
        added(desk)
    assert BrandContact.objects.count() == 1


def test_the_directory_of_one_brand_is_not_anothers(desk: Cast) -> None:
    added(desk)
    assert external_bodies(desk.sunfold.pk) == []
    with brand_scope([desk.sunfold.pk]):
        assert directory_of([desk.sunfold.pk]) == []
        said = signed_in(desk.stranger).get("/directory/").content.decode()
    assert BODY not in said and "Sunfold" in said


def test_the_page_is_read_by_all_and_changed_by_two_roles(desk: Cast) -> None:
    line = added(desk, now=NOON - timedelta(days=400))
    said = signed_in(desk.rep).get("/directory/").content.decode()
    assert BODY in said and "Look again" in said and "It is right" not in said
    for form in (
        {"act": "verify", "contact": str(line.uuid)},
        {"act": "remove", "contact": str(line.uuid)},
        {"act": "add", "brand": "norvia", "way": "post", "label": "A", "value": "B"},
    ):
        assert signed_in(desk.rep).post("/directory/", form).status_code == 422
        assert signed_in(desk.stranger).post("/directory/", form).status_code == 404
    form = {"act": "add", "brand": "norvia", "way": "post", "label": "Head office", "value": "1 Quay"}
    assert (
        signed_in(desk.manager).post("/directory/", {**form, "verified_on": "2001-01-01"}).status_code == 302
    )
    assert BrandContact.objects.get(kind="post").verified_on.year > 2025
    again = signed_in(desk.manager).post("/directory/", {"act": "verify", "contact": str(line.uuid)})
    assert again.status_code == 302
    assert signed_in(desk.manager).post("/directory/", {"act": "remove", "contact": str(line.uuid)})
    assert not external_bodies(desk.norvia.pk)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 422),
        ({"act": "add", "brand": "norvia"}, 422),
        ({"act": "add", "brand": "norvia", "way": "page", "label": "A", "value": "javascript:alert(1)"}, 422),
        ({"act": "add", "brand": "sunfold", "way": "post", "label": "A", "value": "B"}, 404),
        ({"act": "verify", "contact": "no"}, 404),
        ({"act": "remove", "contact": str(uuid.uuid4())}, 404),
    ],
)
def test_a_form_that_makes_no_sense_changes_nothing(desk: Cast, form: dict[str, str], status: int) -> None:
    assert signed_in(desk.manager).post("/directory/", form).status_code == status
    assert not BrandContact.objects.exists()


def test_a_final_answer_names_the_outside_body_in_the_cases_language(desk: Cast) -> None:
    line = added(desk)
    case = decided(desk, complain(desk), NOON)
    Case.objects.filter(pk=case.pk).update(language="en")
    client = signed_in(desk.rep)
    assert str(line.uuid) in client.get(f"/cases/{case.uuid}/").content.decode()
    form = {"text": "We were right.", "channel": "phone", "with_body": [str(line.uuid), str(uuid.uuid4())]}
    assert client.post(f"/cases/{case.uuid}/respond/", form).status_code == 302
    said = Contact.objects.filter(case=case).latest("id").text
    assert said.startswith("We were right.\n\n") and said.endswith(f"Ombudsman, {BODY}")


def call(*words: str) -> typer.testing.Result:  # type: ignore[name-defined]
    """Answers what came of one command."""
    module = importlib.import_module("amends.site.command.brands")
    return CliRunner().invoke(module.app, ["brands", "contacts", *words])


def test_the_directory_at_the_terminal(cast: Cast) -> None:
    assert "Nothing is written down" in call("norvia").output
    made = call("norvia", "add", "--kind", "post", "--who", "Head office", "--where", "1 Quay")
    assert "1  post      Head office: 1 Quay" in made.output
    assert call("norvia", "verify", "1").exit_code == 0
    assert "Nothing is written down" in call("norvia", "remove", "1").output
    for words, code in (
        (("norvia", "remove", "1"), "contact_unknown"),
        (("norvia", "fold"), "contact_act_unknown"),
        (("norvia", "add", "--kind", "pigeon"), "contact_way_missing"),
        (("norvia", "add", "--kind", "phone", "--who", "A", "--where", "B"), "contact_value_wrong"),
        (("other",), "brand_unknown"),
    ):
        assert call(*words).exception.code == code
