"""What is known of a film's takes and of a ledger's attempts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from hailuo_dsl.job import runs
from hailuo_dsl.job.attempts import answerless, attempts, is_lost
from hailuo_dsl.job.sqlite import history_of, runs_of
from hailuo_dsl.job.survey import left_over
from hailuo_dsl.studio.costs import Cost, cost_of
from hailuo_dsl.studio.doubt import doubtful
from hailuo_dsl.studio.production import stands

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from hailuo_dsl.job.attempts import Attempt
    from hailuo_dsl.job.charge import Charge
    from hailuo_dsl.job.model import Take, TakeState
    from hailuo_dsl.studio.production import Known, Production


@dataclass(frozen=True, slots=True)
class Account:
    """How one take stands.

    Attributes:
        cost: of all its attempts.
        charges: of each of its attempts.
        since: when it came to that, seconds since the epoch; None where it never ran.
    """

    take: Take
    cost: Cost
    charges: tuple[Charge, ...] = ()
    since: float | None = None


@dataclass(frozen=True)
class Accounts:
    """How the takes of a film stand.

    Attributes:
        takes: of the script, in its order.
        left: takes of the ledger beside those that were sent and have no known end.
        cost: what all takes of the ledger at this provider cost.
        unknown: how many takes of the ledger at this provider have an unknown outcome.
    """

    production: Production
    takes: tuple[Account, ...]
    left: tuple[Take, ...]
    cost: Cost
    unknown: int


def accounts(production: Production, knows: Known, only: Collection[str] | None = None) -> Accounts:
    """How the takes of *production* stand by what is known of its ledger.

    Args:
        production: the script, as it stands.
        knows: its ledger, read.
        only: ids of the requests that are asked for; None for all.
    """
    book, terms = knows.book, production.terms
    takes = stands(production, knows).takes
    left = left_over(book, knows.alive, terms, {it.key for it in takes})
    places = book.at(terms)
    return Accounts(
        production,
        tuple(_account(it, production, knows) for it in takes if only is None or it.id in only),
        tuple(_told(it, book.state(it.key), knows) for it in left),
        cost_of(
            (charge for (key, _), charge in book.charges.items() if key in places),
            refunds=terms.refunds,
        ),
        sum(it.is_at(terms) for it in doubtful(knows)),
    )


def _account(take: Take, production: Production, knows: Known) -> Account:
    state = knows.book.state(take.key)
    numbers = range(1, state.attempt + 1)
    found = (knows.book.charges.get((take.key, it)) for it in numbers)
    charges = tuple(it for it in found if it)
    return Account(
        _told(take, state, knows),
        cost_of(charges, refunds=production.terms.refunds),
        charges,
        state.since if state.attempt else None,
    )


def _told(take: Take, state: TakeState, knows: Known) -> Take:
    """*take*, at *state* by the ledger, as the author is told of it."""
    if not is_lost(state, knows.alive):
        return take
    lost = answerless(state)
    return replace(take, stage=lost.stage, message=lost.words)


def attempts_of(ledger: Path) -> tuple[Attempt, ...]:
    """Every attempt that the ledger at *ledger* knows, oldest first; none where there is no file.

    Raises:
        Trouble: it cannot be read.
    """
    if not ledger.is_file():
        return ()
    return attempts(history_of(ledger), partial(runs.alive, runs_of(ledger)))
