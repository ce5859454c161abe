"""Secrets in words: cards, security codes, passwords and one-time codes go; ids and IBANs may be kept sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amends.language.redaction.cards import SHORTEST, find_cards, find_security_codes, group_sizes
from amends.language.redaction.codes import FEWEST_CODE, find_codes, may_have_code
from amends.language.redaction.identities import FEWEST_DIGITS, find_identities
from amends.language.redaction.passwords import find_passwords, may_have_password
from amends.language.redaction.secret import Secret, SecretKind, masked, without_overlaps


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text safe to store, and how many numbers and words were masked in it."""

    text: str
    count: int


def find_secrets(text: str) -> tuple[Secret, ...]:
    """Answers every secret in a text, in order; none of them share a sign."""
    sizes = group_sizes(text)
    away, kept = _masked_away(text, sizes), _kept(text, sizes)
    if not kept:
        return without_overlaps(away)
    cards = [one for one in away if one.kind is SecretKind.CARD and not _is_within_any(one, kept)]
    return without_overlaps([*cards, *kept, *away])


def redact(text: str) -> tuple[str, tuple[Secret, ...]]:
    """Answers the text with every secret masked, and the secrets by their places in the text as it was."""
    secrets = find_secrets(text)
    return (masked(text, secrets), secrets) if secrets else (text, ())


def redact_cards(text: str) -> Redacted:
    """Answers the text without what nobody may keep: cards, security codes, passwords, one-time codes."""
    secrets = without_overlaps(_masked_away(text, group_sizes(text)))
    return Redacted(masked(text, secrets), len(secrets)) if secrets else Redacted(text, 0)


def _masked_away(text: str, sizes: Sequence[int]) -> list[Secret]:
    found: list[Secret] = []
    if sum(sizes) >= SHORTEST:
        found += find_cards(text)
    if 3 in sizes or 4 in sizes:
        found += find_security_codes(text)
    if sum(sizes) >= FEWEST_CODE and may_have_code(text):
        found += find_codes(text)
    if may_have_password(text, sizes):
        found += find_passwords(text)
    return found


def _is_within_any(secret: Secret, others: list[Secret]) -> bool:
    """Answers whether the digits of an IBAN or of an id only look like a card."""
    return any(one.start <= secret.start and secret.end <= one.end for one in others)


def _kept(text: str, sizes: Sequence[int]) -> list[Secret]:
    return find_identities(text) if sum(sizes) >= FEWEST_DIGITS else []


__all__ = ["Redacted", "Secret", "SecretKind", "find_secrets", "redact", "redact_cards"]
