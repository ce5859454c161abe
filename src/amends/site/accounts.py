"""Who may make an account: nobody from outside; administrators invite."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class DeskAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff are invited; there is no sign-up page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answers no, always."""
        return False
