"""How it stands with somebody who may leave, and why somebody left, in the reader's words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

OUTCOMES: dict[str, Promise] = {
    "undecided": pgettext_lazy("somebody who may leave", "Not decided yet"),
    "stays": pgettext_lazy("somebody who may leave", "They stay"),
    "leaves": pgettext_lazy("somebody who may leave", "They leave"),
}
LOSS_REASONS: dict[str, Promise] = {
    "unsolved": lazy("Their trouble was not solved"),
    "price": lazy("The price"),
    "competitor": lazy("Somebody else offered more"),
    "treatment": lazy("How they were treated"),
    "need_gone": lazy("They no longer need it"),
    "other": lazy("Another reason"),
}
CRITICAL: dict[str, Promise] = {"told_to_switch": lazy("“Go ahead and switch” was said")}
