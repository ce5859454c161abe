"""The command: a tour, sentences instead of traces, brands, people and programs set up from the terminal."""

from __future__ import annotations

import importlib
import re
import socket
from collections.abc import Callable
from uuid import uuid4

import pytest
import typer
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.test import Client
from typer.testing import CliRunner

from amends.cases.models import Case, Contact, ProgramToken, ReplyFinding
from amends.clock import now
from amends.errors import DomainError
from amends.people.links import linked_person, token_hash
from amends.people.models import Brand, Membership, Staff
from amends.people.scope import every_brand
from amends.rules.vocabulary import Role
from amends.site.command import run
from amends.site.command.sentences import SENTENCES, sentence
from amends.site.command.tour import TOUR, find_command, nearest, tour_text
from amends.site.server import check_port
from tests.conftest import Cast, complain, signed_in

Call = Callable[..., typer.testing.Result]  # type: ignore[name-defined]
OWN = [command for command in TOUR if command.module != "files"]


@pytest.fixture
def call() -> Call:
    """Runs one command and answers what came of it."""

    def invoke(*words: str) -> object:
        module = importlib.import_module(f"amends.site.command.{find_command(words[0]).module}")  # type: ignore[union-attr]
        return CliRunner().invoke(module.app, list(words))

    return invoke


def test_the_tour_names_every_command_with_one_sentence() -> None:
    shown = tour_text()
    for command in TOUR:
        assert (f"  {command.name} " in shown) is not command.is_hidden
        assert command.sentence.endswith(".")


@pytest.mark.parametrize("command", OWN, ids=lambda command: command.name)
def test_every_command_in_the_tour_is_there(command: object) -> None:
    module = importlib.import_module(f"amends.site.command.{command.module}")  # type: ignore[attr-defined]
    names = {one.name or one.callback.__name__ for one in module.app.registered_commands}
    names |= {group.name for group in module.app.registered_groups}
    assert command.name in names  # type: ignore[attr-defined]


def test_a_misspelt_command_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert nearest("verfy") == "verify"
    assert run(["verfy"]) == 2
    assert "Did you mean 'verify'?" in capsys.readouterr().err


def test_an_error_is_a_sentence_and_a_wrong_call_answers_2(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["brands", "add", "Not A Slug", "X"]) == 2
    assert "small letters, digits and hyphens" in capsys.readouterr().err


def test_every_sentence_can_be_said() -> None:
    values = dict.fromkeys(
        (
            "slug",
            "email",
            "role",
            "roles",
            "zone",
            "colour",
            "ours",
            "contrast",
            "host",
            "port",
            "next_port",
            "found",
            "place",
            "reasons",
            "reason",
            "number",
            *("reference", "ids", "path", "said", "currency", "name", "least", "most"),
            *("fact", "region", "value", "known", "count", "language", "brand", "expected"),
            *("label", "right", "wrong", "needed"),
        ),
        "x",
    )
    for code in SENTENCES:
        assert "{" not in sentence(DomainError(code, **values))
    assert sentence(DomainError("never_heard", at=3)) == "never_heard(at=3)"


def test_a_brand_with_an_unreadable_colour_is_refused(db: None, call: Call) -> None:
    with pytest.raises(DomainError, match="contrast_low"):
        raise call("brands", "add", "pale", "Pale", "--colour-light", "#FFEECC").exception
    assert not Brand.objects.exists()


def test_a_brand_is_added_once(db: None, call: Call) -> None:
    assert call("brands", "add", "norvia", "Norvia Telecom", "--zone", "Europe/London").exit_code == 0
    assert call("brands", "add", "norvia", "Norvia Telecom").exception.code == "brand_there"
    assert Brand.objects.get().letter == "N"
    assert "norvia" in call("brands", "list").output


def test_a_brand_is_changed_and_what_was_is_said(db: None, call: Call) -> None:
    call("brands", "add", "norvia", "Norvia Telecom", "--retain-months", "12")
    words = ("--retain-months", "24", "--zone", "Europe/London", "--currency", "gbp", "--respond-days", "10")
    said = call("brands", "set", "norvia", *words, "--external-body", "The ombudsman").output
    assert "retain months: 12 -> 24" in said and "external body: nothing -> The ombudsman" in said
    brand = Brand.objects.get()
    assert (brand.retain_months, brand.zone, brand.currency, brand.respond_days) == (
        24,
        "Europe/London",
        "GBP",
        10,
    )
    assert "kept 24 months" in call("brands", "list").output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "nothing_to_set"),
        (("--retain-months", "601"), "number_wrong"),
        (("--acknowledge-hours", "0"), "number_wrong"),
        (("--zone", "Moon/Base"), "zone_unknown"),
        (("--currency", "euro"), "currency_wrong"),
        (("--from-address", "nobody"), "email_wrong"),
        (("--colour-light", "red"), "colour_wrong"),
        (("--colour-light", "#FFEECC"), "contrast_low"),
    ],
)
def test_a_change_that_can_not_be_is_refused_and_changes_nothing(
    cast: Cast, call: Call, words: tuple[str, ...], code: str
) -> None:
    before = Brand.objects.filter(slug="norvia").values().get()
    assert call("brands", "set", "norvia", *words).exception.code == code
    assert Brand.objects.filter(slug="norvia").values().get() == before


def test_a_person_is_added_and_the_link_signs_them_in(db: None, call: Call) -> None:
    call("brands", "add", "norvia", "Norvia Telecom")
    said = call("people", "add", "Ines@Example.org", "--brand", "norvia", "--speaks", "en", "--speaks", "sv")
    person = Staff.objects.get(email="ines@example.org")
    token = said.output.strip().rsplit("/", 2)[1]
    assert Client(HTTP_HOST="localhost").get(f"/sign-in/link/{token}/").status_code == 200
    assert (person.languages, person.has_usable_password()) == (["en", "sv"], False)
    assert Membership.objects.get(staff=person).role == Role.REP


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nobody", "--brand", "norvia"), "email_wrong"),
        (("a@example.org", "--brand", "unknown"), "brand_unknown"),
        (("a@example.org", "--brand", "norvia", "--role", "king"), "role_unknown"),
        (("a@example.org", "--brand", "norvia", "--zone", "Moon/Base"), "zone_unknown"),
        (("rep@example.org", "--brand", "norvia"), "person_there"),
    ],
)
def test_a_person_who_can_not_be_added_is_refused_with_the_reason(
    cast: Cast, call: Call, words: tuple[str, ...], code: str
) -> None:
    before = Staff.objects.count()
    assert call("people", "add", *words).exception.code == code
    assert Staff.objects.count() == before


def test_a_weak_password_is_refused(cast: Cast) -> None:
    words = ["people", "add", "new@example.org", "--brand", "norvia", "--password"]
    module = importlib.import_module("amends.site.command.people")
    result = CliRunner().invoke(module.app, words, input="password\npassword\n")
    assert isinstance(result.exception, DomainError) and result.exception.code == "password_weak"
    assert not Staff.objects.filter(email="new@example.org").exists()


def test_a_disabled_person_is_out_at_once(cast: Cast, call: Call) -> None:
    browser, other = signed_in(cast.rep), signed_in(cast.specialist)
    link = call("link", "rep@example.org").output.strip().rsplit("/", 2)[1]
    assert _who(browser) == cast.rep
    said = call("people", "disable", "rep@example.org")
    assert "1 sessions ended" in said.output
    assert _who(browser) is None
    assert _who(other) == cast.specialist
    assert linked_person(link, cast.rep.created_at) is None


def _who(browser: Client) -> object:
    request = HttpRequest()
    request.session = browser.session
    person = get_user(request)
    return person if person.is_authenticated else None


def test_a_token_is_shown_once_and_revoked(cast: Cast, call: Call) -> None:
    said = call("tokens", "add", "Web form", "--brand", "norvia")
    token = said.output.strip().rsplit(" ", 1)[1]
    row = ProgramToken.objects.get()
    assert row.token_hash == token_hash(token)
    assert token not in call("tokens", "list").output
    assert call("tokens", "revoke", str(row.pk)).exit_code == 0
    assert not ProgramToken.objects.get().is_active
    assert call("tokens", "revoke", str(row.pk)).exception.code == "token_unknown"


def test_a_taken_port_is_said_before_anything_is_begun() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DomainError) as refused:
            check_port("127.0.0.1", port)
    assert f"PORT={port + 1}" in sentence(refused.value)
    check_port("127.0.0.1", port)


def test_an_address_that_is_not_ours_is_said() -> None:
    with pytest.raises(DomainError, match="address_unusable"):
        check_port("203.0.113.1", 8000)


def test_findings_that_are_passed_over_too_often_are_named(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    with every_brand():
        for number in range(3):
            contact = Contact.objects.create(**_contact(complain(cast)))
            rows = {"jargon": number == 0, "shouting": False}
            for finding, overridden in rows.items():
                ReplyFinding.objects.create(
                    brand=cast.norvia,
                    contact=contact,
                    finding=finding,
                    was_shown=True,
                    was_overridden=overridden,
                    at=now(),
                )
    assert run(["language", "retune", "--brand", "norvia"]) == 0
    said = capsys.readouterr().out
    assert "Norvia Telecom: 6 findings shown" in said
    assert re.search(r"jargon +3 +2 +1 +33 %", said) and re.search(r"shouting +3 +3 +0 +0 %", said)
    assert said.rstrip().endswith("To retune, passed over in more than 30 %: jargon.")
    assert run(["language", "retune"]) == 0
    assert "Sunfold: 0 findings shown" in capsys.readouterr().out


def _contact(case: Case) -> dict[str, object]:
    return {
        "brand_id": case.brand_id,
        "uuid": uuid4(),
        "case": case,
        "direction": "out",
        "channel": "email",
        "language": "en",
        "occurred_at": now(),
        "recorded_at": now(),
    }
