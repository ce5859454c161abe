"""The demonstration's customers whose turn it is: options were put to them, and they have not chosen yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from amends.cases.actions.remedies import offer_remedies
from amends.cases.models import Case, Offer, Outgoing
from amends.errors import DomainError
from amends.people.actors import actor_of
from amends.people.models import Brand
from amends.rules.vocabulary import Channel, Situation, Stage

_AGO = timedelta(minutes=25)
_MOST_TRIED = 12
OFFERED: Mapping[str, str] = {
    "en": "The fault was ours. Either of these puts it right; which one suits you better is for you to say.",
    "bg": "Грешката е наша. Всяка от тези възможности я поправя; кое Ви е по-удобно, решавате Вие.",
    "he": "הטעות שלנו. כל אחת מהאפשרויות האלה מתקנת אותה, והבחירה בידיים שלכם.",
    "sv": "Felet var vårt. Båda sätten rättar till det; vilket som passar bäst avgör du.",
    "ru": "Ошибка наша. Любой из этих вариантов ее исправляет; какой удобнее, решать вам.",
    "zh-Hans": "这是我们的错。以下办法都能弥补，哪个更合适由您来定。",
    "zh-Hant": "這是我們的錯。以下方式都能彌補，哪個更合適由您決定。",
}


def offer_now(brand: Brand, now: datetime) -> None:
    """Puts options to one customer in each language, where somebody at the desk has the power to."""
    for language in OFFERED:
        for case in _waiting(brand, language):
            try:
                with transaction.atomic():
                    _offer(case, now - _AGO)
            except DomainError:
                continue
            break


def _waiting(brand: Brand, language: str) -> Iterator[Case]:
    rows = Case.objects.of(brand.pk).filter(is_open=True, language=language, situation=Situation.MEND.value)
    rows = rows.filter(owner__isnull=False, settlements__isnull=True, circumstances__isnull=False)
    # Once it is decided, options are the answer: those stories tell that it was not given yet.
    rows = rows.exclude(stage=Stage.DECIDED.value)
    return iter(rows.select_related("owner").order_by("-opened_at")[:_MOST_TRIED])


def _offer(case: Case, moment: datetime) -> None:
    if case.owner is None:
        return
    offer_remedies(
        actor=actor_of(case.owner),
        case_uuid=case.uuid,
        codes=("A", "B"),
        text=OFFERED[case.language],
        channel=Channel.EMAIL,
        now=moment,
    )
    # This mail belongs to the past: the worker must not send it now.
    Outgoing.objects.of(case.brand_id).filter(case=case, state="waiting").update(state="sent", sent_at=moment)


def customer_with_options(language: str = "en") -> Case | None:
    """Answers a case in which a customer may choose: the one whose page a newcomer is shown."""
    rows = Offer.objects.filter(case__is_open=True, case__language=language, case__settlements__isnull=True)
    found = rows.select_related("case", "case__customer").order_by("-id").first()
    return found.case if found else None
