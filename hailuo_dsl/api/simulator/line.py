"""The TCP line under a request, so that an answer can break off as real ones do."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from starlette.types import Receive, Scope

KEY = "hailuo_dsl.line"
"""Where the line is among the `extensions` of an ASGI scope."""

# Linger for no time at all: what closes such a socket sends a reset. (Windows has shorter numbers.)
_NO_GOODBYE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Line:
    """One TCP connection, from the server's side."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def close(self) -> None:
        """End the connection as if all were said; what was written before still goes out."""
        self._transport.close()

    def reset(self) -> None:
        """Break the connection off: the other side hears of a reset (RST)."""
        sock = self._transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_GOODBYE)
        self._transport.abort()


class LineProtocol(H11Protocol):
    """Uvicorn's HTTP, which tells each request of the line that it came by."""

    # Uvicorn says `Transport`, as it is; asyncio's base says `BaseTransport`.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        app, line = self.app, Line(transport)

        async def lined(scope: Any, receive: Any, send: Any) -> None:
            scope["extensions"] = {**scope.get("extensions", {}), KEY: line}
            await app(scope, receive, send)

        self.app = lined


def line_of(scope: Scope) -> Line:
    """The line that the request of *scope* came by."""
    line: Line = scope["extensions"][KEY]
    return line


async def gone(receive: Receive) -> None:
    """Wait until the other side is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def waited(seconds: float, receive: Receive) -> bool:
    """Wait for *seconds*; return at once and False if the other side goes away meanwhile."""
    try:
        async with asyncio.timeout(seconds):
            await gone(receive)
    except TimeoutError:
        return True
    return False
