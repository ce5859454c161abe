"""The policy studio: a brand's policy read, drafted, compared, tried, replayed and put in force."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends.cases.policies import version_text
from amends.cases.recording import Conflict, NotFound
from amends.clock import now
from amends.errors import DomainError
from amends.insight.door import brands_where, for_those_who
from amends.insight.studio.acts import ACTS, Asking, clash_of
from amends.insight.studio.forms import EditError
from amends.insight.studio.page import BODIES, studio_page
from amends.insight.studio.reading import read_studio
from amends.insight.studio.removing import still_used
from amends.insight.studio.shapes import ClashShape
from amends.insight.studio.words import FAULTS, ONLY_DRAFT, REFUSALS
from amends.page.asking import number_said
from amends.page.frame import actor_in, frame, my_brands
from amends.page.parts import NOTHING_SENT, FieldError, FormShape
from amends.page.words import refusal
from amends.people.models import Brand
from amends.rules.policy.reading import Fault, NotAPolicy

ACT = "manage_policy"
MOST_FAULTS = 12


def _managed(request: HttpRequest) -> dict[int, Brand]:
    actor = actor_in(request)
    return brands_where(actor, ACT, my_brands(actor))


def _brand(request: HttpRequest, slug: str) -> Brand:
    """Answers one of the brands whose policy this person writes. Raises: NotFound."""
    for brand in _managed(request).values():
        if brand.slug == slug:
            return brand
    raise NotFound("brand_unknown")


@require_safe
@for_those_who(ACT)
def policies(request: HttpRequest) -> HttpResponse:
    """The policy of the first brand whose policy this person writes."""
    return _page(request, next(iter(_managed(request).values())), "tables")


@require_safe
@for_those_who(ACT)
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """The policy of one brand, its tables first."""
    return _page(request, _brand(request, slug), "tables")


@require_safe
@for_those_who(ACT)
def policy_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The policy as its YAML file: the draft, what is in force, or one version."""
    brand = _brand(request, slug)
    number = number_said(request.GET.get("version", ""))
    if number is not None:
        text = version_text(brand.pk, number) if number < 2**31 else None
        if text is None:
            raise Http404
        name = f"{slug}-{number}.yaml"
    else:
        text = read_studio(brand, now(), in_force="in_force" in request.GET).text
        name = f"{slug}.yaml"
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who(ACT)
def part(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One part of the studio; a form is sent to the part that shows it."""
    brand = _brand(request, slug)
    if name not in BODIES:
        raise Http404
    return _act(request, brand, name) if request.method == "POST" else _page(request, brand, name)


def _act(request: HttpRequest, brand: Brand, name: str) -> HttpResponse:
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    moment = now()
    asking = Asking(request, actor_in(request), read_studio(brand, moment), moment)
    try:
        done = ACTS[act](asking)
    except NotFound:
        raise
    except Conflict:
        return _page(
            request, brand, name, _refused(request, act, [_said("draft_changed")]), clash_of(asking, act)
        )
    except NotAPolicy as error:
        faults = [_fault(one) for one in error.faults[:MOST_FAULTS]]
        return _page(request, brand, name, _refused(request, act, faults, _said("not_a_policy")))
    except DomainError as error:
        field = str(getattr(error, "field", ""))
        return _page(request, brand, name, _refused(request, act, [_refusal(asking, error)], field=field))
    if done.text:
        messages.success(request, done.text)
    return redirect(done.url or _here(request))


def _here(request: HttpRequest) -> str:
    """Answers the address one is at, with what was asked for."""
    return f"{request.path}{_query(request)}"


def _query(request: HttpRequest) -> str:
    return f"?{urlencode(request.GET)}" if request.GET else ""


def _said(code: str) -> str:
    if code == "draft_changed":
        return _("Somebody changed the draft since you opened it. Look at it again.")
    return str(REFUSALS.get(code) or refusal(code))


def _refusal(asking: Asking, error: DomainError) -> str:
    if isinstance(error, EditError) and error.places:
        return still_used(asking.reading, error.places)
    return _said(error.code)


def _fault(fault: Fault) -> str:
    said = str(FAULTS.get(fault.code, fault.code)).format(value=fault.value)
    if fault.line and fault.field:
        return _("Line {line}, {field}: {what}").format(line=fault.line, field=fault.field, what=said)
    if fault.line:
        return _("Line {line}: {what}").format(line=fault.line, what=said)
    return _("{field}: {what}").format(field=fault.field, what=said) if fault.field else said


def _refused(
    request: HttpRequest, act: str, said: list[str], safe: str = "", *, field: str = ""
) -> FormShape:
    key = request.POST.get("key", "") or act
    at = f"{key}-{field}" if field else key
    return FormShape(
        action=key,
        entered={name: str(value) for name, value in request.POST.items()},
        errors={field: said[0]} if field and said else {},
        summary=tuple(FieldError(at, one) for one in said),
        safe_text=safe or _("The draft is as it was; what you wrote stands below."),
    )


def _page(
    request: HttpRequest,
    brand: Brand,
    name: str,
    form: FormShape = NOTHING_SENT,
    clash: ClashShape | None = None,
) -> HttpResponse:
    moment = now()
    reading = read_studio(brand, moment, in_force="in_force" in request.GET)
    if name in ONLY_DRAFT and not reading.is_draft:
        return redirect("insight:policy", brand.slug)
    page = studio_page(reading, name, request.GET.dict(), _managed(request), form, clash)
    context = {
        "page": page,
        "sent": {key: tuple(map(str, values)) for key, values in request.POST.lists()} if form.action else {},
        "here": "policy",
        "at": f"{reverse('insight:policy_part', args=[brand.slug, name])}{_query(request)}",
        "shell": frame(request, moment, view="policy"),
        "currency": reading.policy.currency,
    }
    status = 409 if clash else 422 if form.summary else 200
    return render(request, "insight/policy/studio.html", context, status=status)
