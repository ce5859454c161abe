"""A desk whose files are searched, in a process of its own: `python -m tests.cases.erasing COUNT`, AMENDS_HOME its own.

Makes so many closed cases, each saying a word of its own, and erases every third with its customer. Tells as JSON
which words were erased and which were kept. ERASING_BARE=1 leaves out what clears the database's own files;
ERASING_BACKUP names a folder that gets a backup from before the erasure.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.site.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from amends.cases.actions import erasure  # noqa: E402
from amends.cases.actions.erasure import erase_customer  # noqa: E402
from amends.people.actors import actor_of  # noqa: E402
from amends.people.models import Brand, Membership, Staff  # noqa: E402
from amends.people.permissions import SYSTEM  # noqa: E402
from amends.people.scope import every_brand  # noqa: E402
from amends.rules.vocabulary import Erasure, Role  # noqa: E402
from tests.cases.wholes import closed_case  # noqa: E402
from tests.migrated import migrate  # noqa: E402

BEGUN = datetime(2026, 5, 12, 12, tzinfo=UTC)
BARE, BACKUP = "ERASING_BARE", "ERASING_BACKUP"


def word(number: int) -> str:
    """Answers the word of a case: ten letters that stand nowhere else."""
    return "quok" + "".join(chr(ord("a") + number // 26**place % 26) for place in range(3)) + "zyx"


def back_up(folder: Path) -> None:
    """Copies the database and the files as an operator would."""
    folder.mkdir()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "amends.sqlite3")])
    shutil.copytree(settings.ATTACHMENTS, folder / "attachments")


def main(count: int) -> None:
    """Makes and erases, and tells which words should be gone."""
    migrate()
    brand = Brand.objects.create(slug="norvia", name="Norvia", letter="N")
    person = Staff.objects.create_user("manager@example.org", name="Manager", languages=["en"])
    Membership.objects.create(staff=person, brand=brand, role=Role.MANAGER.value)
    actor = actor_of(person)
    cases = [
        closed_case(brand, actor, word(number), BEGUN + timedelta(hours=number)) for number in range(count)
    ]
    if os.environ.get(BARE):
        erasure.clear_leftovers = lambda: True
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint=0")
    if folder := os.environ.get(BACKUP):
        back_up(Path(folder))
    gone = list(range(1, count, 3))
    with every_brand():
        for number in gone:
            customer = cases[number].customer
            assert customer is not None
            erase_customer(
                actor=SYSTEM, brand_id=brand.pk, customer_uuid=customer.uuid, why=Erasure.REQUEST, now=BEGUN
            )
    kept = [word(number) for number in range(count) if number not in gone]
    print(json.dumps({"gone": [word(number) for number in gone], "kept": kept}), flush=True)
    # Ends here, as a process that is killed would: closing the database would move and remove its log.
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
