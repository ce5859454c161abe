"""What is said of each route: who may come, by which methods, and the address of an object of a world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from amends.cases.models import Case, Circumstances
from amends.clock import now
from amends.people.scope import every_brand
from tests.desk.world import SHARED, Whole

METHODS = ("get", "head", "post", "put", "patch", "delete")
READ = ("get", "head")


@dataclass(frozen=True)
class Row:
    """What is said of one route: who may come, by which methods, and the address of an object of a world.

    Behind the door "leading" are the roles that may do the act.
    """

    door: str
    methods: tuple[str, ...]
    address: Callable[[Whole], str]
    act: str = "see"


def _at(text: str) -> Callable[[Whole], str]:
    return lambda whole: text


def _behind(whole: Whole) -> str:
    """Answers the address of the cases behind a difference; the decided case of the world stands there alone."""
    with every_brand():
        Case.objects.filter(pk=whole.case.pk).update(decided_at=now(), cause="company")
        Circumstances.objects.get_or_create(
            brand_id=whole.case.brand_id,
            case=whole.case,
            defaults={"failure": "late", "price_paid": 5_000, "recorded_at": now()},
        )
    return "/insight/same-harm/cases/?by=language&group=en&measure=wait"


TABLE: dict[str, Row] = {
    "healthz": Row("open", READ, _at("/healthz")),
    "components/": Row("open", READ, _at("/components/")),
    "brands.css": Row("open", READ, _at("/brands.css")),
    "language/": Row("open", ("post",), _at("/language/")),
    "prepare/worker.js": Row("open", READ, _at("/prepare/worker.js")),
    "prepare/offline/": Row("open", READ, _at("/prepare/offline/")),
    "sign-in/": Row("open", ("get", "post"), _at("/sign-in/")),
    "sign-in/as/": Row("absent", ("post",), _at("/sign-in/as/")),
    "sign-in/link/<str:token>/": Row("open", ("get", "head", "post"), _at("/sign-in/link/no-such/")),
    "sign-out/": Row("open", ("post",), _at("/sign-out/")),
    "": Row("desk", READ, _at("/")),
    "next/": Row("desk", ("post",), _at("/next/")),
    "skip/": Row("object", ("get", "post"), lambda whole: f"/skip/?case={whole.case.uuid}"),
    "search/": Row("desk", READ, lambda whole: f"/search/?q={SHARED}"),
    "contacts/new/": Row("desk", ("get", "post"), _at("/contacts/new/")),
    "contacts/solve/": Row("desk", ("get", "post"), _at("/contacts/solve/")),
    "cases/<uuid:case_uuid>/": Row("object", READ, lambda whole: f"/cases/{whole.case.uuid}/"),
    "cases/<uuid:case_uuid>/check/": Row(
        "object", ("post",), lambda whole: f"/cases/{whole.case.uuid}/check/"
    ),
    "cases/<uuid:case_uuid>/record/": Row(
        "object", ("get", "post"), lambda whole: f"/cases/{whole.case.uuid}/record/"
    ),
    "cases/<uuid:case_uuid>/accounts/<uuid:account_uuid>/": Row(
        "object",
        ("get", "head", "post"),
        lambda whole: f"/cases/{whole.case.uuid}/accounts/{whole.account}/",
    ),
    "cases/<uuid:case_uuid>/numbers/<uuid:number_uuid>/": Row(
        "object",
        ("get", "head", "post"),
        lambda whole: f"/cases/{whole.case.uuid}/numbers/{whole.number}/",
    ),
    "cases/<uuid:case_uuid>/<slug:name>/": Row(
        "act", ("post",), lambda whole: f"/cases/{whole.case.uuid}/note/"
    ),
    "consult/": Row("desk", READ, _at("/consult/")),
    "consult/<uuid:consult_uuid>/": Row("object", READ, lambda whole: f"/consult/{whole.consult}/"),
    "consult/<uuid:consult_uuid>/<slug:name>/": Row(
        "act", ("post",), lambda whole: f"/consult/{whole.consult}/take/"
    ),
    "files/<uuid:file_uuid>/": Row("object", READ, lambda whole: f"/files/{whole.file}/"),
    "customers/": Row("desk", READ, _at("/customers/")),
    "customers/<uuid:customer_uuid>/": Row(
        "object", READ, lambda whole: f"/customers/{whole.customer.uuid}/"
    ),
    "customers/<uuid:customer_uuid>/household/": Row(
        "object", ("post",), lambda whole: f"/customers/{whole.customer.uuid}/household/"
    ),
    "customers/<uuid:customer_uuid>/merge/": Row(
        "object", ("post",), lambda whole: f"/customers/{whole.customer.uuid}/merge/"
    ),
    "directory/": Row("desk", ("get", "head", "post"), _at("/directory/")),
    "insight/": Row("leading", READ, _at("/insight/"), "see_reports"),
    "insight/same-harm/": Row("leading", READ, _at("/insight/same-harm/"), "see_reports"),
    "insight/same-harm/cases/": Row("leading", READ, _behind, "see_reports"),
    "insight/same-harm/table.csv": Row("leading", READ, _at("/insight/same-harm/table.csv"), "see_reports"),
    "insight/promises/": Row("leading", READ, _at("/insight/promises/"), "see_reports"),
    "insight/questions/": Row("leading", READ, _at("/insight/questions/"), "see_reports"),
    "insight/powerless/": Row("leading", READ, _at("/insight/powerless/"), "see_reports"),
    "insight/powerless/table.csv": Row("leading", READ, _at("/insight/powerless/table.csv"), "see_reports"),
    "insight/losses/": Row("leading", READ, _at("/insight/losses/"), "see_reports"),
    "insight/losses/table.csv": Row("leading", READ, _at("/insight/losses/table.csv"), "see_reports"),
    "insight/replies/": Row("leading", READ, _at("/insight/replies/"), "see_reports"),
    "insight/replies/table.csv": Row("leading", READ, _at("/insight/replies/table.csv"), "see_reports"),
    "insight/remedies/": Row("leading", READ, _at("/insight/remedies/"), "see_reports"),
    "insight/remedies/table.csv": Row("leading", READ, _at("/insight/remedies/table.csv"), "see_reports"),
    "insight/feedback/": Row("leading", (*READ, "post"), _at("/insight/feedback/"), "answer_feedback"),
    "insight/policy/": Row("leading", READ, _at("/insight/policy/"), "manage_policy"),
    "insight/policy/<slug:slug>/": Row("leading", READ, _at("/insight/policy/norvia/"), "manage_policy"),
    "insight/policy/<slug:slug>/policy.yaml": Row(
        "leading", READ, _at("/insight/policy/norvia/policy.yaml"), "manage_policy"
    ),
    "insight/policy/<slug:slug>/<slug:name>/": Row(
        "leading", (*READ, "post"), _at("/insight/policy/norvia/authority/"), "manage_policy"
    ),
    "preferences/": Row("desk", ("get", "post"), _at("/preferences/")),
    "my/": Row("open", ("get", "head", "post"), _at("/my/")),
    "my/open/<str:token>/": Row("open", ("get", "head", "post"), _at("/my/open/no-such/")),
    # Whoever works here, the customer's page opens with the customer's key alone: tests/seat looks inside.
    "my/<uuid:case_uuid>/": Row("absent", READ, lambda whole: f"/my/{whole.case.uuid}/"),
    "my/<uuid:case_uuid>/take/": Row("absent", READ, lambda whole: f"/my/{whole.case.uuid}/take/"),
    "my/<uuid:case_uuid>/call/": Row("absent", READ, lambda whole: f"/my/{whole.case.uuid}/call/"),
    "my/<uuid:case_uuid>/files/<uuid:file_uuid>/": Row(
        "absent", READ, lambda whole: f"/my/{whole.case.uuid}/files/{whole.file}/"
    ),
    "prepare/": Row("open", ("get", "head", "post"), _at("/prepare/")),
    "prepare/send/": Row("open", ("post",), _at("/prepare/send/")),
    "prepare/letter/": Row("open", ("post",), _at("/prepare/letter/")),
    "prepare/letter.pdf": Row("open", ("post",), _at("/prepare/letter.pdf")),
    "prepare/mail/": Row("open", ("post",), _at("/prepare/mail/")),
    "prepare/calendar.ics": Row("open", ("post",), _at("/prepare/calendar.ics")),
    "prepare/call/": Row("open", ("post",), _at("/prepare/call/")),
    "prepare/manifest.webmanifest": Row("open", READ, _at("/prepare/manifest.webmanifest")),
    "prepare/<slug:brand>/": Row("open", ("get", "head", "post"), _at("/prepare/norvia/")),
    "my/<uuid:case_uuid>/<slug:name>/": Row("absent", ("post",), lambda whole: f"/my/{whole.case.uuid}/say/"),
    "api/v1/": Row("empty", READ, _at("/api/v1/")),
    "api/v1/openapi.json": Row("open", METHODS, _at("/api/v1/openapi.json")),
    "api/v1/cases": Row("program", ("post",), _at("/api/v1/cases")),
    "api/v1/customers/<who>/pause": Row(
        "program", ("get",), lambda whole: f"/api/v1/customers/{whole.customer.uuid}/pause"
    ),
    "api/v1/pauses": Row("program", ("get",), _at("/api/v1/pauses")),
}
"""Route -> its row. A route that is not here fails the first test of this file."""
