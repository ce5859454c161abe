"""A closed case that says one word wherever people can say anything."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import uuid4

from django.db import connection
from PIL import Image

from amends.cases.actions.consults import Question, ask_supervisor
from amends.cases.actions.contacts import continue_case, receive_contact, reply_to_customer
from amends.cases.actions.customers import record_vulnerability, verify_customer
from amends.cases.actions.describing import Description, describe_case
from amends.cases.actions.details import add_fact, add_point, add_prior_step, set_want
from amends.cases.actions.evidence import Upload, add_evidence
from amends.cases.actions.feedback import Felt, answer_feedback, give_feedback
from amends.cases.actions.leaving import Parting, Talk, note_leaving, record_win_back
from amends.cases.actions.notes import add_note
from amends.cases.actions.payouts import add_account
from amends.cases.actions.promises import make_promise, withdraw_promise
from amends.cases.actions.representatives import Named, name_representative
from amends.cases.actions.stages import (
    PointFinding,
    assess_case,
    close_case,
    decide_case,
    investigate_case,
    respond_case,
)
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Case, Point, ProgramRequest, ProgramToken, Remedy, Settlement
from amends.cases.promise_hours import Hours
from amends.people.actors import actor_of
from amends.people.models import Brand, Customer, Household, Membership, Staff
from amends.people.permissions import SYSTEM, Actor
from amends.people.scope import every_brand
from amends.rules.leaving import LossReason, Outcome
from amends.rules.payouts import AccountKind
from amends.rules.promises import PromiseKind
from amends.rules.vocabulary import Cause, Channel, Decision, Ending, Kind, Listened, Role, Verification
from tests.cases.acts import assessment


def picture(word: str) -> bytes:
    """Answers a picture with the word in its bytes."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue() + word.encode()


def open_case(brand: Brand, actor: Actor, word: str, now: datetime) -> Case:
    """Answers an open case in which every field that people fill says the word."""
    phone = f"+44{10**9 + int.from_bytes(word.encode()) % 10**9}"
    inbound = InboundContact(
        channel=Channel.EMAIL,
        text=f"The line is dark, says {word}.",
        gist=f"{word} gist",
        want=f"{word} want",
        caller=Caller(name=f"{word} person", email=f"{word}@example.org", phone=phone, city=word),
        language="en",
        points=(f"{word} point",),
        facts=(("order", f"{word}-77"),),
        tried=(f"{word} tried",),
        product=f"{word} product",
        sub_product=word,
        issue=word,
        sub_issue=word,
        place=word,
        external_reference=f"{word}-1",
        outcome_said=word,
        raw=f"raw {word}".encode(),
    )
    with every_brand():
        received = receive_contact(actor=actor, brand=brand, inbound=inbound, now=now)
        same = {"actor": actor, "case_uuid": received.case_uuid, "now": now}
        add_note(**same, text=f"{word} note")  # type: ignore[arg-type]
        add_point(**same, text=f"second {word} point")  # type: ignore[arg-type]
        add_fact(**same, label="account", value=f"{word} account")  # type: ignore[arg-type]
        add_prior_step(**same, text=f"{word} step")  # type: ignore[arg-type]
        record_vulnerability(**same, driver=f"{word} care", known_how=f"{word} known")  # type: ignore[arg-type]
        verify_customer(**same, level=Verification.FULL, how=f"{word} how")  # type: ignore[arg-type]
        # A number with signs that turn it around is refused, so it holds the word's letters alone.
        letters = "".join(filter(str.isalnum, word))
        add_account(**same, kind=AccountKind.OTHER, number=f"{letters}123456")  # type: ignore[arg-type]
        add_evidence(**same, upload=Upload(f"{word}.png", f"image/{word}", picture(word)))  # type: ignore[arg-type]
        continue_case(**same, text=f"{word} again", channel=Channel.PHONE)  # type: ignore[arg-type]
        reply_to_customer(**same, text=f"Dear {word}", channel=Channel.EMAIL)  # type: ignore[arg-type]
        promise = make_promise(
            **same,  # type: ignore[arg-type]
            kind=PromiseKind.CALL_BACK,
            text=f"{word} promise",
            hours=Hours((now + timedelta(days=2)).date(), time(13), time(14)),
            owner_id=actor.staff_id or 0,
        )
        withdraw_promise(**same, promise_uuid=promise.uuid, reason=f"{word} withdrawn")  # type: ignore[arg-type]
        set_want(**same, want=f"{word} wanted", reason=f"{word} why")  # type: ignore[arg-type]
        describe_case(**same, description=_description(word))  # type: ignore[arg-type]
        question = Question(text=f"May I, for {word}?", wait=timedelta(minutes=4))
        ask_supervisor(**{**same, "actor": _asker(brand)}, question=question)  # type: ignore[arg-type]
        parting = Parting(outcome=Outcome.LEAVES, competitor=f"{word} rival", competitor_offer=f"{word} half")
        note_leaving(**same, parting=parting)  # type: ignore[arg-type]
        _beside(brand, actor, received.case_id or 0, word, now)
        return Case.objects.get(pk=received.case_id)


def _asker(brand: Brand) -> Actor:
    person, is_new = Staff.objects.get_or_create(email="asker@example.org", defaults={"name": "Asker"})
    if is_new:
        Membership.objects.create(staff=person, brand=brand, role=Role.REP.value)
    return actor_of(person)


def _description(word: str) -> Description:
    names = ("product", "sub_product", "issue", "sub_issue", "place", "needed_skill", "jurisdiction")
    more = ("representative", "external_body", "external_reference_out", "external_result", "effect_check")
    said = {name: f"{word} {name}" for name in (*names, *more, "corrective_action")}
    return Description(**said, flags=("privacy",))


def _beside(brand: Brand, actor: Actor, case_id: int, word: str, now: datetime) -> None:
    case = Case.objects.select_related("customer").get(pk=case_id)
    assert case.customer is not None
    # As it was written while any words could stand there.
    Case.objects.filter(pk=case_id).update(contact_preference=word[:10])
    household = Household.objects.create(brand=brand, name=f"{word} household")
    Customer.objects.filter(pk=case.customer_id).update(household=household, products=word, value_minor=4200)
    thanks = InboundContact(
        channel=Channel.PHONE,
        text=f"Thanks, {word}",
        kind=Kind.THANKS,
        customer_id=case.customer_id,
        raw=word.encode(),
    )
    receive_contact(actor=actor, brand=brand, inbound=thanks, now=now)
    given = Settlement.objects.create(
        brand=brand, uuid=uuid4(), case=case, origin="gesture", code="gift", policy_number=1, total_minor=0,
        currency="EUR", given_on=now.date(), chosen_at=now,
    )  # fmt: skip
    Remedy.objects.create(
        brand=brand, uuid=uuid4(), case=case, settlement=given, part="extra", code="gift", kind="gift",
        amount_minor=0, currency="EUR", receipt=f"told {word}", state="issued",
    )  # fmt: skip
    token = ProgramToken.objects.create(brand=brand, name="Shop", role="rep", token_hash=f"{case_id}")
    ProgramRequest.objects.create(brand=brand, token=token, key=word, digest=word, case=case, at=now)


def _named(word: str, now: datetime) -> Named:
    return Named(
        name=f"{word} sister",
        email=f"{word}@example.net",
        phone="+44 20 7946 0000",
        authority=f"{word} signed it",
        until=now.date() + timedelta(days=30),
    )


def closed_case(brand: Brand, actor: Actor, word: str, now: datetime) -> Case:
    """Answers the same case, taken to its end."""
    case = open_case(brand, actor, word, now)
    same = {"actor": actor, "case_uuid": case.uuid, "now": now + timedelta(minutes=1)}
    with every_brand():
        assess_case(**same, assessment=assessment(points=(f"third {word} point",), want=f"{word} asked"))  # type: ignore[arg-type]
        investigate_case(**same, findings=f"{word} found", cause=Cause.SUPPLIER, supplier=word)  # type: ignore[arg-type]
        numbers = Point.objects.filter(case=case).values_list("number", flat=True)
        finding = PointFinding(Decision.UPHELD, f"Because {word}.")
        decide_case(**same, findings=dict.fromkeys(numbers, finding))  # type: ignore[arg-type]
        respond_case(**same, text=f"{word}, you were right.", channel=Channel.EMAIL)  # type: ignore[arg-type]
        close_case(**same, ending=Ending.SOLVED, reason=f"{word} is glad")  # type: ignore[arg-type]
        record_win_back(**same, talk=Talk(reason=LossReason.PRICE, words=f"{word} was dear"))  # type: ignore[arg-type]
        name_representative(**same, named=_named(word, now))  # type: ignore[arg-type]
        told = Felt(better=f"{word} takes too long", thanks=f"{word} was kind", listened=Listened.PARTLY)
        customer = Actor(kind="customer", name="", own_case_id=case.pk)
        felt = give_feedback(actor=customer, case_uuid=case.uuid, felt=told, now=now + timedelta(minutes=2))
        changed = {"feedback_uuid": felt.uuid, "text": f"{word} is quicker now"}
        answer_feedback(**(same | changed | {"actor": SYSTEM}))  # type: ignore[arg-type]
        return Case.objects.get(pk=case.pk)


def stored() -> Iterator[tuple[str, str]]:
    """Answers every row of every table as text, with the table's name; bytes as what they say."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, " ".join(_text(value) for value in row)


def _text(value: object) -> str:
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def tables_saying(word: str) -> set[str]:
    """Answers the tables in which the word stands."""
    return {table for table, text in stored() if word.lower() in text.lower()}
