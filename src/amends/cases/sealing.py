"""Raw originals under a key of their own: destroying the key is destroying the original."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


def seal(raw: bytes) -> tuple[bytes, bytes]:
    """Answers (key, sealed bytes) for one original."""
    key, nonce = AESGCM.generate_key(128), os.urandom(_NONCE)
    return key, nonce + AESGCM(key).encrypt(nonce, raw, None)


def unseal(key: bytes, sealed: bytes) -> bytes:
    """Answers the original. Raises: cryptography's InvalidTag when it was altered."""
    return AESGCM(bytes(key)).decrypt(bytes(sealed[:_NONCE]), bytes(sealed[_NONCE:]), None)
