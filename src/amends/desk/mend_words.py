"""The words for facts of a policy, remedies and steps of recovery."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

FACT_LABELS: dict[str, Promise] = {
    "failure": lazy("What failed"),
    "product": lazy("Which product"),
    "fault": lazy("Where the cause lies"),
    "seriousness": lazy("Seriousness"),
    "times_failed": lazy("How often it failed"),
    "delay_minutes": lazy("Delay, in minutes"),
    "price_paid": lazy("Price paid"),
    "monthly_price": lazy("Price a month"),
    "fee": lazy("Fee or charge in question"),
    "outage_reported": lazy("An outage was reported there"),
    "error_known": lazy("The error is known to us"),
    "tenure_months": lazy("Months as a customer"),
    "times_asked": lazy("How often they asked"),
    "customer_value": lazy("Value of the customer"),
    "courtesy": lazy("Tone"),
    "leave_intent": lazy("They say they will leave"),
}
COURTESY: dict[str, Promise] = {
    "courteous": pgettext_lazy("tone", "Courteous"),
    "plain": pgettext_lazy("tone", "Plain"),
    "abusive": pgettext_lazy("tone", "Abusive"),
}
FLAGS: dict[str, Promise] = {"yes": pgettext_lazy("fact", "Yes"), "no": pgettext_lazy("fact", "No")}
EMOTIONS: dict[str, Promise] = {
    "anger": pgettext_lazy("emotion", "Anger"),
    "disappointment": pgettext_lazy("emotion", "Disappointment"),
    "worry": pgettext_lazy("emotion", "Worry"),
    "helplessness": pgettext_lazy("emotion", "Helplessness"),
    "grief": pgettext_lazy("emotion", "Grief"),
    "calm": pgettext_lazy("emotion", "Calm"),
}
REMEDY_STATES: dict[str, Promise] = {
    "chosen": pgettext_lazy("remedy", "Waits for approval"),
    "approved": pgettext_lazy("remedy", "To be carried out"),
    "issued": pgettext_lazy("remedy", "Carried out"),
    "confirmed": pgettext_lazy("remedy", "Confirmed by the customer"),
    "reversed": pgettext_lazy("remedy", "Taken back"),
    "dropped": pgettext_lazy("remedy", "Dropped"),
}
PARTS: dict[str, Promise] = {
    "fix": pgettext_lazy("part of a remedy", "Fix"),
    "extra": pgettext_lazy("part of a remedy", "Extra"),
    "due": pgettext_lazy("part of a remedy", "Due by law or charter"),
}
PASS_REASONS: dict[str, Promise] = {
    "customer_declined": lazy("The customer did not want to"),
    "known_elsewhere": lazy("It is known already"),
    "not_reachable": lazy("The customer can’t be reached"),
    "not_fitting": lazy("It does not fit this case"),
}
CLIMBS: dict[str, Promise] = {
    "demanded": lazy("They ask for somebody higher"),
    "powerless": lazy("I have no power to mend this"),
    "unsettled": lazy("We did not agree"),
}
STEPS: dict[str, Promise] = {
    "heard": pgettext_lazy("step", "Heard"),
    "acknowledged": pgettext_lazy("step", "Acknowledged"),
    "owned": pgettext_lazy("step", "Owned"),
    "decided": pgettext_lazy("step", "Decided, point by point"),
    "options": pgettext_lazy("step", "Options put to them"),
    "chosen": pgettext_lazy("step", "Chosen"),
    "carried_out": pgettext_lazy("step", "Carried out"),
    "followed_up": pgettext_lazy("step", "Followed up"),
    "ended": pgettext_lazy("step", "Ended"),
}
JUDGED: dict[bool | None, Promise] = {
    True: pgettext_lazy("brand promise", "below what we promise"),
    False: pgettext_lazy("brand promise", "as we promise"),
}
GATES: dict[str, Promise] = {
    "outcome": lazy("The outcome they ask for is not known yet."),
    "facts": lazy("No fact and no point is written down yet."),
    "emotion": lazy("What they feel is not named yet."),
    "fault": lazy("Where the fault lies is not known yet."),
    "points": lazy("The complaint has no points yet."),
    "reasons": lazy("Not every point has a finding yet."),
    "failure": lazy("The policy asks what failed."),
    "answer": lazy("They have no answer yet."),
    "choice": lazy("Nothing is chosen yet."),
    "approval": lazy("Somebody else must approve it."),
    "issue": lazy("Not all of it is carried out."),
    "follow_up": lazy("Nobody has asked yet whether it is over."),
}
GUIDES: dict[str, Promise] = {
    "heard": lazy(
        "Facts, what was tried, and the one outcome they want. Sympathy needs no facts; the apology for a fault does."
    ),
    "acknowledged": lazy("Name what they feel and how serious it is."),
    "owned": lazy("Say where the cause lies. Ours: admit it, say that it is below what we promise."),
    "decided": lazy("A finding for each point, with its reason as the customer reads it."),
    "options": lazy("Two to four ways, each a fix and a little extra. They pick."),
    "chosen": lazy("What they picked; or what you settled on, and why."),
    "carried_out": lazy("Each part is carried out once, with what shows it."),
    "followed_up": lazy("Ask by phone or message: is anything else open, are they satisfied?"),
    "ended": lazy("How it ended. Silence is presumed, never counted as thanks."),
}
