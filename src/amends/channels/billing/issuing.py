"""Remedies handed over to a billing system: as signed files in a folder, or as signed requests.

The signature is that of Standard Webhooks: HMAC-SHA256 over "id.timestamp.body", so that a receiver needs no
library of ours. `webhook-id` is the remedy's key: a receiver that has seen it answers as it did the first time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
from django.conf import settings

from amends.cases.issuers import Order
from amends.clock import now
from amends.errors import ChannelError

TIMEOUT_SECONDS = 20
_MOST_RECEIPT = 120


class HandOver:
    """Hands orders to where AMENDS_REMEDIES_URL points: file:///folder, https://address or http://address."""

    def issue(self, order: Order) -> str:
        """Answers the receipt. Raises: ChannelError, permanent where trying again can't help."""
        where = urlsplit(settings.REMEDIES_URL)
        if where.scheme == "file":
            return _into_folder(Path(unquote(where.path)), order)
        if where.scheme in ("http", "https"):
            return _asked(settings.REMEDIES_URL, order)
        raise ChannelError("no_issuer", permanent=True)


def _into_folder(folder: Path, order: Order) -> str:
    """Writes the order as one file named by its key; a file that is there already is this very order."""
    final = folder / f"{order.key}.json"
    if final.exists():
        return final.name
    body = _body(order)
    sealed = {"order": json.loads(body), **signed(order.key, body, now())}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=folder, suffix=".part", delete=False) as passing:
            json.dump(sealed, passing, ensure_ascii=False, sort_keys=True)
            passing.flush()
            os.fsync(passing.fileno())
        # Whole or not at all: whoever reads the folder never sees half an order.
        Path(passing.name).rename(final)
    except OSError as error:
        raise ChannelError("folder_refused", permanent=False) from error
    return final.name


def _asked(address: str, order: Order) -> str:
    body = _body(order)
    headers = {"content-type": "application/json", "idempotency-key": order.key}
    headers |= signed(order.key, body, now())
    try:
        answer = httpx.post(address, content=body, headers=headers, timeout=TIMEOUT_SECONDS)
    except (httpx.HTTPError, OSError) as error:
        raise ChannelError("unreachable", permanent=False) from error
    if answer.is_success:
        return answer.headers.get("x-receipt", "")[:_MOST_RECEIPT] or order.key
    # Too many requests and a conflict with itself are over in time; other refusals are not.
    is_refused = 400 <= answer.status_code < 500 and answer.status_code not in (408, 409, 425, 429)
    raise ChannelError("refused", permanent=is_refused, said=answer.status_code)


def _body(order: Order) -> bytes:
    return json.dumps(asdict(order), ensure_ascii=False, sort_keys=True).encode()


def signed(key: str, body: bytes, moment: datetime) -> Mapping[str, str]:
    """Answers the three headers of a signed message."""
    stamp = str(int(moment.timestamp()))
    content = f"{key}.{stamp}.".encode() + body
    mark = base64.b64encode(hmac.digest(settings.REMEDIES_KEY, content, hashlib.sha256)).decode()
    return {"webhook-id": key, "webhook-timestamp": stamp, "webhook-signature": f"v1,{mark}"}
