"""The desk as an ASGI application: Django runs under WSGI on a fixed pool of threads, where it is twice as fast.

Source: docs/adr/0004-django-runs-under-wsgi-on-a-thread-pool.md
"""

import os

from a2wsgi import WSGIMiddleware

from amends.site.wsgi import application as desk

THREADS = int(os.environ.get("AMENDS_THREADS", "8"))
application = WSGIMiddleware(desk, workers=THREADS)
