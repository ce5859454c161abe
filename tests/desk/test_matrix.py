"""Every route, role and object: the owner gets there, and for a stranger it does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from uuid import uuid4

import pytest
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils.functional import cached_property

from amends.cases.actions.details import restrict_case
from amends.cases.actions.stages import close_case
from amends.cases.models import Case
from amends.cases.queue import VIEWS
from amends.clock import now
from amends.desk.acts import ACTS
from amends.people.permissions import PERMISSIONS
from amends.people.prepared import forget_statements
from amends.people.scope import every_brand
from amends.rules.vocabulary import Ending
from amends.site.views import healthz
from tests.conftest import Cast
from tests.desk.forms import ACT_FORMS, lead_there
from tests.desk.routes import METHODS, TABLE
from tests.desk.world import ROLES, SHARED, Whole, World, body, browser, event_count, keep_about, whole_case


def routes(patterns: Iterable[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    """Answers every route of the site, the programs' ones too."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern)


def without_row(found: Iterable[str]) -> list[str]:
    """Answers the routes that nobody has thought about."""
    return sorted(set(found) - TABLE.keys())


def ask(client: Client, method: str, address: str) -> HttpResponse:
    """Answers what one request gets."""
    return getattr(client, method)(address)


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert without_row(routes()) == []
    assert sorted(TABLE.keys() - set(routes())) == []
    assert sorted(set(ACTS) ^ set(ACT_FORMS)) == []


def test_the_negative_control_a_new_route_without_a_row_is_seen() -> None:
    patterns = [*get_resolver().url_patterns, path("cases/<uuid:case_uuid>/print/", healthz)]
    assert without_row(routes(patterns)) == ["cases/<uuid:case_uuid>/print/"]


@pytest.mark.parametrize("route", TABLE)
def test_a_wrong_method_is_refused_by_every_route(world: World, route: str) -> None:
    row = TABLE[route]
    client = browser(world, "rep")
    refused = {405} | ({401} if row.door == "program" else set()) | ({404} if row.door == "empty" else set())
    for method in METHODS:
        status = ask(client, method, row.address(world.own)).status_code
        if method in row.methods:
            assert status != 405, (method, status)
        else:
            assert status in refused, (method, status)


@pytest.mark.parametrize("route", TABLE)
def test_who_is_not_signed_in_is_led_to_the_door(world: World, route: str) -> None:
    row = TABLE[route]
    for method in row.methods:
        response = ask(browser(world, "anonymous"), method, row.address(world.own))
        if row.door in ("desk", "object", "act", "leading"):
            assert response.status_code == 302
            assert response.headers["Location"].startswith("/sign-in/?next=")
            assert "pelican" not in body(response)
        elif row.door == "program":
            assert response.status_code == 401
        else:
            assert response.status_code in (
                (404,) if row.door in ("absent", "empty") else (200, 302, 410, 422)
            )


def check_object(world: World, role: str, route: str) -> None:
    """Checks that one role reads its own object and finds no foreign one, in the same browser."""
    row = TABLE[route]
    client = browser(world, role)
    # HEAD is answered by the same view; one role is enough to see that.
    for method in [one for one in row.methods if one == "get" or (one == "head" and role == "rep")]:
        own = ask(client, method, row.address(world.own))
        foreign = ask(client, method, row.address(world.foreign))
        assert own.status_code == 200, f"{role} {method} own: {own.status_code}"
        assert foreign.status_code == 404, f"{role} {method} foreign: {foreign.status_code}"
        assert "zebrafinch" not in body(own) + body(foreign).replace(str(world.foreign.case.uuid), "")


def check_leading(world: World, role: str, route: str) -> None:
    """Checks that a page for those who lead is open to their roles and to no others."""
    row = TABLE[route]
    status = browser(world, role).get(row.address(world.own)).status_code
    assert status == (200 if role in PERMISSIONS[row.act] else 403), f"{role} {route}: {status}"


@pytest.mark.parametrize("route", [route for route, row in TABLE.items() if row.door == "leading"])
def test_what_is_for_those_who_lead_is_open_to_nobody_else(world: World, route: str) -> None:
    for role in ROLES:
        check_leading(world, role, route)
    for name in ("stranger", "nobody"):
        assert browser(world, name).get(TABLE[route].address(world.own)).status_code == 403


def test_the_negative_control_a_page_without_its_guard_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.insight.door.may_somewhere", lambda actor, act: True)
    with pytest.raises(AssertionError, match="rep insight/: 200"):
        check_leading(world, "rep", "insight/")


OBJECTS = [route for route, row in TABLE.items() if row.door == "object"]


@pytest.mark.parametrize("route", OBJECTS)
def test_every_role_reads_its_own_object_and_the_strangers_does_not_exist(world: World, route: str) -> None:
    for role in ROLES:
        check_object(world, role, route)


@pytest.mark.parametrize("route", OBJECTS)
def test_the_stranger_finds_no_object_of_norvia_and_has_their_own(world: World, route: str) -> None:
    row = TABLE[route]
    for name, own in (("stranger", world.foreign), ("nobody", None)):
        client = browser(world, name)
        for method in row.methods:
            assert ask(client, method, row.address(world.own)).status_code == 404
        if own is not None and "get" in row.methods:
            assert client.get(row.address(own)).status_code == 200


@pytest.mark.parametrize("route", ["cases/<uuid:case_uuid>/", "files/<uuid:file_uuid>/"])
def test_the_negative_control_without_scope_and_permission_the_check_fails(
    world: World, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.site.middleware.brand_scope", lambda brands: every_brand())
    monkeypatch.setattr("amends.cases.queries.allow", lambda answer: None)
    with pytest.raises(AssertionError, match="foreign: 200"):
        check_object(world, "rep", route)


@pytest.mark.parametrize("name", ACT_FORMS)
def test_every_act_leads_its_owner_to_the_case_and_leaves_the_stranger_nothing(
    world: World, name: str
) -> None:
    act = ACT_FORMS[name]
    lead_there(act, world.cast, world.own.case, now())
    address, before = f"/cases/{world.own.case.uuid}/{name}/", event_count(world.own)
    for stranger in ("stranger", "nobody"):
        refused = browser(world, stranger).post(address, act.posted())
        assert refused.status_code == 404
        assert "pelican" not in body(refused)
    assert event_count(world.own) == before
    done = browser(world, act.by).post(address, act.posted())
    assert done.status_code == 302
    assert done.headers["Location"].partition("#")[0] == f"/cases/{world.own.case.uuid}/"
    assert event_count(world.own) > before


@pytest.mark.parametrize("way", sorted({act.way.__name__ for act in ACT_FORMS.values()}))
def test_an_administrator_sees_a_case_and_changes_nothing_in_it(world: World, way: str) -> None:
    acts = {name: act for name, act in ACT_FORMS.items() if act.way.__name__ == way}
    lead_there(next(iter(acts.values())), world.cast, world.own.case, now())
    before, client = event_count(world.own), browser(world, "administrator")
    for name, act in acts.items():
        refused = client.post(f"/cases/{world.own.case.uuid}/{name}/", act.posted())
        assert refused.status_code == 422, name
    assert event_count(world.own) == before


@pytest.mark.parametrize("role", ROLES)
def test_an_act_that_is_not_offered_does_not_exist(world: World, role: str) -> None:
    for name in ("delete", "erase", "__class__", "perform"):
        assert browser(world, role).post(f"/cases/{world.own.case.uuid}/{name}/").status_code == 404


def test_what_has_no_object_at_all_looks_the_same_as_what_is_foreign(world: World) -> None:
    client = browser(world, "rep")
    nothing = client.get(f"/cases/{uuid4()}/")
    foreign = client.get(f"/cases/{world.foreign.case.uuid}/")
    assert _without_marks(nothing) == _without_marks(foreign)


def _without_marks(response: HttpResponse) -> str:
    said = response.content.decode()
    return re.sub(r'(nonce|name="csrfmiddlewaretoken" value|token)="[^"]*"', "", said)


LISTS = (
    *(f"/?view={view}" for view in VIEWS),
    "/?brand=sunfold",
    "/?language=en",
    "/?stage=received",
    f"/search/?q={SHARED}",
    f"/search/?q={SHARED}&open=1",
    f"/search/?q={SHARED}&pages=8",
    "/customers/",
    "/customers/?q=",
    "/contacts/new/",
    "/consult/",
    "/directory/",
    "/preferences/",
)
LISTS_IN_SHORT = ("/", "/?view=nobody", f"/search/?q={SHARED}", "/customers/", "/consult/")


def check_lists(world: World, role: str, hidden: Whole, shown: Whole | None) -> None:
    """Checks that no page of lists says a word of what is hidden, nor finds it when asked for its very words."""
    client = browser(world, role)
    for address in LISTS if role in ("rep", "manager") else LISTS_IN_SHORT:
        assert hidden.word not in body(client.get(address)).lower(), f"{role} {address}"
    asked = (hidden.word, hidden.case.reference, f"{hidden.word}@example.org", hidden.case.external_reference)
    for words in filter(None, asked):
        found = client.get("/search/", {"q": words})
        assert found.status_code == 200, f"{role} was led to {found.headers.get('Location')}"
        assert str(hidden.case.uuid) not in body(found), f"{role} found {words}"
    if shown is not None:
        assert shown.word in body(client.get(f"/search/?q={SHARED}"))


@pytest.mark.parametrize("role", ROLES)
def test_no_list_and_no_search_says_a_word_of_another_brand(world: World, role: str) -> None:
    check_lists(world, role, world.foreign, world.own)
    for words in ("zebrafinch", "zebrafinch@example.org", "Zebrafinch Person"):
        found = body(browser(world, role).get("/customers/", {"q": words}))
        assert str(world.foreign.customer.uuid) not in found


def test_nobodys_lists_are_empty_and_the_strangers_hold_their_own(world: World) -> None:
    check_lists(world, "nobody", world.own, None)
    check_lists(world, "stranger", world.own, world.foreign)


def test_the_negative_control_lists_without_scope_are_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Everywhere:
        """Somebody who is made to work for every brand."""

        def __init__(self, actor: object) -> None:
            self.kind, self.name, self.staff_id = "staff", "x", None
            self.roles = dict.fromkeys((world.cast.norvia.pk, world.cast.sunfold.pk), "rep")

        @cached_property
        def brand_ids(self) -> frozenset[int]:
            return frozenset(self.roles)

    monkeypatch.setattr("amends.site.middleware.actor_of", Everywhere)
    with pytest.raises(AssertionError):
        check_lists(world, "rep", world.foreign, world.own)


def check_hidden(world: World, name: str, hidden: Whole) -> None:
    """Checks that a case inside the brand does not exist for one person, on any route."""
    client = browser(world, name)
    for route in OBJECTS:
        row = TABLE[route]
        if "customer" in route:
            continue
        for method in row.methods:
            status = ask(client, method, row.address(hidden)).status_code
            assert status == 404, f"{name} {method} {route}: {status}"
    for act_name, act in ACT_FORMS.items():
        done = client.post(f"/cases/{hidden.case.uuid}/{act_name}/", act.posted())
        assert done.status_code == 404, f"{name} {act_name}: {done.status_code}"
    check_lists_inside(world, client, name, hidden)


def check_lists_inside(world: World, client: Client, name: str, hidden: Whole) -> None:
    """Checks the lists for a case that is hidden, whose customer is known all the same."""
    for address in (
        *(LISTS if name == "rep" else LISTS_IN_SHORT),
        f"/cases/{world.own.case.uuid}/",
        f"/customers/{hidden.customer.uuid}/",
    ):
        said = body(client.get(address))
        assert str(hidden.case.uuid) not in said, f"{name} {address}"
        assert f"{hidden.word} gist" not in said, f"{name} {address}"
    assert client.get("/search/", {"q": hidden.case.reference}).status_code == 200
    before = event_count(hidden)
    for _ in range(3):
        assert str(hidden.case.uuid) not in client.post("/next/").headers["Location"]
    assert event_count(hidden) == before


@pytest.mark.parametrize("name", ROLES)
def test_a_complaint_about_a_person_does_not_exist_for_that_person(world: World, name: str) -> None:
    hidden = whole_case(world.cast.norvia, world.people["rep"], "quagga", now())
    keep_about(
        hidden, world.people[name], world.people["supervisor" if name == "specialist" else "specialist"]
    )
    check_hidden(world, name, hidden)
    colleague = "manager" if name != "manager" else "supervisor"
    assert browser(world, colleague).get(f"/cases/{hidden.case.uuid}/").status_code == 200


@pytest.mark.parametrize("name", ["rep", "team_leader", "administrator"])
def test_a_restricted_case_exists_for_specialists_and_above_only(world: World, name: str) -> None:
    hidden = whole_case(world.cast.norvia, world.people["rep"], "quagga", now())
    _restrict(hidden, world.cast)
    check_hidden(world, name, hidden)
    assert browser(world, "specialist").get(f"/cases/{hidden.case.uuid}/").status_code == 200


def _restrict(hidden: Whole, cast: Cast) -> None:
    with every_brand():
        restrict_case(
            actor=cast.actor("specialist"), case_uuid=hidden.case.uuid, is_restricted=True, now=now()
        )


def test_a_hidden_case_is_not_even_counted(world: World) -> None:
    hidden = whole_case(world.cast.norvia, world.people["specialist"], "quagga", now())
    keep_about(hidden, world.cast.rep, world.cast.specialist)
    shown = {
        name: re.findall(r'data-label="(?:Open cases|Last contact)">([^<]*)<', body(found))
        for name in ("rep", "specialist")
        for found in [browser(world, name).get("/customers/?q=Quagga")]
    }
    assert shown["specialist"][0] == "1" and shown["specialist"][1]
    assert shown["rep"] == ["0", ""]


def test_the_negative_control_without_the_answer_about_you_the_check_fails(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = whole_case(world.cast.norvia, world.people["rep"], "quagga", now())
    keep_about(hidden, world.cast.rep, world.cast.specialist)
    monkeypatch.setattr("amends.cases.queries.allow", lambda answer: None)
    with pytest.raises(AssertionError, match="rep get"):
        check_hidden(world, "rep", hidden)


def _everything(brand: int, staff: int, sees_restricted: bool) -> QuerySet[Case]:
    return Case.objects.of(brand).exclude(recent_key=staff)


def test_the_negative_control_a_queue_that_shows_everything_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = whole_case(world.cast.norvia, world.people["rep"], "quagga", now())
    keep_about(hidden, world.cast.rep, world.cast.specialist)
    with monkeypatch.context() as patched:
        patched.setattr("amends.cases.queue.visible_to", _everything)
        forget_statements()
        with pytest.raises(AssertionError):
            check_lists_inside(world, browser(world, "rep"), "rep", hidden)
    forget_statements()
    check_lists_inside(world, browser(world, "rep"), "rep", hidden)


def test_a_complaint_about_a_person_can_not_be_given_to_that_person(world: World) -> None:
    hidden = whole_case(world.cast.norvia, world.people["rep"], "quagga", now())
    keep_about(hidden, world.cast.rep, world.cast.specialist)
    form = {"owner": str(world.cast.rep.pk)}
    refused = browser(world, "supervisor").post(f"/cases/{hidden.case.uuid}/assign/", form)
    assert refused.status_code == 422
    with every_brand():
        assert Case.objects.get(pk=hidden.case.pk).owner_id is None


def test_who_owned_a_complaint_about_themselves_loses_it(world: World) -> None:
    hidden = whole_case(world.cast.norvia, world.people["rep"], "quagga", now(), owner_id=world.cast.rep.pk)
    keep_about(hidden, world.cast.rep, world.cast.specialist)
    with every_brand():
        assert Case.objects.get(pk=hidden.case.pk).owner_id is None


def test_a_case_that_continues_a_hidden_one_is_hidden_too(world: World) -> None:
    hidden = whole_case(world.cast.norvia, world.people["rep"], "quagga", now())
    keep_about(hidden, world.cast.rep, world.cast.specialist)
    world.cast.norvia.reopen_days = 0
    world.cast.norvia.save()
    actor = world.cast.actor("supervisor")
    with every_brand():
        close_case(actor=actor, case_uuid=hidden.case.uuid, ending=Ending.WITHDRAWN, now=now())
    form = {"reason": "It came back."}
    led = browser(world, "supervisor").post(f"/cases/{hidden.case.uuid}/reopen/", form).headers["Location"]
    assert str(hidden.case.uuid) not in led
    assert browser(world, "supervisor").get(led).status_code == 200
    assert browser(world, "rep").get(led).status_code == 404


def test_a_case_can_not_be_given_to_somebody_of_another_brand_or_who_left(world: World) -> None:
    with every_brand():
        case = world.own.case
        world.people["team_leader"].is_active = False
        world.people["team_leader"].save()
    for name in ("stranger", "nobody", "administrator", "team_leader"):
        form = {"owner": str(world.people[name].pk)}
        refused = browser(world, "supervisor").post(f"/cases/{case.uuid}/assign/", form)
        assert refused.status_code == 422, name
    with every_brand():
        assert Case.objects.get(pk=case.pk).owner_id is None
