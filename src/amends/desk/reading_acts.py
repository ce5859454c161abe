"""The acts of the case page on what was read: so or not so, and who takes an alarm."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from amends.cases.actions.readings import correct_reading, take_alarm
from amends.desk.asked import Asked, Outcome
from amends.errors import DomainError
from amends.page.asking import number_said, uuid_said

_WORDS = {"yes": True, "no": False}


def _correct(asked: Asked) -> Outcome:
    contact, start = uuid_said(asked.text("contact")), number_said(asked.text("start"))
    is_right = _WORDS.get(asked.text("right"))
    if contact is None or start is None or is_right is None:
        raise DomainError("no_such_reading")
    correct_reading(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        contact_uuid=contact,
        label=asked.text("label"),
        start=start,
        is_right=is_right,
        now=asked.now,
    )
    return Outcome(_("Your word is kept.") if is_right else _("Not so: your word is kept."))


def _take(asked: Asked) -> Outcome:
    take_alarm(actor=asked.actor, case_uuid=asked.case_uuid, now=asked.now)
    return Outcome(_("You have it. Speak with them now, and write down what you did."))


READING_ACTS: Mapping[str, Callable[[Asked], Outcome]] = {"correct_reading": _correct, "take_alarm": _take}
