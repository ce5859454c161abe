"""The programs' door: a token, an idempotency key, typed answers, problems as RFC 9457 says."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer
from pydantic import AwareDatetime, Field

from amends.cases.actions.contacts import receive_contact
from amends.cases.bulk import insert_rows
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import ProgramRequest, ProgramToken
from amends.cases.pauses import customer_meant, pause_for, paused_customers, quiet_of
from amends.cases.recording import NotFound, Refused, allow, writing
from amends.cases.said import clean_line
from amends.clock import now
from amends.errors import DomainError
from amends.people.links import token_hash
from amends.people.permissions import Actor, Subject, may
from amends.people.prepared import prepared
from amends.people.scope import brand_scope
from amends.rules.pause import Pause
from amends.rules.vocabulary import Channel, Role


class TokenDoor(HttpBearer):
    """Lets a program in by its token."""

    def authenticate(self, request: HttpRequest, token: str) -> ProgramToken | None:
        """Answers whose token this is."""
        found = _tokens(hashed=token_hash(token))
        return found[0] if found else None


@prepared
def _tokens(*, hashed: str) -> QuerySet[ProgramToken]:
    return ProgramToken.objects.filter(token_hash=hashed, is_active=True).select_related("brand")


_OLDEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)
_TAG = r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$"
_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
_ADDRESS = r"^([^\s\x00-\x1f\x7f-\x9f@,;:<>()\[\]\\\"]+@[^\s\x00-\x1f\x7f-\x9f@,;:<>()\[\]\\\"]+)?$"
"""One address and nothing else: what stands here becomes the To of a mail."""


class CustomerIn(Schema):
    """Who complains; everything may be left out."""

    name: str = Field("", max_length=200)
    email: str = Field("", max_length=254, pattern=_ADDRESS)
    phone: str = Field("", max_length=40, pattern=_LINE)
    language: str = Field("", max_length=12, pattern=_TAG)


class CaseIn(Schema):
    """One complaint."""

    text: str = Field(min_length=1, max_length=200_000)
    gist: str = Field("", max_length=200)
    want: str = Field("", max_length=300)
    channel: Literal["phone", "web", "email", "letter", "walk_in", "chat", "sms", "social", "api"] = "api"
    language: Literal["", "en", "bg", "he", "sv", "ru", "zh-Hans", "zh-Hant", "und"] = ""
    customer: CustomerIn = CustomerIn()  # type: ignore[call-arg]
    seriousness: int = Field(1, ge=0, le=3)
    impact: int = Field(2, ge=1, le=3)
    urgency: int = Field(2, ge=1, le=3)
    product: str = Field("", max_length=160)
    issue: str = Field("", max_length=200)
    external_reference: str = Field("", max_length=80)
    occurred_at: AwareDatetime | None = Field(None, ge=_OLDEST, le=_LATEST)


class CaseOut(Schema):
    """The case that was opened."""

    id: UUID
    reference: str


class Problem(Schema):
    """What went wrong. Source: RFC 9457."""

    type: str
    title: str
    status: int
    detail: str = ""


api = NinjaAPI(title="Amends", version="1", auth=TokenDoor(), docs_url=None, urls_namespace="api")


def _problem(request: HttpRequest, code: str, status: int, detail: str = "") -> HttpResponse:
    said = Problem(type=f"urn:amends:{code}", title=code.replace("_", " "), status=status, detail=detail)
    return HttpResponse(said.model_dump_json(), status=status, content_type="application/problem+json")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = "; ".join(f"{'.'.join(map(str, one['loc'][2:]))}: {one['msg']}" for one in error.errors)
    return _problem(request, "invalid", 422, places)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _problem(request, "token_unknown", 401)


@api.exception_handler(DomainError)
def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    status = 404 if isinstance(error, NotFound) else 403 if isinstance(error, Refused) else 422
    return _problem(request, error.code, status)


class KeyReused(DomainError):
    """The same idempotency key came with another body."""


@api.exception_handler(KeyReused)
def _reused(request: HttpRequest, error: KeyReused) -> HttpResponse:
    return _problem(request, error.code, 409)


_ANSWERS: dict[int, Any] = {
    201: CaseOut,
    200: CaseOut,
    401: Problem,
    403: Problem,
    409: Problem,
    422: Problem,
}


@api.post("/cases", response=_ANSWERS, operation_id="create_case")
def create_case(request: HttpRequest, body: CaseIn) -> tuple[int, dict[str, Any]]:
    """Opens a case. With the header Idempotency-Key the same request again answers the same case, with 200."""
    token: ProgramToken = request.auth  # type: ignore[attr-defined]
    key = clean_line(request.headers.get("Idempotency-Key", "")[:120], 120)
    digest = hashlib.sha256(request.body).hexdigest()
    with brand_scope([token.brand_id]):
        try:
            with writing():
                return 201, _create(token, body, key, digest)
        except IntegrityError:
            # The key was used before. Seldom so: asking first would cost every request a query.
            again = _known(token, key, digest)
            if again is None:
                raise
            return 200, again


def _known(token: ProgramToken, key: str, digest: str) -> dict[str, Any] | None:
    before = (
        ProgramRequest.objects.of(token.brand_id).filter(token=token, key=key).select_related("case").first()
    )
    if before is None:
        return None
    if before.digest != digest or before.case is None:
        raise KeyReused("idempotency_key_reused")
    return {"id": before.case.uuid, "reference": before.case.reference}


def _create(token: ProgramToken, body: CaseIn, key: str, digest: str) -> dict[str, Any]:
    actor = Actor("program", token.name, None, {token.brand_id: Role(token.role)})
    moment = now()
    received = receive_contact(actor=actor, brand=token.brand, inbound=_inbound(body), now=moment)
    if key:
        used = {"brand_id": token.brand_id, "token_id": token.pk, "key": key, "digest": digest}
        insert_rows(ProgramRequest, [{**used, "case_id": received.case_id, "at": moment}])
    return {"id": received.case_uuid, "reference": received.reference}


def _inbound(body: CaseIn) -> InboundContact:
    return InboundContact(
        channel=Channel(body.channel),
        text=body.text,
        gist=body.gist,
        want=body.want,
        language=body.language,
        caller=Caller(
            name=body.customer.name,
            email=body.customer.email,
            phone=body.customer.phone,
            language=body.customer.language,
        ),
        seriousness=body.seriousness,
        impact=body.impact,
        urgency=body.urgency,
        product=body.product,
        issue=body.issue,
        external_reference=body.external_reference,
        occurred_at=body.occurred_at,
    )


class DisputedOut(Schema):
    """What is in dispute in one complaint; without an amount nobody knows it yet. Units: minor units."""

    amount_minor: int | None
    currency: str


class PauseOut(Schema):
    """What is left alone for one customer. `until` is the last day of it; while a complaint is open there is none."""

    customer: UUID
    paused: list[Literal["sales", "price_rise", "dunning_disputed", "dunning_all"]]
    disputed: list[DisputedOut]
    until: date | None


class PausesOut(Schema):
    """A page of customers for whom something is paused; `next_cursor` is empty on the last page."""

    customers: list[PauseOut]
    next_cursor: str


_PROBLEMS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


@api.get("/customers/{who}/pause", response={200: PauseOut, **_PROBLEMS}, operation_id="customer_pause")
def customer_pause(request: HttpRequest, who: str) -> dict[str, Any]:
    """Says what is paused for a customer of the token's brand, named by id, e-mail address, number or own reference."""
    token = _reading(request)
    with brand_scope([token.brand_id]):
        customer = customer_meant(token.brand, clean_line(who[:254], 254))
        if customer is None:
            raise NotFound("customer_not_found")
        return _pause_out(customer.uuid, pause_for(customer, quiet_of(token.brand, now())))


@api.get("/pauses", response={200: PausesOut, **_PROBLEMS}, operation_id="pauses")
def pauses(
    request: HttpRequest,
    cursor: Annotated[str, Query(max_length=18, pattern=r"^[0-9]*$")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Lists the customers of the token's brand for whom something is paused, a page at a time."""
    token = _reading(request)
    with brand_scope([token.brand_id]):
        found = paused_customers(token.brand, now(), after=int(cursor or 0), most=limit)
    following = str(found[-1].key) if len(found) == limit else ""
    paused = [_pause_out(one.customer, one.pause) for one in found if one.pause.is_on]
    return {"customers": paused, "next_cursor": following}


def _reading(request: HttpRequest) -> ProgramToken:
    """Answers the token of a program that may read. Raises: Refused."""
    token: ProgramToken = request.auth  # type: ignore[attr-defined]
    actor = Actor("program", token.name, None, {token.brand_id: Role(token.role)})
    allow(may(actor, "see", Subject(token.brand_id)))
    return token


def _pause_out(customer: UUID, pause: Pause) -> dict[str, Any]:
    return {
        "customer": customer,
        "paused": [one.value for one in pause.what],
        "disputed": [{"amount_minor": one.amount_minor, "currency": one.currency} for one in pause.disputed],
        "until": pause.until_on,
    }
