"""A desk that others listen to: `python -m tests.site.living` with its own AMENDS_HOME does what each line asks.

Each line is JSON: the name of what is to be done, and words for it. Each answer is one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.site.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402

from amends.cases.actions.consults import Question, ask_supervisor  # noqa: E402
from amends.cases.actions.contacts import receive_contact  # noqa: E402
from amends.cases.actions.details import restrict_case  # noqa: E402
from amends.cases.actions.notes import add_note  # noqa: E402
from amends.cases.changes import changes_since, place_now  # noqa: E402
from amends.cases.inbound import Caller, InboundContact  # noqa: E402
from amends.cases.models import Case, Presence  # noqa: E402
from amends.clock import now  # noqa: E402
from amends.people.actors import actor_of  # noqa: E402
from amends.people.models import Brand, Membership, Staff  # noqa: E402
from amends.people.scope import every_brand  # noqa: E402
from amends.rules.vocabulary import Channel, Role  # noqa: E402
from amends.site.accounts import SessionStore  # noqa: E402
from amends.site.command.people import end_access  # noqa: E402
from tests.migrated import migrate  # noqa: E402

PEOPLE = {
    "rep": ("norvia", Role.REP),
    "second": ("norvia", Role.REP),
    "specialist": ("norvia", Role.SPECIALIST),
    "supervisor": ("norvia", Role.SUPERVISOR),
    "stranger": ("sunfold", Role.SUPERVISOR),
}


def prepare() -> dict[str, object]:
    """Makes two brands with their people and a case each."""
    migrate()
    brands = {
        slug: Brand.objects.create(slug=slug, name=slug.title(), letter="N") for slug in ("norvia", "sunfold")
    }
    for name, (slug, role) in PEOPLE.items():
        person = Staff.objects.create_user(f"{name}@example.org", name=name.title(), languages=["en"])
        Membership.objects.create(staff=person, brand=brands[slug], role=role.value)
    return {"norvia": new_case("rep"), "sunfold": new_case("stranger")}


def person(name: str) -> Staff:
    """Answers somebody by name."""
    return Staff.objects.get(email=f"{name}@example.org")


def new_case(who: str) -> str:
    """Answers a fresh case of somebody's brand."""
    actor = actor_of(person(who))
    brand = Brand.objects.get(pk=next(iter(actor.brand_ids)))
    inbound = InboundContact(channel=Channel.PHONE, text="It is dark.", caller=Caller(name="Dana"))
    with every_brand():
        return str(receive_contact(actor=actor, brand=brand, inbound=inbound, now=now()).case_uuid)


def session(who: str) -> str:
    """Answers the key of a fresh session of somebody."""
    staff, store = person(who), SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(staff.pk), "amends.site.accounts.DeskBackend"
    store[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def note(case: str, who: str = "rep") -> None:
    """Writes a note."""
    with every_brand():
        add_note(actor=actor_of(person(who)), case_uuid=_uuid(case), text="A word.", now=now())


def ask(case: str, who: str = "rep") -> None:
    """Asks a supervisor."""
    question = Question(text="May I?", wait=timedelta(minutes=4))
    with every_brand():
        ask_supervisor(actor=actor_of(person(who)), case_uuid=_uuid(case), question=question, now=now())


def about(case: str, who: str) -> None:
    """Makes a case a complaint about somebody."""
    actor = actor_of(person("specialist"))
    with every_brand():
        restrict_case(
            actor=actor, case_uuid=_uuid(case), is_restricted=False, about_staff_id=person(who).pk, now=now()
        )


def disable(who: str) -> int:
    """Disables somebody."""
    return end_access(person(who))


def leave(who: str) -> None:
    """Lets somebody stop working for their brand."""
    Membership.objects.filter(staff=person(who)).delete()


def present() -> list[str]:
    """Answers who was seen at the desk."""
    return sorted(Presence.objects.values_list("staff__name", flat=True))


def out_of_order(by_id: bool) -> list[list[str]]:
    """Lets an event draw its id before another and commit after it, and answers what two looks told of each."""
    first, second = _told_cases()
    may_end, has_begun = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            note(first)
            has_begun.set()
            may_end.wait(20)
        connections.close_all()

    with every_brand():
        place: Any = _newest() if by_id else place_now()
    slow = threading.Thread(target=slowly)
    slow.start()
    has_begun.wait(20)
    note(second)
    told: list[list[str]] = [[], []]
    # Other transactions of the same server, of other tests too, may keep the horizon back for a while.
    for look in range(2 if by_id else 120):
        with every_brand():
            found, place = _by_id(place) if by_id else _as_we_do(place)
        told[min(look, 1)] += ["slow" if one == first else "quick" for one in found if one in (first, second)]
        may_end.set()
        slow.join(20)
        if look and len(told[0] + told[1]) == 2:
            break
        if look and not by_id:
            time.sleep(0.5)
    return told


def _told_cases() -> tuple[str, str]:
    """Answers two new cases of which it was told that they came, so that what is told next is their notes."""
    with every_brand():
        place = place_now()
    first, second = new_case("rep"), new_case("rep")
    seen: set[str] = set()
    for _ in range(240):
        with every_brand():
            found, place = _as_we_do(place)
        seen |= set(found)
        if {first, second} <= seen:
            break
        time.sleep(0.5)
    return first, second


def _as_we_do(place: Any) -> tuple[list[str], Any]:
    changes = changes_since(place)
    return [str(one.case_uuid) for one in changes.found], changes.place


def _newest() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM cases_caseevent")
        return int(cursor.fetchone()[0])


def _by_id(last: int) -> tuple[list[str], int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, case_id FROM cases_caseevent WHERE id > %s ORDER BY id", [last])
        rows = cursor.fetchall()
    uuids = dict(Case.objects.values_list("pk", "uuid"))
    return [str(uuids[case]) for _id, case in rows], max([last, *(row[0] for row in rows)])


def _uuid(text: str) -> Any:
    return Case._meta.get_field("uuid").to_python(text)


ACTS: dict[str, Callable[..., object]] = {
    act.__name__: act
    for act in (prepare, new_case, session, note, ask, about, disable, leave, present, out_of_order)
}

if __name__ == "__main__":
    for line in sys.stdin:
        name, *words = json.loads(line)
        print(json.dumps(ACTS[name](*words)), flush=True)
        connections.close_all()
