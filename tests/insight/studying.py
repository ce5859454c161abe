"""A brand with a policy in force and a manager's browser at its studio."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from amends.cases.models import PolicyDraft
from amends.cases.policies import draft_of
from amends.people.scope import every_brand
from amends.rules.policy.document import Policy
from amends.rules.policy.reading import read_policy
from tests.conftest import Cast

STUDIO = "/insight/policy/norvia/"


def draft(cast: Cast) -> PolicyDraft:
    """Answers Norvia's draft as it is stored."""
    with every_brand():
        found = draft_of(cast.norvia.pk)
    assert found is not None
    return found


def drafted(cast: Cast) -> Policy:
    """Answers what Norvia's draft says."""
    return read_policy(draft(cast).text).policy


def send(client: Client, cast: Cast, act: str, where: str = "tables", /, **form: Any) -> HttpResponse:
    """Answers what one act of the studio gets; the draft as it stands was seen, unless something else is said."""
    with every_brand():
        there = draft_of(cast.norvia.pk)
    seen = {"seen": there.version if there else 0}
    return client.post(f"{STUDIO}{where}/", {"act": act, **seen, **form})  # type: ignore[return-value]
