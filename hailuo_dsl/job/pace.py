"""Who may submit, and when: one take at a time stands at the door."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

from contextlib import asynccontextmanager


class Door:
    """Lets takes through one by one, in the order they came, while there is room in flight."""

    def __init__(self, room: int) -> None:
        self._room = max(1, room)
        self._flying: set[str] = set()
        self._queue = asyncio.Lock()
        self._landed = asyncio.Event()

    def flies(self, key: str) -> None:
        """The take *key* is under way at the service."""
        self._flying.add(key)

    def lands(self, key: str) -> None:
        """The take *key* is no longer under way, or nobody waits for it."""
        self._flying.discard(key)
        self._landed.set()

    @asynccontextmanager
    async def through(self) -> AsyncIterator[None]:
        """Hold the door; a block that submits says `flies` before it ends."""
        async with self._queue:
            while len(self._flying) >= self._room:
                self._landed.clear()
                await self._landed.wait()
            yield
