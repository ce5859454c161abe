"""Looking changes nothing: whatever a GET or a HEAD can reach leaves every table as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from amends.cases.actions.contacts import reply_to_customer
from amends.cases.actions.stages import close_case
from amends.cases.models import Case
from amends.clock import now
from amends.people.links import make_link
from amends.people.scope import every_brand
from amends.rules.vocabulary import Channel, Ending
from tests.cases.acts import answered, decided
from tests.conftest import signed_in
from tests.desk.pages import links, read
from tests.desk.world import World, all_rows, whole_case

LEFT_OUT = ("cases_caseview", "django_session")
"""Looks are logged, and a session is not of the case file."""
MOST_PAGES = 250
POST_ONLY = ("/next/", "/sign-out/", "/language/", "/sign-in/as/")


@pytest.fixture
def busy(world: World) -> World:
    """The world with cases in several states, so that every kind of link is there."""
    moment = now()
    for number, way in enumerate((decided, answered, _closed, _spoken)):
        whole = whole_case(world.cast.norvia, world.cast.rep, f"heron{number}", moment)
        with every_brand():
            way(world.cast, whole.case, moment + timedelta(minutes=1))
    return world


def _closed(cast: object, case: Case, moment: object) -> None:
    answered(cast, case, moment)  # type: ignore[arg-type]
    close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.SOLVED, now=moment)  # type: ignore[attr-defined, arg-type]


def _spoken(cast: object, case: Case, moment: object) -> None:
    reply_to_customer(
        actor=cast.actor("rep"),  # type: ignore[attr-defined]
        case_uuid=case.uuid,
        text="We look at it.",
        channel=Channel.EMAIL,
        now=moment,  # type: ignore[arg-type]
    )


def crawl(client: Client, first: tuple[str, ...]) -> set[str]:
    """Answers every address reached by GET and HEAD, from the first ones on."""
    seen: set[str] = set()
    todo = list(first)
    while todo and len(seen) < MOST_PAGES:
        address = todo.pop(0)
        if address in seen or address.startswith("/static/"):
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code < 500, address
        assert client.head(address).status_code < 500, address
        if response.headers.get("Content-Type", "").startswith("text/html"):
            todo += links(read(response.content.decode()), address)
        if "Location" in response.headers:
            todo.append(response.headers["Location"])
    return seen


def check_crawl(world: World, name: str) -> set[str]:
    """Checks that a crawl by this person leaves all rows as they were, and answers what was reached."""
    token = make_link(world.people[name], now())
    client = signed_in(world.people[name])
    first = (
        "/",
        "/?view=mine",
        "/skip/?case=" + str(world.own.case.uuid),
        f"/sign-in/link/{token}/",
        *POST_ONLY,
    )
    before = all_rows(LEFT_OUT)
    seen = crawl(client, first)
    after = all_rows(LEFT_OUT)
    changed = [table for table in before if before[table] != after[table]]
    assert changed == [], f"{name} changed {changed}"
    return seen


@pytest.mark.parametrize("name", ["administrator", "rep"])
def test_a_crawl_over_everything_changes_no_row(busy: World, name: str) -> None:
    seen = check_crawl(busy, name)
    assert len(seen) < MOST_PAGES
    with every_brand():
        mine = Case.objects.of(busy.cast.norvia.pk).values_list("uuid", flat=True)
    for part in ("/search/", "/customers/", "/preferences/", "/contacts/new/", f"/files/{busy.own.file}/"):
        assert any(address.startswith(part) for address in seen), part
    assert all(f"/cases/{uuid}/" in seen for uuid in mine)


def test_looks_are_logged_and_nothing_else_is(world: World) -> None:
    client = signed_in(world.cast.manager)
    client.get(f"/cases/{world.own.case.uuid}/")
    rows = all_rows()["cases_caseview"]
    assert len(rows) == 1


def test_the_negative_control_a_look_that_changes_the_case_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meddle(*, case: Case, **_more: object) -> None:
        Case.objects.of(case.brand_id).filter(pk=case.pk).update(place="somewhere else")

    monkeypatch.setattr("amends.desk.views.case.note_look", meddle)
    with pytest.raises(AssertionError, match="cases_case"):
        check_crawl(world, "rep")


def test_without_its_token_no_form_is_taken_from_another_site(world: World) -> None:
    client = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    client.force_login(world.cast.rep, backend="amends.site.accounts.DeskBackend")
    before = all_rows(LEFT_OUT)
    for address in (
        f"/cases/{world.own.case.uuid}/note/",
        "/next/",
        "/preferences/",
        "/sign-out/",
        "/language/",
    ):
        refused = client.post(address, {"text": "forged"}, HTTP_ORIGIN="https://evil.example")
        assert refused.status_code == 403, address
    assert all_rows(LEFT_OUT) == before


def test_the_checksum_reads_every_table(world: World) -> None:
    assert set(all_rows()) == set(connection.introspection.table_names())
    assert len(all_rows()["cases_case"]) == 2
