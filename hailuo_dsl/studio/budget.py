"""What a run may cost, as an author writes it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job.terms import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hailuo_dsl.job.charge import Spent
    from hailuo_dsl.studio.film import Film

    Say = Callable[[str], str]

WRITTEN = re.compile(r"\s*(\d{1,12}(?:\.\d{1,6})?)(?:\s+([A-Za-z]{3}))?\s*", re.ASCII)


def in_python(amount: str) -> str:
    """How a call says that the budget is *amount*."""
    return f'budget="{amount}"'


def on_the_command_line(amount: str) -> str:
    """How an option says that the budget is *amount*."""
    quoted = f"'{amount}'" if len(amount.split()) == 2 else amount
    return f"--budget {quoted}"


def of_options(written: str | None, film: Film, *, allow_unknown_price: bool) -> Money | None:
    """What the options `--budget` and `--allow-unknown-price` come to; None: there is no bound.

    Raises:
        Trouble: they do not go together, or see `budget_of`.
    """
    if written is not None:
        return budget_of(written, film, on_the_command_line)
    if allow_unknown_price:
        raise Trouble("`--allow-unknown-price` goes with `--budget`")
    return None


def budget_of(written: str, film: Film, say: Say = in_python) -> Money:
    """The amount that *written* means: `5.00`, `5.00 USD`.

    Args:
        film: whose provider's prices it is held against.
        say: how the caller says an amount, for messages.

    Raises:
        Trouble: it is no amount, or no price of the provider is in its currency.
    """
    read = WRITTEN.fullmatch(written)
    if read is None:
        raise Trouble(
            f"`{say(written)}` is no amount; write `{say('5.00')}` or `{say('5.00 USD')}`"
        )
    number, currency = read[1], (read[2] or "").upper()
    known = film.catalog.currencies(film.provider.name)
    # Where its own list has no row, a price may be another list's, in another currency.
    asked = [it.price.currency for it in film.compiled.plan.steps if it.price]
    if not film.provider.free:
        currency = _currency(number, currency, known, asked, film, say)
    return Money(Decimal(number), currency)


def _currency(  # what a budget says, and all that it is held against
    number: str,
    written: str,
    known: Sequence[str],
    asked: Sequence[str],
    film: Film,
    say: Say,
) -> str:
    name = film.provider.name
    if not known and not written:
        raise Trouble(
            f"no price of {name} is known, so nobody knows the currency of `{say(number)}`; write"
            f" it beside the amount (`{number} USD`), or add prices as rows of your own"
        )
    if not written and len(known) > 1:
        raise Trouble(
            f"{name} has prices in {' and '.join(known)}; "
            f"say which, as `{say(f'{number} {known[0]}')}`"
        )
    if written and known and written not in {*known, *asked}:
        raise Trouble(
            f"{name} has its prices in {' and '.join(known)}, so a budget in {written} would hold"
            f" none; write `{say(f'{number} {known[0]}')}`, with the amount in {known[0]}"
        )
    return written or known[0]


def spent_said(spent: Spent, currency: str, budget: Money | None) -> str:
    """`spent or reserved so far: 0.30 USD of the budget of 5.00 USD`."""
    said = f"spent or reserved so far: {spent.amount} {currency}".rstrip()
    bound = f" of the budget of {budget}" if budget else ""
    takes = f"{spent.unknown} take{'s' if spent.unknown > 1 else ''}"
    return said + bound + f", and {takes} of unknown price" * bool(spent.unknown)
