"""The letter as a mail, and as a link that opens the customer's own mail program with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote

from django.utils.translation import gettext as _

from amends.rules.preparing.draft import Draft
from amends.seat.prepare.papers.letters import Letter, Section, letter_of
from amends.seat.prepare.papers.pieces import bare, plain, shortened

MOST_LINK_SIGNS: Final = 1_800
"""Beyond this some mail programs cut a link off, in the middle of a letter."""
_MOST_SUBJECT_SIGNS: Final = 600


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in plain text; its address is the customer's to fill in."""

    subject: str
    body: str


def mail_of(draft: Draft, today: date) -> Mail:
    """Answers the letter of a draft as a mail."""
    letter = letter_of(draft, today)
    return Mail(bare(letter.subject), "\n\n".join(_blocks(letter)))


def _blocks(letter: Letter) -> Iterator[str]:
    yield plain(letter.greeting)
    yield from (plain(paragraph) for paragraph in letter.paragraphs)
    yield from (_section(one) for one in letter.sections)
    yield letter.thanks
    # The name stands under the closing, and what reaches them under the name.
    yield "\n".join([letter.closing, *(plain(line) for line in letter.sender)])


def _section(section: Section) -> str:
    marks = (f"{at}." if section.is_counted else "-" for at in range(1, len(section.lines) + 1))
    lines = (f"{mark} {plain(line)}" for mark, line in zip(marks, section.lines, strict=True))
    return "\n".join([section.heading, *lines])


def mailto(mail: Mail) -> str:
    """Answers the link; a mail too long for one is shortened between words and says so at its end."""
    # On one line, whoever wrote it: a line end in a subject is the beginning of another header.
    subject = _fitting(" ".join(mail.subject.split()), _MOST_SUBJECT_SIGNS)
    start = f"mailto:?subject={subject}&body="
    whole = _encoded(mail.body)
    if len(start) + len(whole) <= MOST_LINK_SIGNS:
        return start + whole
    note = _encoded(
        "\n\n" + _("I have kept this mail short. The whole of it is written down, and I gladly send it.")
    )
    return start + _fitting(mail.body, MOST_LINK_SIGNS - len(start) - len(note)) + note


def _fitting(text: str, most: int) -> str:
    """Answers the longest beginning of a text that fits when it is encoded. Units: signs of the link."""
    said = _encoded(text)
    size = len(text)
    while len(said) > most and size > 1:
        size = min(size - 1, max(1, size * most // len(said)))
        said = _encoded(shortened(text, size))
    return said if len(said) <= most else ""


def _encoded(text: str) -> str:
    return quote(text.replace("\r\n", "\n").replace("\n", "\r\n"), safe="", errors="replace")
