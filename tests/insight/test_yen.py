"""A brand whose money has no decimals, and one with three: pages, forms, files and the terminal say it right."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from amends.cases.models import Circumstances, Consult
from amends.people.scope import every_brand
from amends.rules.policy.document import Holder
from amends.site.command import run
from tests.cases.remedying import choose, failed_case, put_in_force
from tests.conftest import NOON, Cast, signed_in
from tests.insight.studying import STUDIO, drafted, send

pytestmark = pytest.mark.usefixtures("time_stands_still")


@pytest.fixture
def time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps drafts and policies at one moment."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", NOON.isoformat())


def shown(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, page
    return html.unescape(page.content.decode())


def rep_limit(cast: Cast) -> int:
    return drafted(cast).authority.roles[Holder.REP].per_case


def test_the_studio_says_and_reads_whole_yen(cast: Cast) -> None:
    put_in_force(cast.norvia, currency="JPY")
    client = signed_in(cast.manager)
    send(client, cast, "begin")
    authority = shown(client, f"{STUDIO}authority/?open=rep")
    assert "JP¥5,000<" in authority and 'value="5000"' in authority and "5000.00" not in authority
    sent = {"holder": "rep", "name": "per_case", "amount": "1200"}
    assert send(client, cast, "limit", "authority", **sent).status_code == 302
    assert rep_limit(cast) == 1_200
    assert send(client, cast, "limit", "authority", **sent | {"amount": "12.50"}).status_code == 422
    assert rep_limit(cast) == 1_200
    assert 'value="500"' in shown(client, f"{STUDIO}remedies/?open=remedies.gift")
    tried = shown(client, f"{STUDIO}try/?failure=late&fault=company&price_paid=3000&role=rep")
    assert "JP¥3,000" in tried and "JP¥2,500" in tried


def test_a_share_stays_a_percentage(cast: Cast) -> None:
    put_in_force(cast.norvia, currency="JPY")
    client = signed_in(cast.manager)
    send(client, cast, "begin")
    form = {"unattended": "3000", "two_people_above": "", "front_line_share": "62.5"}
    assert send(client, cast, "authority", "authority", **form).status_code == 302
    authority = drafted(cast).authority
    assert (authority.unattended, authority.front_line_share) == (3_000, 6_250)
    assert 'value="62.5"' in shown(client, f"{STUDIO}authority/")


def test_a_condition_is_in_the_policys_currency(cast: Cast) -> None:
    put_in_force(cast.norvia, currency="JPY")
    client = signed_in(cast.manager)
    send(client, cast, "begin")
    row = {"table": "parcels", "row": "2", "then": "hold", "facts": ["price_paid"], "from_price_paid": "1200"}
    assert send(client, cast, "row", **row).status_code == 302
    assert drafted(cast).tables["parcels"].rows[1].when["price_paid"].least == 1_200
    page = shown(client, f"{STUDIO}tables/?table=parcels&row=2")
    assert 'value="1200"' in page and "at least JP¥1,200" in page


def test_a_case_offers_whole_yen_and_reads_what_is_typed(cast: Cast) -> None:
    put_in_force(cast.norvia, currency="JPY")
    with every_brand():
        case, client = failed_case(cast, price=3_000), signed_in(cast.rep)
        address = f"/cases/{case.uuid}/"
        assert "JP¥3,000" in shown(client, address) and 'value="3000"' in shown(client, address)
        assert client.post(f"{address}circumstances/", {"price_paid": "1200"}).status_code == 302
        assert Circumstances.objects.get(case=case).price_paid == 1_200
        page = shown(client, address)
        assert "JP¥1,200" in page and 'value="1200"' in page and "JP¥12.00" not in page
        asked = {"text": "May I?", "remedy": "back", "amount": "8,000", "minutes": "4"}
        assert client.post(f"{address}ask/", asked).status_code == 302
        assert Consult.objects.get().amount_minor == 8_000
        assert client.post(f"{address}circumstances/", {"price_paid": "12.5"}).status_code == 422


def test_a_supervisor_amends_in_yen(cast: Cast) -> None:
    put_in_force(cast.norvia, currency="JPY")
    with every_brand():
        case = failed_case(cast, price=9_000)
        question = {"text": "May I?", "remedy": "back", "amount": "9000", "minutes": "4"}
        signed_in(cast.rep).post(f"/cases/{case.uuid}/ask/", question)
        consult, client = Consult.objects.get(), signed_in(cast.supervisor)
        assert 'value="9000"' in shown(client, f"/consult/{consult.uuid}/")
        amended = {"text": "So much.", "amount": "7500"}
        assert client.post(f"/consult/{consult.uuid}/amend/", amended).status_code == 302
        assert Consult.objects.get().granted_minor == 7_500


def test_files_and_the_terminal_say_three_decimals(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    put_in_force(cast.norvia, currency="KWD")
    with every_brand():
        choose(cast.actor("rep"), failed_case(cast, price=3_250))
    client = signed_in(cast.manager)
    file = client.get("/insight/remedies/table.csv?brand=norvia&table=waiting").content.decode()
    assert '"3.250","KWD"' in file
    assert run(["remedies", "--brand", "norvia"]) == 0
    told = capsys.readouterr().out
    assert "in KWD" in told and "3.250" in told
    send(client, cast, "begin")
    sent = {"holder": "rep", "name": "per_case", "amount": "1.250"}
    assert send(client, cast, "limit", "authority", **sent).status_code == 302
    assert rep_limit(cast) == 1_250
    assert 'value="1.250"' in shown(client, f"{STUDIO}authority/?open=rep")
