"""The desk as an ASGI application: Django runs under WSGI on a fixed pool of threads, where it is twice as fast.

Source: docs/adr/0004-django-runs-under-wsgi-on-a-thread-pool.md
"""

from __future__ import annotations

import gc
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from a2wsgi import WSGIMiddleware

from amends.site.wsgi import application as desk

Message = MutableMapping[str, Any]
THREADS = int(os.environ.get("AMENDS_THREADS", "8"))

# Collecting garbage in the middle of a page costs more than the garbage: what start made is left out for good.
gc.freeze()
gc.set_threshold(50_000, 20, 100)
_django = WSGIMiddleware(desk, workers=THREADS)  # type: ignore[arg-type]


async def application(
    scope: Message,
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Answers one request."""

    async def next_message() -> Message:
        # The adapter needs a coroutine, and the server hands out another kind of awaitable.
        return await receive()

    await _django(scope, next_message, send)  # type: ignore[arg-type]
