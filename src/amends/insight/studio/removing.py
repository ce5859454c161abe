"""What the policy names itself is taken away only where nothing uses it; who uses it is said place by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from babel.lists import format_list
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.insight.studio.forms import Content, EditError
from amends.insight.studio.reading import Reading
from amends.page.policy_texts import text_of
from amends.rules.policy.document import Conditions, Policy, Row
from amends.rules.policy.reading import Place, policy_of

MOST_PLACES = 5
_FACTS = {"failures": "failure", "products": "product"}
NAMED = (*_FACTS, "reasons")


def remove_name(content: Content, form: QueryDict) -> None:
    """Takes a failure, a product or a reason away. Raises: EditError("still_used") with the places that use it."""
    part = form.get("what", "")
    if part not in NAMED or form.get("code", "") not in content.get(part, {}):
        raise EditError("gone")
    _remove(content, part, form.get("code", ""))


def remove_remedy(content: Content, form: QueryDict) -> None:
    """Takes a remedy away. Raises: EditError("still_used") with the places that use it."""
    _remove(content, "remedies", form.get("code", ""))


def _remove(content: Content, part: str, code: str) -> None:
    places = tuple(used_at(policy_of(content), part, code))
    if places:
        raise EditError("still_used", places=places)
    content[part].pop(code, None)


def used_at(policy: Policy, part: str, code: str) -> Iterator[Place]:
    """Answers the places of a policy that use a failure, a product, a reason or a remedy; rows are counted from 1."""
    for name, table in policy.tables.items():
        if _asks(table.applies, part, code):
            yield "tables", name
        for number, row in enumerate(table.rows, start=1):
            if _asks(row.when, part, code) or _gives(row, part, code):
                yield "tables", name, number
    for number, window in enumerate(policy.claim_windows, start=1):
        if _asks(window.applies, part, code):
            yield "claim_windows", number
    for name, due in policy.entitlements.items():
        if _asks(due.when, part, code) or (part == "remedies" and due.remedy == code):
            yield "entitlements", name


def _asks(conditions: Conditions, part: str, code: str) -> bool:
    asked = conditions.get(_FACTS.get(part, ""))
    return asked is not None and code in asked.one_of


def _gives(row: Row, part: str, code: str) -> bool:
    if part == "reasons":
        return code in row.reasons
    offers = row.options.values() if part == "remedies" else ()
    return any(code in (offer.fix, offer.extra) for offer in offers)


def still_used(reading: Reading, places: Sequence[Place]) -> str:
    """Answers why something stays: the places that use it, by name."""
    said = [_said(reading, place) for place in places[:MOST_PLACES]]
    if rest := len(places) - len(said):
        said.append(ngettext("{count} more place", "{count} more places", rest).format(count=rest))
    return _("It is still used and stays. Change this first: {places}.").format(
        places=format_list(said, locale=reading.reader)
    )


def _said(reading: Reading, place: Place) -> str:
    kind, name, *row = place
    if kind == "claim_windows":
        return pgettext("place in a policy", "claim window {number}").format(number=name)
    if kind == "entitlements":
        remedy = reading.policy.remedies.get(reading.policy.entitlements[str(name)].remedy)
        text = text_of(remedy.texts, reading.language) if remedy else ""
        return pgettext("place in a policy", "due in any event, {remedy}").format(remedy=text or name)
    title = reading.policy.tables[str(name)].title or name
    if not row:
        return pgettext("place in a policy", "the failures of {table}").format(table=title)
    return pgettext("place in a policy", "{table}, row {number}").format(table=title, number=row[0])
