"""Two brands with full cases, told apart by words that must never meet."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from amends.cases.actions.consults import Question, ask_supervisor
from amends.cases.actions.contacts import receive_contact
from amends.cases.actions.customers import record_vulnerability, verify_customer
from amends.cases.actions.details import add_fact, add_point, add_prior_step, restrict_case
from amends.cases.actions.evidence import Upload, add_evidence
from amends.cases.actions.notes import add_note
from amends.cases.actions.payouts import add_account
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Case, ProgramToken, SealedNumber
from amends.clock import now
from amends.people.actors import actor_of
from amends.people.links import token_hash
from amends.people.models import Brand, Customer, Membership, Staff
from amends.people.scope import every_brand
from amends.rules.payouts import AccountKind
from amends.rules.vocabulary import Channel, Role, Verification
from tests.conftest import Cast, signed_in

SHARED = "lighthouse"
"""A word that every case of the world holds."""
IBAN = "DE89370400440532013000"
ROLES = ("rep", "team_leader", "specialist", "supervisor", "manager", "administrator")


@dataclass(frozen=True)
class Whole:
    """One case with everything that a case can hold, all of it said with one word."""

    word: str
    case: Case
    customer: Customer
    file: UUID
    consult: UUID
    account: UUID
    number: UUID


@dataclass(frozen=True)
class World:
    """Norvia's case, Sunfold's case, and the people between them."""

    cast: Cast
    people: dict[str, Staff]
    own: Whole
    foreign: Whole
    token: str


def picture(side: int = 40) -> bytes:
    """Answers a small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), (10, 120, 90)).save(out, "PNG")
    return out.getvalue()


def whole_case(brand: Brand, writer: Staff, word: str, moment: datetime, **more: object) -> Whole:
    """Answers a case in which every field that people fill says the word."""
    actor = actor_of(writer)
    inbound = InboundContact(
        channel=Channel.PHONE,
        text=f"The {SHARED} is dark, says {word}.",
        gist=f"{SHARED} {word} gist",
        want=f"{word} want",
        caller=Caller(name=f"{word.title()} Person", email=f"{word}@example.org", city=f"{word} city"),
        language="en",
        points=(f"{word} point",),
        facts=(("order", f"{word}-77"),),
        tried=(f"{word} tried",),
        product=f"{word} product",
        **more,  # type: ignore[arg-type]
    )
    with every_brand():
        received = receive_contact(actor=actor, brand=brand, inbound=inbound, now=moment)
        same = {"actor": actor, "case_uuid": received.case_uuid, "now": moment}
        add_note(**same, text=f"{word} note")  # type: ignore[arg-type]
        add_point(**same, text=f"second {word} point")  # type: ignore[arg-type]
        add_fact(**same, label="account", value=f"{word} account {IBAN}")  # type: ignore[arg-type]
        add_prior_step(**same, text=f"{word} step")  # type: ignore[arg-type]
        record_vulnerability(**same, driver=f"{word} care", known_how=f"{word} known")  # type: ignore[arg-type]
        verify_customer(**same, level=Verification.FULL, how=f"{word} how")  # type: ignore[arg-type]
        file = add_evidence(**same, upload=Upload(f"{word}.png", "image/png", picture()))  # type: ignore[arg-type]
        account = add_account(
            **same, kind=AccountKind.OTHER, number=f"{''.join(filter(str.isalnum, word))}0001"
        )  # type: ignore[arg-type]
        question = Question(text=f"{word} question", wait=timedelta(hours=1))
        consult = ask_supervisor(**same, question=question)  # type: ignore[arg-type]
        number = SealedNumber.objects.get(case_id=received.case_id)
        case = Case.objects.select_related("customer").get(pk=received.case_id)
    assert case.customer is not None
    return Whole(word, case, case.customer, file.uuid, consult.uuid, account.uuid, number.uuid)


def make_world(cast: Cast) -> World:
    """Answers the world; every brand has somebody in every role, and Sunfold's words are for Sunfold only."""
    people = {role: getattr(cast, role) for role in ROLES if role != "team_leader"}
    leader = Staff.objects.create_user("leader@example.org", name="Leader", languages=["en"])
    Membership.objects.create(staff=leader, brand=cast.norvia, role=Role.TEAM_LEADER.value)
    people |= {"team_leader": leader, "stranger": cast.stranger}
    people["nobody"] = Staff.objects.create_user("nobody@example.org", name="Nobody", languages=["en"])
    moment = now()
    own = whole_case(cast.norvia, cast.rep, "pelican", moment)
    foreign = whole_case(cast.sunfold, cast.stranger, "zebrafinch", moment)
    ProgramToken.objects.create(
        brand=cast.norvia, name="Shop", role=Role.REP.value, token_hash=token_hash("norvia-token")
    )
    return World(cast, people, own, foreign, "norvia-token")


def keep_about(whole: Whole, person: Staff, specialist: Staff) -> None:
    """Makes the case a complaint about one person of the staff."""
    with every_brand():
        restrict_case(
            actor=actor_of(specialist),
            case_uuid=whole.case.uuid,
            is_restricted=False,
            about_staff_id=person.pk,
            now=now(),
        )


def body(response: HttpResponse) -> str:
    """Answers all that a response says: its headers and its content."""
    streamed = getattr(response, "streaming", False)
    content = b"".join(response.streaming_content) if streamed else response.content  # type: ignore[attr-defined]
    return f"{dict(response.headers)}\n{content.decode('utf-8', 'replace')}"


def event_count(whole: Whole) -> int:
    """Answers how much the record of a case holds."""
    with every_brand():
        return Case.objects.get(pk=whole.case.pk).event_count


def api_post(client: Client, token: str, data: object, **headers: str) -> HttpResponse:
    """Answers what the programs' door says to a new case."""
    given = {"HTTP_AUTHORIZATION": f"Bearer {token}", **headers}
    return client.post("/api/v1/cases", data, content_type="application/json", **given)  # type: ignore[arg-type, return-value]


def all_rows(leave_out: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Answers every row of every table, as text; sorted, so that two readings can be compared."""
    names = [name for name in connection.introspection.table_names() if name not in leave_out]
    with every_brand(), connection.cursor() as cursor:
        found = {}
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            found[name] = sorted(repr(tuple(_plain(value) for value in row)) for row in cursor.fetchall())
    return found


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def browser(world: World, name: str) -> Client:
    """Answers the browser of somebody of the world; of nobody in particular for `anonymous`."""
    return Client(HTTP_HOST="localhost") if name == "anonymous" else signed_in(world.people[name])
