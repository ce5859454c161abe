"""What the case page shows of what was read: marks in the customer's words, tags below, and what they propose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import cast

from django.utils.translation import gettext as _

from amends.cases.models import Contact, ReadingCorrection
from amends.cases.queries import CaseFile
from amends.cases.readings import reading_of
from amends.cases.recording import subject_of
from amends.cases.said import clean_line
from amends.desk.reading_shapes import (
    ProposedWant,
    ReadingShape,
    SaidKind,
    SaidPart,
    SaidShape,
    SaidTag,
)
from amends.desk.shaping import said
from amends.language.corrected import TELLING, complaints_in, sentence_at, telling
from amends.language.reading import BY_PERSON, Reading, Span
from amends.page.parts import Words
from amends.page.said_words import ASKED_FOR, KINDS, SAID
from amends.people.permissions import Actor, may

_EMOTIONS = {"sadness": "grief"}
_MOST_POINT = 300

Read = tuple[Contact, Reading]


def reading_panel(file: CaseFile, actor: Actor) -> ReadingShape:
    """Answers what the contacts of a case say and propose, a person's word first."""
    case = file.case
    read = [(one, found) for one in file.contacts if (found := reading_of(one, file.corrections, file.model))]
    may_correct = may(actor, "describe", subject_of(case)).is_granted and case.erased_at is None
    kinds = {label for _contact, found in read for label in found.emotions}
    # Nobody is to try and keep whoever may harm themselves, in whichever of their words that stands.
    may_be_kept = case.is_open and _said_first(read, "flag.self_harm") is None
    leaving = _said_first(read, "flag.leave") if may_be_kept else None
    return ReadingShape(
        by_contact={one.pk: _shape(one, found, file.corrections, may_correct) for one, found in read},
        want=_want(read) if not case.want else None,
        emotions=frozenset(_EMOTIONS.get(one, one) for one in kinds),
        points=_points(read, {one.text for one in file.points}),
        leaving=leaving,
        is_vulnerable=not (file.customer and file.customer.vulnerability)
        and _said_first(read, "flag.vulnerable") is not None,
    )


def _said_first(read: Iterable[Read], label: str) -> Words | None:
    """Answers the first sentence under a label."""
    for contact, found in read:
        for span in found.spans:
            if span.label == label:
                return said(sentence_at(contact.text, span.start, span.end), found.language)
    return None


def _want(read: Sequence[Read]) -> ProposedWant | None:
    """Answers the want that was said last: people change what they ask for."""
    for contact, found in reversed(read):
        for span in found.spans:
            group, _dot, want = span.label.partition(".")
            if group == "want":
                sentence = clean_line(sentence_at(contact.text, span.start, span.end), _MOST_POINT)
                return ProposedWant(str(ASKED_FOR[want]), said(sentence, found.language))
    return None


def _points(read: Iterable[Read], known: Collection[str]) -> tuple[Words, ...]:
    """Answers the sentences that may become points, until somebody has written a point of their own."""
    found = {
        clean_line(one, _MOST_POINT): seen.language
        for contact, seen in read
        for one in complaints_in(contact.text, seen)
    }
    if not found.keys() >= set(known):
        return ()
    return tuple(said(text, language) for text, language in found.items() if text not in known)


def _shape(
    contact: Contact, reading: Reading, corrections: Iterable[ReadingCorrection], may_correct: bool
) -> SaidShape:
    by_place = {(one.label, one.start): one for one in corrections if one.contact_id == contact.pk}
    shown = telling(reading.spans)
    tags = [_tag(contact, span, reading.language, by_place) for span in shown]
    dropped = [one for one in by_place.values() if not one.is_right and one.label in TELLING]
    tags += [_tag(contact, _span(one), reading.language, by_place) for one in dropped]
    marked = {(tag.label, tag.start): tag for tag in tags if not tag.is_dropped}
    return SaidShape(_parts(contact.text, shown, marked), tuple(tags), may_correct)


def _span(row: ReadingCorrection) -> Span:
    return Span(row.label, row.start, row.end, BY_PERSON)


def _tag(
    contact: Contact, span: Span, language: str, by_place: dict[tuple[str, int], ReadingCorrection]
) -> SaidTag:
    word = by_place.get((span.label, span.start))
    kind = span.label.partition(".")[0]
    return SaidTag(
        anchor=f"said-{contact.pk}-{span.label.replace('.', '-')}-{span.start}",
        contact=str(contact.uuid),
        label=span.label,
        start=span.start,
        kind=cast(SaidKind, kind),
        kind_text=str(KINDS[kind]),
        text=str(SAID[span.label]),
        words=said(contact.text[span.start : span.end], language),
        is_right=word.is_right if word else None,
        who_text=_who(word),
    )


def _who(word: ReadingCorrection | None) -> str:
    if word is None:
        return ""
    name = word.staff.name if word.staff else _("A colleague")
    return (_("{name}: it is so.") if word.is_right else _("{name}: not so.")).format(name=name)


def _parts(text: str, spans: Sequence[Span], tags: dict[tuple[str, int], SaidTag]) -> tuple[SaidPart, ...]:
    """Answers the text in pieces; of two marks that overlap the graver one stands."""
    chosen: list[Span] = []
    for span in spans:
        if all(span.end <= one.start or one.end <= span.start for one in chosen):
            chosen.append(span)
    parts: list[SaidPart] = []
    end = 0
    for span in sorted(chosen, key=lambda one: one.start):
        parts.append(SaidPart(text[end : span.start]))
        parts.append(SaidPart(text[span.start : span.end], tags[span.label, span.start]))
        end = span.end
    return (*parts, SaidPart(text[end:])) if parts else ()
