"""Who shares a roof or a bill: found by name or address, inside one brand, and never a household of one."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from amends.people.models import Address, Brand, Customer, Household
from amends.people.scope import every_brand
from tests.conftest import NOON, Cast, signed_in


def known(brand: Brand, name: str, email: str = "") -> Customer:
    with every_brand():
        row = Customer.objects.create(brand=brand, uuid=uuid4(), name=name, created_at=NOON)
        if email:
            Address.objects.create(brand=brand, customer=row, kind="email", value=email, value_key=email)
        return row


@pytest.fixture
def rep(cast: Cast) -> Client:
    return signed_in(cast.rep)


def put(client: Client, row: Customer, other: str) -> str:
    answer = client.post(f"/customers/{row.uuid}/household/", {"with": other}, follow=True)
    return answer.content.decode()


def mates(row: Customer) -> set[str]:
    with every_brand():
        fresh = Customer.objects.get(pk=row.pk)
        same = Customer.objects.filter(household=fresh.household) if fresh.household else []
        return {one.name for one in same}


def test_two_who_live_together_see_each_other(cast: Cast, rep: Client) -> None:
    dana, omer = known(cast.norvia, "Dana Levin"), known(cast.norvia, "Omer Levin", "omer@example.org")
    page = put(rep, dana, "omer@example.org")
    assert "Omer Levin" in page
    assert mates(dana) == mates(omer) == {"Dana Levin", "Omer Levin"}


def test_a_third_joins_and_one_who_moves_out_leaves_the_others_together(cast: Cast, rep: Client) -> None:
    rows = [known(cast.norvia, name) for name in ("Ada", "Ben", "Cleo")]
    put(rep, rows[0], "Ben")
    put(rep, rows[2], "Ada")
    assert mates(rows[1]) == {"Ada", "Ben", "Cleo"}
    rep.post(f"/customers/{rows[0].uuid}/household/", {"leave": "1"})
    assert (mates(rows[0]), mates(rows[2])) == (set(), {"Ben", "Cleo"})
    rep.post(f"/customers/{rows[1].uuid}/household/", {"leave": "1"})
    with every_brand():
        assert Household.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "Nobody of this brand"),
        ("Zoe", "Nobody of this brand"),
        ("Twin", "Several people"),
        ("Ada", "Nobody of"),
    ],
)
def test_whoever_is_not_clearly_meant_is_asked_for_again(
    cast: Cast, rep: Client, said: str, why: str
) -> None:
    ada = known(cast.norvia, "Ada")
    known(cast.norvia, "Twin")
    known(cast.norvia, "Twin")
    answer = rep.post(f"/customers/{ada.uuid}/household/", {"with": said})
    page = answer.content.decode()
    assert (answer.status_code, why in page) == (422, True)
    assert f'value="{said}"' in page
    assert mates(ada) == set()


def test_nobody_of_another_brand_can_be_meant(cast: Cast, rep: Client) -> None:
    ada = known(cast.norvia, "Ada")
    known(cast.sunfold, "Foreign Person", "foreign@example.org")
    page = rep.post(f"/customers/{ada.uuid}/household/", {"with": "foreign@example.org"}).content.decode()
    assert "Nobody of this brand" in page
    assert "Foreign Person" not in page
