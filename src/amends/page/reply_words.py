"""What is found in a reply, in words: what it is, why it matters, what to do; never a sentence to paste."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext, pgettext_lazy

from amends.rules.replies import ALWAYS_BLOCKING

Word = str | Promise


class Said(NamedTuple):
    """A finding in words; `named` is the title where what it is about is known."""

    title: Word
    why: Word
    todo: Word
    named: Word = ""


FINDINGS: Final[Mapping[str, Said]] = {
    "secret": Said(
        lazy("A card number, code or password"),
        lazy("Whoever reads this message later could use it."),
        lazy("Take it out; the last four digits are enough."),
    ),
    "other_data": Said(
        lazy("An address or number that is not this customer’s"),
        lazy("It may belong to somebody else, who did not agree to be told about."),
        lazy("Take it out, or add it to the customer or the brand’s directory if it is theirs."),
    ),
    "authority.amount": Said(
        lazy("More than you may give"),
        lazy("Once it is said the customer may count on it, and it would have to be taken back."),
        lazy("Ask a supervisor first, or name what is within your limit."),
        lazy("More than you may give: {amount}"),
    ),
    "language.wrong": Said(
        lazy("Not the customer’s language"),
        lazy("They wrote in theirs, and may not be able to read this."),
        lazy("Write in theirs, or let somebody answer who can."),
        lazy("Not the customer’s language: {found} instead of {wanted}"),
    ),
    "non_apology.feelings": Said(
        lazy("Sorry for their feelings, not for what happened"),
        lazy("It says that the trouble is how they took it."),
        lazy("Name what we did, and be sorry for that."),
    ),
    "non_apology.condition": Said(
        lazy("An apology with an if"),
        lazy("They told you that it happened; an if doubts it."),
        lazy("Take the condition away and name what happened."),
    ),
    "non_apology.but": Said(
        lazy("An apology taken back by a but"),
        lazy("What follows the but is what stays with them."),
        lazy("End the sentence after the apology; explain apart from it, if they asked."),
    ),
    "non_apology.passive": Said(
        lazy("A mistake that nobody made"),
        lazy("It sounds as if it came about by itself, and will again."),
        lazy("Say who did it: we."),
    ),
    "non_apology.blame": Said(
        lazy("The customer is blamed"),
        lazy("Whoever complains and is blamed does not come back."),
        lazy("Say what we could have done so that it did not happen."),
    ),
    "non_apology.regret": Said(
        lazy("Regret without anybody who feels it"),
        lazy("A form can regret; they want to hear it from somebody."),
        lazy("Say it as yourself, and for what."),
    ),
    "fault.not_admitted": Said(
        lazy("The fault is ours, and the reply does not say so"),
        lazy("It is established in the case; they will hear that we hide it."),
        lazy("Say plainly what we did wrong."),
    ),
    "fault.admitted_early": Said(
        lazy("A fault is admitted that is not established"),
        lazy("It binds the brand, and may turn out not to be so."),
        lazy("Be sorry for the trouble, and say when you will know."),
    ),
    "apology.before_facts": Said(
        lazy("An apology before anybody knows what for"),
        lazy("It sounds like a formula when nobody listened yet."),
        lazy("Ask what happened, or write the facts and points down first."),
    ),
    "selling": Said(
        lazy("Something is sold while the complaint is open"),
        lazy("They asked for help and read an advertisement."),
        lazy("Leave it out until this is put right."),
    ),
    "want.unanswered": Said(
        lazy("What they ask for is not answered"),
        lazy("They will ask again, and be angrier."),
        lazy("Say yes, or no with the reason, or by when you will know."),
        lazy("What they ask for is not answered: {want}"),
    ),
    "leaving.unanswered": Said(
        lazy("They say that they leave, and nobody answers it"),
        lazy("Silence confirms that nobody minds."),
        lazy("Say that you heard it, and what they can do."),
    ),
    "point.unanswered": Said(
        lazy("A point of the complaint is not answered"),
        lazy("Each point is a trouble of its own; one left out brings the complaint back."),
        lazy("Say what was found on it, or by when it will be."),
        lazy("Point {point} of the complaint is not answered"),
    ),
    "emotion.not_acknowledged": Said(
        lazy("What they feel is passed over"),
        lazy("Nobody listens to facts before they were heard themselves."),
        lazy("Name what it was like for them, before anything else."),
        lazy("What they feel is passed over: {emotion}"),
    ),
    "promise.no_time": Said(
        lazy("A promise without its day and hour"),
        lazy("Without them they wait, and nobody here is reminded."),
        lazy("Name the day and the hour, and make it a promise."),
    ),
    "next_step.missing": Said(
        lazy("Nothing about what happens next"),
        lazy("They are left to wonder whether anything does."),
        lazy("Say what happens now, who does it and by when."),
    ),
    "robot.phrase": Said(
        lazy("A set phrase"),
        lazy("They have read it elsewhere, and hear that nobody read theirs."),
        lazy("Say it as you would to their face, or leave it out."),
    ),
    "robot.repeated": Said(
        lazy("The same sentence as before"),
        lazy("They read it already, and it did not help."),
        lazy("Say what is new."),
    ),
    "robot.same_reply": Said(
        lazy("Nearly the same as your last replies"),
        lazy("It fits everybody, so it does not fit them."),
        lazy("Speak of what happened to this customer."),
    ),
    "shouting": Said(
        lazy("It shouts"),
        lazy("Capitals and rows of signs read as anger."),
        lazy("Write it in small letters, with one sign."),
    ),
    "jargon": Said(
        lazy("A word that only we understand"),
        lazy("They would have to ask what it means."),
        lazy("Say it in a word that they used."),
    ),
    "sentence.long": Said(
        lazy("A long sentence"),
        lazy("Few follow it to its end."),
        lazy("Make two of it."),
    ),
}
"""Finding -> its words."""

WANTS: Final[Mapping[str, Word]] = {
    "refund": pgettext_lazy("what a customer wants", "a refund"),
    "replacement": pgettext_lazy("what a customer wants", "a replacement"),
    "repair": pgettext_lazy("what a customer wants", "a repair"),
    "compensation": pgettext_lazy("what a customer wants", "compensation"),
    "apology": pgettext_lazy("what a customer wants", "an apology"),
    "explanation": pgettext_lazy("what a customer wants", "an explanation"),
    "callback": pgettext_lazy("what a customer wants", "a call back"),
    "cancellation": pgettext_lazy("what a customer wants", "an end of the contract"),
    "correction": pgettext_lazy("what a customer wants", "a correction"),
}
FEELINGS: Final[Mapping[str, Word]] = {
    "anger": pgettext_lazy("what a customer feels", "anger"),
    "disappointment": pgettext_lazy("what a customer feels", "disappointment"),
    "worry": pgettext_lazy("what a customer feels", "worry"),
    "sadness": pgettext_lazy("what a customer feels", "sadness"),
    "helplessness": pgettext_lazy("what a customer feels", "helplessness"),
    "grief": pgettext_lazy("what a customer feels", "grief"),
}
PARTS: Final[Mapping[str, Word]] = {
    "feeling": lazy("What it was like for them"),
    "regret": lazy("Being sorry"),
    "admission": lazy("What we did wrong"),
    "standard": lazy("What they could have expected"),
    "repair": lazy("What is put right"),
    "next": lazy("What happens next"),
}
"""The six parts of a real apology."""
_TOLD_APART = frozenset({"other_data", "authority.amount"})
"""Of these it helps to say which; a secret is not repeated."""


def blocked_text(findings: object) -> str:
    """Answers what keeps a reply from leaving, each with its place where that helps; pairs of id and words."""
    said = []
    for one, place in findings if isinstance(findings, tuple) else ():
        title = str(FINDINGS[one].title)
        if one in _TOLD_APART:
            title = pgettext("finding and its place", "{title} ({place})").format(title=title, place=place)
        said.append(title)
    return pgettext("between findings", "; ").join(said)


MAY_BLOCK: Final[Mapping[str, Word]] = {
    one: FINDINGS[one].title for one in FINDINGS if one not in ALWAYS_BLOCKING
}
"""What a policy may add to what always keeps a reply from leaving."""
