"""The real server, started for a measurement and stopped after it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_SERVERS = {
    "asgi": ("--interface", "asgi", "amends.site.asgi:application"),
    "wsgi": ("--interface", "wsgi", "--blocking-threads", "8", "amends.site.wsgi:application"),
}


@contextmanager
def server(interface: str = "asgi", more: Mapping[str, str] | None = None) -> Iterator[tuple[int, int]]:
    """Serves the database of this environment, and answers port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--log-level", "warning", "--no-ws", *_SERVERS[interface]]
    process = subprocess.Popen(command, env={**os.environ, **(more or {})})
    try:
        _wait(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise SystemExit("The server did not start.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The server did not start within 20 seconds.")


def cpu_of(process: int) -> float:
    """Answers the CPU seconds of a process and its children so far."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    own = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(own[11]) + int(own[12])) / _TICKS + sum(cpu_of(int(child)) for child in children)
