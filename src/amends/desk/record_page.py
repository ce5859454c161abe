"""The complaint record on one page: what a register must hold, and the fields a person fills in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from amends.cases.actions.describing import FLAGS, Description
from amends.cases.models import Case
from amends.cases.queries import CaseFile
from amends.cases.reaching import wish_of
from amends.desk.shapes import BrandShape, Choice, ConflictShape, FactShape, FormShape, Words
from amends.desk.shaping import gist_shape, said
from amends.page import when
from amends.page.reach import WISHES
from amends.page.words import CHANNELS, DECISIONS, ENDINGS, language_name
from amends.people.models import Brand

_TEXTS: dict[str, Promise] = {
    "product": lazy("Product or service"),
    "sub_product": lazy("Kind of product"),
    "issue": lazy("Issue"),
    "sub_issue": lazy("Kind of issue"),
    "place": pgettext_lazy("record", "Place"),
    "needed_skill": lazy("Which skill it needs, as colleagues’ skills are named"),
    "jurisdiction": lazy("Which country’s rules apply"),
    "representative": lazy("Who speaks for the customer"),
    "external_body": lazy("Outside body it went to"),
    "external_reference_out": lazy("Its reference there"),
    "external_result": lazy("What the outside body decided"),
    "corrective_action": lazy("What was changed so that it does not happen again"),
    "effect_check": lazy("How and when the change was checked"),
}
_MARKS: dict[str, Promise] = {
    "has_authority": lazy("Whoever speaks for the customer showed their authority"),
    "is_confidential": lazy("The customer asked for confidentiality"),
    "has_publish_consent": lazy("The customer agrees that the story may be published"),
}
_FLAGS: dict[str, Promise] = {
    "safety": pgettext_lazy("flag", "Safety"),
    "legal": pgettext_lazy("flag", "Law"),
    "regulator": pgettext_lazy("flag", "Regulator"),
    "media": pgettext_lazy("flag", "Press or public"),
    "leaving": pgettext_lazy("flag", "Wants to leave"),
    "fraud": pgettext_lazy("flag", "Fraud"),
    "privacy": pgettext_lazy("flag", "Privacy"),
}


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Context name `page` of record.html."""

    uuid: str
    reference: str
    gist: Words
    brand: BrandShape
    facts: tuple[FactShape, ...]
    texts: tuple[Choice, ...]
    flags: tuple[Choice, ...]
    marks: tuple[Choice, ...]
    form: FormShape
    refusal_text: str = ""
    conflict: ConflictShape | None = None


def record_page(
    file: CaseFile,
    brand: Brand,
    mark: BrandShape,
    form: FormShape | None = None,
    refusal_text: str = "",
    conflict: ConflictShape | None = None,
) -> RecordPage:
    """Answers the record of one complaint."""
    case = file.case
    return RecordPage(
        uuid=str(case.uuid),
        reference=case.reference,
        gist=gist_shape(case.gist, case.language),
        brand=mark,
        facts=tuple(_facts(file, brand)),
        texts=tuple(
            Choice(name, str(label), hint=str(getattr(case, name))) for name, label in _TEXTS.items()
        ),
        flags=tuple(Choice(flag, str(_FLAGS[flag]), flag in case.flags) for flag in FLAGS),
        marks=tuple(Choice(name, str(label), bool(getattr(case, name))) for name, label in _MARKS.items()),
        form=form or FormShape(),
        refusal_text=refusal_text,
        conflict=conflict,
    )


def described(values: Mapping[str, str], flags: Sequence[str]) -> Description:
    """Answers what the form says."""
    texts = {name: values.get(name, "") for name in _TEXTS}
    marks = {name: values.get(name) == "yes" for name in _MARKS}
    return Description(flags=tuple(flags), **texts, **marks)  # type: ignore[arg-type]


def _facts(file: CaseFile, brand: Brand) -> list[FactShape]:
    case = file.case
    rows: list[tuple[str, Words | str | None]] = [
        (_("Brand"), brand.name),
        (_("Received"), _moment(case.opened_at)),
        (_("Recorded"), _moment(case.recorded_at)),
        (_("When it happened"), _happened(case)),
        (_("How it came"), str(CHANNELS.get(case.channel, case.channel))),
        (_("Customer"), said(file.customer.name, case.language) if file.customer else None),
        (_("Language"), language_name(case.language)),
        (_("How the customer wants to be reached"), _reached(case)),
        (_("Answers for it"), case.owner.name if case.owner else None),
        (_("Acknowledged"), _moment(case.acknowledged_at)),
        (_("Acknowledge by"), _moment(case.acknowledge_due_at)),
        (_("Answer by"), _moment(case.respond_due_at)),
        (_("Answered"), _moment(case.responded_at)),
        (_("What was found"), said(case.findings, "") if case.findings else None),
        (_("Decision"), str(DECISIONS[case.decision])),
        (_("How it ended"), str(ENDINGS[case.ending]) if not case.is_open else None),
        (_("Why it ended so"), said(case.ending_reason, "") if case.ending_reason else None),
        (_("Outcome as the imported file says"), said(case.outcome_said, "") if case.outcome_said else None),
        (_("Reference in the imported file"), case.external_reference or None),
        (_("Keep until"), when.full_day(_midnight(case)) if case.retain_until_on else None),
    ]
    return [
        FactShape(label, value if isinstance(value, Words) else Words(value))
        for label, value in rows
        if value
    ]


def _reached(case: Case) -> str:
    """Answers how the customer wants to be reached; what was written in free words before stands as it is."""
    wish = wish_of(case)
    return str(WISHES[wish]) if wish else case.contact_preference


def _moment(moment: datetime | None) -> str | None:
    return when.full(moment) if moment else None


def _midnight(case: Case) -> datetime:
    assert case.retain_until_on is not None
    return datetime.combine(case.retain_until_on, datetime.min.time(), case.opened_at.tzinfo)


def _happened(case: Case) -> str | None:
    if case.occurred_at is None:
        return None
    text = (
        when.full_day(case.occurred_at) if case.occurred_precision == "day" else when.full(case.occurred_at)
    )
    if case.date_mark == "mended":
        return _("{moment} (day and month were exchanged in the file)").format(moment=text)
    if case.date_mark == "undecided":
        return _("{moment} (as the file says; day and month may be exchanged)").format(moment=text)
    return text
