"""What a run would do with each take, why, and what that costs; nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from hailuo_dsl.job.charge import Spent, over_budget
from hailuo_dsl.job.model import UNDER_WAY, Aside, Stage
from hailuo_dsl.job.recall import recall
from hailuo_dsl.job.terms import Money
from hailuo_dsl.plan.bill import bill
from hailuo_dsl.plan.diff.model import Status
from hailuo_dsl.plan.diff.show import blame
from hailuo_dsl.studio.compare import since
from hailuo_dsl.studio.production import stands

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from hailuo_dsl.job.book import Book
    from hailuo_dsl.job.model import Take
    from hailuo_dsl.plan.bill import Bill
    from hailuo_dsl.plan.diff.model import Change
    from hailuo_dsl.plan.model import Step
    from hailuo_dsl.studio.production import Known, Production


class Fate(StrEnum):
    """What a run does with a take."""

    REUSE = "reuse"  # its clip is there
    RESUME = "resume"  # the service is at it, or has its clip
    NEW = "new"  # is sent
    STALE = "stale"  # is sent, because what it starts from is another
    WITHHELD = "withheld"  # would be sent, but the budget does not hold it
    UNKNOWN = "unknown"  # may be under way or not: settle it with `reconcile`
    FAILED = "failed"  # is left: `retake` sends it
    WAITS = "waits"  # starts from a shot whose take is not picked


SENT = frozenset({Fate.NEW, Fate.STALE})


@dataclass(frozen=True, slots=True)
class Forecast:
    """One take; *why* is a clause for the author."""

    step: Step
    fate: Fate
    why: str
    task_id: str = ""


@dataclass(frozen=True)
class Outlook:
    """All takes in the script's order.

    Attributes:
        bill: of what is sent.
        spent: what all takes of the ledger at this provider have cost, reserved money included.
        currency: of *spent*.
        unsettled: how many takes of unknown outcome the ledger has beside those of the script.
    """

    takes: tuple[Forecast, ...]
    bill: Bill
    spent: Spent
    currency: str
    unsettled: int = 0

    @property
    def remains_unknown(self) -> bool:
        return self.unsettled > 0 or any(it.fate is Fate.UNKNOWN for it in self.takes)


def forecast(production: Production, knows: Known, only: Collection[str] | None = None) -> Outlook:
    """What a run of *production* would do now.

    Args:
        knows: its ledger, read.
        only: ids of the requests that are asked for; None for all.
    """
    film, terms = production.film, production.terms
    memory = recall(film.compiled.plan, knows.book, terms, film.name)
    changes = {it.id: it for it in since(film, memory, terms).changes}
    made = {id: sent.at for id, sent in memory.takes.items()}
    steps = {step.id: step for step in film.compiled.plan.steps}
    takes = [
        Forecast(steps[take.id], *_fate(take, changes.get(take.id), production, made), take.task_id)
        for take in stands(production, knows, only).takes
    ]
    currency = terms.budget.currency if terms.budget else _currency(takes)
    spent = knows.book.spent(terms, currency)
    held = tuple(_held(takes, spent, production))
    sent = [it.step for it in held if it.fate in SENT]
    return Outlook(
        held,
        bill(sent, film.provider.name, free=film.provider.free),
        spent,
        currency,
        _unsettled(knows.book, production, {sent.key for sent in memory.takes.values()}),
    )


def _fate(
    take: Take, change: Change | None, production: Production, made: dict[str, float]
) -> tuple[Fate, str]:
    if take.stage is Aside.UNDECIDED:
        return Fate.WAITS, take.message
    if take.sends:
        return _sent(take, change)
    if take.stage is Stage.DONE or (take.clip and take.stage is not Stage.UNKNOWN):
        if not production.store.has(take.clip):
            return Fate.RESUME, "its clip is gone from the disk; it is fetched again, not made"
        note = f"; {take.message}" if take.message else ""
        return Fate.REUSE, f"made {_moment(made[take.id])}{note}"
    if take.stage in {Stage.UNKNOWN, Stage.INTENDED} and not take.task_id:
        words = take.message or "the run ended before the answer came"
        return Fate.UNKNOWN, f"{words}; `reconcile` settles it"
    if take.stage in {*UNDER_WAY, Stage.UNKNOWN}:
        return Fate.RESUME, f"task {take.task_id} is {take.stage}"
    if take.stage is Stage.CANCELLED and take.task_id:
        return Fate.RESUME, f"task {take.task_id} was cancelled by you and is taken up again"
    words = take.message or f"it has {take.stage}"
    return Fate.FAILED, f"{words}; `retake` sends it again"


def _sent(take: Take, change: Change | None) -> tuple[Fate, str]:
    """Why a take is sent: because it stands so in the ledger, or because the script changed."""
    if take.stage is not Stage.PLANNED:
        return Fate.NEW, f"it was {take.stage}: {take.message}" if take.message else "sent again"
    if change is None or change.status is Status.ADDED:
        return Fate.NEW, "never sent before"
    if change.cause:
        return Fate.STALE, blame(change.chain, change.cause)
    if change.status is Status.CHANGED:
        names = [it.name for it in change.fields if it.counts]
        return Fate.NEW, f"{' and '.join(names)} changed since it was sent"
    return Fate.STALE, "what it starts from is made anew"


def _held(takes: list[Forecast], spent: Spent, production: Production) -> Iterator[Forecast]:
    """Yield *takes*, those withheld that a budget does not hold, one after the other."""
    so_far = spent
    for it in takes:
        price = it.step.price
        money = Money(price.amount, price.currency) if price else None
        why = over_budget(money, so_far, production.terms) if it.fate in SENT else ""
        if why:
            yield Forecast(it.step, Fate.WITHHELD, why, it.task_id)
            continue
        if it.fate in SENT and money:
            so_far = so_far._replace(amount=so_far.amount + money.amount)
        yield it


def _currency(takes: list[Forecast]) -> str:
    return next((it.step.price.currency for it in takes if it.step.price), "")


def _unsettled(book: Book, production: Production, keys: Collection[str]) -> int:
    return sum(
        life.state.stage is Stage.UNKNOWN and not life.state.task_id and key not in keys
        for key, life in book.at(production.terms).items()
    )


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M")


def document(outlook: Outlook) -> dict[str, Any]:
    """*outlook* as JSON."""
    return {
        "version": 1,
        "takes": [
            {
                "id": it.step.id,
                "fate": str(it.fate),
                "why": it.why,
                "task_id": it.task_id or None,
                "price": str(it.step.price.amount) if it.step.price else None,
                "currency": it.step.price.currency if it.step.price else None,
            }
            for it in outlook.takes
        ],
        "to_be_sent": {
            "clips": len(outlook.bill.lines),
            "prices": {currency: str(amount) for currency, amount in outlook.bill.sums.items()},
            "of_unknown_price": outlook.bill.unknown,
            "said": outlook.bill.total,
        },
        "spent": {
            "amount": str(outlook.spent.amount),
            "currency": outlook.currency or None,
            "of_unknown_price": outlook.spent.unknown,
        },
        "unsettled_beside": outlook.unsettled,
    }
