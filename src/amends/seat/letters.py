"""What a letter to a customer ends with: the way to their case, in the language of the case."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from amends.cases.keys import give_link
from amends.cases.models import Case
from amends.people.permissions import SYSTEM


def way_to_case(case: Case, now: datetime) -> str:
    """Answers the sentence with a fresh link; nothing where nobody said at what address customers reach the desk."""
    if not settings.PUBLIC_URL or case.erased_at is not None:
        return ""
    token = give_link(actor=SYSTEM, case_uuid=case.uuid, now=now)
    known = {tag for tag, _name in settings.LANGUAGES}
    language = case.language.lower() if case.language.lower() in known else "en"
    with translation.override(language):
        return _("What happens next, and everything so far: {link}").format(
            link=f"{settings.PUBLIC_URL}{reverse('seat:open', args=[token])}"
        )
