"""What is under way: runs that any number of desks look at, and how their news is paced.

All of it is called on the loop thread.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Coroutine, Hashable

    from hailuo_dsl.job.model import Snapshot
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.shoot import Made

    Watcher = Callable[[Snapshot], None]
    Work = Callable[[Watcher], Coroutine[Any, Any, Made]]
    Later = Callable[[float, Callable[[], None]], "Timer"]

T = TypeVar("T")

AGAIN = 1.0
"""Seconds after which the last news is sent once more: a page's server drops what is too much."""

INTERVAL = 0.2
"""Seconds between two pieces of news; a page that is told more often falls behind for good."""


class Timer(Protocol):
    """What is to be done later, and can be called off."""

    def cancel(self) -> None: ...


def by_the_loop(seconds: float, do: Callable[[], None]) -> Timer:
    """Call *do* after *seconds*, by the clock of the loop that runs."""
    return asyncio.get_running_loop().call_later(seconds, do)


class Pace(Generic[T]):
    """Passes on the newest of many values, five times a second at most, and always the last."""

    def __init__(
        self,
        show: Callable[[T], None],
        interval: float = INTERVAL,
        later: Later = by_the_loop,
    ) -> None:
        self._show = show
        self._interval = interval
        self._later = later
        self._waiting: list[T] = []
        self._timer: Timer | None = None

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
            self._timer = self._later(self._interval, self._pass_on)
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


def key_of(film: Film, only: Collection[str] | None) -> Hashable:
    """What makes a run the same run: the script's very text, with whom it is made, and which takes.

    Args:
        film: the script, compiled.
        only: ids of the requests that are asked for; None for all.
    """
    chosen = None if only is None else frozenset(only)
    return (film.folder, film.provider.name, *film.compiled.report.sources.values(), chosen)


def under_way(key: Hashable) -> Shooting | None:
    """The run of *key* that has not ended yet."""
    return _under_way.get(key)


def shooting(key: Hashable, work: Work) -> Shooting:
    """The run of *key*: the one that is under way, else *work* is started."""
    if key not in _under_way:
        _under_way[key] = Shooting(work)
        _under_way[key].task.add_done_callback(lambda _: _under_way.pop(key))
    return _under_way[key]
