"""The simulator's clock: the real one, unless it was told to run faster or to jump ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Clock:
    """Seconds since the epoch, as the simulator has it.

    Args:
        real: the real time.
        speed: seconds of this clock in one second.
        ahead: seconds that it stands ahead of the real time at first.
    """

    def __init__(self, real: Callable[[], float], speed: float = 1.0, ahead: float = 0.0) -> None:
        self._real = real
        self._speed = speed
        self._ahead = ahead
        self._since = real()

    def __call__(self) -> float:
        now = self._real()
        return now + self._ahead + (now - self._since) * (self._speed - 1.0)

    @property
    def ahead(self) -> float:
        """Seconds that it stands ahead of the real time now."""
        return self() - self._real()

    def advance(self, seconds: float) -> None:
        """Jump ahead by *seconds*, 0 or more; no clock goes back."""
        self._ahead += max(0.0, seconds)

    def real_seconds(self, seconds: float) -> float:
        """How many real seconds *seconds* of this clock are."""
        return seconds / self._speed
