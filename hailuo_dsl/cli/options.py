"""Options that several verbs share."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

script_argument = click.argument("script", type=click.Path(dir_okay=False, allow_dash=True))
provider_option = click.option(
    "--provider", metavar="NAME", help="Who makes the clips: `local` (default) or `gateway`."
)

FILM_OPTIONS = (
    provider_option,
    click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="KEY=VALUE",
        help="Choose a setting for every shot, before what the script says: `resolution=768P`.",
    ),
    click.option(
        "--let",
        "lets",
        multiple=True,
        metavar="NAME=VALUE",
        help="Put another value in the place of a `let` of the file: `tone=cold`.",
    ),
    click.option(
        "--limit",
        type=click.IntRange(min=1),
        metavar="N",
        help="How many requests a shot may become, or a scene with a table (200).",
    ),
    click.option(
        "--allow-outside", is_flag=True, help="Read files outside the project's folder too."
    ),
    click.option(
        "--max-size",
        type=click.FloatRange(min=0.001),
        metavar="MB",
        help="The largest script that is read (8).",
    ),
)
NAMES = ("provider", "settings", "lets", "limit", "allow_outside", "max_size")


def film_options(verb: Callable[..., None]) -> Callable[..., None]:
    """Give *verb* the options of every verb that compiles a script, as one argument `asked`.

    What was not asked for is not in it (`hailuo_dsl.studio.asked.Asked`).
    """

    @wraps(verb)
    def called(**options: Any) -> None:
        values = {name: options.pop(name) for name in NAMES}
        verb(asked={name: it for name, it in values.items() if it is not None}, **options)

    for option in reversed(FILM_OPTIONS):
        called = option(called)
    return called
