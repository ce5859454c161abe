"""One form, sent by thirty threads at the same moment: `python -m tests.cases.pressing` with its own AMENDS_HOME.

Tells as JSON how many were answered, with how many different cases, and what the database holds.
"""

from __future__ import annotations

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.site.settings")
django.setup()

from amends.cases.actions.one_contact import settle_in_one_contact  # noqa: E402
from amends.cases.models import Case, OneContact, Settlement  # noqa: E402
from amends.clock import now  # noqa: E402
from amends.people.actors import actor_of  # noqa: E402
from amends.people.models import Brand, Membership, Staff  # noqa: E402
from amends.people.scope import every_brand  # noqa: E402
from amends.rules.vocabulary import Role  # noqa: E402
from tests.cases.paying import at_once  # noqa: E402
from tests.cases.remedying import put_in_force  # noqa: E402
from tests.cases.settling import told  # noqa: E402
from tests.migrated import migrate  # noqa: E402

PRESSES = 30


def main() -> None:
    """Presses thirty times at once."""
    migrate()
    brand = Brand.objects.create(slug="norvia", name="Norvia", letter="N")
    person = Staff.objects.create_user("rep@example.org", name="Rep")
    Membership.objects.create(staff=person, brand=brand, role=Role.REP.value)
    put_in_force(brand)
    one, cases = told(), set()

    def press(_number: int) -> None:
        cases.add(settle_in_one_contact(actor=actor_of(person), brand=brand, told=one, now=now()).case_uuid)

    answered = at_once(PRESSES, press)
    with every_brand():
        kept = (Case.objects.count(), OneContact.objects.count(), Settlement.objects.count())
        closed = Case.objects.filter(is_open=False).count()
    print(json.dumps({"answered": answered, "cases": len(cases), "kept": kept, "closed": closed}))


if __name__ == "__main__":
    main()
