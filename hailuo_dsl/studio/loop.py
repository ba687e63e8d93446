"""The loop thread: everything asynchronous runs on it, whoever asks.

A face may be called on any thread and on any event loop, or on none; it hands a coroutine to this
thread and waits as its own world allows: `wait` blocks, `await` ticks, so that a notebook's stop
button is heard (an await on an idle loop is not interrupted:
https://github.com/ipython/ipykernel/issues/881).
"""

from __future__ import annotations

import asyncio
import threading
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator

T = TypeVar("T")
TICK = 0.1
"""Seconds between two looks of an `await`."""

MOMENT = 5.0
"""Seconds for winding up after a second Ctrl-C."""


class Underway(Generic[T]):
    """A coroutine that runs on the loop thread."""

    def __init__(self, work: Coroutine[Any, Any, T]) -> None:
        self._over = threading.Event()
        self._task: asyncio.Task[T] | None = None
        _loop().call_soon_threadsafe(self._begin, work)

    def _begin(self, work: Coroutine[Any, Any, T]) -> None:
        self._task = asyncio.get_running_loop().create_task(work)
        self._task.add_done_callback(lambda _: self._over.set())

    def _cancel(self) -> None:
        if self._task:
            self._task.cancel()

    def cancel(self) -> None:
        """Ask it to stop; from any thread, as often as one likes."""
        _loop().call_soon_threadsafe(self._cancel)

    def result(self) -> T:
        """What it made; it must be over.

        Raises:
            asyncio.CancelledError: it was cancelled.
            RuntimeError: it is not over.
        """
        if self._task is None:
            raise RuntimeError("it has not begun")
        return self._task.result()

    def wait(self, on_stop: Callable[[], None] = lambda: None) -> T:
        """Block until it is over and return what it made; Ctrl-C cancels it first.

        Args:
            on_stop: is called when it is stopped, before it is waited for.

        Raises:
            KeyboardInterrupt: it was stopped so; what it had to save is saved. Stopped twice, it
                is given a moment only.
        """
        try:
            self._over.wait()
        except KeyboardInterrupt:
            self.cancel()
            on_stop()
            self._wind_up()
            self._say_why()
            raise
        return self.result()

    def _say_why(self) -> None:
        """Raise what went wrong while it was stopped: that may name what was paid for."""
        if self._task and self._task.done() and not self._task.cancelled():
            error = self._task.exception()
            if error:
                raise error

    def _wind_up(self) -> None:
        try:
            self._over.wait()
        except KeyboardInterrupt:
            self.cancel()
            self._over.wait(MOMENT)

    def __await__(self) -> Generator[Any, None, T]:
        return self._ticking().__await__()

    async def _ticking(self) -> T:
        try:
            while not self._over.is_set():  # noqa: ASYNC110 - the tick is what hears a stop button
                await asyncio.sleep(TICK)
        except asyncio.CancelledError:
            self.cancel()
            raise
        return self.result()


def begin(work: Coroutine[Any, Any, T]) -> Underway[T]:
    """Start *work* on the loop thread."""
    return Underway(work)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="hailuo-dsl", daemon=True).start()
    return loop
