"""What ran: every attempt of every take, with what came of it and what it cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hailuo_dsl.job.book import Book
from hailuo_dsl.job.fold import fold
from hailuo_dsl.job.model import ANSWERLESS, Event, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from hailuo_dsl.job.charge import Charge
    from hailuo_dsl.job.model import Entry, TakeState


@dataclass(frozen=True, slots=True)
class Attempt:
    """One intention and what came of it.

    Attributes:
        events: what was written of it, in order; the first is `intended`.
        state: what these events alone come to.
        charge: what it costs.
    """

    events: tuple[Entry, ...]
    state: TakeState
    charge: Charge

    @property
    def asked(self) -> Entry:
        """Its `intended` event."""
        return self.events[0]

    @property
    def ended(self) -> float:
        """When its last event was written, seconds since the epoch."""
        return self.events[-1].at

    @property
    def shot(self) -> str:
        """The id that the take had then."""
        return str(self.asked.data.get("shot", ""))

    @property
    def request(self) -> Mapping[str, Any]:
        """The body, without the bytes of its frames."""
        found: Mapping[str, Any] = self.asked.data.get("request", {})
        return found


def attempts(
    entries: Iterable[Entry], alive: Callable[[str], bool] = lambda _: False
) -> tuple[Attempt, ...]:
    """Every attempt in *entries*, the events of a ledger in order, in the order of intentions.

    Args:
        alive: tells whether a run lives; what a dead one has intended is unknown.
    """
    lives: dict[tuple[str, int], list[Entry]] = {}
    book = Book(entries := tuple(entries))
    for entry in entries:
        lives.setdefault((entry.key, entry.attempt), []).append(entry)
    found = []
    for name, life in lives.items():
        if life[0].event is Event.INTENDED:
            state = fold(life)
            later = book.state(name[0]).attempt > name[1]
            if later or is_lost(state, alive):
                state = answerless(state)
            found.append(Attempt(tuple(life), state, book.charges[name]))
    return tuple(found)


def is_lost(state: TakeState, alive: Callable[[str], bool]) -> bool:
    """Whether nobody knows what came of a take that stands at *state*, sent by whomever."""
    if state.stage is Stage.INTENDED:
        return not alive(state.run)
    return state.stage is Stage.UNKNOWN


def answerless(state: TakeState) -> TakeState:
    """*state* as it is told of: an intention that nobody hears the answer of is unknown."""
    if state.stage is not Stage.INTENDED:
        return state
    return replace(state, stage=Stage.UNKNOWN, words=ANSWERLESS)
