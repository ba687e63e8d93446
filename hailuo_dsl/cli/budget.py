"""`--budget`: what a run may cost, as it is written on the command line."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hailuo_dsl.job.charge import Spent
    from hailuo_dsl.job.terms import Money
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.production import Production

BUDGET_OPTIONS = (
    click.option(
        "--budget",
        metavar="AMOUNT",
        help="The most that all takes of the ledger at this provider may cost, those of earlier"
        " runs included, in its currency: `5.00`, `'5.00 USD'`. What would pass it is not sent.",
    ),
    click.option(
        "--allow-unknown-price",
        is_flag=True,
        help="Under a budget, send takes too whose price nobody knows.",
    ),
)
WRITTEN = re.compile(r"\s*(\d{1,12}(?:\.\d{1,6})?)(?:\s+([A-Za-z]{3}))?\s*", re.ASCII)


def produced_under(
    film: Film, budget: str | None, *, allow_unknown_price: bool, **places: Path | None
) -> Production:
    """*film* in the making, with what may be spent on it.

    Raises:
        Trouble: the provider cannot be reached as things are set up, or the budget is none.
    """
    from hailuo_dsl.studio.production import produced

    if allow_unknown_price and budget is None:
        raise Trouble("`--allow-unknown-price` goes with `--budget`")
    return produced(
        film,
        budget=None if budget is None else budget_of(budget, film),
        allow_unknown_price=allow_unknown_price,
        **places,
    )


def budget_of(written: str, film: Film) -> Money:
    """The amount that `--budget` means.

    Raises:
        Trouble: it is no amount, or no price of the provider is in its currency.
    """
    from hailuo_dsl.job.terms import Money

    read = WRITTEN.fullmatch(written)
    if read is None:
        raise Trouble(
            f"`--budget {written}` is no amount; write `--budget 5.00` or `--budget '5.00 USD'`"
        )
    number, currency = read[1], (read[2] or "").upper()
    known = film.catalog.currencies(film.provider.name)
    # Where its own list has no row, a price may be another list's, in another currency.
    asked = [it.price.currency for it in film.compiled.plan.steps if it.price]
    currency = currency if film.provider.free else _currency(number, currency, known, asked, film)
    return Money(Decimal(number), currency)


def _currency(
    number: str, written: str, known: Sequence[str], asked: Sequence[str], film: Film
) -> str:
    name = film.provider.name
    if not known and not written:
        raise Trouble(
            f"no price of {name} is known, so nobody knows the currency of `--budget`; "
            f"write it beside the amount (`'{number} USD'`), or add prices as rows of your own"
        )
    if not written and len(known) > 1:
        raise Trouble(
            f"{name} has prices in {' and '.join(known)}; "
            f"say which, as `--budget '{number} {known[0]}'`"
        )
    if written and known and written not in {*known, *asked}:
        raise Trouble(
            f"{name} has its prices in {' and '.join(known)}, so a budget in {written} would hold"
            f" none; write `--budget '{number} {known[0]}'`, with the amount in {known[0]}"
        )
    return written or known[0]


def spent_said(spent: Spent, currency: str, budget: Money | None) -> str:
    """`spent or reserved so far: 0.30 USD of the budget of 5.00 USD`."""
    said = f"spent or reserved so far: {spent.amount} {currency}".rstrip()
    bound = f" of the budget of {budget}" if budget else ""
    takes = f"{spent.unknown} take{'s' if spent.unknown > 1 else ''}"
    return said + bound + f", and {takes} of unknown price" * bool(spent.unknown)
