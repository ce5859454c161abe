"""What the case page and an account's own page are given of accounts; see shapes.py for how shapes are meant."""

from __future__ import annotations

from dataclasses import dataclass

from amends.page.parts import NOTHING_SENT, Choice, FormShape


@dataclass(frozen=True, slots=True)
class AccountShape:
    """One account of the customer: never the whole number."""

    uuid: str
    text: str  # "IBAN •••• 3000"
    given_text: str = ""  # what went to it in a year
    doubts: tuple[str, ...] = ()  # whole sentences


@dataclass(frozen=True, slots=True)
class AccountsShape:
    """The accounts of the customer, and the form that adds one."""

    rows: tuple[AccountShape, ...] = ()
    choices: tuple[Choice, ...] = ()  # where the money of an option goes
    kinds: tuple[Choice, ...] = ()
    refusal_text: str = ""  # why none may be added


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Context name `page` of account.html; `number` is empty until somebody says why they want to see it."""

    case_url: str
    case_reference: str
    here_url: str
    account: AccountShape
    added_text: str
    reasons: tuple[Choice, ...]
    number: str = ""
    refusal_text: str = ""
    form: FormShape = NOTHING_SENT


NO_ACCOUNTS = AccountsShape()
