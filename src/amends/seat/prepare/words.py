"""What the codes of Prepare are called in the customer's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from amends.rules.preparing.asked import Question
from amends.rules.preparing.draft import Medium, Number, Result, Rung, Thing
from amends.rules.preparing.media import Because
from amends.rules.vocabulary import Channel

Word = str | Lazy

THINGS: Final[Mapping[Thing, Word]] = {
    Thing.CABLE: lazy("Internet or television at home"),
    Thing.PHONE: lazy("A mobile phone or its contract"),
    Thing.ENERGY: lazy("Electricity, gas or heating"),
    Thing.HOTEL: lazy("A hotel or a holiday flat"),
    Thing.FLIGHT: lazy("A flight"),
    Thing.TICKET: lazy("A ticket: train, bus, theatre, match"),
    Thing.PARCEL: lazy("A parcel or a delivery"),
    Thing.SHOP: lazy("Something bought"),
    Thing.BANK: lazy("A bank, a card or a payment"),
    Thing.OTHER: lazy("Something else"),
}

NUMBERS: Final[Mapping[Number, Word]] = {
    Number.ACCOUNT: lazy("Customer or account number"),
    Number.ORDER: lazy("Order number"),
    Number.BOOKING: lazy("Booking number"),
    Number.TRACKING: lazy("Tracking number"),
    Number.INVOICE: lazy("Bill or receipt: its number, and the line in question"),
    Number.LINE: lazy("The telephone number it is about"),
    Number.METER: lazy("Meter number and what it shows"),
    Number.FLIGHT: lazy("Flight number and day"),
    Number.MODEL: lazy("Which device: the name or number on it"),
    Number.PLACE: lazy("The address it is about"),
    Number.LAST_FOUR: lazy("The last four digits of the account or card, never all of them"),
}

MISSING: Final[Mapping[Question | Number, Word]] = {
    Question.NAME: pgettext_lazy("still missing", "your name"),
    Question.REACH: pgettext_lazy("still missing", "how they reach you"),
    Question.HAPPENED: pgettext_lazy("still missing", "what happened"),
    Question.DAY: pgettext_lazy("still missing", "on which day"),
    Question.SHOWN: pgettext_lazy("still missing", "what shows it"),
    Question.TRIED: pgettext_lazy("still missing", "what you have tried"),
    Question.WHO: pgettext_lazy("still missing", "who you spoke to"),
    Question.OUTCOME: pgettext_lazy("still missing", "what you want"),
    Number.ACCOUNT: pgettext_lazy("still missing", "account number"),
    Number.ORDER: pgettext_lazy("still missing", "order number"),
    Number.BOOKING: pgettext_lazy("still missing", "booking number"),
    Number.TRACKING: pgettext_lazy("still missing", "tracking number"),
    Number.INVOICE: pgettext_lazy("still missing", "the bill"),
    Number.LINE: pgettext_lazy("still missing", "the telephone number"),
    Number.METER: pgettext_lazy("still missing", "the meter"),
    Number.FLIGHT: pgettext_lazy("still missing", "the flight"),
    Number.MODEL: pgettext_lazy("still missing", "which device"),
    Number.PLACE: pgettext_lazy("still missing", "the address"),
    Number.LAST_FOUR: pgettext_lazy("still missing", "the last four digits"),
}

RESULTS: Final[Mapping[Result, Word]] = {
    Result.REPAIR: lazy("That it is repaired"),
    Result.REPLACEMENT: lazy("A new one in its place"),
    Result.DELIVERY: lazy("That it comes"),
    Result.REFUND: lazy("My money back"),
    Result.PART_REFUND: lazy("Part of my money back"),
    Result.CREDIT: lazy("Something off the next bill"),
    Result.CORRECTION: lazy("That a mistake is put right"),
    Result.EXPLANATION: lazy("To understand what happened"),
    Result.CANCELLATION: lazy("To get out of the contract"),
    Result.CHANGE: lazy("That it is changed: another day, another room, another plan"),
    Result.APOLOGY: lazy("That they say they were wrong"),
}

STEPS: Final[Mapping[int, Word]] = {
    1: pgettext_lazy("step of preparing", "the facts"),
    2: pgettext_lazy("step of preparing", "what shows it"),
    3: pgettext_lazy("step of preparing", "one outcome"),
    4: pgettext_lazy("step of preparing", "your words"),
    5: pgettext_lazy("step of preparing", "time"),
    6: pgettext_lazy("step of preparing", "if it goes wrong"),
    7: pgettext_lazy("step of preparing", "call or write"),
    8: pgettext_lazy("step of preparing", "next steps"),
}

MEDIA: Final[Mapping[Medium, Word]] = {
    Medium.PHONE: pgettext_lazy("way of asking", "Call"),
    Medium.EMAIL: pgettext_lazy("way of asking", "Write an e-mail"),
    Medium.CHAT: pgettext_lazy("way of asking", "Write in their chat"),
    Medium.PUBLIC: pgettext_lazy("way of asking", "Write on their public page"),
    Medium.LETTER: pgettext_lazy("way of asking", "Send a letter"),
    Medium.DESK: pgettext_lazy("way of asking", "Send it from here"),
}

SOONEST: Final[Mapping[Channel, Word]] = {
    Channel.WEB: lazy("Lately they answered what is sent from here soonest: half of it within {time}."),
    Channel.PHONE: lazy("Lately they answered complaints by telephone soonest: half of them within {time}."),
    Channel.EMAIL: lazy("Lately they answered complaints by e-mail soonest: half of them within {time}."),
    Channel.CHAT: lazy("Lately they answered complaints in their chat soonest: half of them within {time}."),
    Channel.SOCIAL: lazy(
        "Lately they answered complaints on their public page soonest: half of them within {time}."
    ),
    Channel.LETTER: lazy("Lately they answered complaints by letter soonest: half of them within {time}."),
}
"""What is said of the way that was measured to be answered first; of other ways nobody would make use."""

REASONS: Final[Mapping[Because, Word]] = {
    Because.REPAIR_BY_PHONE: lazy(
        "Repairs and deliveries are quickest by telephone: somebody looks and finds a day."
    ),
    Because.MONEY_BY_PHONE: lazy(
        "Ask for money by telephone: in writing it is easily refused with a form letter."
    ),
    Because.BILL_IN_WRITING: lazy(
        "A bill is explained best in writing: then the numbers stand there for both of you."
    ),
    Because.CHANGE_IN_WRITING: lazy(
        "A change or the end of a contract belongs in writing: it can be shown later."
    ),
    Because.LINE_BUSY: lazy(
        "Their line is always busy. What stands on their public page is mostly answered sooner."
    ),
    Because.CALLED_OFTEN: lazy(
        "You have called more than once. A letter goes to somebody else, and it stays."
    ),
    Because.ON_AMENDS: lazy(
        "It arrives complete: nobody asks you for it again, and you see here what happens next."
    ),
    Because.KEEPS_RECORD: lazy("You keep what was said, with its day."),
    Because.EARLY: lazy("Call early tomorrow: in the morning people are fresh and lines are short."),
}

RUNGS: Final[Mapping[Rung, Word]] = {
    Rung.REP: pgettext_lazy("whom to ask", "Whoever answers first"),
    Rung.TEAM_LEADER: pgettext_lazy("whom to ask", "The team leader"),
    Rung.SUPERVISOR: pgettext_lazy("whom to ask", "The supervisor"),
    Rung.HEAD_OFFICE: pgettext_lazy("whom to ask", "The head office"),
    Rung.PUBLIC: pgettext_lazy("whom to ask", "Their public page"),
    Rung.OUTSIDE: pgettext_lazy("whom to ask", "Somebody outside"),
}

COUNTRIES: Final[Mapping[str, Word]] = {
    "GB": lazy("United Kingdom"),
    "US": lazy("United States"),
    "SE": lazy("Sweden"),
    "BG": lazy("Bulgaria"),
    "IL": lazy("Israel"),
    "RU": lazy("Russia"),
    "CN": lazy("China"),
    "TW": lazy("Taiwan"),
}

MIRROR: Final[Mapping[str, Word]] = {
    "tone.abuse": lazy("Whoever reads this may stop here: abuse gives them the right to end the talk."),
    "tone.insult": lazy(
        "This is about the person who answers. They did not cause it, and they are who can help."
    ),
    "tone.command": lazy("This reads like an order. Try: “Could you …?”"),
    "tone.threat": lazy(
        "This reads like a threat. Say what you will do next, calmly, only when it comes to it."
    ),
    "tone.sarcasm": lazy("Written down, irony reads as scorn. Say it straight."),
    "tone.entitlement": lazy("This reads as if you stood above others. What happened is reason enough."),
    "tone.harsh": lazy(
        "Whoever reads this may take it as an attack. Say what happened, and what would put it right."
    ),
    "tone.shouting": lazy("Capital letters and many exclamation marks read as shouting."),
    "public.personal": lazy("Everybody can read this. Take out numbers, addresses and names."),
}

REFUSED: Final[Mapping[str, Word]] = {
    "brand_missing": lazy(
        "This company cannot be reached from here. Take the letter, the mail or the call below."
    ),
    "nothing_said": lazy("Write at least what happened."),
    "not_reachable": lazy("Write an e-mail address or a telephone number, so that an answer can reach you."),
    "file_too_large": lazy("One of the files is too large. Nothing was sent; take a smaller one."),
    "file_empty": lazy("One of the files is empty. Nothing was sent."),
    "too_many_files": lazy(
        "More than twenty files: nothing was sent. Leave some out, they can follow later."
    ),
    "sent_already": lazy(
        "This was sent already. What you changed since then was not: write it on your case's page, or begin anew."
    ),
    "too_often": lazy(
        "Much has been sent from here within the hour. What you wrote is still here; try again later."
    ),
}
