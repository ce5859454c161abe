"""What the log may say: which place of the code, which kind of error; never the words or addresses of people."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from django.http import HttpRequest

from amends.errors import DomainError

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Writes a request as its route and an error as its kind and its place.

    An address may hold a token or a name, and what an error says may hold a row of the database.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Answers the line; of a request's message only what the desk itself wrote."""
        request = getattr(record, "request", None)
        if not isinstance(request, HttpRequest):
            return super().format(record)
        said = logging.makeLogRecord(record.__dict__)
        status = getattr(record, "status_code", "")
        said.msg, said.args = "%s %s %s", (request.method, _route(request), status)
        # Another handler may have put the whole error into words already.
        said.exc_text = None
        return super().format(said)

    def formatException(self, ei: _ExcInfo) -> str:
        """Answers where it went wrong, outermost call first, and the chain of kinds of errors."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines += traceback.format_tb(error.__traceback__)
            lines.append(_kind(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "".join(lines).rstrip()


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"/{match.route}" if match is not None else "an address that does not exist"


def _kind(error: BaseException) -> str:
    code = f": {error.code}" if isinstance(error, DomainError) else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{code}\n"
