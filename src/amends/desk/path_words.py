"""The words for settling in one contact, for who leaves, and for what is left alone while a case is open."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

PATH_EVENTS: dict[str, Promise] = {
    "case.powerless": lazy("Nobody further up could help; what would have helped was written down."),
    "amount.disputed": lazy("The amount in dispute was written down."),
    "leaving.noted": lazy("How it stands with a customer who may leave was written down."),
    "contact.critical": lazy("A contact was marked: something was said that must never be said."),
    "customer.win_back": lazy("The talk after the loss was written down."),
}
STOPS: dict[str, Promise] = {
    "needs_approval": lazy("Somebody else must approve it first. The case waits for that."),
    "being_given": lazy(
        "It is on its way. The case closes by itself, as solved, when the last of it is given."
    ),
    "not_solved_yet": lazy("They do not call it solved yet, so the case stays open."),
    "not_chosen": lazy("The options were put to them. What they pick is written down on the case."),
    "explain": lazy("Reasons are the answer here. Decide it on the case, point by point."),
    "hold": lazy("Safety, injury, fraud or law: a specialist goes on with it."),
    "not_verified": lazy("Check who this is, then give it."),
}
"""Why settling in one contact went no further; any other code has its sentence among the refusals."""
LISTEN: dict[str, Promise] = {
    "heard": lazy("Listen for: when it happened, what it cost them, what they tried, whom they told before."),
    "acknowledged": lazy("Listen for: the word they use for how they feel. Take theirs, not a stronger one."),
    "owned": lazy("Listen for: what they think went wrong. It may differ from what we found."),
    "decided": lazy("Listen for: a point nobody has answered yet."),
    "options": lazy("Listen for: which part matters more to them, the mending or the making up."),
    "chosen": lazy("Listen for: a choice made only to end the talk."),
    "carried_out": lazy("Listen for: by when they need it."),
    "followed_up": lazy("Listen for: a pause before the yes."),
    "ended": lazy("Listen for: whether they say it themselves."),
}
"""What to listen for at each step: a card to glance at, never words to read out."""
