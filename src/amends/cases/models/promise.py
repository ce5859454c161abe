"""What was promised to a customer by which hour, what was tried, and how it ended."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from amends.cases.models.case import Case
from amends.cases.models.contact import Contact
from amends.cases.models.remedy import Supplier
from amends.cases.models.words import Erasable
from amends.people.models import Customer, Staff
from amends.people.scope import BrandOwned
from amends.rules.promises import OPEN, State

_STATES = sorted(state.value for state in OPEN)


class Promise(Erasable):
    """One promise. `starts_at` to `ends_at` is what was said first, `agreed_…` the window last agreed.

    When it is due, how it stands and when to look again are stored, so that a clock is a read of an index.
    """

    uuid = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="promises", db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, related_name="promises", db_index=False
    )
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    cover = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    # Whose work it waits for, where that is a company that works for the brand.
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    agreed_at = models.DateTimeField()
    agreed_starts_at = models.DateTimeField()
    agreed_ends_at = models.DateTimeField()

    message = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    message_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    proved_at = models.DateTimeField(null=True)
    kept_by = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    kept_remedy_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    withdrawn_word = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    is_counted_broken = models.BooleanField(default=False)

    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=State.DUE.value)
    next_check_at = models.DateTimeField(null=True)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    warned_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    made_good_at = models.DateTimeField(null=True)

    class Meta(Erasable.Meta):
        indexes = [
            models.Index(fields=["case", "brand", "made_at"], name="promise_case"),
            models.Index(
                fields=["next_check_at"], name="promise_next", condition=Q(next_check_at__isnull=False)
            ),
            # The book: what an hour of a person holds, whoever stands in for whom.
            models.Index(fields=["owner", "due_at"], name="promise_owner", condition=Q(state__in=_STATES)),
            models.Index(
                fields=["cover", "due_at"],
                name="promise_cover",
                condition=Q(state__in=_STATES, cover__isnull=False),
            ),
            models.Index(fields=["brand", "made_at"], name="promise_made"),
        ]


class PromiseAttempt(BrandOwned):
    """One try to reach the customer that nobody answered."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="attempts")
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        pass


class PromiseMove(BrandOwned):
    """Another window, agreed in a contact that holds the customer's word."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="moves")
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    word = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta(BrandOwned.Meta):
        pass
