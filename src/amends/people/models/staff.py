"""The people who answer: staff, and for which brands in which role."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from amends.people.models.brand import Brand, Team
from amends.rules.vocabulary import Role


class StaffManager(BaseUserManager["Staff"]):
    """Makes staff known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Staff:
        """Answers a new person; without a password only a sign-in link lets them in."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Staff:
        """Answers the person of an address, whatever its case."""
        return self.get(email=(username or "").lower())


class Staff(AbstractBaseUser, PermissionsMixin):
    """A person who answers complaints; belongs to brands by membership."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="en")
    zone = models.CharField(max_length=64, default="UTC")
    theme = models.CharField(max_length=8, blank=True)
    has_letter_keys = models.BooleanField(default=True)
    languages = models.JSONField(default=list)
    skills = models.JSONField(default=list)
    usual_load = models.PositiveIntegerField(default=75)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[StaffManager] = StaffManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """Answers one or two letters for the round mark."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))


class Membership(models.Model):
    """What a person does for one brand."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="memberships")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "brand"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.staff_id}:{self.brand_id}:{self.role}"


class SignInLink(models.Model):
    """A link that signs one person in once; only its hash is kept, and only a POST uses it."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
