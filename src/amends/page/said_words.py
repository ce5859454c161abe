"""The words for what is read from a customer's words: what they want, feel and say, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

SAID: dict[str, Promise] = {
    "want.refund": pgettext_lazy("read from words", "Refund"),
    "want.replacement": pgettext_lazy("read from words", "Replacement"),
    "want.repair": pgettext_lazy("read from words", "Repair"),
    "want.compensation": pgettext_lazy("read from words", "Compensation"),
    "want.apology": pgettext_lazy("read from words", "Apology"),
    "want.explanation": pgettext_lazy("read from words", "Explanation"),
    "want.callback": pgettext_lazy("read from words", "Call back"),
    "want.cancellation": pgettext_lazy("read from words", "Cancellation"),
    "want.correction": pgettext_lazy("read from words", "Correction"),
    "emotion.anger": pgettext_lazy("read from words", "Anger"),
    "emotion.disappointment": pgettext_lazy("read from words", "Disappointment"),
    "emotion.worry": pgettext_lazy("read from words", "Worry"),
    "emotion.sadness": pgettext_lazy("read from words", "Sadness"),
    "emotion.helplessness": pgettext_lazy("read from words", "Helplessness"),
    "flag.leave": pgettext_lazy("read from words", "Leaving"),
    "flag.competitor": pgettext_lazy("read from words", "Another company’s offer"),
    "flag.repeat": pgettext_lazy("read from words", "Not the first time"),
    "flag.regulator": pgettext_lazy("read from words", "Regulator"),
    "flag.legal": pgettext_lazy("read from words", "Lawyer or court"),
    "flag.media": pgettext_lazy("read from words", "Going public"),
    "flag.safety": pgettext_lazy("read from words", "Danger"),
    "flag.self_harm": pgettext_lazy("read from words", "May harm themselves"),
    "flag.vulnerable": pgettext_lazy("read from words", "Heavier for them"),
    "flag.abuse": pgettext_lazy("read from words", "Abuse"),
    "flag.supervisor": pgettext_lazy("read from words", "Somebody higher"),
    "flag.threat": pgettext_lazy("read from words", "Threat"),
    "serious.1": pgettext_lazy("read from words", "Nuisance"),
    "serious.2": pgettext_lazy("read from words", "Money, work or weeks lost"),
    "serious.3": pgettext_lazy("read from words", "Health or home at stake"),
    "urgent": pgettext_lazy("read from words", "Can’t wait"),
}
KINDS: dict[str, Promise] = {
    "want": pgettext_lazy("read from words", "They ask for it"),
    "emotion": pgettext_lazy("read from words", "They feel it"),
    "flag": pgettext_lazy("read from words", "Good to know"),
    "serious": pgettext_lazy("read from words", "How serious it is"),
    "urgent": pgettext_lazy("read from words", "How soon"),
}
ASKED_FOR: dict[str, Promise] = {
    "refund": pgettext_lazy("they ask for", "a refund"),
    "replacement": pgettext_lazy("they ask for", "a replacement"),
    "repair": pgettext_lazy("they ask for", "a repair"),
    "compensation": pgettext_lazy("they ask for", "compensation"),
    "apology": pgettext_lazy("they ask for", "an apology"),
    "explanation": pgettext_lazy("they ask for", "an explanation"),
    "callback": pgettext_lazy("they ask for", "a call back"),
    "cancellation": pgettext_lazy("they ask for", "a cancellation"),
    "correction": pgettext_lazy("they ask for", "a correction"),
}
