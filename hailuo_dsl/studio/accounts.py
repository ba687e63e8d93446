"""What is known of a film's takes and of a ledger's attempts, as rows and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hailuo_dsl.job.attempts import attempts
from hailuo_dsl.job.charge import Standing
from hailuo_dsl.job.model import Stage
from hailuo_dsl.job.sqlite import history_of
from hailuo_dsl.job.survey import left_over
from hailuo_dsl.studio.production import stands

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from hailuo_dsl.job.attempts import Attempt
    from hailuo_dsl.job.charge import Charge
    from hailuo_dsl.job.model import Take
    from hailuo_dsl.studio.production import Known, Production

COLUMNS = (
    *("at", "shot", "script", "service", "account", "attempt", "stage", "task_id"),
    *("price", "currency", "money", "clip", "key", "intention", "run", "request", "words"),
)
"""The columns of `ledger --format csv`, and the keys of its JSON."""


@dataclass(frozen=True, slots=True)
class Account:
    """How one take stands.

    Attributes:
        since: when it came to that, seconds since the epoch; None where it never ran.
        charges: what its attempts cost.
    """

    take: Take
    since: float | None = None
    charges: tuple[Charge, ...] = ()

    @property
    def cost(self) -> str:
        """What its attempts cost, as far as it is known: `0.56 USD (0.28 held)`."""
        return _cost(self.charges)


@dataclass(frozen=True)
class Accounts:
    """How the takes of a film stand.

    Attributes:
        takes: of the script, in its order.
        left: takes of the ledger beside those that were sent and have no known end.
        cost: what all takes of the ledger at this provider cost.
    """

    takes: tuple[Account, ...]
    left: tuple[Take, ...]
    cost: str

    @property
    def remains_unknown(self) -> bool:
        """Whether the outcome of a take is unknown, or a run that has died was at it."""
        takes = (*(it.take for it in self.takes), *self.left)
        return any(it.stage is Stage.UNKNOWN or _is_orphan(it) for it in takes)


def accounts(production: Production, knows: Known) -> Accounts:
    """How the takes of *production* stand by what is known of its ledger."""
    book = knows.book
    found = []
    for take in stands(production, knows).takes:
        state = book.state(take.key)
        charges = (book.charges.get((take.key, it)) for it in range(1, state.attempt + 1))
        since = state.since if state.attempt else None
        found.append(Account(take, since, tuple(it for it in charges if it)))
    keys = {it.take.key for it in found}
    left = left_over(book, knows.alive, production.terms, keys)
    ours = [book.charges[name] for name in book.charges if name[0] in book.at(production.terms)]
    return Accounts(tuple(found), left, _cost(ours))


def _is_orphan(take: Take) -> bool:
    """Whether its answer is lost: it was intended, and a new run would not follow anybody."""
    return take.stage is Stage.INTENDED and not take.task_id


def _cost(charges: Iterable[Charge]) -> str:
    counting = [it for it in charges if it.standing is not Standing.VOID]
    priced = [it for it in counting if it.price and it.price.currency]
    parts = []
    for currency in dict.fromkeys(it.price.currency for it in priced if it.price):
        mine = [it for it in priced if it.price and it.price.currency == currency]
        parts.append(f"{sum(it.price.amount for it in mine if it.price)} {currency}")
        for standing in (Standing.HELD, Standing.FORFEIT):
            amounts = [it.price.amount for it in mine if it.price and it.standing is standing]
            if amounts:
                parts[-1] += f", {sum(amounts)} of it {standing}"
    unknown = sum(it.price is None for it in counting)
    if unknown:
        parts.append(f"{unknown} of unknown price")
    return " and ".join(parts)


def accounts_document(found: Accounts) -> dict[str, Any]:
    """*found* as JSON."""
    return {
        "version": 1,
        "takes": [
            {
                **_take(it.take),
                "since": _iso(it.since),
                "charges": [_charge(charge) for charge in it.charges],
            }
            for it in found.takes
        ],
        "left": [_take(it) for it in found.left],
        "cost": found.cost,
    }


def _take(take: Take) -> dict[str, Any]:
    return {
        "id": take.id,
        "stage": str(take.stage),
        "task_id": take.task_id or None,
        "attempt": take.attempt,
        "key": take.key or None,
        "clip": take.clip or None,
        "message": take.message,
        "said": take.said,
    }


def _charge(charge: Charge) -> dict[str, Any]:
    price = charge.price
    return {
        "price": str(price.amount) if price else None,
        "currency": price.currency if price else None,
        "money": str(charge.standing),
    }


def ledger_rows(ledger: Path) -> list[dict[str, Any]]:
    """Every attempt that the ledger at *ledger* knows, oldest first; the keys are `COLUMNS`.

    Raises:
        Trouble: it cannot be read.
    """
    return [_row(it) for it in attempts(history_of(ledger))] if ledger.is_file() else []


def _row(attempt: Attempt) -> dict[str, Any]:
    asked, state = attempt.asked, attempt.state
    data: Mapping[str, Any] = asked.data
    return {
        "at": _iso(asked.at),
        "shot": attempt.shot,
        "script": data.get("script", ""),
        "service": data.get("service", ""),
        "account": data.get("account", ""),
        "attempt": asked.attempt,
        "stage": str(state.stage),
        "task_id": state.task_id or None,
        **_charge(attempt.charge),
        "clip": state.clip or None,
        "key": asked.key,
        "intention": data.get("intention", ""),
        "run": data.get("run", ""),
        "request": attempt.request,
        "words": " ".join(it for it in (state.words, state.said) if it),
    }


def _iso(at: float | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
