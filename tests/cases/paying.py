"""One remedy, many hands and a worker that dies: `python -m tests.cases.paying STEP …` with its own AMENDS_HOME.

Makes a refund that waits for one approval and a case that waits for a choice; lets fifty people approve the first
at once, and fifty threads send one choice with one key. Then hands over what is due, killed at each STEP in turn,
and twice in peace; an hour of the clock later each time. Tells as JSON what was let, handed over and written down.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.site.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from amends.cases.actions import issuing  # noqa: E402
from amends.cases.actions.remedies import approve_settlement  # noqa: E402
from amends.cases.ledger import balances, unbalanced  # noqa: E402
from amends.cases.models import Case, LedgerEntry, Remedy, Settlement  # noqa: E402
from amends.channels.billing.issuing import HandOver  # noqa: E402
from amends.clock import now  # noqa: E402
from amends.errors import DomainError  # noqa: E402
from amends.people.actors import actor_of  # noqa: E402
from amends.people.models import Brand, Membership, Staff  # noqa: E402
from amends.people.scope import every_brand  # noqa: E402
from amends.rules.vocabulary import Role  # noqa: E402
from tests.cases.remedying import choose, failed_case, put_in_force  # noqa: E402
from tests.conftest import Cast  # noqa: E402
from tests.migrated import migrate  # noqa: E402

BARE = "PAYING_BARE"
"""With this in the environment an order has another key on every attempt."""
PEOPLE = 50


def prepare() -> None:
    """Makes what the others need."""
    migrate()
    norvia = Brand.objects.create(slug="norvia", name="Norvia", letter="N")
    sunfold = Brand.objects.create(slug="sunfold", name="Sunfold", letter="S")
    names = ("rep", "specialist", "supervisor", "manager", "administrator", "stranger")
    people = {name: Staff.objects.create_user(f"{name}@example.org", name=name) for name in names}
    for name, person in people.items():
        role = "rep" if name == "stranger" else name
        Membership.objects.create(staff=person, brand=sunfold if name == "stranger" else norvia, role=role)
    for number in range(PEOPLE):
        person = Staff.objects.create_user(f"lead{number}@example.org", name=f"Lead {number}")
        Membership.objects.create(staff=person, brand=norvia, role=Role.SUPERVISOR.value)
    put_in_force(norvia)
    cast = Cast(norvia, sunfold, **people)
    with every_brand():
        choose(cast.actor("rep"), failed_case(cast, price=6_500))
        failed_case(cast, price=3_000)


def at_once(count: int, turn: Callable[[int], object]) -> int:
    """Answers how many of so many threads, all begun at once, were not refused."""
    ready, done, lock = threading.Barrier(count), [0], threading.Lock()
    faults: list[str] = []

    def run(number: int) -> None:
        ready.wait()
        try:
            with every_brand():
                turn(number)
            with lock:
                done[0] += 1
        except DomainError:
            pass
        except Exception as error:
            faults.append(repr(error)[:300])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults[:3]
    return done[0]


def approve(count: int) -> int:
    """Lets many approve the same settlement, and answers how many were let."""
    with every_brand():
        row = Settlement.objects.select_related("case").get(state="chosen")
        case_uuid, key = row.case.uuid, row.uuid
    leads = list(Staff.objects.filter(email__startswith="lead").order_by("id"))

    def turn(number: int) -> None:
        actor = actor_of(leads[number % len(leads)])
        approve_settlement(actor=actor, case_uuid=case_uuid, settlement=key, now=now())

    return at_once(count, turn)


def choose_at_once(count: int) -> int:
    """Lets many send the same choice, and answers how many were told that it is settled."""
    key: UUID = uuid4()
    with every_brand():
        case = Case.objects.exclude(pk__in=Settlement.objects.values("case_id")).get()
    rep = actor_of(Staff.objects.get(email="rep@example.org"))
    return at_once(count, lambda _: choose(rep, case, key=key, now=now()))


def issue(step: int) -> int:
    """Hands over what is due in a process of its own that is killed at a step (0: at none); answers how it ended."""
    connections.close_all()
    child = os.fork()
    if not child:
        _hand_over(step)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _hand_over(step: int) -> None:
    def dying(function: Callable[..., Any], before: int = 0, after: int = 0) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            _die(step, before)
            found = function(*given, **named)
            _die(step, after)
            return found

        return run

    if BARE in os.environ:
        order = issuing._order
        issuing._order = lambda row: replace(order(row), key=uuid4().hex)
    issuing._attempt = dying(issuing._attempt, before=1)
    HandOver.issue = dying(HandOver.issue, before=2, after=3)  # type: ignore[method-assign]
    issuing.move = dying(issuing.move, before=4, after=5)  # type: ignore[attr-defined]
    issuing._follow = dying(issuing._follow, after=6)
    with every_brand():
        tried = sum(Remedy.objects.values_list("attempts", flat=True))
        issuing.issue_due_remedies(now() + timedelta(hours=tried))


def _die(step: int, here: int) -> None:
    if here and here == step:
        os.kill(os.getpid(), signal.SIGKILL)


def check() -> dict[str, Any]:
    """Answers what was handed over and what the ledger says."""
    folder = Path(settings.HOME) / "orders"
    with every_brand():
        norvia = Brand.objects.get(slug="norvia")
        orders = [json.loads(path.read_text())["order"] for path in folder.glob("*.json")]
        return {
            "orders": sorted(order["amount_minor"] for order in orders),
            "keys": sorted(path.stem for path in folder.glob("*.json")),
            "remedies": sorted(str(row.uuid) for row in Remedy.objects.filter(state="issued")),
            "given": -sum(one.amount for one in balances(norvia.pk) if one.account == "given"),
            "unbalanced": unbalanced(),
            "entries": LedgerEntry.objects.count(),
            "settlements": Settlement.objects.count(),
        }


if __name__ == "__main__":
    settings.REMEDIES_URL = f"file://{settings.HOME}/orders"
    prepare()
    told = {"approved": approve(PEOPLE), "chosen": choose_at_once(PEOPLE)}
    told["ended"] = [issue(int(step)) for step in (*sys.argv[1:], 0, 0)]  # type: ignore[assignment]
    print(json.dumps({**told, **check()}))
