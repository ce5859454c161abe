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
from typing import IO

_TICKS = os.sysconf("SC_CLK_TCK")
_SERVERS = {
    "asgi": ("--interface", "asgi", "amends.site.asgi:application"),
    "wsgi": ("--interface", "wsgi", "--blocking-threads", "8", "amends.site.wsgi:application"),
}


@contextmanager
def server(interface: str = "asgi", more: Mapping[str, str] | None = None) -> Iterator[tuple[int, int]]:
    """Serves the database of this environment, and answers port and process."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--log-level", "warning", "--no-ws", *_SERVERS[interface]]
    with _running(command, port, {**os.environ, **(more or {})}) as process:
        yield port, process


@contextmanager
def up(surroundings: Mapping[str, str], log: Path) -> Iterator[tuple[int, int]]:
    """Runs the whole desk as `./amends up` does, with its background work; answers port and process."""
    port = free_port()
    command = [sys.executable, "-m", "amends", "up"]
    where = {**surroundings, "HOST": "127.0.0.1", "PORT": str(port)}
    with log.open("wb") as said, _running(command, port, where, said) as process:
        yield port, process


@contextmanager
def _running(
    command: list[str], port: int, surroundings: Mapping[str, str], log: IO[bytes] | None = None
) -> Iterator[int]:
    process = subprocess.Popen(command, env=surroundings, stdout=log, stderr=log)
    try:
        _wait(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    """Answers a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
