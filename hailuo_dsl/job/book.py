"""The ledger as it is read: how each take stands, what it cost, and when was submitted.

Reading on costs only what was written since, by whichever process.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.job.charge import Standing, Till, intended, standing_after
from hailuo_dsl.job.fold import UNREACHED, after
from hailuo_dsl.job.model import Entry, Event, TakeState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from hailuo_dsl.job.charge import Charge, Spent
    from hailuo_dsl.job.ledger import Ledger
    from hailuo_dsl.job.terms import Terms


class Life(NamedTuple):
    """One take of the book.

    Attributes:
        asked: its latest intention.
        asked_as: which of all intentions that is, from 1.
    """

    state: TakeState
    asked: Entry
    asked_as: int


NOBODY = TakeState()


class Book:
    """Folds events as they come.

    Attributes:
        lives: key -> the take, in the order of the first intentions.
        charges: (key, attempt) -> what the attempt costs.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.lives: dict[str, Life] = {}
        self.charges: dict[tuple[str, int], Charge] = {}
        self._till = Till()
        self._mark = self._asked = 0
        # Per service, when it was asked for a clip; what surely never reached it is taken out.
        self._submits: defaultdict[str, list[float]] = defaultdict(list)
        self._take_in(entries)

    def read(self, ledger: Ledger) -> Self:
        """Take in what was written into *ledger* since the last time.

        Raises:
            LedgerError: it cannot be read.
        """
        entries, self._mark = ledger.since(self._mark)
        self._take_in(entries)
        return self

    def state(self, key: str) -> TakeState:
        return self.lives[key].state if key in self.lives else NOBODY

    def submits(self, service: str, since: float) -> list[float]:
        """When *service* was asked for clips after *since*, oldest first."""
        times = self._submits[service]
        return times[bisect_right(times, since) :]

    def spent(self, terms: Terms, currency: str) -> Spent:
        """What all takes at the service and account of *terms* cost, reserved money included."""
        return self._till.spent(terms, currency)

    def at(self, terms: Terms) -> dict[str, Life]:
        """The takes at the service and account of *terms*, by their keys."""
        place = (terms.service, terms.account)
        return {
            key: life
            for key, life in self.lives.items()
            if (life.asked.data.get("service"), life.asked.data.get("account")) == place
        }

    def _take_in(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            life = self.lives.get(entry.key)
            is_asked = entry.event is Event.INTENDED
            before = life.state if life else NOBODY
            if is_asked or life is None:
                self._asked += 1
                life = Life(before, entry, self._asked)
            self.lives[entry.key] = life._replace(state=after(before, entry))
            if is_asked:
                self._ask(entry, before)
            else:
                self._settle(entry)

    def _ask(self, entry: Entry, before: TakeState) -> None:
        charge = intended(entry)
        insort(self._submits[charge.service], entry.at)
        if entry.data.get("same_job"):
            self._charge((entry.key, before.attempt), standing=Standing.VOID)
        self.charges[entry.key, entry.attempt] = charge
        self._till.change(None, charge)

    def _settle(self, entry: Entry) -> None:
        attempt = (entry.key, entry.attempt)
        charge = self.charges.get(attempt)
        if charge is None:
            return
        self._charge(attempt, standing=standing_after(charge, entry))
        if entry.event is Event.REFUSED and entry.data.get("advice") == UNREACHED:
            asked = self.lives[entry.key].asked
            times = self._submits[charge.service]
            at = bisect_left(times, asked.at)
            if asked.attempt == entry.attempt and times[at : at + 1] == [asked.at]:
                del times[at]

    def _charge(self, attempt: tuple[str, int], *, standing: Standing) -> None:
        old = self.charges[attempt]
        self.charges[attempt] = replace(old, standing=standing)
        self._till.change(old, self.charges[attempt])
