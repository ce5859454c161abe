"""The file of one complaint: the minimum complaint record, whole."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from amends.cases.models.words import Erasable
from amends.people.models import Customer, Staff, Team
from amends.rules.vocabulary import Situation, Stage

_OPEN = Q(is_open=True)
# Who may see a case stands in the indexes too, so that counting a view never reads the cases themselves;
# and what the queue is filtered by, so that a filter that matches nothing reads none.
_FILTERED = ("seriousness", "stage", "language", "situation", "channel", "team")
_SEEN = ("is_open", "is_restricted", "about_staff")
_VIEWED = ("owner", "is_waiting", "is_held", "is_reopened")


class Case(Erasable):
    """One complaint of one customer about one brand.

    Source: ISO 10002 clause 7; the union of what regulators ask for.
    """

    uuid = models.UUIDField(unique=True)
    reference = models.CharField(max_length=12)
    recent_key = models.BigIntegerField()
    rank = models.BigIntegerField()

    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, related_name="cases", db_index=False
    )
    language = models.CharField(max_length=12)
    channel = models.CharField(max_length=10)
    gist = models.CharField(max_length=200)
    want = models.CharField(max_length=300, blank=True)
    want_reason = models.CharField(max_length=300, blank=True)

    stage = models.CharField(max_length=12, default=Stage.RECEIVED.value)
    is_open = models.BooleanField(default=True)
    situation = models.CharField(max_length=8, default=Situation.MEND.value)
    seriousness = models.PositiveSmallIntegerField(default=1)
    impact = models.PositiveSmallIntegerField(default=2)
    urgency = models.PositiveSmallIntegerField(default=2)
    emotion = models.CharField(max_length=16, blank=True)
    flags = models.JSONField(default=list)
    # What was read from their words; no person said it, so nothing may hang on it alone.
    read_flags = models.JSONField(default=list)

    product = models.CharField(max_length=160, blank=True)
    sub_product = models.CharField(max_length=160, blank=True)
    issue = models.CharField(max_length=200, blank=True)
    sub_issue = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=160, blank=True)
    needed_skill = models.CharField(max_length=40, blank=True)
    jurisdiction = models.CharField(max_length=40, blank=True)
    external_reference = models.CharField(max_length=80, blank=True)

    representative = models.CharField(max_length=200, blank=True)
    has_authority = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    has_publish_consent = models.BooleanField(default=False)
    contact_preference = models.CharField(max_length=10, blank=True)

    owner = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    about_staff = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    is_restricted = models.BooleanField(default=False)

    occurred_at = models.DateTimeField(null=True)
    occurred_precision = models.CharField(max_length=8, blank=True)
    date_mark = models.CharField(max_length=10, blank=True)
    opened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    acknowledge_due_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    respond_due_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    promise_due_at = models.DateTimeField(null=True)
    promise_agreed_at = models.DateTimeField(null=True)
    promise_kind = models.CharField(max_length=10, blank=True)
    next_due_at = models.DateTimeField(null=True)
    waiting = models.CharField(max_length=10, blank=True)
    waiting_until = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)

    findings = models.TextField(blank=True)
    cause = models.CharField(max_length=10, blank=True)
    below_promise = models.BooleanField(null=True)
    supplier = models.CharField(max_length=120, blank=True)
    decision = models.CharField(max_length=12, blank=True)
    decided_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, blank=True)
    ending_reason = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    rung = models.CharField(max_length=40, blank=True)
    escalated_at = models.DateTimeField(null=True)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    is_held = models.BooleanField(default=False)
    is_waiting = models.BooleanField(default=False)
    is_reopened = models.BooleanField(default=False)
    outcome_said = models.CharField(max_length=200, blank=True)
    corrective_action = models.CharField(max_length=300, blank=True)
    effect_check = models.CharField(max_length=300, blank=True)
    external_reference_out = models.CharField(max_length=80, blank=True)
    external_body = models.CharField(max_length=200, blank=True)
    external_result = models.CharField(max_length=200, blank=True)
    continues = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    retain_until_on = models.DateField(null=True)

    event_count = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)

    class Meta(Erasable.Meta):
        indexes = [
            models.Index(fields=["brand", "recent_key"], name="case_recent"),
            models.Index(fields=["brand", "rank", *_FILTERED, *_SEEN], name="case_open", condition=_OPEN),
            models.Index(
                fields=["brand", "next_due_at", *_VIEWED, *_SEEN],
                name="case_due",
                condition=Q(is_open=True, next_due_at__isnull=False),
            ),
            models.Index(
                fields=["brand", "owner", "rank", *_SEEN],
                name="case_mine",
                condition=Q(is_open=True, owner__isnull=False),
            ),
            models.Index(
                fields=["brand", "rank", "owner", *_SEEN],
                name="case_unowned",
                condition=Q(is_open=True, owner__isnull=True),
            ),
            models.Index(
                fields=["brand", "rank", "is_waiting", *_SEEN],
                name="case_waiting",
                condition=Q(is_open=True, is_waiting=True),
            ),
            models.Index(
                fields=["brand", "rank", "is_held", *_SEEN],
                name="case_held",
                condition=Q(is_open=True, is_held=True),
            ),
            models.Index(
                fields=["brand", "rank", "is_reopened", *_SEEN],
                name="case_reopened",
                condition=Q(is_open=True, is_reopened=True),
            ),
            models.Index(fields=["brand", "stage", "rank", *_SEEN], name="case_stage", condition=_OPEN),
            models.Index(fields=["brand", "language", "rank", *_SEEN], name="case_language", condition=_OPEN),
            models.Index(fields=["customer", "brand", "recent_key"], name="case_customer"),
            models.Index(fields=["about_staff"], name="case_about", condition=Q(about_staff__isnull=False)),
            models.Index(
                fields=["retain_until_on"],
                name="case_retained",
                condition=Q(retain_until_on__isnull=False, erased_at__isnull=True),
            ),
            models.Index(fields=["erased_at"], name="case_erased", condition=Q(erased_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.reference
