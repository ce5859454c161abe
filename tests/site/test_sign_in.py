"""The door: links work once and only when pressed, passwords are throttled, and who left is out at once."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.conf import settings as desk_settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from amends.clock import now
from amends.people.links import LIFE, make_link
from amends.people.models import SignInLink, Staff
from amends.site.command.people import end_access
from amends.site.logs import Discreet
from tests.conftest import Cast, signed_in

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    """Passwords of tests need not be slow to guess."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def visitor(**more: Any) -> Client:
    """Answers the browser of somebody who is not signed in."""
    return Client(HTTP_HOST="localhost", **more)


def is_in(client: Client) -> bool:
    """Answers whether this browser is signed in."""
    return client.get("/").status_code == 200


def at(token: str) -> str:
    """Answers the address of a link."""
    return f"/sign-in/link/{token}/"


@pytest.fixture
def token(cast: Cast) -> str:
    """A fresh link for the rep."""
    return make_link(cast.rep, now())


def check_scanner(client: Client, token: str) -> None:
    """Checks that looking at a link, as mail scanners do, leaves it as it was."""
    for _ in range(3):
        assert client.get(at(token)).status_code == 200
        assert client.head(at(token)).status_code == 200
    assert SignInLink.objects.get().used_at is None
    assert not is_in(client)


def test_a_scanner_uses_nothing_up_and_the_first_press_works(token: str) -> None:
    check_scanner(visitor(), token)
    person = visitor()
    done = person.post(at(token))
    assert (done.status_code, done.headers["Location"]) == (302, "/")
    assert is_in(person)


def test_the_negative_control_a_link_that_a_look_uses_up_is_caught(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def use(token: str, moment: Any) -> Staff | None:
        SignInLink.objects.update(used_at=moment)
        return SignInLink.objects.get().staff

    monkeypatch.setattr("amends.site.sign_in.linked_person", use)
    with pytest.raises(AssertionError):
        check_scanner(visitor(), token)


def test_the_second_press_is_told_that_the_link_no_longer_works(token: str) -> None:
    assert visitor().post(at(token)).status_code == 302
    late = visitor()
    assert late.post(at(token)).status_code == 410
    assert late.get(at(token)).status_code == 410
    assert not is_in(late)


def test_a_link_ends_after_its_life_and_not_before(token: str) -> None:
    made = SignInLink.objects.get().expires_at - LIFE
    with time_machine.travel(made + LIFE - timedelta(seconds=2), tick=False):
        assert visitor().get(at(token)).status_code == 200
    with time_machine.travel(made + LIFE, tick=False):
        assert visitor().get(at(token)).status_code == 410
        assert visitor().post(at(token)).status_code == 410


@pytest.mark.parametrize(
    "change", ["upper", "lower", "space before", "space behind", "shorter", "longer", "NUL", "other"]
)
def test_only_the_very_token_opens(token: str, change: str) -> None:
    forms = {
        "upper": token.upper(),
        "lower": token.lower(),
        "space before": f"%20{token}",
        "space behind": f"{token}%20",
        "shorter": token[:-1],
        "longer": f"{token}a",
        "NUL": f"{token}%00",
        "other": "a" * len(token),
    }
    client = visitor()
    for response in (client.get(at(forms[change])), client.post(at(forms[change]))):
        assert response.status_code == 410
    assert not is_in(client)
    assert SignInLink.objects.get().used_at is None


@pytest.mark.parametrize("path", ["/sign-in/link/", "/sign-in/link//", "/sign-in/link/a/b/"])
def test_an_empty_token_is_no_address(token: str, path: str) -> None:
    assert visitor().post(path).status_code == 404


def test_a_token_has_at_least_128_random_bits_and_only_its_hash_is_kept(cast: Cast) -> None:
    tokens = {make_link(cast.rep, now()) for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 22
    kept = str(list(SignInLink.objects.values()))
    assert not any(token in kept for token in tokens)


def test_the_page_of_a_link_leaves_no_trace_of_the_token_anywhere(token: str) -> None:
    for response in (visitor().get(at(token)), visitor().post(at(token)), visitor().get(at(token))):
        # Not no-referrer, which no browser can sign in with: tests/e2e/test_sign_in_link.py
        assert response.headers["Referrer-Policy"] == "strict-origin"
        assert "no-store" in response.headers["Cache-Control"]
        assert token not in response.content.decode()
        assert token not in str(response.headers)


@contextmanager
def the_log(form: logging.Formatter) -> Iterator[StringIO]:
    """Lets the block read what is written into the log, in this form."""
    told = StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(form)
    logging.getLogger().addHandler(handler)
    try:
        yield told
    finally:
        logging.getLogger().removeHandler(handler)


def check_log(token: str, log: StringIO) -> None:
    """Checks that the log tells what happened, and not with which token."""
    careful = visitor(enforce_csrf_checks=True)
    assert careful.post(at(token)).status_code == 403
    for client in (visitor(), visitor()):
        client.post(at(token))
    assert log.getvalue().count("sign-in/link") >= 2
    assert token not in log.getvalue()


def test_the_log_does_not_hold_the_token(token: str) -> None:
    with the_log(Discreet(desk_settings.LOGGING["formatters"]["plain"]["format"])) as log:
        check_log(token, log)


def test_the_negative_control_a_log_with_addresses_is_caught(token: str) -> None:
    with the_log(logging.Formatter("%(message)s")) as log, pytest.raises(AssertionError):
        check_log(token, log)


def test_the_desk_is_set_up_to_write_its_log_that_way() -> None:
    assert desk_settings.LOGGING["formatters"]["plain"]["()"] == "amends.site.logs.Discreet"
    assert desk_settings.LOGGING["handlers"]["file"]["formatter"] == "plain"


def test_a_link_can_not_be_pressed_from_another_site(token: str) -> None:
    careful = visitor(enforce_csrf_checks=True)
    assert careful.post(at(token), HTTP_ORIGIN="https://evil.example").status_code == 403
    assert SignInLink.objects.get().used_at is None


def test_the_session_gets_a_new_id_when_somebody_signs_in(token: str) -> None:
    client = visitor()
    client.post("/language/", {"language": "sv"})
    before = client.cookies["sessionid"].value
    client.post(at(token))
    assert client.cookies["sessionid"].value != before
    assert client.session[SESSION_KEY]


def test_signing_out_ends_the_session_itself(cast: Cast) -> None:
    client = signed_in(cast.rep)
    kept = client.cookies["sessionid"].value
    client.post("/sign-out/")
    copied = visitor()
    copied.cookies["sessionid"] = kept
    assert not is_in(copied)


def test_the_link_of_another_person_leaves_nothing_of_the_first(cast: Cast) -> None:
    client = signed_in(cast.rep)
    session = client.session
    session["last_brand"] = "norvia"
    session.save()
    client.post(at(make_link(cast.stranger, now())))
    assert client.session[SESSION_KEY] == str(cast.stranger.pk)
    assert "last_brand" not in client.session


def check_disabled(cast: Cast) -> None:
    """Checks that a person who is disabled is out at the next request."""
    client, token = signed_in(cast.rep), make_link(cast.rep, now())
    assert is_in(client)
    Staff.objects.filter(pk=cast.rep.pk).update(is_active=False)
    assert not is_in(client)
    assert client.post("/next/").headers["Location"].startswith("/sign-in/")
    assert visitor().get(at(token)).status_code == 410
    assert visitor().post(at(token)).status_code == 410


def test_a_disabled_person_is_out_at_the_next_request(cast: Cast) -> None:
    check_disabled(cast)


def test_the_negative_control_a_door_that_does_not_ask_again_is_caught(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.site.accounts.DeskBackend.user_can_authenticate", lambda self, user: True)
    with pytest.raises(AssertionError):
        check_disabled(cast)


def test_disabling_ends_sessions_and_links_themselves(cast: Cast) -> None:
    client, token = signed_in(cast.rep), make_link(cast.rep, now())
    assert end_access(cast.rep) == 1
    assert not is_in(client)
    Staff.objects.filter(pk=cast.rep.pk).update(is_active=True)
    assert not is_in(client)
    assert visitor().post(at(token)).status_code == 410


@pytest.fixture
def known(cast: Cast) -> Staff:
    """The rep, with a password."""
    cast.rep.set_password(PASSWORD)
    cast.rep.save()
    return cast.rep


def try_password(client: Client, email: str, password: str) -> HttpResponse:
    """Answers what the door says."""
    return client.post("/sign-in/", {"login": email, "password": password})  # type: ignore[return-value]


def said(response: HttpResponse, email: str) -> str:
    """Answers a page without what differs by itself: the address typed and the tokens of the form."""
    text = response.content.decode().replace(email, "")
    return re.sub(r'(nonce|name="csrfmiddlewaretoken" value|token)="[^"]*"', "", text)


def test_the_right_password_leads_in_whatever_the_case_of_the_address(known: Staff) -> None:
    client = visitor()
    assert try_password(client, known.email.upper(), PASSWORD).status_code == 302
    assert is_in(client)


def check_same_answer(known: Staff) -> None:
    """Checks that nobody learns from the answer whether an address is known here."""
    answers = {
        said(try_password(visitor(REMOTE_ADDR=f"10.0.0.{number}"), email, "wrong password"), email)
        for number, email in enumerate((known.email, "unknown@example.org", "stranger@example.org"))
    }
    assert len(answers) == 1
    statuses = [
        try_password(visitor(), email, "wrong").status_code for email in (known.email, "x@example.org")
    ]
    assert statuses == [422, 422]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(known: Staff) -> None:
    check_same_answer(known)


def test_the_negative_control_an_answer_that_tells_is_caught(
    known: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(text: str) -> str:
        return f"{text} {Staff.objects.filter(last_login__isnull=True).count()}"

    known.last_login = now()
    known.save()
    asked = iter(["known", "unknown", "unknown", "unknown", "unknown", "unknown"])
    monkeypatch.setattr("amends.site.sign_in._", lambda text: tell(text) + next(asked))
    with pytest.raises(AssertionError):
        check_same_answer(known)


def test_a_disabled_person_gets_the_same_answer_with_the_right_password(known: Staff) -> None:
    Staff.objects.filter(pk=known.pk).update(is_active=False)
    wrong = try_password(visitor(REMOTE_ADDR="10.0.0.1"), "unknown@example.org", PASSWORD)
    right = try_password(visitor(REMOTE_ADDR="10.0.0.2"), known.email, PASSWORD)
    assert right.status_code == 422
    assert said(right, known.email) == said(wrong, "unknown@example.org")


def check_throttled(known: Staff) -> None:
    """Checks that after several failures even the right password is not asked for a while."""
    for number in range(5):
        assert try_password(visitor(REMOTE_ADDR=f"10.0.0.{number}"), known.email, "wrong").status_code == 422
    client = visitor(REMOTE_ADDR="10.0.0.9")
    assert try_password(client, known.email, PASSWORD).status_code == 422
    assert not is_in(client)


def test_after_five_failures_an_address_waits(known: Staff) -> None:
    check_throttled(known)
    with time_machine.travel(now() + timedelta(minutes=6)):
        assert try_password(visitor(), known.email, PASSWORD).status_code == 302


def test_the_negative_control_without_a_limit_the_check_fails(known: Staff, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    with pytest.raises(AssertionError):
        check_throttled(known)


def test_one_place_can_not_try_many_addresses(known: Staff) -> None:
    for number in range(10):
        try_password(visitor(), f"guess{number}@example.org", "wrong")
    assert try_password(visitor(), known.email, PASSWORD).status_code == 422


def test_nobody_gets_around_the_limit_by_naming_another_place(known: Staff) -> None:
    for number in range(10):
        forged = visitor(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
        try_password(forged, f"guess{number}@example.org", "wrong")
    last = visitor(HTTP_X_FORWARDED_FOR="203.0.113.99")
    assert try_password(last, known.email, PASSWORD).status_code == 422


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\x00", "a" * 5_000, "rep@example.org\x00", "' OR 1=1 --", "投訴@例子", "a@b\r\nBcc: c@d"],
)
def test_whatever_is_typed_the_door_answers(known: Staff, typed: str) -> None:
    assert try_password(visitor(), typed, typed).status_code == 422


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example", "/\r\nX: y"],
)
def test_the_door_leads_to_no_other_site(known: Staff, wanted: str) -> None:
    client = visitor()
    done = client.post("/sign-in/", {"login": known.email, "password": PASSWORD, "next": wanted})
    assert done.status_code == 302
    assert done.headers["Location"].startswith("/")
    assert "evil" not in done.headers["Location"]
    led = client.post("/language/", {"language": "sv", "next": wanted}).headers["Location"]
    assert led.startswith("/") and not led.startswith(("//", "/\\"))
    assert "\n" not in led


def test_where_somebody_wanted_to_go_is_where_the_door_leads(known: Staff) -> None:
    done = visitor().post("/sign-in/", {"login": known.email, "password": PASSWORD, "next": "/customers/"})
    assert done.headers["Location"] == "/customers/"


def test_outside_the_demonstration_nobody_signs_in_as_somebody(cast: Cast) -> None:
    client = visitor()
    assert client.post("/sign-in/as/", {"demo": str(cast.rep.pk)}).status_code == 404
    assert not is_in(client)
    assert "demo" not in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize("value", ["", "0", "-1", "²", "9" * 30, "9" * 5_000, "abc", "1 OR 1=1"])
def test_in_the_demonstration_only_its_people_can_be_chosen(cast: Cast, settings: Any, value: str) -> None:
    settings.IS_DEMONSTRATION = True
    assert visitor().post("/sign-in/as/", {"demo": value}).status_code == 404
    client = visitor()
    assert client.post("/sign-in/as/", {"demo": str(cast.rep.pk)}).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_inactive", "admin:index"]
)
def test_there_is_no_other_door(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/signup/", "/sign-up/", "/accounts/login/", "/admin/", "/setup/"]
)
def test_nobody_makes_an_account_from_outside(cast: Cast, path: str) -> None:
    before = Staff.objects.count()
    form = {"email": "new@example.org", "password1": PASSWORD, "name": "New"}
    for response in (visitor().get(path), visitor().post(path, form)):
        assert response.status_code == 404
    assert Staff.objects.count() == before


def test_the_cookie_of_a_session_is_for_this_site_only(token: str) -> None:
    client = visitor()
    client.post(at(token))
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] in ("Lax", "Strict")
