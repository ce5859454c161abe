"""How events are bound together: a hash chain per case, keyed digests of words, Merkle roots over heads."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

_SORTED = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_IN_ORDER = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Link:
    """What one event says, in the form that is hashed."""

    case_id: int
    seq: int
    at: datetime
    kind: str
    actor_kind: str
    actor_id: int | None
    data: str


def canonical(data: Mapping[str, object]) -> str:
    """Answers the one text form of an event's data."""
    return _SORTED.encode(data)


def link_hash(previous: str, link: Link) -> str:
    """Answers the hash of an event that follows `previous` (empty for the first)."""
    said = [
        previous,
        link.case_id,
        link.seq,
        _written(link.at),
        link.kind,
        link.actor_kind,
        link.actor_id,
        link.data,
    ]
    return hashlib.sha256(_IN_ORDER.encode(said).encode()).hexdigest()


@lru_cache(maxsize=256)
def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def new_key() -> bytes:
    """Answers a fresh key for the digest of one row's words."""
    return os.urandom(16)


def words_digest(key: bytes, *words: str) -> str:
    """Answers the keyed digest of words: proves them while the key lives, tells nothing afterwards."""
    return hmac.digest(bytes(key), "\x1f".join(words).encode(), "sha256").hex()


def merkle_root(leaves: Sequence[bytes]) -> str:
    """Answers the Merkle root of leaves; an odd one is carried up. The root of nothing is the hash of nothing."""
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)
        ]
        level = pairs + level[len(pairs) * 2 :]
    return level[0].hex()


def head_leaf(case_id: int, seq: int, head: str) -> bytes:
    """Answers the leaf that stands for one case's chain in a checkpoint."""
    return f"{case_id}:{seq}:{head}".encode()
