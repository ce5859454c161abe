"""`python -m bench.busy.prepare`: cases whose words are marked, links to some of them, people who are signed in."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.site.settings")
django.setup()

import amends  # noqa: E402
from amends.cases.actions.contacts import reply_to_customer  # noqa: E402
from amends.cases.actions.policies import activate_policy  # noqa: E402
from amends.cases.actions.promises import make_promise  # noqa: E402
from amends.cases.inbound import InboundContact  # noqa: E402
from amends.cases.keys import give_link  # noqa: E402
from amends.cases.models import Case  # noqa: E402
from amends.cases.promise_hours import Hours  # noqa: E402
from amends.clock import now  # noqa: E402
from amends.people.actors import actor_of  # noqa: E402
from amends.people.models import Brand, Staff  # noqa: E402
from amends.people.permissions import SYSTEM, Actor  # noqa: E402
from amends.people.scope import brand_scope  # noqa: E402
from amends.rules.promises import PromiseKind  # noqa: E402
from amends.rules.vocabulary import Channel  # noqa: E402
from bench.busy.marks import MARK, mark_of  # noqa: E402
from bench.corpus import Corpus  # noqa: E402
from bench.load import brands, load, staff, tidy  # noqa: E402
from bench.measure import machine  # noqa: E402
from bench.pages import signed_in  # noqa: E402

_POLICY = Path(amends.__file__).parent / "site" / "demonstration" / "policies" / "norvia.yaml"
_PROMISED_EACH = 3


class Marked(Corpus):
    """The complaints of every measurement, each with the mark of its customer in all its words."""

    seed = secrets.token_hex(16)

    def contact(self, number: int) -> InboundContact:
        """Answers one complaint."""
        one, mark = super().contact(number), mark_of(self.seed, number)
        return replace(one, text=f"{mark} {one.text}", gist=f"{mark} {one.gist}")


def main(arguments: list[str]) -> None:
    """Makes the desk, and writes what a measurement needs to know of it."""
    asked = _asked(arguments)
    found: dict[str, Any] = {"import": load(asked.cases, Marked(asked.corpus))}
    people = staff()[: asked.people]
    Staff.objects.filter(pk__in=[person.pk for person in people]).update(languages=["en"])
    actor = actor_of(people[0])
    customers: list[dict[str, str]] = []
    for place, brand in enumerate(brands()):
        _put_in_force(brand)
        with brand_scope([brand.pk]):
            customers += _let_in(brand, actor, (asked.customers + place) // 2)
    with brand_scope([brand.pk for brand in brands()]):
        open_cases = Case.objects.filter(is_open=True).values_list("uuid", "gist")
        found["marks"] = {str(case): mark[0] for case, gist in open_cases if (mark := MARK.search(gist))}
    found |= {"customers": customers, "sessions": [signed_in(person) for person in people]}
    tidy()
    found["machine"] = machine()
    Path(asked.plan).write_text(json.dumps(found), encoding="utf-8")


def _put_in_force(brand: Brand) -> None:
    """Lets a policy hold: a page says who stands above, and a case knows what may be given."""
    brand.currency = "GBP"
    brand.save()
    with brand_scope([brand.pk]):
        activate_policy(actor=SYSTEM, brand=brand, text=_POLICY.read_text(encoding="utf-8"), now=now())


def _let_in(brand: Brand, actor: Actor, count: int) -> Iterator[dict[str, str]]:
    """Answers so many customers with a link each; their cases were answered once, and some were promised something."""
    cases = Case.objects.of(brand.pk).filter(is_open=True, is_waiting=False, is_held=False).order_by("-id")
    for place, case in enumerate(_spread(list(cases[: count * 10]), count)):
        found = MARK.search(case.gist)
        assert found is not None
        mark, moment = found[0], now()
        text = f"{mark} Thank you for telling us. We are looking at it."
        reply_to_customer(actor=actor, case_uuid=case.uuid, text=text, channel=Channel.EMAIL, now=moment)
        if place % _PROMISED_EACH == 0:
            # An hour holds few promises of one person: they are spread over days and hours.
            _promise(actor, case, mark, moment + timedelta(days=1 + place % 7), 8 + place % 11)
        token = give_link(actor=actor, case_uuid=case.uuid, now=moment)
        yield {"case": str(case.uuid), "mark": mark, "token": token}


def _spread(cases: Sequence[Case], count: int) -> Sequence[Case]:
    if len(cases) < count:
        raise SystemExit("There are too few open cases for so many customers: ask for more with --cases.")
    step = len(cases) // count
    return cases[: step * count : step]


def _promise(actor: Actor, case: Case, mark: str, day: datetime, hour: int) -> None:
    assert actor.staff_id is not None
    make_promise(
        actor=actor,
        case_uuid=case.uuid,
        kind=PromiseKind.ANSWER,
        text=f"{mark} We write to you",
        hours=Hours(day.date(), time(hour), time(hour + 1)),
        owner_id=actor.staff_id,
        now=now(),
    )


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.busy.prepare")
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--customers", type=int, required=True)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--corpus", default="")
    parser.add_argument("--plan", required=True)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
