"""Codes of a prepared complaint in words: whole sentences where they are said, names where they stand alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from amends.rules.preparing.draft import Medium, Number, Result, Rung

RESULT_ASKS: Final[Mapping[Result, Promise]] = {
    Result.REPAIR: lazy("I ask you to repair it."),
    Result.REPLACEMENT: lazy("I ask you to replace it with one that works."),
    Result.DELIVERY: lazy("I ask you to deliver what I ordered."),
    Result.REFUND: lazy("I ask you to give me my money back."),
    Result.PART_REFUND: lazy("I ask you to give me back a part of what I paid."),
    Result.CREDIT: lazy("I ask you for a credit on my account."),
    Result.CORRECTION: lazy("I ask you to correct it."),
    Result.EXPLANATION: lazy("I ask you to explain to me how this came about."),
    Result.CANCELLATION: lazy("I ask you to end my contract and to confirm it."),
    Result.CHANGE: lazy("I ask you to change it as I have described."),
    Result.APOLOGY: lazy("I ask you for an apology."),
}
"""What somebody asks a company for, as they would say it."""

NUMBERS: Final[Mapping[Number, Promise]] = {
    Number.ACCOUNT: pgettext_lazy("what a complaint is found by", "Account number"),
    Number.ORDER: pgettext_lazy("what a complaint is found by", "Order number"),
    Number.BOOKING: pgettext_lazy("what a complaint is found by", "Booking number"),
    Number.TRACKING: pgettext_lazy("what a complaint is found by", "Tracking number"),
    Number.INVOICE: pgettext_lazy("what a complaint is found by", "Invoice number"),
    Number.LINE: pgettext_lazy("what a complaint is found by", "Number of the line"),
    Number.METER: pgettext_lazy("what a complaint is found by", "Meter number"),
    Number.FLIGHT: pgettext_lazy("what a complaint is found by", "Flight and day"),
    Number.MODEL: pgettext_lazy("what a complaint is found by", "Model"),
    Number.PLACE: pgettext_lazy("what a complaint is found by", "Address it is about"),
    Number.LAST_FOUR: pgettext_lazy("what a complaint is found by", "Last four digits of the card"),
}
"""The names of what a rep finds a matter by, as they stand before a colon."""

RUNGS: Final[Mapping[Rung, Promise]] = {
    Rung.REP: pgettext_lazy("whom one asks", "Who answers first"),
    Rung.TEAM_LEADER: pgettext_lazy("whom one asks", "Team leader"),
    Rung.SUPERVISOR: pgettext_lazy("whom one asks", "Supervisor or manager"),
    Rung.HEAD_OFFICE: pgettext_lazy("whom one asks", "Head office"),
    Rung.PUBLIC: pgettext_lazy("whom one asks", "Everybody, in public"),
    Rung.OUTSIDE: pgettext_lazy("whom one asks", "Somebody outside who decides"),
}
"""Each rung of the ladder as a name that stands alone."""

MEDIUMS: Final[Mapping[Medium, Promise]] = {
    Medium.PHONE: pgettext_lazy("a way to reach a company", "Phone"),
    Medium.EMAIL: pgettext_lazy("a way to reach a company", "E-mail"),
    Medium.CHAT: pgettext_lazy("a way to reach a company", "Chat"),
    Medium.PUBLIC: pgettext_lazy("a way to reach a company", "Public post"),
    Medium.LETTER: pgettext_lazy("a way to reach a company", "Letter"),
    Medium.DESK: pgettext_lazy("a way to reach a company", "Here, on this site"),
}
"""Each way to reach a company as a name that stands alone."""

TO_RUNG: Final[Mapping[Rung, Promise]] = {
    Rung.REP: lazy("I need your help with something that went wrong."),
    Rung.TEAM_LEADER: lazy(
        "I have been in touch with your colleague, and we did not find a way. I ask you to look at it."
    ),
    Rung.SUPERVISOR: lazy(
        "I have spoken to your colleagues and to their team leader, and it is still open. I ask you to decide it."
    ),
    Rung.HEAD_OFFICE: lazy(
        "I have put this to your customer service, step by step, and it is still open. I ask you to look at it."
    ),
    Rung.PUBLIC: lazy("I have asked privately, and it is still open."),
    Rung.OUTSIDE: lazy(
        "I have put this to the company, step by step, and it is still open. I ask you to look at it."
    ),
}
"""How a letter to each rung begins: whom I have asked so far, without blame."""

PUT_THROUGH: Final[Mapping[Rung, Promise]] = {
    Rung.TEAM_LEADER: lazy("Thank you for what you have tried. May I speak to your team leader, please?"),
    Rung.SUPERVISOR: lazy(
        "Thank you for what you have tried. May I speak to your supervisor or manager, please?"
    ),
    Rung.HEAD_OFFICE: lazy(
        "Thank you for what you have tried. To whom at your head office can I write, please?"
    ),
}
"""How somebody on the phone asks for the one above, with thanks first."""
