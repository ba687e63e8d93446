"""`hailuo-dsl run`: make the clips of a script, and cut them into a reel."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options, script_argument
from hailuo_dsl.cli.page import show_table
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.film import selected

if TYPE_CHECKING:
    from collections.abc import Collection

    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.shoot import Made, Production


STOPPING = (
    "stopping: waiting for the answers that are on their way;"
    " once more gives them up, and they may have been paid"
)
FAILED = 3
UNKNOWN_REMAINS = 4


@click.command("run")
@script_argument
@click.argument("shots", nargs=-1, metavar="[SHOT]...", shell_complete=completed_by("shots"))
@film_options
@click.option("--out", type=click.Path(path_type=Path), help="Where the clips and the reel go.")
@click.option("--ledger", type=click.Path(path_type=Path), help="The file that remembers jobs.")
@click.option(
    "--poll", type=click.FloatRange(min=0.01), metavar="SECONDS", help="Time between two queries."
)
@click.option(
    "--resend",
    multiple=True,
    metavar="SHOT",
    shell_complete=completed_by("shots"),
    help="Send a shot again whose outcome is unknown or which failed. It may be paid twice.",
)
@click.option("--job-seconds", type=click.FloatRange(min=0), default=2.0, hidden=True)
@click.option("--yes", is_flag=True, help="Do not ask before sending what costs money.")
def verb(
    script: str,
    shots: tuple[str, ...],
    asked: Asked,
    out: Path | None,
    ledger: Path | None,
    poll: float | None,
    resend: tuple[str, ...],
    job_seconds: float,
    yes: bool,
) -> None:
    """Make the clips of SCRIPT, or of the SHOTs named by id or glob (`harbour/*`).

    What is done is reused and what is under way is gone on with, so the same command can be given
    again at any time. Clips go to `out/SCENE/SHOT.mp4`, the reel to `out/SCRIPT.mp4`.
    """
    film = sound_film(script, asked)

    from hailuo_dsl.cli.progress import showing
    from hailuo_dsl.studio.loop import begin
    from hailuo_dsl.studio.shoot import produced, shoot

    production = produced(film, out=out, ledger=ledger)
    only, again = selected(film, shots), selected(film, resend) or frozenset()
    if only is not None and not again <= only:
        raise Trouble(f"`--resend {min(again - only)}` is not among the shots that are asked for")
    agreed = None if film.provider.free or yes else _agreed(production, only, again)
    _hear_the_end()
    try:
        with showing() as teller:
            made = begin(
                shoot(
                    production,
                    only=only,
                    resend=again,
                    agreed=agreed,
                    poll=poll,
                    job_seconds=job_seconds,
                    on_change=teller.tell,
                )
            ).wait(lambda: teller.say(STOPPING))
    except KeyboardInterrupt:
        click.echo("stopped: give the same command again to go on with what is under way", err=True)
        sys.exit(UNKNOWN_REMAINS)
    _tell(made, again)
    sys.exit(made.outcome.exit_code or (FAILED if made.trouble else 0))


def _agreed(
    production: Production, only: Collection[str] | None, again: Collection[str]
) -> frozenset[str]:
    """Show what will be sent and what it costs, and ask; the ids that may be sent.

    Raises:
        Trouble: nobody can be asked.
    """
    from hailuo_dsl.plan.bill import bill
    from hailuo_dsl.studio.shoot import to_send

    steps = to_send(production, only, again)
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


def _tell(made: Made, again: Collection[str]) -> None:
    """What went wrong and what is missing, then the reel: its path is the last line."""
    from hailuo_dsl.job.model import ENDED_BADLY, Stage

    for take in made.outcome.takes:
        if take.message and not take.path:
            said = "" if not take.said or take.said in take.message else f" ({take.said})"
            click.echo(f"{take.id}: {take.stage}: {take.message}{said}", err=True)
        if take.stage in {Stage.UNKNOWN, *ENDED_BADLY}:
            click.echo(f"  `--resend {take.id}` sends it again; it may be paid twice", err=True)
        if take.id in again and take.stage is Stage.DONE and not take.attempt > 1:
            click.echo(f"{take.id}: done before, so nothing was sent again", err=True)
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
