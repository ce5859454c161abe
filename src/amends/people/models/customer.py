"""The people who wait: customers of one brand, their addresses, their household."""

from __future__ import annotations

from django.db import models

from amends.people.models.staff import Staff
from amends.people.scope import BrandOwned
from amends.rules.vocabulary import Verification


class Household(BrandOwned):
    """People who share a bill or a roof."""

    name = models.CharField(max_length=120, blank=True)

    class Meta(BrandOwned.Meta):
        indexes = [models.Index(fields=["brand"], name="household_brand")]


class Customer(BrandOwned):
    """A person known to one brand; two brands never share one."""

    uuid = models.UUIDField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="und")
    zone = models.CharField(max_length=64, blank=True)
    city = models.CharField(max_length=120, blank=True)
    since_on = models.DateField(null=True)
    value_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    products = models.CharField(max_length=300, blank=True)
    household = models.ForeignKey(Household, on_delete=models.SET_NULL, null=True, related_name="customers")
    verification = models.CharField(max_length=16, default=Verification.NONE.value)
    verified_how = models.CharField(max_length=200, blank=True)
    vulnerability = models.CharField(max_length=300, blank=True)
    vulnerability_known = models.CharField(max_length=200, blank=True)
    vulnerability_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta(BrandOwned.Meta):
        indexes = [models.Index(fields=["brand", "name"], name="customer_name")]

    def __str__(self) -> str:
        return self.name


class Address(BrandOwned):
    """Where a customer can be reached; `value_key` is the form that is compared."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=254)
    value_key = models.CharField(max_length=254)
    is_proven = models.BooleanField(default=True)
    """What somebody who sent a prepared complaint says of themselves finds nobody, until it is shown to be theirs."""

    class Meta(BrandOwned.Meta):
        indexes = [models.Index(fields=["brand", "value_key", "kind"], name="address_key")]
