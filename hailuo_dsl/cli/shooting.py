"""What `run` and its siblings have in common: ask before money is spent, show, tell the end."""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from hailuo_dsl.cli.page import show_diagnostics, show_table
from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.production import Production
    from hailuo_dsl.studio.shoot import Made

STOPPING = (
    "stopping: waiting for the answers that are on their way;"
    " once more gives them up, and they may have been paid"
)
FAILED = 3
UNKNOWN_REMAINS = 4

ledger_option = click.option(
    "--ledger", type=click.Path(path_type=Path), help="The file that remembers jobs."
)
BUDGET_OPTIONS = (
    click.option(
        "--budget",
        metavar="AMOUNT",
        help="The most that all takes of the ledger at this provider may cost, in its currency:"
        " `5.00`, `5.00 USD`. What would pass it is not sent.",
    ),
    click.option(
        "--allow-unknown-price",
        is_flag=True,
        help="Under a budget, send takes too whose price nobody knows.",
    ),
)
SHOOT_OPTIONS = (
    click.option("--out", type=click.Path(path_type=Path), help="Where clips and reel go."),
    ledger_option,
    click.option(
        "--poll",
        type=click.FloatRange(min=0.01),
        metavar="SECONDS",
        help="Time between two queries.",
    ),
    *BUDGET_OPTIONS,
    click.option("--job-seconds", type=click.FloatRange(min=0), default=2.0, hidden=True),
    click.option("--yes", is_flag=True, help="Do not ask before sending what costs money."),
)


@dataclass(frozen=True)
class Way:
    """How a run is to go; see the options' help."""

    out: Path | None
    ledger: Path | None
    poll: float | None
    budget: str | None
    allow_unknown_price: bool
    job_seconds: float
    yes: bool

    def production(self, film: Film) -> Production:
        """*film* in the making, in this way.

        Raises:
            Trouble: the provider cannot be reached as things are set up, or the budget is none.
        """
        return produced_under(
            film,
            self.budget,
            allow_unknown_price=self.allow_unknown_price,
            out=self.out,
            ledger=self.ledger,
        )


def shoot_options(verb: Callable[..., None]) -> Callable[..., None]:
    """Give *verb* the options of every verb that sends, as one argument `way`."""

    @wraps(verb)
    def called(**options: Any) -> None:
        way = Way(**{name: options.pop(name) for name in Way.__dataclass_fields__})
        verb(way=way, **options)

    for option in reversed(SHOOT_OPTIONS):
        called = option(called)
    return called


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
        budget=None if budget is None else _money(budget, film),
        allow_unknown_price=allow_unknown_price,
        **places,
    )


def _money(written: str, film: Film) -> Any:
    """The amount that `--budget` means.

    Raises:
        Trouble: it is no amount, or its currency is not known.
    """
    from hailuo_dsl.job.terms import Money

    number, _, currency = written.strip().partition(" ")
    try:
        amount = Decimal(number)
    except InvalidOperation:
        raise Trouble(
            f"`--budget {written}` is no amount; write `--budget 5.00` or `--budget '5.00 USD'`"
        ) from None
    if not amount.is_finite() or amount < 0:
        raise Trouble(f"`--budget {written}` is no amount that can be spent")
    known = film.catalog.currencies(film.provider.name)
    if film.provider.free:
        return Money(amount, currency or next(iter(known), ""))
    if currency or len(known) == 1:
        return Money(amount, currency.strip().upper() or known[0])
    if not known:
        raise Trouble(
            f"no price of {film.provider.name} is known, so nobody knows the currency of "
            "`--budget`; write it beside the amount, or add prices as rows of your own"
        )
    raise Trouble(
        f"{film.provider.name} has prices in {' and '.join(known)}; "
        f"say which, as `--budget '{number} {known[0]}'`"
    )


def shoot_and_tell(
    production: Production,
    way: Way,
    *,
    only: Collection[str] | None,
    resend: Collection[str] = (),
    retake: Collection[str] = (),
) -> NoReturn:
    """Ask before money is spent, make the clips, tell how it ended, and end with its exit code."""
    from hailuo_dsl.cli.progress import showing
    from hailuo_dsl.studio.loop import begin
    from hailuo_dsl.studio.shoot import shoot

    free = production.film.provider.free
    agreed = None if free or way.yes else _agreed(production, only, resend, retake)
    _hear_the_end()
    try:
        with showing() as teller:
            made = begin(
                shoot(
                    production,
                    only=only,
                    resend=resend,
                    retake=retake,
                    agreed=agreed,
                    poll=way.poll,
                    job_seconds=way.job_seconds,
                    on_change=teller.tell,
                )
            ).wait(lambda: teller.say(STOPPING))
    except KeyboardInterrupt:
        click.echo("stopped: give the same command again to go on with what is under way", err=True)
        sys.exit(UNKNOWN_REMAINS)
    _tell(made, production.film, resend)
    sys.exit(made.outcome.exit_code or (FAILED if made.trouble else 0))


def _agreed(
    production: Production,
    only: Collection[str] | None,
    resend: Collection[str],
    retake: Collection[str],
) -> frozenset[str]:
    """Show what will be sent and what it costs, and ask; the ids that may be sent.

    Raises:
        Trouble: nobody can be asked.
    """
    from hailuo_dsl.plan.bill import bill
    from hailuo_dsl.studio.production import to_send

    steps = to_send(production, only, resend, retake)
    if not steps:
        return frozenset()
    offer = bill(steps, production.film.provider.name)
    click.echo(f"To be sent to {production.profile.base_url}:\n", err=True)
    show_table(("shot", "model", "seconds", "resolution", "price"), offer.lines, err=True)
    click.echo(f"\n{offer.total}", err=True)
    if not (sys.stdin and sys.stdin.isatty()):
        raise Trouble("this costs money and nobody can be asked here; add `--yes` to send it")
    if not click.confirm("Send?", err=True):
        click.echo("nothing was sent", err=True)
        sys.exit(0)
    return frozenset(step.id for step in steps)


def _hear_the_end() -> None:
    """Let a request to end the process be heard like Ctrl-C: what is under way is written down.

    Under `nohup`, a terminal that is closed asks for nothing.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def _tell(made: Made, film: Film, again: Collection[str]) -> None:
    """What went wrong and what is missing, then the reel: its path is the last line."""
    from hailuo_dsl.job.model import Stage
    from hailuo_dsl.studio.told import told_of

    takes = made.outcome.takes
    told = told_of(takes, film)
    if told:
        show_diagnostics(told, film.compiled.report.sources, file=sys.stderr)
    for take in takes:
        if take.id in again and take.stage is Stage.DONE and not take.attempt > 1:
            click.echo(f"{take.id}: done before, so nothing was sent again", err=True)
        if take.message and take.stage is Stage.DONE and not take.path:
            click.echo(f"{take.id}: {take.message}", err=True)
    for take in made.outcome.left:
        task = f" (task {take.task_id})" if take.task_id else ""
        click.echo(
            f"left from before: {take.id} is {take.stage}{task};"
            " its shot has changed since, or is another script's",
            err=True,
        )
    if made.reel.missing:
        click.echo(f"not in the reel: {', '.join(made.reel.missing)}", err=True)
    if made.trouble:
        click.echo(made.trouble, err=True)
    if made.reel.path:
        click.echo(made.reel.path)
