"""Cases of a running demonstration as their customers find them, with a link to each: printed as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from amends.cases.actions.customers import verify_customer
from amends.cases.actions.issuing import carry_out_remedy
from amends.cases.actions.promises import make_promise
from amends.cases.actions.stages import PointFinding, close_case, decide_case, respond_case
from amends.cases.keys import give_link
from amends.cases.models import Case, Offer, Point, Promise, Remedy
from amends.cases.promise_hours import Hours, zone_at
from amends.cases.recording import Refused
from amends.clock import now
from amends.errors import DomainError
from amends.people.actors import actor_of
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.rules.promises import PromiseKind
from amends.rules.vocabulary import Channel, Decision, Ending, Verification
from amends.site.worker import watch_promises

LANGUAGES = ("en", "he", "zh-Hans")
EACH = 2
_PAST = timedelta(minutes=10)
_WINDOW = ("agreed_starts_at", "agreed_ends_at", "starts_at", "ends_at", "due_at", "made_at", "agreed_at")


def _open(language: str) -> Iterator[Case]:
    rows = Case.objects.filter(is_open=True, language=language, owner__isnull=False, brand__slug="norvia")
    return iter(
        rows.filter(promises__isnull=True, offers__isnull=True).select_related("owner").order_by("-opened_at")
    )


def _broken(language: str, moment: datetime) -> Iterator[Case]:
    """Answers cases in which a promise was made, and its hour has passed."""
    for case in _open(language):
        there = moment.astimezone(ZoneInfo(zone_at(case)))
        hours = Hours(there.date() + timedelta(days=1), time(11), time(12))
        try:
            promise = make_promise(
                actor=actor_of(case.owner), case_uuid=case.uuid, kind=PromiseKind.CALL_BACK, text="We ring you",
                hours=hours, owner_id=case.owner_id, now=moment,
            )  # fmt: skip
        except (DomainError, Refused):
            continue
        back = promise.due_at - moment + _PAST
        row = Promise.objects.get(pk=promise.pk)
        for name in _WINDOW:
            setattr(row, name, getattr(row, name) - back)
        row.next_check_at = row.due_at
        row.save()
        yield case


def _offered(language: str, _moment: datetime) -> Iterator[Case]:
    for offer in Offer.objects.filter(case__is_open=True, case__language=language).select_related("case"):
        yield offer.case


def _closed(language: str, moment: datetime) -> Iterator[Case]:
    """Answers cases that were answered, and closed because nothing was heard."""
    rows = Case.objects.filter(
        is_open=True, language=language, stage="responded", promises__isnull=True, offers__isnull=True
    )
    for case in rows.order_by("-responded_at"):
        try:
            close_case(actor=SYSTEM, case_uuid=case.uuid, ending=Ending.PRESUMED, now=moment)
        except Refused:
            continue
        yield case


def _answer(case: Case, moment: datetime) -> None:
    """Lets the desk give its answer, as far as it has not."""
    actor = actor_of(case.owner) if case.owner else SYSTEM
    numbers = Point.objects.filter(case=case).values_list("number", flat=True)
    points = {number: PointFinding(Decision.UPHELD, "It was so.") for number in numbers}
    with suppress(Refused, DomainError):
        decide_case(actor=actor, case_uuid=case.uuid, findings=points, now=moment)
    with suppress(Refused, DomainError):
        respond_case(actor=actor, case_uuid=case.uuid, text="It is done.", channel=Channel.PHONE, now=moment)


def _give(case: Case, moment: datetime) -> None:
    """Lets a colleague carry out what was chosen."""
    for remedy in Remedy.objects.filter(case=case, state="approved"):
        with suppress(Refused):
            carry_out_remedy(
                actor=SYSTEM, case_uuid=case.uuid, remedy=remedy.uuid, proof="by hand", now=moment
            )


def prepare() -> dict[str, dict[str, list[str]]]:
    """Answers links for each kind of case and language."""
    moment, kinds = now(), {"broken": _broken, "offered": _offered, "closed": _closed}
    links = {
        kind: {
            language: [_link(case, moment) for case in islice(find(language, moment), EACH)]
            for language in LANGUAGES
        }
        for kind, find in kinds.items()
    }
    watch_promises(moment)
    return links


def _link(case: Case, moment: datetime) -> str:
    return f"/my/open/{give_link(actor=SYSTEM, case_uuid=case.uuid, now=moment)}/"


def finish(case_uuid: str) -> dict[str, bool]:
    """Answers whether the case still is open once the desk knows who it is, and gave what was chosen and its answer."""
    case = Case.objects.select_related("owner").get(uuid=case_uuid)
    verify_customer(
        actor=actor_of(case.owner),
        case_uuid=case.uuid,
        level=Verification.PARTIAL,
        how="two questions",
        now=now(),
    )
    _give(case, now())
    _answer(case, now())
    return {"is_open": Case.objects.get(pk=case.pk).is_open}


def main(*words: str) -> None:
    """Prints what is asked for: the links, or how one case stands once the desk is done with it."""
    with every_brand():
        print(json.dumps(finish(*words) if words else prepare()))
