"""`hailuo-dsl compile`: print the requests that a script becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import film_options, script_argument
from hailuo_dsl.cli.page import show_json
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.request.show import document
from hailuo_dsl.studio.film import embedded, validated

if TYPE_CHECKING:
    from hailuo_dsl.studio.asked import Asked


@click.command("compile")
@script_argument
@film_options
@click.option("--embed", is_flag=True, help="Put pictures into the requests, as data URLs.")
@click.option("--bodies", is_flag=True, help="Print just the bodies, one JSON a line.")
def verb(script: str, asked: Asked, embed: bool, bodies: bool) -> None:
    """Print one JSON document with the requests of SCRIPT. `-` reads standard input."""
    film = sound_film(script, asked)
    requests = validated(film)
    if embed:
        requests = tuple(embedded(request, film.folder) for request in requests)
    if bodies:
        for request in requests:
            show_json(request.body, indent=None)
    else:
        show_json(document(requests))
