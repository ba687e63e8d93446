"""What is under way: runs that any number of desks look at, and how their news is paced.

Everything here is called on the loop thread.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable

    from hailuo_dsl.job.model import Snapshot
    from hailuo_dsl.studio.shoot import Made

    Watcher = Callable[[Snapshot], None]
    Work = Callable[[Watcher], Coroutine[Any, Any, Made]]

T = TypeVar("T")

INTERVAL = 0.2
"""Seconds between two pieces of news; a page that is told more often falls behind for good."""


class Pace(Generic[T]):
    """Passes on the newest of many values, five times a second at most, and always the last."""

    def __init__(self, show: Callable[[T], None], interval: float = INTERVAL) -> None:
        self._show = show
        self._interval = interval
        self._waiting: list[T] = []
        self._timer: asyncio.TimerHandle | None = None

    def tell(self, value: T, *, at_once: bool = False) -> None:
        self._waiting = [value]
        if at_once or self._timer is None:
            self._pass_on()

    def _pass_on(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            value = self._waiting.pop()
            self._timer = asyncio.get_running_loop().call_later(self._interval, self._pass_on)
            self._show(value)


class Shooting:
    """A run, and those who watch it."""

    def __init__(self, work: Work) -> None:
        self.watchers: list[Watcher] = []
        self.latest: Snapshot | None = None
        self.task = asyncio.get_running_loop().create_task(work(self._tell))

    def _tell(self, snapshot: Snapshot) -> None:
        self.latest = snapshot
        for watcher in self.watchers:
            watcher(snapshot)


_under_way: dict[Hashable, Shooting] = {}


def under_way(key: Hashable) -> Shooting | None:
    """The run of *key* that has not ended yet."""
    return _under_way.get(key)


def shooting(key: Hashable, work: Work) -> Shooting:
    """The run of *key*: the one that is under way, else *work* is started."""
    if key not in _under_way:
        _under_way[key] = Shooting(work)
        _under_way[key].task.add_done_callback(lambda _: _under_way.pop(key))
    return _under_way[key]
