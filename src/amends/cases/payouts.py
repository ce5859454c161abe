"""A customer's accounts as the desk knows them: sealed, told apart by a keyed digest, with what went to each lately."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db.models import QuerySet
from stdnum import iban
from stdnum.exceptions import ValidationError

from amends.cases.models import PayoutAccount, Remedy, Settlement
from amends.cases.recording import Refused
from amends.cases.sealing import seal_twice, unseal_twice
from amends.errors import DomainError
from amends.people.prepared import prepared
from amends.rules.payouts import AccountKind, Doubt, doubts
from amends.rules.remedies import SPENT

YEAR = timedelta(days=365)
_OTHER = re.compile(r"[0-9A-Z]{6,34}")
_SPACES = re.compile(r"[\s./-]+")
_COUNTED = tuple(state.value for state in SPENT)


@dataclass(frozen=True, slots=True)
class SeenAccount:
    """One account, how many other customers of the brand have it, and what went to it in a year. Units: minor units."""

    row: PayoutAccount
    others: int
    given_minor: int
    doubts: tuple[Doubt, ...]


def read_number(kind: AccountKind, said: str) -> str:
    """Answers a number as it is compared and paid to. Raises: DomainError('account_wrong')."""
    number = _SPACES.sub("", said).upper()
    # What is wrong is never part of the error: it may be a number that somebody has.
    if kind is AccountKind.IBAN and not _is_iban(number):
        raise DomainError("account_wrong")
    if not _OTHER.fullmatch(number):
        raise DomainError("account_wrong")
    return number


def _is_iban(number: str) -> bool:
    try:
        iban.validate(number)
    except ValidationError:
        return False
    return True


def digest_of(brand_id: int, kind: AccountKind, number: str) -> str:
    """Answers by what an account is known inside a brand; in another brand, or without the key, it is another."""
    said = f"{brand_id}:{kind.value}:{number}".encode()
    return hmac.new(settings.ACCOUNTS_KEY, said, hashlib.sha256).hexdigest()


def seal_number(row: PayoutAccount, number: str) -> None:
    """Puts a number into a row so that only its last four signs can be read there."""
    row.key, row.sealed = seal_twice(settings.ACCOUNTS_KEY, number.encode(), row.uuid.bytes)
    row.last_four = number[-4:]


def number_of(row: PayoutAccount) -> str:
    """Answers the whole number. Raises: DomainError('account_gone') for one that was removed, erased or altered."""
    if row.key is None:
        raise DomainError("account_gone")
    try:
        return unseal_twice(settings.ACCOUNTS_KEY, bytes(row.key), bytes(row.sealed), row.uuid.bytes).decode()
    except InvalidTag as error:
        raise DomainError("account_gone") from error


def accounts_of(brand_id: int, customer_id: int, now: datetime) -> Sequence[SeenAccount]:
    """Answers the accounts of a customer, the oldest first. Queries: 1, and 2 more where there are any."""
    rows = _accounts(brand=brand_id, customer=customer_id)
    return seen(rows, now) if rows else ()


def seen(rows: Sequence[PayoutAccount], now: datetime) -> Sequence[SeenAccount]:
    """Answers what is known of accounts of one brand. Queries: 2."""
    brand, digests = rows[0].brand_id, tuple(row.digest for row in rows)
    holders: dict[str, set[int]] = defaultdict(set)
    for digest, customer, merged in _holders(brand=brand, digests=digests):
        holders[digest].add(merged or customer)
    given: Counter[str] = Counter()
    for digest, amount in _given(brand=brand, digests=digests, since=now - YEAR):
        given[digest] += amount
    return [_seen(row, holders[row.digest], given[row.digest], now) for row in rows]


def _seen(row: PayoutAccount, holders: set[int], given: int, now: datetime) -> SeenAccount:
    others = len(holders - {row.customer_id})
    new_for = timedelta(days=settings.ACCOUNT_NEW_DAYS)
    return SeenAccount(row, others, given, doubts(row.added_at, others, now, new_for))


def refuse_own_account(settlement: Settlement, staff_id: int, now: datetime) -> None:
    """Refuses who added the new account that this settlement pays to. Queries: 1. Raises: Refused('own_account')."""
    since = now - timedelta(days=settings.ACCOUNT_NEW_DAYS)
    rows = PayoutAccount.objects.of(settlement.brand_id).filter(remedies__settlement=settlement)
    if rows.filter(added_by_id=staff_id, added_at__gt=since).exists():
        raise Refused("own_account")


@prepared
def _accounts(*, brand: int, customer: int) -> QuerySet[PayoutAccount]:
    rows = PayoutAccount.objects.of(brand).filter(customer_id=customer, removed_at=None)
    return rows.exclude(digest="").order_by("added_at", "id")


@prepared
def _holders(*, brand: int, digests: tuple[str, ...]) -> QuerySet[PayoutAccount, tuple[str, int, int | None]]:
    # An account that somebody took off their row was theirs all the same.
    rows = PayoutAccount.objects.of(brand).filter(digest__in=digests)
    return rows.values_list("digest", "customer_id", "customer__merged_into_id")


@prepared
def _given(*, brand: int, digests: tuple[str, ...], since: datetime) -> QuerySet[Remedy, tuple[str, int]]:
    rows = Remedy.objects.of(brand).filter(account__digest__in=digests, state__in=_COUNTED)
    found = rows.filter(settlement__chosen_at__gte=since)
    return found.values_list("account__digest", "amount_minor")
