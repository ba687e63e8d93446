"""What charges come to, currency by currency, in words and as JSON."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hailuo_dsl.job.charge import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hailuo_dsl.job.charge import Charge

TOLD = (Standing.HELD, Standing.FORFEIT)
"""What is told apart: money that is not paid for a clip, or not yet."""

DECIMAL = r"^\d+(\.\d+)?$"
AMOUNT: dict[str, Any] = {"type": "string", "pattern": DECIMAL}
AMOUNTS: dict[str, Any] = {
    "description": "currency -> amount",
    "type": "object",
    "additionalProperties": AMOUNT,
}
"""The schema of sums of money."""


@dataclass(frozen=True)
class Cost:
    """What some charges come to; what is free is no part of it.

    Attributes:
        amounts: currency -> all of it.
        of_it: how much of that has no clip to show.
        unknown: how many have a price that nobody knows.
    """

    amounts: Mapping[str, Decimal]
    of_it: Mapping[Standing, Mapping[str, Decimal]]
    unknown: int = 0

    def __str__(self) -> str:
        """`0.56 USD (0.28 held)`; empty where it costs nothing."""
        parts = [f"{amount} {currency}{self._of_it(currency)}" for currency, amount in self._known]
        if self.unknown:
            parts.append(f"{self.unknown} of unknown price")
        return " + ".join(parts)

    @property
    def _known(self) -> list[tuple[str, Decimal]]:
        return [(currency, amount) for currency, amount in self.amounts.items() if amount]

    def _of_it(self, currency: str) -> str:
        all_of_it = self.amounts[currency]
        parts = []
        for standing in TOLD:
            amount = self.of_it[standing].get(currency)
            if amount:
                parts.append(str(standing) if amount == all_of_it else f"{amount} {standing}")
        return f" ({', '.join(parts)})" if parts else ""


def cost_of(charges: Iterable[Charge], *, refunds: bool = False) -> Cost:
    """What *charges* come to; *refunds*: what failed or was given up is given back."""
    given_back = {Standing.VOID, *({Standing.FORFEIT} if refunds else ())}
    counting = [it for it in charges if it.standing not in given_back]
    amounts: defaultdict[str, Decimal] = defaultdict(Decimal)
    of_it: dict[Standing, defaultdict[str, Decimal]] = {it: defaultdict(Decimal) for it in TOLD}
    for charge in counting:
        if charge.price and charge.price.currency:
            amounts[charge.price.currency] += charge.price.amount
            if charge.standing in of_it:
                of_it[charge.standing][charge.price.currency] += charge.price.amount
    return Cost(amounts, of_it, sum(it.price is None for it in counting))


def cost_data(cost: Cost) -> dict[str, Any]:
    """*cost* as JSON."""
    return {
        "amounts": _sums(cost.amounts),
        **{str(it): _sums(cost.of_it[it]) for it in TOLD},
        "of_unknown_price": cost.unknown,
        "said": str(cost),
    }


def cost_schema() -> dict[str, Any]:
    """The JSON Schema of `cost_data`."""
    from hailuo_dsl.syntax.data import record

    return record(
        amounts=AMOUNTS,
        held={**AMOUNTS, "description": "of it: under way, or of unknown outcome"},
        forfeit={**AMOUNTS, "description": "of it: for what failed, was moderated or given up"},
        of_unknown_price={"type": "integer", "minimum": 0},
        said={"type": "string"},
    )


def _sums(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {currency: str(amount) for currency, amount in amounts.items()}


def charge_data(charge: Charge) -> dict[str, Any]:
    """*charge* as JSON."""
    price = charge.price
    return {
        "price": str(price.amount) if price else None,
        "currency": price.currency if price else None,
        "money": str(charge.standing),
    }


def charge_properties() -> dict[str, Any]:
    """The schemas of what `charge_data` tells."""
    return {
        **price_properties(),
        "money": {
            "description": "held: its outcome is open; paid: the clip was made; forfeit: it "
            "failed, was moderated or given up; void: nothing was accepted",
            "enum": [*map(str, Standing)],
        },
    }


def price_properties() -> dict[str, Any]:
    """The schemas of a price and its currency."""
    return {
        "price": {
            "description": "null: nobody knows it",
            "type": ["string", "null"],
            "pattern": DECIMAL,
        },
        "currency": {"description": "empty where clips are free", "type": ["string", "null"]},
    }


def charge_said(charge: Charge | None) -> str:
    """`0.28 USD`, `free`, or that nobody knows."""
    price = charge.price if charge else None
    if price is None:
        return "unknown"
    return str(price) if price.currency else "free"
