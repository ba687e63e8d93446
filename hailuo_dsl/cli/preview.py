"""`hailuo-dsl preview`: make moving previews of a script's shots, without jobs."""

from __future__ import annotations

from pathlib import Path

import click

from hailuo_dsl.cli.options import provider_option, script_argument, set_option
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.studio.film import selected


@click.command("preview")
@script_argument
@click.argument("shots", nargs=-1, metavar="[SHOT]...")
@provider_option
@set_option
@click.option("--out", type=click.Path(path_type=Path), help="Where the previews go.")
def verb(
    script: str,
    shots: tuple[str, ...],
    provider: str | None,
    settings: tuple[str, ...],
    out: Path | None,
) -> None:
    """Make an animatic of each shot of SCRIPT, or of the SHOTs named by id or glob.

    An animatic is the start frame, moved as the camera will move. It costs nothing and sends
    nothing; it goes to `out/preview/SCENE/SHOT.mp4`.
    """
    film = sound_film(script, provider, settings)

    from hailuo_dsl.studio.loop import begin
    from hailuo_dsl.studio.preview import preview

    folder = out or film.folder / "out" / "preview"
    begin(
        preview(
            film, folder, only=selected(film, shots), on_made=lambda _id, path: click.echo(path)
        )
    ).wait()
