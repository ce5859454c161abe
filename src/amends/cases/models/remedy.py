"""What is given to put a complaint right: the circumstances asked for, what was offered and chosen, the ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from amends.cases.models.case import Case
from amends.cases.models.payout import PayoutAccount
from amends.people.models import Staff
from amends.people.scope import BrandOwned
from amends.rules.remedies import State


class Circumstances(BrandOwned):
    """What the brand's policy asks about one case, as codes, counts and amounts; null is not known."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="circumstances")
    failure = models.CharField(max_length=40, blank=True)
    product = models.CharField(max_length=40, blank=True)
    times_failed = models.PositiveIntegerField(null=True)
    delay_minutes = models.PositiveIntegerField(null=True)
    price_paid = models.PositiveBigIntegerField(null=True)
    monthly_price = models.PositiveBigIntegerField(null=True)
    fee = models.PositiveBigIntegerField(null=True)
    outage_reported = models.BooleanField(null=True)
    error_known = models.BooleanField(null=True)
    times_asked = models.PositiveIntegerField(null=True)
    courtesy = models.CharField(max_length=12, blank=True)
    leave_intent = models.BooleanField(null=True)
    disputed_minor = models.PositiveBigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        pass


class Supplier(BrandOwned):
    """A company that works for the brand and pays for what it did wrong; the ledger knows it by its id."""

    name = models.CharField(max_length=120)

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="supplier_once")]

    def __str__(self) -> str:
        return self.name


class Offer(BrandOwned):
    """Options as they were put to the customer: under which policy, from which facts, worth what then.

    `picked` is what they chose before anybody knew who they are, under the key of that choice.
    """

    uuid = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="offers")
    policy_number = models.PositiveIntegerField()
    facts = models.JSONField()
    options = models.JSONField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    picked = models.CharField(max_length=4, blank=True)
    picked_key = models.UUIDField(null=True)

    class Meta(BrandOwned.Meta):
        pass


class Settlement(BrandOwned):
    """What is given together in one case: an option with its fix and extra, a gesture, or what law makes due.

    `uuid` is the key of choosing it: said twice, it is one settlement.
    """

    uuid = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="settlements")
    offer = models.ForeignKey(
        Offer, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=True
    )
    origin = models.CharField(max_length=8)
    code = models.CharField(max_length=40)
    policy_number = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)
    total_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    is_customers_choice = models.BooleanField(default=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    charged_to = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    given_on = models.DateField()
    others_needed = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, default=State.CHOSEN.value)
    chosen_at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"], condition=Q(origin="due"), name="settlement_due_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["brand", "chosen_at"], name="settlement_open", condition=Q(state=State.CHOSEN.value)
            ),
            models.Index(fields=["staff", "given_on"], name="settlement_staff"),
        ]


class Remedy(BrandOwned):
    """One thing that is given; `uuid` is the key under which it is issued, once however often that is tried."""

    uuid = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remedies")
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="remedies")
    part = models.CharField(max_length=8)
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, default=State.CHOSEN.value)
    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, null=True, related_name="remedies")
    is_by_hand = models.BooleanField(default=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=120, blank=True)
    receipt = models.CharField(max_length=120, blank=True)
    issued_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    issued_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta(BrandOwned.Meta):
        indexes = [
            models.Index(
                fields=["next_at"],
                name="remedy_next",
                condition=Q(state=State.APPROVED.value, is_by_hand=False, next_at__isnull=False),
            )
        ]


class Approval(BrandOwned):
    """One person's agreement to a settlement of somebody else."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="approvals")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["settlement", "staff"], name="approval_once")]


class LedgerEntry(BrandOwned):
    """One side of what an act moved; never changed, and once for each remedy, act and account."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="entries")
    act = models.CharField(max_length=8)
    account = models.CharField(max_length=10)
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["remedy", "act", "account"], name="ledger_entry_once")]
        indexes = [models.Index(fields=["brand", "account", "at"], name="ledger_account")]


class Given(BrandOwned):
    """What one person gave on one day of the brand, so that a day's limit holds for two hands at once."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    day_on = models.DateField()
    given_minor = models.PositiveBigIntegerField(default=0)
    gestures_minor = models.PositiveBigIntegerField(default=0)

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["brand", "staff", "day_on"], name="given_once")]
