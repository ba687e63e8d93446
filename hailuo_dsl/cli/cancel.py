"""`hailuo-dsl cancel`: stop waiting for takes that are under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options
from hailuo_dsl.cli.scripts import script_and_shots
from hailuo_dsl.cli.shooting import ledger_option
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.ground.render import visible
from hailuo_dsl.studio.film import selected

if TYPE_CHECKING:
    from pathlib import Path

    from hailuo_dsl.studio.asked import Asked

NAMELESS = "its task, whose answer is on its way,"


@click.command("cancel")
@click.argument(
    "words", nargs=-1, metavar="[SHOT]... [SCRIPT]", shell_complete=completed_by("shots_here")
)
@film_options
@ledger_option
def verb(words: tuple[str, ...], asked: Asked, ledger: Path | None) -> None:
    """Stop waiting for the SHOTs that are under way, or for all of SCRIPT; a run leaves them too.

    The service has no way to cancel a task, so its clip is still made and paid. The task's id is
    kept: a later `run` of the shot fetches the clip, and pays nothing.
    """
    from hailuo_dsl.studio.production import produced
    from hailuo_dsl.studio.settle import cancel

    script, shots = script_and_shots(words)
    film = sound_film(script, asked)
    cancelled = cancel(produced(film, ledger=ledger), selected(film, shots))
    for it in cancelled:
        task = f"task {visible(it.task_id)}" if it.task_id else NAMELESS
        click.echo(f"{it.shot}: {task} is waited for no longer")
    if cancelled:
        paid = "" if film.provider.free else " and paid"
        clips = "the clip is" if len(cancelled) == 1 else "the clips are"
        fetches = "it" if len(cancelled) == 1 else "them"
        click.echo(f"the service cannot cancel: {clips} still made{paid}; `run` fetches {fetches}")
    else:
        click.echo("nothing is under way")
