"""One secret in a text: what it is, where it stands, and what stands there afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MASK: Final = "••••"


class SecretKind(StrEnum):
    """What a secret is; a national id is named by its country."""

    CARD = "card"
    CVV = "cvv"
    PASSWORD = "password"
    ONE_TIME_CODE = "one_time_code"
    IBAN = "iban"
    PASSPORT = "passport"
    ID_BG = "national_id.bg"
    ID_CN = "national_id.cn"
    ID_HK = "national_id.hk"
    ID_IL = "national_id.il"
    ID_RU = "national_id.ru"
    ID_SE = "national_id.se"
    ID_TW = "national_id.tw"
    ID_US = "national_id.us"


_MASKED_AWAY: Final = frozenset(
    (SecretKind.CARD, SecretKind.CVV, SecretKind.PASSWORD, SecretKind.ONE_TIME_CODE)
)


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret and its place. Units: code points. `number` is what is kept of it, as it is compared."""

    kind: SecretKind
    start: int
    end: int
    number: str = ""

    @property
    def is_masked_away(self) -> bool:
        """Answers whether nobody may ever see it again; the others may be kept sealed."""
        return self.kind in _MASKED_AWAY

    @property
    def last_four(self) -> str:
        """Answers the signs by which its owner knows it; none for what is a secret by itself."""
        return self.number[-4:]

    @property
    def mask(self) -> str:
        """Answers what stands in the text afterwards."""
        if self.is_masked_away:
            return MASK + self.last_four
        return f"[{self.kind.partition('.')[0].replace('national_', '')} {MASK} {self.last_four}]"


def without_overlaps(found: Iterable[Secret]) -> tuple[Secret, ...]:
    """Answers secrets in the order of the text; of two that share a sign the one named first stays."""
    secrets = list(found)
    if len(secrets) < 2:
        return tuple(secrets)
    taken = bytearray(max((one.end for one in secrets), default=0))
    kept: list[Secret] = []
    for secret in secrets:
        if 1 not in taken[secret.start : secret.end]:
            taken[secret.start : secret.end] = b"\1" * (secret.end - secret.start)
            kept.append(secret)
    return tuple(sorted(kept, key=lambda one: one.start))


def masked(text: str, secrets: Sequence[Secret]) -> str:
    """Answers the text with every one of these masked; what lies between them is unchanged."""
    parts: list[str] = []
    done = 0
    for secret in secrets:
        parts += (text[done : secret.start], secret.mask)
        done = secret.end
    return "".join(parts) + text[done:]
