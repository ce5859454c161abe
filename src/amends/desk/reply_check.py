"""What is found in a reply while it is written: at most three things, the worst first, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from amends.cases.authority import grounds_of, weigh_case
from amends.cases.ledger import given_in_case
from amends.cases.models import Case
from amends.cases.reply_context import reply_context
from amends.language.checks import SHOWN, Context, Finding, Severity, check_reply
from amends.language.checks.draft import sentences_of
from amends.page.reply_words import FEELINGS, FINDINGS, WANTS
from amends.page.shaping import case_url
from amends.page.words import language_name
from amends.people.models import Brand, Customer
from amends.people.permissions import Actor

_MOST_PLACE = 40
_MOST_PROMISE = 300


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding; `place` are the words it stands on, empty where something is missing.

    Units: code points.
    """

    id: str
    tone: Literal["stop", "look"]
    title: str
    why: str
    todo: str
    place: str
    start: int
    end: int
    promise_url: str = ""


@dataclass(frozen=True, slots=True)
class CheckShape:
    """What the composer shows; `shown` are all ids that were shown while this reply was written."""

    rows: tuple[FindingRow, ...] = ()
    shown: str = ""
    is_empty: bool = False


def check_shape(case: Case, actor: Actor, form: QueryDict, now: datetime) -> CheckShape:
    """Answers what to look at in a reply as it stands. Queries: 0 for an empty one, else 10 to 22."""
    text, before = form.get("text", ""), shown_in(form)
    if not text.strip():
        return CheckShape(shown=" ".join(before), is_empty=True)
    text = text.replace("\r\n", "\n")
    offered = _offered(case, actor, form.getlist("with_option"), now)
    context = reply_context(case, actor, now, offered)
    found = _once_each(check_reply(text, context))[:SHOWN]
    return CheckShape(
        rows=tuple(_row(one, text, case, context) for one in found),
        shown=" ".join(dict.fromkeys([*before, *(one.id for one in found)])),
    )


def shown_in(form: QueryDict) -> list[str]:
    """Answers the findings that a form says were shown; what is no finding is left out."""
    return [one for one in dict.fromkeys(form.get("shown", "").split()) if one in FINDINGS]


def _once_each(found: Iterable[Finding]) -> list[Finding]:
    """Answers each kind of finding once, by its first place: mended there, the next one shows."""
    first: dict[tuple[str, tuple[tuple[str, str], ...]], Finding] = {}
    for one in found:
        key = (one.id, one.values if one.start == one.end else ())
        first.setdefault(key, one)
    return list(first.values())


def _offered(case: Case, actor: Actor, codes: list[str], now: datetime) -> int:
    """Answers the most that is put to the customer with the reply. Queries: 0, or 7 where something is."""
    if not codes:
        return 0
    brand = Brand.objects.get(pk=case.brand_id)
    customer = Customer.objects.of(brand.pk).filter(pk=case.customer_id or 0).first()
    in_case = given_in_case(brand.pk, case.pk)
    weighed = weigh_case(case, customer, brand, actor, now, grounds=grounds_of(case, now), in_case=in_case)
    options = weighed.answer.options if weighed else ()
    return max((one.worth or 0 for one in options if one.code in codes), default=0)


def _row(found: Finding, text: str, case: Case, context: Context) -> FindingRow:
    words = FINDINGS[found.id]
    title = str(words.named).format(**_named(found)) if words.named and found.values else str(words.title)
    return FindingRow(
        id=found.id,
        tone="stop" if found.severity is Severity.BLOCK else "look",
        title=title,
        why=str(words.why),
        todo=str(words.todo),
        place=_place(text, found),
        start=found.start,
        end=found.end,
        promise_url=_promise_url(text, found, case) if found.id == "promise.no_time" else "",
    )


def _named(found: Finding) -> dict[str, str]:
    """Answers what a finding is about, in the reader's words."""
    said = dict(found.values)
    words = {"want": WANTS, "emotion": FEELINGS}
    named = {
        name: str(words[name].get(value, value)) if name in words else value for name, value in said.items()
    }
    languages = {name: language_name(value) for name, value in said.items() if name in ("wanted", "found")}
    return named | languages


def _place(text: str, found: Finding) -> str:
    if found.id in ("secret", "language.wrong", "robot.same_reply"):
        return _("In the text") if found.end > found.start else ""
    words = " ".join(text[found.start : found.end].split())
    return words if len(words) <= _MOST_PLACE else f"{words[:_MOST_PLACE].rstrip()}…"


def _promise_url(text: str, found: Finding, case: Case) -> str:
    """Answers the address of the promise form with the sentence of the promise in it."""
    sentence = next((text[a:b] for a, b in sentences_of(text) if a <= found.start < b), "")
    asked = urlencode({"book": "1", "words": " ".join(sentence.split())[:_MOST_PROMISE]})
    return f"{case_url(case.uuid)}?{asked}#act-promise"
