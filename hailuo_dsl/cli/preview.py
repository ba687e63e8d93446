"""`hailuo-dsl preview`: make moving previews of a script's shots, without jobs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options, script_argument
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.studio.film import selected

if TYPE_CHECKING:
    from hailuo_dsl.studio.asked import Asked


@click.command("preview")
@script_argument
@click.argument("shots", nargs=-1, metavar="[SHOT]...", shell_complete=completed_by("shots"))
@film_options
@click.option("--out", type=click.Path(path_type=Path), help="Where the previews go.")
def verb(
    script: str,
    shots: tuple[str, ...],
    asked: Asked,
    out: Path | None,
) -> None:
    """Make an animatic of each shot of SCRIPT, or of the SHOTs named by id or glob.

    An animatic is the start frame, moved as the camera will move; where a last frame is asked for,
    it ends on that. It costs nothing and sends nothing; it goes to `out/preview/SCENE/SHOT.mp4`.
    """
    film = sound_film(script, asked)

    from hailuo_dsl.studio.loop import begin
    from hailuo_dsl.studio.preview import preview

    folder = out or film.folder / "out" / "preview"
    begin(
        preview(
            film, folder, only=selected(film, shots), on_made=lambda _id, path: click.echo(path)
        )
    ).wait()
