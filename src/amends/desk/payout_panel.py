"""Accounts as the pages of a case show them: masked, with what speaks for a second look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from amends.cases.models import Case, PayoutAccount
from amends.cases.payouts import SeenAccount, accounts_of, seen
from amends.cases.recording import subject_of
from amends.desk.payout_shapes import NO_ACCOUNTS, AccountPage, AccountShape, AccountsShape
from amends.page import when
from amends.page.parts import NOTHING_SENT, Choice, FormShape
from amends.page.shaping import case_url
from amends.page.words import refusal
from amends.people.models import Brand, Customer
from amends.people.permissions import Actor, may
from amends.rules.payouts import AccountKind, Doubt, RevealReason, why_not_add
from amends.rules.vocabulary import Verification

KINDS: Mapping[str, Promise] = {
    AccountKind.IBAN.value: pgettext_lazy("account", "IBAN"),
    AccountKind.OTHER.value: pgettext_lazy("account", "Another number"),
}
REASONS: Mapping[str, Promise] = {
    RevealReason.PAY_BY_HAND.value: lazy("I pay it by hand"),
    RevealReason.CUSTOMER_ASKS.value: lazy("The customer asks which account we have"),
    RevealReason.LOOK_INTO.value: lazy("I look into something doubtful"),
}


def accounts_panel(
    case: Case, customer: Customer | None, brand: Brand, actor: Actor, now: datetime
) -> AccountsShape:
    """Answers the accounts of a case's customer. Queries: 1, and 2 more where there are any."""
    if customer is None or not case.is_open:
        return NO_ACCOUNTS
    found = accounts_of(brand.pk, customer.pk, now)
    level = Verification(customer.verification)
    answer = may(actor, "add_account", subject_of(case))
    reason = answer.reason or why_not_add(level, has_authority=case.has_authority, is_known=True)
    rows = tuple(account_shape(one, brand.currency) for one in found)
    back = Choice("", _("Back the way it was paid"))
    return AccountsShape(
        rows=rows,
        choices=(back, *(Choice(row.uuid, row.text) for row in rows)) if rows else (),
        kinds=tuple(Choice(code, str(word)) for code, word in KINDS.items()),
        refusal_text=refusal(reason) if reason else "",
    )


def account_shape(one: SeenAccount, currency: str) -> AccountShape:
    """Answers one account as it may be read by everybody who sees the case."""
    given = when.money(one.given_minor, currency) if one.given_minor else ""
    return AccountShape(str(one.row.uuid), masked(one.row), given, tuple(_doubts(one)))


def masked(row: PayoutAccount) -> str:
    """Answers an account by its kind and its last four signs."""
    kind = KINDS.get(row.kind, row.kind)
    return f"{kind} •••• {row.last_four}" if row.last_four else _("an account that is gone")


def _doubts(one: SeenAccount) -> Iterator[str]:
    if Doubt.NEW in one.doubts:
        yield _("New: somebody else must agree before money goes there.")
    if Doubt.SHARED in one.doubts:
        yield ngettext(
            "{count} other customer has it too: somebody else must agree.",
            "{count} other customers have it too: somebody else must agree.",
            one.others,
        ).format(count=one.others)


def account_page(
    case: Case,
    row: PayoutAccount,
    brand: Brand,
    actor: Actor,
    now: datetime,
    *,
    number: str = "",
    form: FormShape = NOTHING_SENT,
) -> AccountPage:
    """Answers an account's own page. Queries: 2."""
    answer = may(actor, "reveal_account", subject_of(case))
    return AccountPage(
        case_url=case_url(case.uuid),
        case_reference=case.reference,
        here_url=reverse("desk:account", args=[case.uuid, row.uuid]),
        account=account_shape(seen([row], now)[0], brand.currency),
        added_text=_added(row, now),
        reasons=tuple(Choice(code, str(word)) for code, word in REASONS.items()),
        number=" ".join(number[at : at + 4] for at in range(0, len(number), 4)),
        refusal_text="" if answer.is_granted else refusal(answer.reason),
        form=form,
    )


def _added(row: PayoutAccount, now: datetime) -> str:
    hour = when.said_when(row.added_at, now)
    if row.added_by is None:
        return _("Added {when}").format(when=hour)
    return _("Added {when} by {name}").format(when=hour, name=row.added_by.name)
