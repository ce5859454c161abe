"""Sign-in links: 128 random bits, kept as a hash, used once, and only by a POST."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from amends.people.models import SignInLink, Staff

LIFE = timedelta(hours=12)


def token_hash(token: str) -> str:
    """Answers what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(staff: Staff, now: datetime, life: timedelta = LIFE) -> str:
    """Answers a fresh token that signs this person in once."""
    token = secrets.token_urlsafe(24)
    SignInLink.objects.create(staff=staff, token_hash=token_hash(token), expires_at=now + life)
    return token


def linked_person(token: str, now: datetime) -> Staff | None:
    """Answers whose link this is while it can be used; looking uses nothing up."""
    link = SignInLink.objects.filter(token_hash=token_hash(token)).select_related("staff").first()
    usable = link is not None and link.used_at is None and link.expires_at > now and link.staff.is_active
    return link.staff if usable and link is not None else None


def use_link(token: str, now: datetime) -> Staff | None:
    """Uses a link up and answers whom it signs in; None for the second use, late, or unknown."""
    fresh = SignInLink.objects.filter(
        token_hash=token_hash(token), used_at__isnull=True, expires_at__gt=now, staff__is_active=True
    )
    if not fresh.update(used_at=now):
        return None
    return SignInLink.objects.select_related("staff").get(token_hash=token_hash(token)).staff
