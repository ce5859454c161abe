"""The demonstration's policies are put in force by each brand's manager, before the first story begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from amends.cases.actions.policies import activate_policy
from amends.errors import DomainError
from amends.people.actors import actor_of
from amends.people.models import Brand, Membership
from amends.rules.vocabulary import Role

_FOLDER = Path(__file__).parent / "policies"
_BEGINS = re.compile(r"^effective_at: .*$", re.MULTILINE)
_BEFORE = timedelta(days=120)


def put_policies_in_force(brands: Mapping[str, Brand], now: datetime) -> None:
    """Puts each brand's policy in force. Raises: DomainError('story_wrong') for a file that may not be used."""
    begins = (now - _BEFORE).replace(microsecond=0)
    for path in sorted(_FOLDER.glob("*.yaml")):
        brand = brands[path.stem]
        manager = Membership.objects.filter(brand=brand, role=Role.MANAGER.value).order_by("pk")[0].staff
        text = _BEGINS.sub(f"effective_at: {begins.isoformat()}", path.read_text(encoding="utf-8"))
        try:
            activate_policy(actor=actor_of(manager), brand=brand, text=text, now=begins - timedelta(days=1))
        except DomainError as error:
            raise DomainError("story_wrong", place=path.name, reason=str(error)) from None
