"""What was prepared becomes the contact that a desk receives, and the files what shows its points."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from amends.cases.actions.evidence import Upload
from amends.cases.inbound import Caller, InboundContact
from amends.errors import DomainError
from amends.language.identify import identify
from amends.page.files import MOST_FILES, uploads_of
from amends.rules.preparing.draft import Attempt, Draft, Number, Told
from amends.rules.vocabulary import Channel
from amends.seat.prepare.texts import MEDIUMS, NUMBERS

_PROOF = re.compile(r"file-(\d{1,2})")
_LABELS: Final[Mapping[Number, str]] = {
    Number.ACCOUNT: "account",
    Number.ORDER: "order",
    Number.BOOKING: "order",
    Number.TRACKING: "tracking",
    Number.INVOICE: "statement",
    Number.MODEL: "serial",
    Number.PLACE: "place",
}


def inbound_of(draft: Draft, page: str, zone: str) -> InboundContact:
    """Answers the contact: the words, facts, points, what was tried and promised, the one wish.

    Its language is the one that it is written in; that of the page only where nobody can say: a cry for help is
    read whatever page it was written on.

    Raises: DomainError('nothing_said').
    """
    if not draft.points and not draft.words:
        raise DomainError("nothing_said")
    text = _words(draft)
    found = identify(text, "und").language
    language = page if found in ("", "und") else found
    return InboundContact(
        channel=Channel.WEB,
        text=text,
        gist=(draft.title or text)[:200],
        language=language,
        caller=Caller(
            name=draft.me.name, email=draft.me.email, phone=draft.me.phone, language=page, zone=zone
        ),
        want=draft.wish,
        points=tuple(_point(one.text, one.proof) for one in draft.points),
        facts=tuple(_facts(draft)),
        tried=tuple(_tried(one) for one in draft.attempts) + tuple(_promise(one) for one in draft.told),
    )


def _words(draft: Draft) -> str:
    """Answers what its writer says; why the wish is fair comes along where the words do not say it."""
    words = draft.words or "\n".join(one.text for one in draft.points)
    return words if not draft.why or draft.why in words else f"{words}\n\n{draft.why}"


def _point(text: str, proof: str) -> str:
    return f"{text} ({proof})" if proof else text


def _facts(draft: Draft) -> list[tuple[str, str]]:
    facts = [
        (_LABELS[one], value) if one in _LABELS else ("other", f"{NUMBERS[one]}: {value}")
        for one, value in draft.numbers.items()
    ]
    return facts + [("date", one.day.isoformat()) for one in draft.points[:1] if one.day]


def _tried(one: Attempt) -> str:
    way = str(MEDIUMS[one.way]) if one.way else ""
    parts = (one.day.isoformat() if one.day else "", way, one.who, one.said)
    return " · ".join(part for part in parts if part)


def _promise(one: Told) -> str:
    day = one.day.isoformat() if one.day else ""
    hour = one.hour.isoformat("minutes") if one.hour else ""
    return " · ".join(part for part in (one.who, f"“{one.what}”", f"{day} {hour}".strip()) if part)


def proofs_of(
    files: MultiValueDict[str, UploadedFile[Any]], most: int = MOST_FILES
) -> dict[int, list[Upload]]:
    """Answers the files of a form by the number of the point that they show; nought for none.

    Raises: DomainError('file_too_large'), DomainError('too_many_files').
    """
    named: dict[int, Sequence[UploadedFile[Any]]] = {
        _number(name): list(files.getlist(name))
        for name in files
        if name == "files" or _PROOF.fullmatch(name)
    }
    if sum(len(some) for some in named.values()) > most:
        raise DomainError("too_many_files", most=most)
    return {number: uploads_of(some) for number, some in named.items()}


def _number(name: str) -> int:
    found = _PROOF.fullmatch(name)
    return int(found[1]) + 1 if found else 0
