"""The time as a run reckons it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Clock:
    """Tells a time that never goes back: a clock that is set back is not followed by a run.

    So no patience becomes longer by it, and no submit is forgotten that the rate limit counts. A
    jump ahead is followed: the machine may have slept.

    Args:
        now: tells the time, seconds since the epoch.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._ahead = 0.0
        self._last = float("-inf")

    def __call__(self) -> float:
        now = self._now() + self._ahead
        if now < self._last:
            self._ahead += self._last - now
            now = self._last
        self._last = now
        return now
