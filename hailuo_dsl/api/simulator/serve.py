"""Serve the simulator on loopback, for any client."""

from __future__ import annotations

import signal
import socket
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from hailuo_dsl.api.simulator.app import Settings, Simulator
from hailuo_dsl.api.simulator.line import LineProtocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOST = "127.0.0.1"


def serve(port: int, settings: Settings, *, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM, then finish what is under way and return.

    Args:
        port: of 127.0.0.1; 0 asks the system for a free one.
        settings: the simulator's.
        ready: called once with the base URL as soon as it can be reached.

    Raises:
        OSError: the port is taken.
        StateError: the state file cannot be used.
    """
    # Named as TCP, or asyncio leaves Nagle's delay on: 40 ms for each answer on a kept connection.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        server = uvicorn.Server(
            uvicorn.Config(
                Simulator(settings, has_line=True).app,
                http=LineProtocol,
                log_level="warning",
                access_log=False,
                ws="none",
                lifespan="on",
                timeout_graceful_shutdown=10,
            )
        )
        # Whoever connects from now on waits in the socket's queue until the server takes over.
        listening.listen(128)
        ready(f"http://{HOST}:{listening.getsockname()[1]}")
        with _quiet_signals():
            server.run(sockets=[listening])


@contextmanager
def _quiet_signals() -> Iterator[None]:
    """Keep uvicorn, which stops cleanly at a signal, from raising it once more at the end."""
    heard = (signal.SIGINT, signal.SIGTERM)
    before = {sig: signal.signal(sig, lambda *_: None) for sig in heard}
    try:
        yield
    finally:
        for sig, handler in before.items():
            signal.signal(sig, handler)
