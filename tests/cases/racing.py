"""A desk under load in a process of its own: `python -m tests.cases.racing WHAT …` with its own AMENDS_HOME.

prepare    makes the tables, a brand and a person
race S W R writes with W threads and reads with R for S seconds, and tells what was seen as JSON
write      writes until it is killed, telling each case on a line of its own once it is kept
take R N   asks R questions, lets N supervisors take each at the same moment, and tells what each was told as JSON
promise N  makes N promises that nobody kept
watch      breaks what is due until nothing is, as a worker does, and tells how often it looked
broken     tells as JSON how often each promise was broken
check      tells as JSON what the database and the record say about themselves
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.site.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402

from amends.cases import recording  # noqa: E402
from amends.cases.actions import consults  # noqa: E402
from amends.cases.actions.consults import Question, ask_supervisor, take_consult  # noqa: E402
from amends.cases.actions.contacts import receive_contact  # noqa: E402
from amends.cases.actions.notes import add_note  # noqa: E402
from amends.cases.actions.promises import break_due_promises, make_promise  # noqa: E402
from amends.cases.checkpoints import checkpoint_faults, make_checkpoint  # noqa: E402
from amends.cases.guards import missing_guards  # noqa: E402
from amends.cases.inbound import Caller, InboundContact  # noqa: E402
from amends.cases.models import Case, CaseEvent, Note, Promise  # noqa: E402
from amends.cases.promise_hours import Hours  # noqa: E402
from amends.cases.verification import verify_cases  # noqa: E402
from amends.clock import now  # noqa: E402
from amends.errors import DomainError  # noqa: E402
from amends.people.actors import actor_of  # noqa: E402
from amends.people.models import Brand, Membership, Staff  # noqa: E402
from amends.people.scope import brand_scope, every_brand  # noqa: E402
from amends.rules.promises import PromiseKind  # noqa: E402
from amends.rules.vocabulary import Channel, Role  # noqa: E402
from tests.migrated import migrate  # noqa: E402

Turn = Callable[[int], object]
BARE = "RACING_BARE"
"""With this in the environment SQLite is used as it comes, without what keeps writers apart."""


def take_the_guards_away() -> None:
    """Lets a transaction begin by reading, with nobody waiting for anybody."""
    options = connection.settings_dict["OPTIONS"]
    options["transaction_mode"], options["timeout"] = "DEFERRED", 0
    recording.write_lock = nullcontext  # type: ignore[assignment]


def prepare() -> None:
    """Makes what the others need."""
    migrate()
    brand = Brand.objects.create(slug="norvia", name="Norvia", letter="N")
    person = Staff.objects.create_user("rep@example.org", name="Rep", languages=["en"])
    Membership.objects.create(staff=person, brand=brand, role=Role.REP.value)
    keep_one(0)


def keep_one(number: int) -> str:
    """Keeps one case with a note, each in its own transaction, and answers its reference."""
    brand, person = Brand.objects.get(), Staff.objects.get(email="rep@example.org")
    inbound = InboundContact(
        channel=Channel.PHONE,
        text=f"The line is dead, call {number}. " * 20,
        caller=Caller(name=f"Person {number}", email=f"person{number}@example.org"),
        points=("one", "two"),
    )
    with brand_scope([brand.pk]):
        received = receive_contact(actor=actor_of(person), brand=brand, inbound=inbound, now=now())
        assert received.case_uuid is not None
        add_note(actor=actor_of(person), case_uuid=received.case_uuid, text=f"note {number}", now=now())
    return received.reference


def browse(number: int) -> None:
    """Reads as a person does: Today, a search, a case."""
    client = _browser()
    pages = ["/", "/search/?q=line", "/customers/?q=Person"]
    with every_brand():
        case = Case.objects.order_by("-pk").values_list("uuid", flat=True).first()
    for address in (*pages, f"/cases/{case}/"):
        status = client.get(address).status_code
        if status != 200:
            raise RuntimeError(f"{address} answered {status}")


_here = threading.local()


def _browser() -> Client:
    if not hasattr(_here, "client"):
        _here.client = Client(HTTP_HOST="localhost")
        person = Staff.objects.get(email="rep@example.org")
        _here.client.force_login(person, backend="amends.site.accounts.DeskBackend")
    return _here.client


def race(seconds: float, writers: int, readers: int) -> None:
    """Lets writers, readers and the signer run at once, and tells what they saw."""
    end, told = time.monotonic() + seconds, {"written": 0, "read": 0, "signed": 0, "errors": []}
    lock = threading.Lock()

    def run(kind: str, turn: Turn, first: int) -> None:
        number = first
        while time.monotonic() < end:
            try:
                turn(number)
            except Exception as error:
                with lock:
                    told["errors"].append(f"{kind}: {type(error).__name__}: {error}"[:300])
                break
            with lock:
                told[kind] += 1
            number += 1
        connections.close_all()

    threads = [
        threading.Thread(target=run, args=("written", keep_one, 10**6 * n)) for n in range(1, writers + 1)
    ]
    threads += [threading.Thread(target=run, args=("read", browse, 0)) for _ in range(readers)]
    threads.append(threading.Thread(target=run, args=("signed", sign, 0)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(told), flush=True)


def sign(number: int) -> None:
    """Signs what is there, as the worker does."""
    with every_brand():
        make_checkpoint(key=settings.CHECKPOINT_KEY, now=now())
    time.sleep(0.2)


def write() -> None:
    """Writes until it is killed."""
    number = os.getpid() * 10**4
    while True:
        number += 1
        print(keep_one(number), flush=True)


def take(rounds: int, takers: int) -> None:
    """Lets supervisors take each question at the same moment, and tells what each was told."""
    people = [_supervisor(number) for number in range(takers)]
    print(json.dumps([_taken(number, people) for number in range(rounds)]), flush=True)


def _supervisor(number: int) -> Staff:
    email = f"supervisor{number}@example.org"
    person = Staff.objects.filter(email=email).first()
    if person is None:
        person = Staff.objects.create_user(email, name="Supervisor", languages=["en"])
        Membership.objects.create(staff=person, brand=Brand.objects.get(), role=Role.SUPERVISOR.value)
    return person


def _taken(number: int, people: list[Staff]) -> list[str]:
    reference = keep_one(10**7 + number)
    rep = actor_of(Staff.objects.get(email="rep@example.org"))
    with every_brand():
        case = Case.objects.get(reference=reference)
        question = Question(text="May I?", wait=timedelta(minutes=4))
        consult = ask_supervisor(actor=rep, case_uuid=case.uuid, question=question, now=now())
    told: list[str] = []
    gate = threading.Barrier(len(people))

    def run(person: Staff) -> None:
        actor = actor_of(person)
        gate.wait(30)
        try:
            with brand_scope(actor.brand_ids):
                take_consult(actor=actor, consult_uuid=consult.uuid, now=now())
            told.append("has it")
        except DomainError as error:
            told.append(error.code)
        except Exception as error:
            told.append(f"{type(error).__name__}: {error}"[:200])
        connections.close_all()

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def take_without_looking() -> None:
    """Takes away what lets one supervisor have a question: whoever comes has it."""

    def everybody(consult: object, actor: object, moment: object) -> bool:
        return True

    consults._is_won = everybody  # type: ignore[assignment]
    consults.check_answerer = lambda entry, consult, **more: None  # type: ignore[assignment]


def promise(count: int) -> None:
    """Makes promises whose hour has passed, each in a case of its own."""
    brand, person = Brand.objects.get(), Staff.objects.get()
    made = now() - timedelta(days=2)
    for number in range(count):
        keep_one(5 * 10**8 + number)
        with brand_scope([brand.pk]):
            case = Case.objects.order_by("-pk").first()
            assert case is not None
            make_promise(
                actor=actor_of(person),
                case_uuid=case.uuid,
                kind=PromiseKind.CALL_BACK,
                text=f"We ring you, {number}",
                hours=Hours(
                    (made + timedelta(hours=12 + number)).date(),
                    dt.time(0),
                    (made + timedelta(hours=12 + number)).time(),
                ),
                owner_id=person.pk,
                now=made,
            )


def watch() -> None:
    """Breaks what is due until nothing is."""
    looked = 0
    while True:
        with every_brand():
            found = break_due_promises(now=now(), most=3)
        looked += found
        if not found:
            break
    print(json.dumps(looked), flush=True)


def broken() -> None:
    """Tells how often each promise was broken, and how many stand as broken."""
    with every_brand():
        rows = CaseEvent.objects.filter(kind="promise.broken").values_list("data", flat=True)
        told = [json.loads(data)["promise"] for data in rows]
        states = list(Promise.objects.values_list("state", flat=True))
    print(json.dumps({"told": told, "states": states}), flush=True)


def check() -> None:
    """Tells what the database and the record say about themselves."""
    with every_brand():
        faults = [fault.code for seen in verify_cases() for fault in seen.faults]
        faults += [fault.code for fault in checkpoint_faults(settings.CHECKPOINT_KEY)]
        told = {
            "faults": faults,
            "guards": missing_guards(),
            "cases": Case.objects.count(),
            "references": list(Case.objects.values_list("reference", flat=True)),
            "half": Case.objects.exclude(pk__in=CaseEvent.objects.values("case_id")).count(),
            "notes_without_event": Note.objects.count() - CaseEvent.objects.filter(kind="note.added").count(),
            "not_found": _not_found(),
            **_database_says(),
        }
    print(json.dumps(told), flush=True)


def _not_found() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM cases_case) - (SELECT count(*) FROM cases_search)")
        return int(cursor.fetchone()[0])


def _database_says() -> dict[str, object]:
    if connection.vendor != "sqlite":
        return {"integrity": ["ok"], "foreign": []}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        integrity = [row[0] for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        return {"integrity": integrity, "foreign": [str(row) for row in cursor.fetchall()]}


if __name__ == "__main__":
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    logging.disable(logging.CRITICAL)
    what, *numbers = sys.argv[1:]
    if BARE in os.environ and what == "race":
        take_the_guards_away()
    if what == "race":
        race(float(numbers[0]), int(numbers[1]), int(numbers[2]))
    elif what == "take":
        if BARE in os.environ:
            take_without_looking()
        take(int(numbers[0]), int(numbers[1]))
    else:
        alone = {"prepare": prepare, "write": write, "check": check, "watch": watch, "broken": broken}
        alone[what]() if what in alone else promise(int(numbers[0]))
