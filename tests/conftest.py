"""The cast: the people and cases that every test may call on."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from hypothesis import settings
from pytest_django import DjangoDbBlocker
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from amends.cases.actions.contacts import receive_contact
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Case
from amends.people.actors import actor_of
from amends.people.models import Brand, Membership, Staff
from amends.people.permissions import Actor
from amends.people.scope import every_brand
from amends.rules.vocabulary import Channel, Role
from tests.migrated import MADE, fill_from_made

NOON = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
IS_LONG = os.environ.get("AMENDS_LONG") == "1"
settings.register_profile("short", max_examples=50, deadline=None)
settings.register_profile("long", max_examples=1_000, deadline=None)
settings.load_profile("long" if IS_LONG else "short")
JOURNEYS = "tests/e2e/"
OF_CUSTOMERS = ("test_own", "test_prepare", "test_call")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a check that says "not run" has failed: its part must be there."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and "not run" in str(report.longrepr):
        report.outcome = "failed"
    return report


class FileByFile(LoadFileScheduling):
    """Keeps a file on one worker, and the journeys of a seat on one: they share a demonstration that takes long to load."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        if not file.startswith(JOURNEYS):
            return file
        return f"{JOURNEYS}{any(seat in file for seat in OF_CUSTOMERS)}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileByFile:
    """Answers who gives out the tests; loadgroup would do the same but for pytest 9, where it groups nothing."""
    return FileByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets the journeys begin first: they are the longest piece that one worker gets."""
    items.sort(key=lambda item: not item.nodeid.startswith(JOURNEYS))


@dataclass(frozen=True)
class Cast:
    """Norvia's people, and a stranger who works for Sunfold only."""

    norvia: Brand
    sunfold: Brand
    rep: Staff
    specialist: Staff
    supervisor: Staff
    manager: Staff
    administrator: Staff
    stranger: Staff

    def actor(self, name: str) -> Actor:
        """Answers somebody of the cast as an actor."""
        return actor_of(getattr(self, name))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Leaves the making of tables to `django_db_setup` where a database was made for the whole run."""
    if MADE and connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Fills the database of the tests from the one that was made for the whole run."""
    if MADE and connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            fill_from_made()


@pytest.fixture(autouse=True)
def attachments_apart(tmp_path: Path, settings: object) -> None:
    """Keeps every test's files in a folder of its own."""
    settings.ATTACHMENTS = tmp_path / "attachments"  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def cast(db: None) -> Cast:
    """Two brands and their people."""
    norvia = Brand.objects.create(slug="norvia", name="Norvia Telecom", letter="N", zone="Europe/London")
    sunfold = Brand.objects.create(
        slug="sunfold", name="Sunfold", letter="S", mark="round", zone="Europe/Lisbon"
    )
    people = {
        name: Staff.objects.create_user(
            f"{name}@example.org", name=name.title(), languages=["en", "he", "zh-Hans"]
        )
        for name in ("rep", "specialist", "supervisor", "manager", "administrator", "stranger")
    }
    for name, person in people.items():
        brand, role = (sunfold, Role.REP) if name == "stranger" else (norvia, Role(name))
        Membership.objects.create(staff=person, brand=brand, role=role.value)
    return Cast(norvia, sunfold, **people)


@pytest.fixture
def everywhere(db: None) -> Iterator[None]:
    """Lets the test look at every brand."""
    with every_brand():
        yield


def complain(
    cast: Cast, text: str = "The line has been dead since Friday.", *, now: datetime = NOON, **more: object
) -> Case:
    """Answers a fresh complaint to Norvia, received by the rep."""
    inbound = InboundContact(
        channel=Channel.PHONE,
        text=text,
        caller=Caller(name="Dana Levin", email="dana@example.org"),
        language="en",
        **more,  # type: ignore[arg-type]
    )
    with every_brand():
        received = receive_contact(actor=cast.actor("rep"), brand=cast.norvia, inbound=inbound, now=now)
        return Case.objects.get(pk=received.case_id)


def signed_in(person: Staff) -> Client:
    """Answers a browser in which this person is signed in."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(person, backend="amends.site.accounts.DeskBackend")
    return client


def is_postgres() -> bool:
    """Answers whether this run is on PostgreSQL."""
    return connection.vendor == "postgresql"
