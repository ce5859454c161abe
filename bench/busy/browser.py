"""A browser as far as it matters here: cookies, the form's secret, and what the server says it took."""

from __future__ import annotations

import http.client
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie

_TOTAL = re.compile(r"total;dur=([\d.]+), cpu;dur=([\d.]+)")
_FORM = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `said` is all of it, headers too; `server_ms` is None where the server says nothing."""

    status: int
    said: str
    location: str = ""
    server_ms: float | None = None
    cpu_ms: float | None = None


class Browser:
    """Asks the desk on this port, over a fresh connection each time, and keeps the cookies it is given."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.port = port
        self.cookies = dict(cookies or {})
        self._secret = ""

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Answers what stands there. Raises: OSError, HTTPException."""
        return self._ask("GET", address, None, headers or {})

    def post(self, address: str, form: Mapping[str, str]) -> Answer:
        """Answers what a form came to, sent as the pages send theirs. Raises: OSError, HTTPException."""
        border = secrets.token_hex(16)
        fields = {"csrfmiddlewaretoken": self._secret, **form}
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        body = f"{''.join(parts)}--{border}--\r\n".encode()
        return self._ask("POST", address, body, {"Content-Type": f"multipart/form-data; boundary={border}"})

    def _ask(self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        try:
            connection.request(method, address, body, {**headers, "Cookie": self.cookie_line()})
            response = connection.getresponse()
            return self._read(response, response.read().decode("utf-8", "replace"))
        finally:
            connection.close()

    def cookie_line(self) -> str:
        """Answers the cookies as a request carries them; a browser here sends all of them everywhere."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.copy().items())

    def _read(self, response: http.client.HTTPResponse, body: str) -> Answer:
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        if secret := _FORM.search(body):
            self._secret = secret[1]
        total = _TOTAL.search(response.headers.get("Server-Timing", ""))
        return Answer(
            response.status,
            f"{response.headers}\n{body}",
            response.headers.get("Location", ""),
            float(total[1]) if total else None,
            float(total[2]) if total else None,
        )
