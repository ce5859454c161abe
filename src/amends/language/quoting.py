"""Which stretches of a text are somebody else's words: a quoted mail, a forwarded one, quotation marks."""

from __future__ import annotations

import re
from typing import Final

from amends.language.scripts import HAN_CLASS

Span = tuple[int, int]

_QUOTED_LINE: Final = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
# "On 3 May Ines wrote:", "-----Original Message-----", "От: …": from here on the mail is an earlier one.
_HEADER: Final = re.compile(
    r"^(?:[ \t]*(?:-{2,}|_{5,})[ \t]*(?:original message|forwarded message|исходное сообщение|пересланное сообщение"
    r"|оригинално съобщение|препратено съобщение|ursprungligt meddelande|vidarebefordrat meddelande"
    r"|הודעה מקורית|הודעה שהועברה|原始邮件|原始郵件|转发邮件|轉寄郵件)"
    r"|[ \t]*(?:on|den|le|am)\b.{4,120}\b(?:wrote|skrev)\s*:"
    r"|.{4,120}\b(?:написа|пишет|написал|написала|пише)\s*:"
    r"|.{0,120}(?:כתב|כתבה|כתב/ה|מאת)\s*:[ \t]*$"
    r"|.{0,80}(?:写道|寫道|于.{4,40}写道|於.{4,40}寫道)\s*[:：]"
    r"|[ \t]*(?:from|från|от|發件人|寄件者|发件人)[ \t]*[:：].{3,200}\n[ \t]*"
    r"(?:sent|date|to|skickat|datum|till|изпратено|отправлено|дата|до|кому|发送时间|日期|收件人|寄件日期|收件者)"
    r"[ \t]*[:：])",
    re.MULTILINE | re.IGNORECASE,
)
_MARKS: Final = re.compile(
    r"“([^“”\n]{2,400})”|„([^„“”\n]{2,400})[“”]|”([^”\n]{2,400})”|«([^«»\n]{2,400})»|「([^「」\n]{2,300})」"
    r"|(?<!\w)\"([^\"\n]{2,400})\"(?!\w)|(?<!\w)״([^״\n]{2,300})״(?!\w)"
)
_SINGLE_MARKS: Final = re.compile(r"‘([^‘’\n]{2,300})’|(?<!\w)'([^'\n]{2,120})'(?!\w)")
_SHORT: Final = 12
"""A shorter quotation only stresses a word, but in Chinese, where four signs are a sentence. Units: code points."""
_HAN: Final = re.compile(f"[{HAN_CLASS}]")


def quoted(text: str) -> list[Span]:
    """Answers where a text quotes, in order. Units: code points."""
    found = [(line.start(), line.end()) for line in _QUOTED_LINE.finditer(text)] if ">" in text else []
    # The first line of a text is never an earlier mail.
    if "\n" in text:
        header = next((one for one in _HEADER.finditer(text) if one.start()), None)
        if header is not None:
            found.append((header.start(), len(text)))
    return sorted([*found, *(one for one in _marked(text) if _is_said(text, one))])


def by_others(text: str) -> list[Span]:
    """Answers what somebody else said: what a text quotes, also in single marks. Units: code points."""
    single = [found.span() for found in _SINGLE_MARKS.finditer(text)]
    return [*quoted(text), *(one for one in single if _is_said(text, one))]


def in_marks(text: str) -> list[Span]:
    """Answers what stands in quotation marks, double or single, however short. Units: code points."""
    return [*_marked(text), *(found.span() for found in _SINGLE_MARKS.finditer(text))]


def _is_said(text: str, marked: Span) -> bool:
    return marked[1] - marked[0] > _SHORT or bool(_HAN.search(text, *marked))


def _marked(text: str) -> list[Span]:
    if not any(mark in text for mark in '"“„”«「״'):
        return []
    return [found.span() for found in _MARKS.finditer(text)]


def is_within(spans: list[Span], start: int, end: int) -> bool:
    """Answers whether a place lies wholly in one of these stretches."""
    return any(first <= start and end <= last for first, last in spans)
