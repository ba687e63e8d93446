"""What ran: every attempt of every take, with what came of it and what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hailuo_dsl.job.book import Book
from hailuo_dsl.job.fold import fold
from hailuo_dsl.job.model import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hailuo_dsl.job.charge import Charge
    from hailuo_dsl.job.model import Entry, TakeState


@dataclass(frozen=True, slots=True)
class Attempt:
    """One intention and what came of it.

    Attributes:
        asked: its `intended` event.
        state: what the events of this attempt alone come to.
        charge: what it costs.
        ended: when its last event was written, seconds since the epoch.
    """

    asked: Entry
    state: TakeState
    charge: Charge
    ended: float

    @property
    def shot(self) -> str:
        """The id that the take had then."""
        return str(self.asked.data.get("shot", ""))

    @property
    def request(self) -> Mapping[str, Any]:
        """The body, without the bytes of its frames."""
        found: Mapping[str, Any] = self.asked.data.get("request", {})
        return found


def attempts(entries: Iterable[Entry]) -> tuple[Attempt, ...]:
    """Every attempt in *entries*, the events of a ledger in order, in the order of intentions."""
    lives: dict[tuple[str, int], list[Entry]] = {}
    book = Book(entries := tuple(entries))
    for entry in entries:
        lives.setdefault((entry.key, entry.attempt), []).append(entry)
    return tuple(
        Attempt(life[0], fold(life), book.charges[name], life[-1].at)
        for name, life in lives.items()
        if life[0].event is Event.INTENDED
    )
