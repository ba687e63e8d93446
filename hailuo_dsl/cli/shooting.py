"""What `run` and its siblings have in common: ask before money is spent, show, tell the end."""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hailuo_dsl.cli.budget import BUDGET_OPTIONS, produced_under
from hailuo_dsl.cli.page import show_diagnostics, show_table
from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from hailuo_dsl.plan.model import Step
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.production import Known, Production
    from hailuo_dsl.studio.shoot import Made

STOPPING = (
    "stopping: waiting for the answers that are on their way;"
    " once more gives them up, and they may have been paid"
)
UNKNOWN_REMAINS = 4

ledger_option = click.option(
    "--ledger", type=click.Path(path_type=Path), help="The file that remembers jobs."
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


def shoot_and_tell(
    production: Production,
    way: Way,
    *,
    only: Collection[str] | None,
    resend: Collection[str] = (),
    retake: Collection[str] = (),
) -> int:
    """Ask before money is spent, make the clips and tell how it ended; the exit code of that."""
    from hailuo_dsl.cli.progress import showing
    from hailuo_dsl.studio.loop import begin
    from hailuo_dsl.studio.production import known, to_send
    from hailuo_dsl.studio.shoot import shoot

    named = {*resend, *retake}
    asks = not (production.film.provider.free or way.yes)
    agreed, sent = None, set[str]()
    if asks or named:
        knows = known(production.ledger)
        steps = to_send(production, only, resend, retake, knows=knows)
        sent = {step.id for step in steps}
        agreed = _agreed(steps, production, knows) if asks else None
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
        # A retake that is given again makes once more what it has made already.
        again = "`run` goes on" if retake else "give the same command again to go on"
        click.echo(f"stopped: {again} with what is under way", err=True)
        return UNKNOWN_REMAINS
    _tell(made, production.film, named - sent)
    return made.exit_code


def _agreed(steps: Collection[Step], production: Production, knows: Known) -> frozenset[str]:
    """Show that *steps* will be sent and what it costs, and ask; the ids that may be sent.

    Raises:
        Trouble: nobody can be asked.
    """
    from hailuo_dsl.plan.bill import bill

    if not steps:
        return frozenset()
    offer = bill(steps, production.film.provider.name)
    click.echo(f"To be sent to {production.profile.base_url}:\n", err=True)
    show_table(("shot", "model", "seconds", "resolution", "price"), offer.lines, err=True)
    click.echo(f"\n{offer.total}", err=True)
    if budget := production.budget:
        from hailuo_dsl.studio.budget import spent_said

        spent = knows.book.spent(production.terms, budget.currency)
        said = spent_said(spent, budget.currency, budget)
        click.echo(f"{said}; what would pass it is not sent", err=True)
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


def _tell(made: Made, film: Film, not_sent: Collection[str]) -> None:
    """What went wrong and what is missing, then the reel: its path is the last line.

    Args:
        made: what the run came to.
        film: the script.
        not_sent: ids that the author asked to be sent again, and there was no need.
    """
    from hailuo_dsl.job.model import Stage
    from hailuo_dsl.studio.told import left_said, told_of

    takes = made.outcome.takes
    told = told_of(takes, film)
    if told:
        show_diagnostics(told, film.compiled.report.sources, file=sys.stderr)
    for take in takes:
        if take.id in not_sent and take.stage is Stage.DONE:
            click.echo(f"{take.id}: was done or under way, so it was not sent again", err=True)
        if take.message and take.stage is Stage.DONE and not take.path:
            click.echo(f"{take.id}: {take.message}", err=True)
    for take in made.outcome.left:
        click.echo(left_said(take), err=True)
    if made.reel.missing:
        click.echo(f"not in the reel: {', '.join(made.reel.missing)}", err=True)
    if made.trouble:
        click.echo(made.trouble, err=True)
    if made.reel.path:
        click.echo(made.reel.path)
