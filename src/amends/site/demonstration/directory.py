"""How the demonstration's brands are reached: example domains and numbers that ring nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from amends.cases.actions.directory import add_contact
from amends.people.actors import actor_of
from amends.people.models import Brand, Membership
from amends.rules.directory import Way
from amends.rules.vocabulary import Role
from amends.site.demonstration.people import NORVIA, SUNFOLD

_Line = tuple[Way, str, str, int]
LINES: Mapping[str, tuple[_Line, ...]] = {
    NORVIA: (
        (Way.PHONE, "Customer care, head office", "+44 1632 960200", 12),
        (Way.EMAIL, "Customer care, head office", "care@norvia.example", 12),
        (Way.SUPPORT, "Network desk, third level", "+44 1632 960233, ask for the network desk", 41),
        (Way.PAGE, "How to complain", "https://norvia.example/complaints", 12),
        (Way.POST, "Complaints, Norvia Telecom", "1 Example Quay, Leeds LS0 0XX", 203),
        (Way.FAX, "Complaints, Norvia Telecom", "+44 1632 960299", 203),
        (Way.EXTERNAL, "Ombudsman for Communications", "https://communications-ombudsman.example", 33),
    ),
    SUNFOLD: (
        (Way.PHONE, "Guest care, head office", "+44 20 7946 0450", 20),
        (Way.EMAIL, "Guest care, head office", "care@sunfold.example", 20),
        (Way.SUPPORT, "Flight desk, third level", "flights@sunfold.example", 20),
        (Way.PAGE, "Your rights when we fail", "https://sunfold.example/rights", 20),
        (Way.POST, "Guest care, Sunfold", "Rua do Exemplo 1, 0000-000 Lisboa", 190),
        (Way.FAX, "Guest care, Sunfold", "+44 20 7946 0459", 190),
        (Way.EXTERNAL, "Ombudsman for Travel", "https://travel-ombudsman.example", 64),
    ),
}
"""Brand -> kind, who, where, and how many days ago a manager looked."""


def fill_directory(brands: Mapping[str, Brand], now: datetime) -> None:
    """Writes down how each brand is reached, some of it long ago."""
    for slug, lines in LINES.items():
        brand = brands[slug]
        manager = Membership.objects.filter(brand=brand, role=Role.MANAGER.value).order_by("pk")[0].staff
        for way, label, value, days in lines:
            add_contact(
                actor=actor_of(manager),
                brand=brand,
                way=way,
                label=label,
                value=value,
                now=now - timedelta(days=days),
            )
