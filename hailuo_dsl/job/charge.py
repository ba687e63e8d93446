"""What each intention costs, as far as the ledger tells.

An intention reserves its price before the call is made, so that no two runs spend the same money.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from hailuo_dsl.api.errors import Advice
from hailuo_dsl.job.model import Event
from hailuo_dsl.job.terms import Money

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Price
    from hailuo_dsl.job.model import Entry
    from hailuo_dsl.job.terms import Terms


FREE = ("0", "")
"""The price of what costs nothing, as it stands in an `intended` event."""


class Standing(StrEnum):
    """What has become of the money."""

    HELD = "held"  # under way, or nobody knows
    PAID = "paid"  # the clip was made
    FORFEIT = "forfeit"  # failed, moderated or given up: charged unless the service refunds
    VOID = "void"  # nothing was accepted, or another attempt asked for the same job


@dataclass(frozen=True, slots=True)
class Charge:
    """What one attempt costs.

    Attributes:
        price: None where nobody knows it.
        same_job: an earlier attempt may have got the job already.
    """

    service: str
    account: str
    price: Money | None
    same_job: bool = False
    standing: Standing = Standing.HELD


class Spent(NamedTuple):
    """What was spent or is reserved, in one currency.

    Attributes:
        unknown: how many takes beside that have a price that nobody knows, or another currency.
    """

    amount: Decimal = Decimal(0)
    unknown: int = 0


def intended(entry: Entry) -> Charge:
    """The charge that an `intended` event reserves."""
    data = entry.data
    return Charge(
        str(data.get("service", "")),
        str(data.get("account", "")),
        _money(data),
        bool(data.get("same_job")),
    )


def standing_after(charge: Charge, entry: Entry) -> Standing:
    """What has become of an attempt's money after another event of it."""
    before = charge.standing
    match entry.event:
        case Event.DONE:
            return Standing.PAID
        case _ if before is Standing.PAID:
            return before
        case Event.FAILED | Event.GIVEN_UP:
            return Standing.FORFEIT
        case Event.REFUSED if not charge.same_job:
            moderated = entry.data.get("advice") == Advice.MODERATED
            return Standing.FORFEIT if moderated else Standing.VOID
        case _:
            return before


def written(price: Price | None) -> list[str] | None:
    """*price* as it stands in an `intended` event."""
    return None if price is None else [str(price.amount), price.currency]


class Till:
    """Adds up charges that come and change."""

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[str, str, Standing], defaultdict[str, Decimal]]
        self._sums = defaultdict(lambda: defaultdict(Decimal))
        self._counts: defaultdict[tuple[str, str, Standing], Counter[str | None]]
        self._counts = defaultdict(Counter)

    def change(self, old: Charge | None, new: Charge) -> None:
        """Let *new* stand in the place of *old*."""
        for charge, sign in ((old, -1), (new, 1)):
            if charge is None:
                continue
            place = (charge.service, charge.account, charge.standing)
            self._counts[place][charge.price.currency if charge.price else None] += sign
            if charge.price:
                self._sums[place][charge.price.currency] += sign * charge.price.amount

    def spent(self, terms: Terms, currency: str) -> Spent:
        """What the charges at the service and account of *terms* come to."""
        amount, unknown = Decimal(0), 0
        for standing in Standing:
            if _counts(standing, terms):
                place = (terms.service, terms.account, standing)
                amount += self._sums[place][currency]
                others = self._counts[place].items()
                unknown += sum(count for name, count in others if name not in ("", currency))
        return Spent(amount, unknown)


def over_budget(price: Money | None, so_far: Spent, terms: Terms) -> str:
    """Why a clip of *price* may not be sent under the budget of *terms*; empty where it may."""
    budget = terms.budget
    if budget is None or terms.free:
        return ""
    if price is None or price.currency != budget.currency:
        if terms.allow_unknown_price:
            return ""
        what = "its price is not known" if price is None else f"its price is in {price.currency}"
        return (
            f"{what}, so the budget of {budget} cannot hold it; "
            "`--allow-unknown-price` sends it all the same"
        )
    if so_far.amount + price.amount <= budget.amount:
        return ""
    left = max(Decimal(0), budget.amount - so_far.amount)
    return f"it costs {price}, and of the budget of {budget} {left} {budget.currency} is left"


def _counts(standing: Standing, terms: Terms) -> bool:
    return standing in {Standing.HELD, Standing.PAID} or (
        standing is Standing.FORFEIT and not terms.refunds
    )


def _money(data: Any) -> Money | None:
    """The price in an `intended` event; ledgers of the first version tell none."""
    found = data.get("price")
    return None if found is None else Money(Decimal(found[0]), str(found[1]))
