"""`hailuo-dsl board`: draw the storyboard as one page of HTML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options, script_argument
from hailuo_dsl.cli.page import put
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.film import STANDARD_INPUT, selected

if TYPE_CHECKING:
    from hailuo_dsl.studio.asked import Asked

OURS = b"<!doctype html>"
"""What a page begins with; nothing else is written over."""


@click.command("board")
@script_argument
@click.argument("shots", nargs=-1, metavar="[SHOT]...", shell_complete=completed_by("shots"))
@film_options
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Where the page goes; `-` prints it.",
)
def verb(script: str, shots: tuple[str, ...], asked: Asked, out: Path | None) -> None:
    """Draw the storyboard of SCRIPT, or of the SHOTs named by id or glob, as one page of HTML.

    Each scene is a row. Each shot is a picture of its first frame with the camera's moves drawn on
    it as arrows, and below it the prompt, what it is shot with, what it starts from and what it
    costs. A frame that a clip has yet to show is a preview of it.

    The page is one file that needs nothing else: `NAME.board.html` beside the script. A script
    from the standard input has its page printed.
    """
    film = sound_film(script, asked)

    from hailuo_dsl.studio.results import Board

    if out is None:
        page_name = f"{film.name}.board.html"
        out = Path(STANDARD_INPUT) if script == STANDARD_INPUT else film.folder / page_name
    text = Board(film, selected(film, shots)).page(out.parent).encode()
    if str(out) == STANDARD_INPUT:
        put(text)
    else:
        _write(out, text)
        click.echo(out)


def _write(path: Path, data: bytes) -> None:
    """Let the file *path* hold the page *data*, all of it or nothing.

    Raises:
        Trouble: there is something else, or it cannot be written.
    """
    from hailuo_dsl.media.appear import appearing, written

    with written(path):
        if path.exists() and not _is_page(path):
            raise Trouble(f"{path} is there and is no page of HTML; name another file with `-o`")
        with appearing(path) as part:
            part.write_bytes(data)


def _is_page(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(OURS)).lower() == OURS
