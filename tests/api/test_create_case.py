"""Programs open cases: with a token, once, and with clear problems."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from amends.cases.models import Case, Contact, ProgramToken
from amends.people.links import token_hash
from amends.people.scope import every_brand
from tests.conftest import Cast

TOKEN = "a-token-of-the-tests"


@pytest.fixture
def program(cast: Cast) -> ProgramToken:
    """A program that may open cases for Norvia."""
    return ProgramToken.objects.create(
        brand=cast.norvia, name="Shop", role="rep", token_hash=token_hash(TOKEN)
    )


def _post(body: dict[str, Any], token: str = TOKEN, **headers: str) -> HttpResponse:
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    return client.post(
        "/api/v1/cases",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", **headers},
    )


def _cases() -> list[Case]:
    with every_brand():
        return list(Case.objects.all())


def test_a_program_opens_a_case_in_its_own_brand(cast: Cast, program: ProgramToken) -> None:
    answer = _post({"text": "It never came.", "want": "My parcel", "customer": {"email": "a@example.org"}})
    assert answer.status_code == 201
    (case,) = _cases()
    assert answer.json() == {"id": str(case.uuid), "reference": case.reference}
    assert (case.brand_id, case.want, case.channel) == (cast.norvia.pk, "My parcel", "api")


def test_the_same_key_and_body_again_is_the_same_case(program: ProgramToken) -> None:
    headers = {"Idempotency-Key": "order-7"}
    first, second = _post({"text": "Once"}, **headers), _post({"text": "Once"}, **headers)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert len(_cases()) == 1


def test_without_a_key_the_negative_control_opens_two(program: ProgramToken) -> None:
    assert [_post({"text": "Once"}).status_code for _ in range(2)] == [201, 201]
    assert len(_cases()) == 2


def test_the_same_key_with_another_body_is_a_conflict(program: ProgramToken) -> None:
    headers = {"Idempotency-Key": "order-7"}
    _post({"text": "Once"}, **headers)
    answer = _post({"text": "Something else"}, **headers)
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert len(_cases()) == 1


def test_two_programs_may_use_the_same_key(cast: Cast, program: ProgramToken) -> None:
    ProgramToken.objects.create(
        brand=cast.sunfold, name="Other", role="rep", token_hash=token_hash("another-token")
    )
    headers = {"Idempotency-Key": "order-7"}
    assert _post({"text": "One"}, **headers).status_code == 201
    assert _post({"text": "Two"}, "another-token", **headers).status_code == 201
    assert len({case.brand_id for case in _cases()}) == 2


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "x", "seriousness": 9},
        {"text": "x", "channel": "pigeon"},
        {"text": "x", "language": "klingon"},
        {"text": "   "},
    ],
)
def test_a_wrong_body_is_a_problem_and_opens_nothing(program: ProgramToken, body: dict[str, Any]) -> None:
    answer = _post(body)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 422
    assert _cases() == []


@pytest.mark.parametrize("token", ["", "wrong", f"{TOKEN} ", TOKEN.upper()])
def test_without_its_token_nobody_comes_in(program: ProgramToken, token: str) -> None:
    assert _post({"text": "x"}, token).status_code == 401


def test_a_revoked_token_is_out_at_once(program: ProgramToken) -> None:
    ProgramToken.objects.update(is_active=False)
    assert _post({"text": "x"}).status_code == 401


def test_card_numbers_do_not_reach_a_row(program: ProgramToken) -> None:
    _post({"text": "Card 4111 1111 1111 1111 was charged twice"})
    with every_brand():
        assert "1111 1111" not in Contact.objects.get().text
