"""What is sealed under a key of its own: destroying the key is destroying what it opens."""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_INNER = 32


def seal(raw: bytes) -> tuple[bytes, bytes]:
    """Answers (key, sealed bytes) for one original."""
    key, nonce = AESGCM.generate_key(128), os.urandom(_NONCE)
    return key, nonce + AESGCM(key).encrypt(nonce, raw, None)


def unseal(key: bytes, sealed: bytes) -> bytes:
    """Answers the original. Raises: cryptography's InvalidTag when it was altered."""
    return AESGCM(bytes(key)).decrypt(bytes(sealed[:_NONCE]), bytes(sealed[_NONCE:]), None)


def seal_twice(outer: bytes, raw: bytes, bound_to: bytes) -> tuple[bytes, bytes]:
    """Answers (inner key, sealed bytes): it takes both keys to open them, and the name of the row they belong to."""
    inner, nonce = os.urandom(_INNER), os.urandom(_NONCE)
    return inner, nonce + AESGCM(_both(outer, inner)).encrypt(nonce, raw, bound_to)


def unseal_twice(outer: bytes, inner: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Answers what was sealed. Raises: cryptography's InvalidTag for another key, another row or altered bytes."""
    opened = AESGCM(_both(outer, bytes(inner)))
    return opened.decrypt(bytes(sealed[:_NONCE]), bytes(sealed[_NONCE:]), bound_to)


def _both(outer: bytes, inner: bytes) -> bytes:
    return hmac.digest(outer, inner, hashlib.sha256)
