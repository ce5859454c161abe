"""A complaint solved in one contact: one form, sent once; without JavaScript in two steps."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from amends.cases.actions.one_contact import Settled, settle_in_one_contact
from amends.cases.authority import Weighed
from amends.cases.policies import policy_in_force
from amends.clock import now
from amends.desk.customer_rows import customer_row
from amends.desk.mend_words import EMOTIONS
from amends.desk.mending import needs_text, options_shown, policy_fields, supervisor_text
from amends.desk.one_contact import (
    TALKS,
    Said,
    customer_of,
    offered,
    people_meant,
    shown_mark,
    told_of,
    weigh_told,
)
from amends.desk.one_contact_shapes import OneContactPage
from amends.desk.path_words import STOPS
from amends.desk.shapes import Choice, FieldError, FormShape
from amends.errors import DomainError
from amends.page.door import at_the_desk
from amends.page.frame import actor_in, frame, my_brands, person_in, shapes_of
from amends.page.policy_texts import text_of
from amends.page.words import CAUSES, CHANNELS, language_name, refusal
from amends.people.models import Brand
from amends.people.permissions import Actor
from amends.rules.remedies import MONEY
from amends.rules.vocabulary import LANGUAGES, Situation

_ACTION = "one"
Stage = Literal["ask", "options", "stuck"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request: who asks, when, for which of their brands, and what the form says."""

    request: HttpRequest
    actor: Actor
    moment: datetime
    brands: Mapping[int, Brand]
    said: Said


@at_the_desk
@require_http_methods(["GET", "POST"])
def one_contact(request: HttpRequest) -> HttpResponse:
    """Asks all that one contact needs, shows the options, and does the whole path at once."""
    asked = _asked(request)
    if request.method != "POST":
        return _page(asked, None, {})
    errors = _errors(asked.said)
    if errors:
        return _page(asked, None, errors)
    try:
        return _answered(asked)
    except DomainError as error:
        return _page(asked, None, {_FIELDS.get(error.code, "text"): refusal(error.code, **error.values)})


_FIELDS = {"want_missing": "want", "amount_wrong": "failure", "out_of_range": "channel"}


def _asked(request: HttpRequest) -> _Asked:
    actor = actor_in(request)
    brands = my_brands(actor)
    values = request.POST if request.method == "POST" else request.GET
    entered = {name: str(value) for name, value in values.items()}
    if request.method != "POST":
        entered = {"brand": entered.get("brand", ""), "channel": TALKS[0], "cause": "company"}
        entered["seriousness"] = "normal"
    slug = entered["brand"] if entered.get("brand") else request.session.get("last_brand", "")
    brand = next((row for row in brands.values() if row.slug == slug), None)
    if brand is None and (entered.get("brand") or not brands):
        raise Http404
    return _Asked(request, actor, now(), brands, Said(entered, brand or next(iter(brands.values()))))


def _errors(said: Said) -> dict[str, str]:
    errors = {}
    if said.text("channel") not in TALKS:
        errors["channel"] = _("Choose how they came.")
    if not said.text("text").strip():
        errors["text"] = _("Write what they said.")
    if not said.text("want").strip():
        errors["want"] = _("Write the one outcome that the customer asks for.")
    return errors


def _answered(asked: _Asked) -> HttpResponse:
    said, step = asked.said, asked.said.text("step")
    weighed = weigh_told(said, asked.actor, asked.moment)
    if step == "open":
        return _settled(asked, weighed, is_solved=False)
    if step != "settle" or weighed is None:
        return _page(asked, weighed, {})
    if said.text("mark") != shown_mark(weighed):
        return _page(asked, weighed, {}, _("What can be offered has changed. Look at the options again."))
    errors = {}
    if said.text("option") not in offered(weighed):
        errors["option"] = _("Choose the option that they picked.")
    if not said.text("said").strip():
        errors["said"] = _("Write what you told them.")
    return _page(asked, weighed, errors) if errors else _settled(asked, weighed, is_solved=True)


def _settled(asked: _Asked, weighed: Weighed | None, *, is_solved: bool) -> HttpResponse:
    said = asked.said
    told = told_of(said, weighed, is_solved=is_solved)
    settled = settle_in_one_contact(actor=asked.actor, brand=said.brand, told=told, now=asked.moment)
    asked.request.session["last_brand"] = said.brand.slug
    messages.success(asked.request, _what_became(settled))
    return redirect(f"{reverse('desk:case', args=[settled.case_uuid])}#right")


def _what_became(settled: Settled) -> str:
    if settled.is_closed:
        return _("Solved in one contact, in their own word. The case is closed.")
    return str(STOPS.get(settled.stopped) or refusal(settled.stopped))


def _page(
    asked: _Asked, weighed: Weighed | None, errors: Mapping[str, str], changed: str = ""
) -> HttpResponse:
    context = {
        "page": _shape(asked, weighed, errors, changed),
        "shell": frame(asked.request, asked.moment, view="contact", brands=asked.brands),
        "here": "contact",
    }
    return render(asked.request, "desk/one_contact.html", context, status=422 if errors else 200)


def _shape(asked: _Asked, weighed: Weighed | None, errors: Mapping[str, str], changed: str) -> OneContactPage:
    said, marks = asked.said, shapes_of(asked.brands)
    stage = _stage(asked, weighed, errors)
    policy = policy_in_force(said.brand.pk, asked.moment)
    fields = policy_fields(policy.compiled, None, said.brand.currency) if policy else []
    customer = customer_of(said) if stage != "ask" else None
    return OneContactPage(
        brand=marks[said.brand.pk],
        others=tuple(mark for pk, mark in marks.items() if pk != said.brand.pk),
        stage=stage,
        channels=tuple(Choice(code, str(CHANNELS[code])) for code in TALKS),
        causes=tuple(Choice(code, str(word)) for code, word in CAUSES.items()),
        emotions=tuple(Choice(code, str(word)) for code, word in EMOTIONS.items()),
        languages=_languages(asked.request),
        key=said.text("key") or str(uuid.uuid4()),
        form=_form(said.entered, errors),
        failure=next((one for one in fields if one.name == "failure"), None),
        fields=tuple(one for one in fields if one.name != "failure"),
        known=tuple(
            customer_row(row, marks[row.brand_id], asked.actor, asked.moment) for row in people_meant(said)
        )
        if stage != "ask"
        else (),
        chosen=str(customer.uuid) if customer else "new",
        changed_text=changed,
        stuck_text=_stuck(weighed) if stage == "stuck" else "",
        **(_weighed_parts(weighed) if weighed is not None and stage != "ask" else {}),
    )


def _weighed_parts(weighed: Weighed) -> dict[str, Any]:
    answer, policy = weighed.answer, weighed.policy.compiled.policy
    return {
        "options": options_shown(weighed),
        "mark": shown_mark(weighed),
        "needs_text": needs_text(answer.needs),
        "reasons": tuple(text_of(policy.reasons[code]) for code in answer.row.row.reasons)
        if answer.row
        else (),
        "supervisor_text": supervisor_text(weighed),
        "proof_hint": _by_hand(weighed),
    }


def _stage(asked: _Asked, weighed: Weighed | None, errors: Mapping[str, str]) -> Stage:
    if asked.request.method != "POST" or (errors and weighed is None):
        return "ask"
    is_mending = weighed is not None and weighed.answer.situation is Situation.MEND and offered(weighed)
    return "options" if is_mending else "stuck"


def _stuck(weighed: Weighed | None) -> str:
    if weighed is None:
        return refusal("no_policy")
    answer = weighed.answer
    if answer.situation is Situation.HOLD or (answer.is_known and answer.situation is Situation.EXPLAIN):
        return str(STOPS[answer.situation.value])
    return _("The policy can’t say yet what may be offered. Add the facts, or open the case and find out.")


def _by_hand(weighed: Weighed) -> str:
    """Answers a hint where some of what is offered is carried out by people, who may have done it already."""
    policy = weighed.policy.compiled.policy
    codes = {part for one in weighed.answer.options for part in (one.fix, one.extra) if part}
    if all(policy.remedies[code].kind in MONEY for code in codes):
        return ""
    return _("An order, a booking, a name. Left empty, it is carried out later and the case stays open.")


def _languages(request: HttpRequest) -> tuple[Choice, ...]:
    spoken = [tag for tag in LANGUAGES if tag in person_in(request).languages]
    tags = (*spoken, *(tag for tag in LANGUAGES if tag not in spoken))
    return (
        Choice("", pgettext("language", "Not said")),
        *(Choice(tag, language_name(tag)) for tag in tags),
    )


def _form(entered: Mapping[str, str], errors: Mapping[str, str]) -> FormShape:
    summary = tuple(FieldError(f"{_ACTION}-{name}", said) for name, said in errors.items())
    safe = _("What you wrote is kept below.") if errors else ""
    return FormShape(_ACTION, entered, errors, summary, safe)
