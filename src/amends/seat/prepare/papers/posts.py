"""The short public post: who, what and what I ask for; never anything by which somebody is found.

Source: BG22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from amends.language.redaction import find_secrets
from amends.language.scripts import HAN_CLASS
from amends.rules.preparing.draft import Draft, Number
from amends.seat.prepare.papers.pieces import ended, shortened
from amends.seat.prepare.texts import RESULT_ASKS

MOST_SIGNS: Final = 280
_COMPANY_SIGNS: Final = 60
_WISH_SIGNS: Final = 80
_GONE: Final = "…"
_MAIL: Final = f"[^\\s@<>（），。：、{HAN_CLASS}]+"
_SERIAL: Final = "A-Za-z\u0410-\u044f0-9"
_SHAPES: Final = re.compile(
    rf"{_MAIL}@{_MAIL}|(?<!\w)@\w+"  # a mail address, or a name on some network
    r"|https?://\S+|www\.\S+"
    r"|(?P<amount>(?<![\d.,/\-])\d{1,3}(?:[ \u00a0.,]\d{3})*[.,]\d{2}(?![\d.,/\-]))"  # the one that stays
    r"|[+(]?\d(?:[\s().\-/–]*\d){4,}"  # five digits and more: a phone, an account, an order
    rf"|(?<![{_SERIAL}])(?=(?:[{_SERIAL}]*?\d){{3}})(?=\d*[^\d])[{_SERIAL}]{{5,}}(?![{_SERIAL}])"  # a booking
)
_EMPTY: Final = re.compile(r"(?:…[\s,;:.()\-–]*)+…|…+")
_PARTS: Final = re.compile(r"[,;\n]+")
_UNCASED: Final = re.compile(f"[{HAN_CLASS}\u05d0-\u05ea]")
_WITHOUT_SPACES: Final = re.compile(f"[{HAN_CLASS}]")


def post_of(draft: Draft) -> str:
    """Answers the post, of at most 280 signs: the company, the first thing that happened, what I ask for."""
    hidden = _hidden(draft)
    company = shortened(_scrubbed(draft.company, hidden), _COMPANY_SIGNS)
    asks = _asks(draft, hidden)
    what = _scrubbed(draft.points[0].text, hidden) if draft.points else ""
    if not any(sign.isalpha() for sign in what):
        what = _("Something went wrong, and I need your help.")
    frame = _("{company}: {what} {asks}") if any(sign.isalnum() for sign in company) else "{what} {asks}"
    room = MOST_SIGNS - len(frame.format(company=company, what="", asks=asks))
    said = frame.format(company=company, what=ended(shortened(what, max(room - 1, 1))), asks=asks)
    return shortened(said.strip(), MOST_SIGNS)


def _asks(draft: Draft, hidden: re.Pattern[str] | None) -> str:
    if draft.result is not None:
        return str(RESULT_ASKS[draft.result])
    if draft.wish:
        wish = shortened(_scrubbed(draft.wish, hidden), _WISH_SIGNS)
        return _("What I ask for is this: {wish}").format(wish=ended(wish))
    return _("Please write to me.")


def _scrubbed(text: str, hidden: re.Pattern[str] | None) -> str:
    """Answers a text on one line without what the draft knows of somebody and without what looks like it."""
    line = _without(hidden, " ".join(text.split()))
    for secret in reversed(find_secrets(line)):
        line = line[: secret.start] + _GONE + line[secret.end :]
    line = _SHAPES.sub(lambda found: found["amount"] or _GONE, line)
    # Once more: what stood between two halves of a name may have gone.
    return _without(hidden, _EMPTY.sub(_GONE, line))


def _without(hidden: re.Pattern[str] | None, line: str) -> str:
    return hidden.sub(_GONE, line) if hidden is not None else line


def _hidden(draft: Draft) -> re.Pattern[str] | None:
    """Answers what finds every private value of this draft, however its signs are parted; None when there is none."""
    found = sorted({one for one in _private(draft) if one}, key=len, reverse=True)
    patterns = [pattern for one in found if (pattern := _loosely(one))]
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _private(draft: Draft) -> Iterator[str]:
    places = [draft.me.place]
    for kind, number in draft.numbers.items():
        yield number
        places += [number] if kind is Number.PLACE else []
    yield from (draft.me.email, draft.me.phone)
    for place in places:
        yield from (place, *(part.strip() for part in _PARTS.split(place) if len(part.strip()) > 3))
    names = [draft.me.name, *(one.who for one in draft.attempts), *(one.who for one in draft.told)]
    yield from names
    # What is in the company's name is known to everybody: "Norvia support" hides no "Norvia".
    known = draft.company.casefold().split()
    for word in " ".join([*names, *places]).replace(",", " ").split():
        if _is_name(word) and word.casefold() not in known:
            yield word


def _is_name(word: str) -> bool:
    return len(word.strip(".")) > 1 and (bool(_UNCASED.search(word)) or word[0].isupper())


def _loosely(value: str) -> str:
    """Answers a pattern for a value whose signs may stand apart; a short one only as a word of its own."""
    signs = [sign for sign in value if sign.isalnum()]
    if len(signs) < 2:
        # A single letter tells nobody anything, and it stands in every other word.
        return ""
    pattern = r"[\W_]*".join(map(re.escape, signs))
    if len(signs) > 3 or _WITHOUT_SPACES.search(value):
        return pattern
    # In Hebrew "and", "to", "from" are written together with the name.
    return rf"(?<!\w)[ובלהשמכ]?{pattern}(?!\w)"
