"""`--budget`: what a run may cost, as it is written on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

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


def produced_under(
    film: Film, budget: str | None, *, allow_unknown_price: bool, **places: Path | None
) -> Production:
    """*film* in the making, with what may be spent on it.

    Raises:
        Trouble: the provider cannot be reached as things are set up, or the budget is none.
    """
    from hailuo_dsl.studio.budget import of_options
    from hailuo_dsl.studio.production import produced

    return produced(
        film,
        budget=of_options(budget, film, allow_unknown_price=allow_unknown_price),
        allow_unknown_price=allow_unknown_price,
        **places,
    )
