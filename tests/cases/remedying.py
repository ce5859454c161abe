"""A case with a policy over it, ready to be put right."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import yaml

from amends.cases.actions.circumstances import set_circumstances
from amends.cases.actions.customers import verify_customer
from amends.cases.actions.policies import activate_policy
from amends.cases.actions.remedies import Choice, accept_remedy
from amends.cases.actions.stages import assess_case, investigate_case
from amends.cases.models import Case, Settlement
from amends.people.models import Brand
from amends.people.permissions import SYSTEM, Actor
from amends.people.scope import brand_scope
from amends.rules.vocabulary import Cause, Verification
from tests.cases.acts import assessment
from tests.conftest import NOON, Cast, complain
from tests.rules.policy.conftest import _GOOD

BEFORE = NOON - timedelta(days=30)


def policy_text(**authority: Any) -> str:
    """Answers a policy in force since before, with its currency or something of its authority changed."""
    said = deepcopy(_GOOD)
    said["effective_at"] = BEFORE.isoformat()
    said["authority"]["roles"] = {
        "rep": {"per_case": 5_000, "per_day": 8_000, "goodwill_per_day": 1_000},
        "specialist": {"per_case": 7_000, "per_day": 20_000, "goodwill_per_day": 1_000},
        "supervisor": {"per_case": 10_000, "per_day": 20_000, "goodwill_per_day": 2_000},
        "manager": {"per_case": 20_000, "per_day": 30_000, "goodwill_per_day": 2_000},
        "win_back": {"per_case": 10_000, "per_day": 20_000},
    }
    for part in ("claim_windows", "entitlements", "brand_promise", "currency"):
        if part in authority:
            said[part] = authority.pop(part)
    said["authority"] |= authority
    return yaml.safe_dump(said)


def put_in_force(brand: Brand, **authority: Any) -> None:
    """Puts the policy in force for a brand whose money is euros, unless another currency is said."""
    brand.currency = authority.get("currency", "EUR")
    brand.save()
    with brand_scope([brand.pk]):
        activate_policy(
            actor=SYSTEM, brand=brand, text=policy_text(**authority), now=BEFORE - timedelta(days=1)
        )


def failed_case(cast: Cast, *, price: int = 3_000, now: datetime = NOON, **more: Any) -> Case:
    """Answers a complaint about a late parcel: our fault, verified, assessed, the price known."""
    case = complain(cast)
    rep = cast.actor("rep")
    verify_customer(actor=rep, case_uuid=case.uuid, level=Verification.FULL, how="two questions", now=now)
    assess_case(actor=rep, case_uuid=case.uuid, assessment=assessment(), now=now)
    cause, supplier = more.pop("cause", Cause.COMPANY), more.pop("supplier", "")
    investigate_case(
        actor=rep, case_uuid=case.uuid, findings="It was late.", cause=cause, supplier=supplier, now=now
    )
    stated = {"failure": "late", "price_paid": price, **more}
    set_circumstances(actor=rep, case_uuid=case.uuid, stated=stated, now=now)
    return Case.objects.get(pk=case.pk)


def choose(
    actor: Actor, case: Case, code: str = "B", *, key: UUID | None = None, now: datetime = NOON
) -> Settlement:
    """Settles on one option."""
    choice = Choice(code=code, key=key or uuid4())
    return accept_remedy(actor=actor, case_uuid=case.uuid, choice=choice, now=now)
