"""How promises end with their case, and what every end of one writes."""

from __future__ import annotations

from amends.cases.models import Promise
from amends.cases.promise_clocks import NOT_MADE_GOOD, STILL_OPEN, as_rules, pauses_of, resettle, rules_of
from amends.cases.recording import Entry, Refused
from amends.rules.promises import is_withdrawn_late
from amends.rules.vocabulary import Ending


def end_promises(entry: Entry, ending: Ending) -> None:
    """Settles what is promised in a case that ends: taken back with the complaint, else it must be settled first.

    Raises: Refused('promise_open').
    """
    case = entry.case
    if case.promise_due_at is None:
        return
    resettle(entry)
    for promise in Promise.objects.of(case.brand_id).filter(STILL_OPEN, case=case):
        if ending is not Ending.WITHDRAWN:
            raise Refused("promise_open")
        withdraw(entry, promise)
        finish(entry, promise)
    make_good(entry)
    resettle(entry)


def withdraw(entry: Entry, promise: Promise, **more: object) -> None:
    """Takes a promise back within an act that is open; late and without the customer's word it counts as broken."""
    promise.withdrawn_at, promise.made_good_at = entry.now, promise.made_good_at or entry.now
    said = as_rules([promise], pauses_of(entry))[0]
    is_late = is_withdrawn_late(said, rules_of(promise))
    promise.is_counted_broken = is_late and promise.withdrawn_word is None
    entry.event(
        "promise.withdrawn",
        promise=promise.pk,
        late=promise.is_counted_broken,
        word=promise.withdrawn_word_id,
        **more,
    )


def finish(entry: Entry, promise: Promise) -> None:
    """Keeps what an act changed of a promise, and brings its clocks up to date."""
    promise.save()
    resettle(entry, promise)


def make_good(entry: Entry) -> None:
    """Says of what was broken in this case that it was made good."""
    rows = Promise.objects.of(entry.case.brand_id).filter(NOT_MADE_GOOD, case=entry.case)
    rows.update(made_good_at=entry.now)
