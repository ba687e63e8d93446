"""What a run would do with each take, why, and what that costs; nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from hailuo_dsl.job.charge import over_budget
from hailuo_dsl.job.frames import parents
from hailuo_dsl.job.recall import recall
from hailuo_dsl.job.terms import money_of
from hailuo_dsl.plan.bill import bill
from hailuo_dsl.studio.compare import since
from hailuo_dsl.studio.doubt import doubtful
from hailuo_dsl.studio.fate import SENT, Fate, Judge
from hailuo_dsl.studio.production import stands

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from hailuo_dsl.job.charge import Spent
    from hailuo_dsl.job.model import Take
    from hailuo_dsl.job.terms import Money, Terms
    from hailuo_dsl.plan.bill import Bill
    from hailuo_dsl.plan.model import Step
    from hailuo_dsl.studio.production import Known, Production


@dataclass(frozen=True, slots=True)
class Forecast:
    """One take; *why* is a clause for the author."""

    step: Step
    take: Take
    fate: Fate
    why: str

    @property
    def is_sent(self) -> bool:
        return self.fate in SENT

    @property
    def brings_none(self) -> bool:
        """Whether a run leaves it without a clip to start from."""
        bringing = {*SENT, Fate.REUSE, Fate.RESUME}
        return self.fate not in bringing and not self.take.clip

    @property
    def money(self) -> Money | None:
        return money_of(self.step.price)


@dataclass(frozen=True)
class Outlook:
    """All takes in the script's order.

    Attributes:
        bill: of what is sent.
        spent: what all takes of the ledger at this provider have cost, reserved money included.
        currency: of *spent*.
        beside: how many takes of unknown outcome the ledger has beside those of the script.
    """

    production: Production
    takes: tuple[Forecast, ...]
    bill: Bill
    spent: Spent
    currency: str
    beside: int = 0

    @property
    def is_free(self) -> bool:
        return self.production.terms.free

    @property
    def remains_unknown(self) -> bool:
        return self.beside > 0 or any(it.fate is Fate.UNKNOWN for it in self.takes)


def forecast(production: Production, knows: Known, only: Collection[str] | None = None) -> Outlook:
    """What a run of *production* would do now.

    Args:
        production: the script, with whom it is made and for how much.
        knows: its ledger, read.
        only: ids of the requests that are asked for; None for all.
    """
    film, terms = production.film, production.terms
    memory = recall(film.compiled.plan, knows.book, terms, film.name)
    changes = {it.id: it for it in since(film, memory, terms).changes}
    steps = {step.id: step for step in film.compiled.plan.steps}
    judge = Judge(production, knows, memory, changes, steps)
    asked = stands(production, knows, only).takes
    first = {take.id: Forecast(steps[take.id], take, *judge.fate(take)) for take in asked}
    currency = _currency(first.values(), production)
    spent = knows.book.spent(terms, currency)
    takes = _in_the_end(first, spent, terms)
    ours = {it.key for it in stands(production, knows).takes}
    return Outlook(
        production,
        takes,
        bill((it.step for it in takes if it.is_sent), film.provider.name, free=film.provider.free),
        spent,
        currency,
        sum(it.is_at(terms) and it.key not in ours for it in doubtful(knows)),
    )


def _in_the_end(first: Mapping[str, Forecast], spent: Spent, terms: Terms) -> tuple[Forecast, ...]:
    """*first* without what would be sent but is not: the budget does not hold it, or it waits."""
    found: dict[str, Forecast] = {}
    needs = {
        id: [it for it in parents(one.step, first) if it in first] for id, one in first.items()
    }
    for id in _in_turns(needs):
        it = first[id]
        if it.is_sent:
            missing = next((found[start] for start in needs[id] if found[start].brings_none), None)
            if missing:
                why = f"starts from {missing.step.id}, which is {_stands(missing)}"
                it = replace(it, fate=Fate.WAITS, why=why)
            elif why := over_budget(it.money, spent, terms):
                it = replace(it, fate=Fate.WITHHELD, why=why)
            else:
                spent = _with(spent, it.money, terms)
        found[id] = it
    return tuple(found[id] for id in first)


def _in_turns(needs: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Yield ids as a run would come to them: what starts from nothing first, in their order."""
    order = {id: number for number, id in enumerate(needs)}
    sorter = TopologicalSorter(needs)
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=order.__getitem__)
        yield from ready
        sorter.done(*ready)


def _stands(missing: Forecast) -> str:
    return "waiting" if missing.fate is Fate.WAITS else str(missing.fate)


def _with(spent: Spent, money: Money | None, terms: Terms) -> Spent:
    """*spent* with what a take of the price *money* reserves."""
    if money and terms.budget and money.currency == terms.budget.currency:
        return spent._replace(amount=spent.amount + money.amount)
    return spent


def _currency(takes: Collection[Forecast], production: Production) -> str:
    """What money is told of in: the budget's, else that of what is made, else the provider's."""
    if production.budget:
        return production.budget.currency
    known = production.film.catalog.currencies(production.film.provider.name)
    prices = (it.step.price.currency for it in takes if it.step.price)
    return next(prices, known[0] if known else "")
