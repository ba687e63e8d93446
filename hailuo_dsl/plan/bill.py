"""What a plan costs, as far as anybody has published it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from hailuo_dsl.catalog.show import priced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hailuo_dsl.plan.model import Step


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be paid.

    Attributes:
        lines: a row a take: id, model, seconds, resolution, price.
        total: the sum in a sentence, with what is not known.
        sums: currency -> the sum of the prices that are known.
        unknown: how many takes nobody has published a price of.
    """

    lines: tuple[tuple[str, ...], ...]
    total: str
    sums: Mapping[str, Decimal]
    unknown: int


def bill(steps: Iterable[Step], provider: str, *, free: bool = False) -> Bill:
    """The bill of *steps* at *provider*; whose list a price is from is said.

    Args:
        free: clips cost nothing there.
    """
    steps = tuple(steps)
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for step in steps:
        if step.price:
            sums[step.price.currency] += step.price.amount
    known = " + ".join(f"{amount} {currency}" for currency, amount in sums.items())
    unknown = 0 if free else sum(step.price is None for step in steps)
    parts = ["free"] if free else [known] if known else []
    if unknown:
        parts.append(f"{unknown} of unknown price")
    total = f"{len(steps)} clip{'s' if len(steps) != 1 else ''}: {', '.join(parts)}"
    foreign = {step.price.provider for step in steps if step.price} - {provider}
    if foreign:
        total += f" (by the list of {foreign.pop()}; the provider's own prices are not known)"
    return Bill(tuple(map(_line, steps)), total, sums, unknown)


def _line(step: Step) -> tuple[str, ...]:
    body = step.request.body
    resolution = body["metadata"].get("resolution", "default")
    return (step.id, step.request.model, str(body["duration"]), resolution, priced(step.price))
