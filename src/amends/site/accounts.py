"""Who may make an account, and who somebody is that was signed in: asked on every page."""

from __future__ import annotations

from datetime import datetime

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from amends.people.models import Staff
from amends.people.prepared import prepared


class DeskAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff are invited; there is no sign-up page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answers no, always."""
        return False


class DeskBackend(AuthenticationBackend):  # type: ignore[misc]
    """Passwords as allauth checks them."""

    def get_user(self, user_id: int) -> Staff | None:
        """Answers the person of a session while they may work here, so that a disabled one is out at once."""
        found = _person(staff=int(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = _session(key=self.session_key or "", moment=timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]


@prepared
def _person(*, staff: int) -> QuerySet[Staff]:
    return Staff.objects.filter(pk=staff)


@prepared
def _session(*, key: str, moment: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=moment)
