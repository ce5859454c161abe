"""Serving: one process answers requests, one does the background work, and both stop together."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkProcess
from types import FrameType

from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from amends.errors import DomainError
from amends.site.worker import work

STOP_SECONDS = 3
_TARGET = "amends.site.asgi:application"


def check_port(host: str, port: int) -> None:
    """Answers nothing when the port is free. Raises: DomainError('port_taken'), DomainError('address_unusable')."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            code = "port_taken" if getattr(error, "errno", 0) == 98 else "address_unusable"
            raise DomainError(code, host=host, port=port) from error


def serve(host: str, port: int) -> None:
    """Serves until told to stop. Everything is loaded already, so the processes are forked and start at once."""
    connections.close_all()
    server = Granian(
        _TARGET,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=STOP_SECONDS,
    )
    with _background():
        server.serve()


@contextmanager
def _background() -> Iterator[None]:
    process = multiprocessing.get_context("fork").Process(
        target=run_worker, args=(os.getpid(),), name="amends-worker"
    )
    process.start()
    try:
        yield
    finally:
        _end(process)


def _end(process: ForkProcess) -> None:
    process.terminate()
    process.join(STOP_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()


def run_worker(parent: int | None = None) -> None:
    """Does the background work until SIGINT or SIGTERM, or until the parent process is gone."""
    stop = threading.Event()

    def told(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, told)
    signal.signal(signal.SIGTERM, told)
    work(stop, parent)
