"""A desk that is told secrets, in a process of its own: `python -m tests.cases.saying_secrets WORD…`, AMENDS_HOME its own.

Each word is said as a password in a complaint, a note, a fact and the name of a file; the log of the process
goes to AMENDS_HOME/told.log, a backup to AMENDS_HOME/backup. SAYING_BARE=1 lets the words in as they were said.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.site.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from amends.cases import said  # noqa: E402
from amends.cases.actions.contacts import receive_contact  # noqa: E402
from amends.cases.actions.details import add_fact  # noqa: E402
from amends.cases.actions.evidence import Upload, add_evidence  # noqa: E402
from amends.cases.actions.notes import add_note  # noqa: E402
from amends.cases.inbound import Caller, InboundContact  # noqa: E402
from amends.cases.models import Case  # noqa: E402
from amends.people.actors import actor_of  # noqa: E402
from amends.people.models import Brand, Membership, Staff  # noqa: E402
from amends.people.permissions import Actor  # noqa: E402
from amends.people.scope import every_brand  # noqa: E402
from amends.rules.vocabulary import Channel, Role  # noqa: E402
from amends.site.logs import Discreet  # noqa: E402
from tests.migrated import migrate  # noqa: E402

NOW = datetime(2026, 5, 12, 12, tzinfo=UTC)


def say(word: str, brand: Brand, actor: Actor) -> None:
    """Says one secret in every place where words come in."""
    text = f"Nothing works. My password is {word} and the card is not charged."
    inbound = InboundContact(channel=Channel.WEB, text=text, caller=Caller(name="Dana"), raw=None)
    received = receive_contact(actor=actor, brand=brand, inbound=inbound, now=NOW)
    case = Case.objects.get(pk=received.case_id)
    here: dict[str, Any] = {"actor": actor, "case_uuid": case.uuid, "now": NOW}
    add_note(text=f"Their password is {word}, they say.", **here)
    add_fact(label="order", value=f"password: {word}", **here)
    add_evidence(upload=Upload(f"password {word}.txt", "text/plain", b"See the line."), **here)
    logging.getLogger("amends").warning("said in case %s", case.pk)


def main(words: list[str]) -> None:
    """Says everything, and leaves the database's files, its log, a backup and our own log behind."""
    migrate()
    handler = logging.FileHandler(Path(settings.HOME) / "told.log")
    handler.setFormatter(Discreet("%(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    brand = Brand.objects.create(slug="norvia", name="Norvia", letter="N")
    person = Staff.objects.create_user("rep@example.org", name="Rep", languages=["en"])
    Membership.objects.create(staff=person, brand=brand, role=Role.REP.value)
    with every_brand():
        for word in words:
            say(word, brand, actor_of(person))
    if connection.vendor == "sqlite":
        folder = Path(settings.HOME) / "backup"
        folder.mkdir()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "amends.sqlite3")])
        shutil.copytree(settings.ATTACHMENTS, folder / "attachments")
        os._exit(0)  # As if killed: the write-ahead log stays as it is.


if __name__ == "__main__":
    if os.environ.get("SAYING_BARE") == "1":
        said.redact = lambda text: (text, ())
    main(sys.argv[1:])
