"""`hailuo-dsl run`: make the clips of a script, and cut them into a reel."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options, script_argument
from hailuo_dsl.cli.shooting import shoot_and_tell, shoot_options
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.film import selected

if TYPE_CHECKING:
    from hailuo_dsl.cli.shooting import Way
    from hailuo_dsl.studio.asked import Asked


@click.command("run")
@script_argument
@click.argument("shots", nargs=-1, metavar="[SHOT]...", shell_complete=completed_by("shots"))
@film_options
@shoot_options
@click.option(
    "--resend",
    multiple=True,
    metavar="SHOT",
    shell_complete=completed_by("shots"),
    help="Send a shot again whose outcome is unknown or which failed. It may be paid twice.",
)
def verb(
    script: str, shots: tuple[str, ...], asked: Asked, way: Way, resend: tuple[str, ...]
) -> None:
    """Make the clips of SCRIPT, or of the SHOTs named by id or glob (`harbour/*`).

    What is done is reused and what is under way is gone on with, so the same command can be given
    again at any time. Clips go to `out/SCENE/SHOT.mp4`, the reel to `out/SCRIPT.mp4`.
    """
    film = sound_film(script, asked)
    only, again = selected(film, shots), selected(film, resend) or frozenset()
    if only is not None and not again <= only:
        raise Trouble(f"`--resend {min(again - only)}` is not among the shots that are asked for")
    sys.exit(shoot_and_tell(way.production(film), way, only=only, resend=again))
