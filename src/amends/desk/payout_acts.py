"""The acts on a customer's accounts that the case page offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from amends.cases.actions.payouts import add_account, direct_remedy, remove_account
from amends.desk.asked import Asked, Outcome
from amends.errors import DomainError
from amends.rules.payouts import AccountKind


def _add(asked: Asked) -> Outcome:
    add_account(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        kind=_kind(asked.text("kind")),
        number=asked.text("number"),
        now=asked.now,
    )
    return Outcome(_("The account is kept, sealed."))


def _kind(said: str) -> AccountKind:
    if said not in set(AccountKind):
        raise DomainError("account_wrong")
    return AccountKind(said)


def _remove(asked: Asked) -> Outcome:
    account = _named(asked, "account")
    remove_account(actor=asked.actor, case_uuid=asked.case_uuid, account=account, now=asked.now)
    return Outcome(_("The account is gone; what went to it stays counted."))


def _direct(asked: Asked) -> Outcome:
    direct_remedy(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        remedy=_named(asked, "remedy"),
        account=_named(asked, "account"),
        now=asked.now,
    )
    return Outcome(_("It goes to that account."))


def _named(asked: Asked, name: str) -> UUID:
    try:
        return UUID(asked.text(name))
    except ValueError as error:
        raise DomainError("not_in_case") from error


PAYOUT_ACTS: Mapping[str, Callable[[Asked], Outcome]] = {
    "add_account": _add,
    "remove_account": _remove,
    "direct": _direct,
}
"""Act -> what does it."""
