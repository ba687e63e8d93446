"""`hailuo-dsl retake`: make the clip of a shot once more."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options
from hailuo_dsl.cli.scripts import script_and_shots
from hailuo_dsl.cli.shooting import shoot_and_tell, shoot_options
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.film import selected

if TYPE_CHECKING:
    from hailuo_dsl.cli.shooting import Way
    from hailuo_dsl.studio.asked import Asked


@click.command("retake")
@click.argument(
    "words",
    nargs=-1,
    required=True,
    metavar="SHOT... [SCRIPT]",
    shell_complete=completed_by("shots_here"),
)
@film_options
@shoot_options
def verb(words: tuple[str, ...], asked: Asked, way: Way) -> None:
    """Make the clips of the SHOTs once more, by the same request; each is paid once more.

    The new clip takes the place of the old one, which stays in `.hailuo/clips/`; where the new one
    does not come, the old one stays in its place. A shot that failed is sent again too, but not
    one whose outcome is unknown: `reconcile` settles that first. What starts from a new clip is
    stale, and the next `run` makes it anew.
    """
    script, shots = script_and_shots(words)
    if not shots:
        raise Trouble(f"which shot of {script} is to be made once more? Name it, or `'*'` for all")
    film = sound_film(script, asked)
    only = selected(film, shots)
    sys.exit(shoot_and_tell(way.production(film), way, only=only, retake=only or ()))
