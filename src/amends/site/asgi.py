"""The desk as an ASGI application: Django runs under WSGI on a fixed pool of threads, where it is twice as fast.

Live events are the one thing beside it: WSGI can't stream, and a thread for each listener would be too dear.
Source: docs/adr/0004-django-runs-under-wsgi-on-a-thread-pool.md, docs/adr/0014-live-events-say-that-never-what.md
"""

from __future__ import annotations

import gc
import os

from a2wsgi import WSGIMiddleware

# Django first: it must be set up before the rooms are imported.
from amends.site.wsgi import application as desk  # isort: skip
from amends.site.live import ADDRESS, Message, Receive, Send, live  # isort: skip

THREADS = int(os.environ.get("AMENDS_THREADS", "8"))

# Collecting garbage in the middle of a page costs more than the garbage: what start made is left out for good.
gc.freeze()
gc.set_threshold(50_000, 20, 100)
_django = WSGIMiddleware(desk, workers=THREADS)  # type: ignore[arg-type]


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answers one request."""

    async def next_message() -> Message:
        # The adapter needs a coroutine, and the server hands out another kind of awaitable.
        return await receive()

    if scope["type"] == "http" and scope["path"] == ADDRESS:
        await live(scope, next_message, send)
        return
    await _django(scope, next_message, send)  # type: ignore[arg-type]
