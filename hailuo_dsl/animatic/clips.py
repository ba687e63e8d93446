"""Rendered animatics: made when they are asked for, each once, by worker processes."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from filelock import FileLock

from hailuo_dsl.animatic.workers import Workers

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from hailuo_dsl.animatic.model import Animatic

AT_ONCE = min(2, os.cpu_count() or 1)
"""How many clips are rendered at a time; each takes a core."""


class Clips:
    """A folder of rendered clips, each named by its animatic's key. Use it on one event loop.

    Args:
        folder: made with the first clip.
        workers: who renders; shut down together with this.
    """

    def __init__(self, folder: Path, workers: Executor | None = None) -> None:
        self._folder = folder
        self._workers = workers or Workers(AT_ONCE)
        self._making: dict[str, asyncio.Task[None]] = {}

    async def clip(self, animatic: Animatic) -> Path:
        """Return the MP4 file of *animatic*; whoever else asks meanwhile waits for the same one.

        Raises:
            MediaError: a picture of it cannot be read.
        """
        key = animatic.key
        path = self._folder / f"{key}.mp4"
        if key not in self._making:
            if await asyncio.to_thread(path.exists):
                return path
            # Someone may have begun while we looked.
            if key not in self._making:
                self._making[key] = asyncio.create_task(self._make(animatic, path))
                self._making[key].add_done_callback(_heard)
        await asyncio.shield(self._making[key])
        return path

    async def aclose(self) -> None:
        """End the workers; the clips that are under way are finished, the others are not."""
        await asyncio.to_thread(self._workers.shutdown, wait=True, cancel_futures=True)
        await asyncio.gather(*self._making.values(), return_exceptions=True)

    async def _make(self, animatic: Animatic, path: Path) -> None:
        try:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._workers, render, animatic, path)
        finally:
            del self._making[animatic.key]


def _heard(making: asyncio.Task[None]) -> None:
    """Take note of what went wrong, also where everyone who waited for it has been called off."""
    if not making.cancelled():
        making.exception()


def render(animatic: Animatic, to: Path) -> None:
    """Film *animatic* to the file *to*, unless another process has done so or is doing it."""
    from hailuo_dsl.animatic.film import film

    to.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(to.parent / f".{to.name[0]}.lock"):
        if not to.exists():
            film(animatic, to)
