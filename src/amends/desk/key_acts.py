"""A customer is let into their own case: by a link that is sent, or a code that is read out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from amends.cases.keys import give_code, give_link
from amends.desk.asked import Asked, Outcome


def _link(asked: Asked) -> Outcome:
    is_other = _is_other(asked)
    token = give_link(
        actor=asked.actor, case_uuid=asked.case_uuid, now=asked.now, for_representative=is_other
    )
    address = f"{asked.origin}{reverse('seat:open', args=[token])}"
    if is_other:
        return Outcome(
            _("For who acts for the customer alone, once, for seven days: {link}").format(link=address)
        )
    return Outcome(_("For this customer alone, once, for seven days: {link}").format(link=address))


def _is_other(asked: Asked) -> bool:
    """Answers whether the key is for who acts for the customer."""
    return asked.text("whose") == "representative"


def _code(asked: Asked) -> Outcome:
    code = give_code(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        now=asked.now,
        for_representative=_is_other(asked),
    )
    address = f"{asked.origin}{reverse('seat:find')}"
    return Outcome(
        _("Read out: {code}. It is entered at {address}, once, within twenty minutes.").format(
            code=code, address=address
        )
    )


KEY_ACTS: Mapping[str, Callable[[Asked], Outcome]] = {"give_link": _link, "give_code": _code}
