"""What the problem is and what I need, in the customer's place: direct, short, calm.

Source: HE3, HE21, BG13, BG18, SV15.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.page.when import long_day
from amends.rules.preparing.draft import Draft, Rung, Told
from amends.seat.prepare.papers import facts
from amends.seat.prepare.papers.pieces import Line, bare, ended, in_one_breath, ours, own, plain, woven
from amends.seat.prepare.papers.posts import post_of
from amends.seat.prepare.texts import TO_RUNG

MOST_SENTENCES: Final = 6


def statement(draft: Draft) -> str:
    """Answers suggested words of three to six sentences: what happened, what shows it, what I need, by when."""
    return bare(statement_line(draft))


def statement_line(draft: Draft) -> Line:
    """Answers the same words with the customer's own apart from ours."""
    first, more = draft.points[:1], _more(len(draft.points) - 1)
    opening, tried = ours(str(TO_RUNG[draft.rung or Rung.REP])), facts.times_tried(draft)
    lines = [
        opening,
        *(line for point in first for line in (facts.happened(point), facts.shows(point))),
        more,
        tried,
        _need(draft),
        facts.exactly(draft),
        facts.asks_by_when(),
    ]
    said = [line for line in lines if line]
    # The greeting gives way first, then what the lists below say as well.
    for line in (opening, tried, more):
        if line in said and len(said) > MOST_SENTENCES:
            said.remove(line)
    return in_one_breath(said)


def _more(count: int) -> Line:
    if count < 1:
        return ()
    said = ngettext("One more point goes with it.", "{count} more points go with it.", count)
    return ours(said.format(count=count))


def _need(draft: Draft) -> Line:
    return facts.asks(draft) or ours(_("Please tell me what you can do about it."))


def step_up(draft: Draft, rung: Rung) -> str:
    """Answers the request to the next one up: the situation and the outcome once more, calmly.

    Everybody is asked by the short public post, which says nothing that is private.
    """
    if rung is Rung.PUBLIC:
        return post_of(draft)
    about = (
        woven(_("It is about {company}."), company=own(draft.company))
        if rung is Rung.OUTSIDE and draft.company
        else ()
    )
    return _said(
        [
            ours(str(TO_RUNG[rung])),
            about,
            *(facts.happened(point) for point in draft.points[:1]),
            facts.times_tried(draft),
            *(facts.told(one) for one in draft.told[-1:]),
            _need(draft),
            facts.asks_by_when(),
        ]
    )


def missed(draft: Draft, told: Told) -> str:
    """Answers what to say when a promised hour has passed and I call: their own promise, then the question."""
    number = facts.numbers(draft)[:1]
    return _said(
        [
            _my_name(draft),
            *(woven(_("This is how to find it: {number}."), number=line) for line in number),
            facts.told(told),
            ours(_("That time has passed, and it has not happened yet.")),
            ours(_("Could you tell me what happened, and by what day and hour it will be done now?")),
            ours(_("May I write down your name, so that I can tell the next person whom I spoke to?")),
        ]
    )


def _my_name(draft: Draft) -> Line:
    name = draft.me.name
    return (
        woven(_("Hello, my name is {name}."), name=own(name)) if name else ours(_("Hello, I need your help."))
    )


def again(draft: Draft) -> str:
    """Answers a polite second request after a no: what is new, the same outcome, and what I ask if it stays no."""
    refused = (
        woven(_("On {day} you told me that you could not do what I asked."), day=long_day(draft.refused_on))
        if draft.refused_on
        else ours(_("You told me that you could not do what I asked."))
    )
    news = (
        woven(_("Since then there is something new: {news}"), news=own(ended(draft.news)))
        if draft.news
        else ()
    )
    return _said(
        [
            ours(_("Thank you for looking into this the first time.")),
            refused,
            news,
            ours(_("So I ask you to look at it once more.")),
            *(facts.happened(point) for point in draft.points[:1]),
            _need(draft),
            ours(_("If your answer stays the same, please write to me why, and whom I can ask next.")),
        ]
    )


def _said(lines: Iterable[Line]) -> str:
    return plain(in_one_breath(lines))
