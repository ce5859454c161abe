"""The doors beside the pages: programs, merging, sign-in links; none leads into another brand."""

from __future__ import annotations

from uuid import uuid4

from django.test import Client

from amends.cases.actions.assignment import assign_case
from amends.cases.models import Case
from amends.clock import now
from amends.people.links import make_link
from amends.people.models import Customer
from amends.people.scope import every_brand
from tests.desk.world import World, api_post, body, browser, keep_about, whole_case


def test_a_program_opens_cases_for_its_own_brand_only_and_reads_nothing(world: World) -> None:
    client = Client(HTTP_HOST="localhost")
    made = api_post(
        client, world.token, {"text": "A new one.", "customer": {"email": "zebrafinch@example.org"}}
    )
    assert made.status_code == 201
    with every_brand():
        case = Case.objects.get(uuid=made.json()["id"])
        assert case.brand_id == world.cast.norvia.pk
        assert case.customer_id != world.foreign.customer.pk
    for token in ("", "wrong", "NORVIA-TOKEN"):
        assert api_post(client, token, {"text": "No."}).status_code == 401
    assert client.get(f"/cases/{case.uuid}/", HTTP_AUTHORIZATION=f"Bearer {world.token}").status_code == 302


def test_a_session_opens_nothing_at_the_programs_door(world: World) -> None:
    assert (
        browser(world, "manager").post("/api/v1/cases", {}, content_type="application/json").status_code
        == 401
    )


def test_a_contact_for_another_brand_or_another_brands_customer_is_not_taken(world: World) -> None:
    form = {"kind": "complaint", "channel": "phone", "text": "Hello", "seriousness": "normal"}
    client = browser(world, "rep")
    assert client.post("/contacts/new/", {**form, "brand": "sunfold"}).status_code == 422
    led = client.post(
        "/contacts/new/", {**form, "brand": "norvia", "customer": str(world.foreign.customer.uuid)}
    ).headers["Location"]
    with every_brand():
        case = Case.objects.get(uuid=led.split("/")[2])
        assert case.customer_id is None
        assign_case(actor=world.cast.actor("rep"), case_uuid=case.uuid, owner=None, now=now())


def test_only_entries_of_one_brand_become_one_and_the_stranger_merges_nothing(world: World) -> None:
    twin = whole_case(world.cast.norvia, world.cast.rep, "pelican", now(), customer_id=_twin_of(world).pk)
    address = f"/customers/{world.own.customer.uuid}/merge/"
    for other, person, status in (
        (world.foreign.customer, "supervisor", 404),
        (twin.customer, "stranger", 404),
        (twin.customer, "supervisor", 302),
    ):
        assert browser(world, person).post(address, {"other": str(other.uuid)}).status_code == status
    with every_brand():
        assert Case.objects.get(pk=twin.case.pk).customer_id == world.own.customer.pk
        assert Case.objects.get(pk=world.foreign.case.pk).customer_id == world.foreign.customer.pk


def test_a_merge_takes_a_hidden_case_along_and_says_nothing_of_it(world: World) -> None:
    twin = whole_case(world.cast.norvia, world.cast.rep, "pelican", now(), customer_id=_twin_of(world).pk)
    keep_about(twin, world.cast.supervisor, world.cast.specialist)
    client = browser(world, "supervisor")
    merged = client.post(
        f"/customers/{world.own.customer.uuid}/merge/", {"other": str(twin.customer.uuid)}, follow=True
    )
    assert str(twin.case.uuid) not in body(merged)
    with every_brand():
        assert Case.objects.get(pk=twin.case.pk).customer_id == world.own.customer.pk


def _twin_of(world: World) -> Customer:
    with every_brand():
        return Customer.objects.create(
            brand=world.cast.norvia, uuid=uuid4(), name=world.own.customer.name, created_at=now()
        )


def test_a_sign_in_link_leads_its_own_person_in_and_nobody_else(world: World) -> None:
    token = make_link(world.people["stranger"], now())
    client = browser(world, "rep")
    assert client.post(f"/sign-in/link/{token}/").status_code == 302
    assert client.get(f"/cases/{world.own.case.uuid}/").status_code == 404
    assert client.get(f"/cases/{world.foreign.case.uuid}/").status_code == 200


def test_a_brand_that_a_person_leaves_is_gone_at_the_next_request(world: World) -> None:
    client = browser(world, "rep")
    assert client.get(f"/cases/{world.own.case.uuid}/").status_code == 200
    world.cast.rep.memberships.all().delete()
    assert client.get(f"/cases/{world.own.case.uuid}/").status_code == 404
