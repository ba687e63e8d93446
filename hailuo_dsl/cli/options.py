"""Options that several verbs share."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def completed_by(name: str) -> Callable[[click.Context, click.Parameter, str], list[Any]]:
    """What completes a word for a shell: the function *name* of `complete.py`, read when asked."""

    def complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[Any]:
        from hailuo_dsl.cli import complete

        found: list[Any] = getattr(complete, name)(ctx, incomplete)
        return found

    return complete


script_argument = click.argument(
    "script",
    type=click.Path(dir_okay=False, allow_dash=True),
    shell_complete=completed_by("scripts"),
)
provider_option = click.option(
    "--provider",
    metavar="NAME",
    help="Who makes the clips: `local` (default) or `gateway`.",
    shell_complete=completed_by("providers"),
)
max_size_option = click.option(
    "--max-size",
    type=click.FloatRange(min=0.001),
    metavar="MB",
    help="The largest script that is read (8).",
)

FILM_OPTIONS = (
    provider_option,
    click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="KEY=VALUE",
        help="Choose a setting for every shot, before what the script says: `resolution=768P`.",
        shell_complete=completed_by("settings"),
    ),
    click.option(
        "--let",
        "lets",
        multiple=True,
        metavar="NAME=VALUE",
        help="Put another value in the place of a `let` of the file: `tone=cold`.",
        shell_complete=completed_by("lets"),
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
    max_size_option,
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


class Listing(click.Command):
    """A verb whose help lists what its first word may be, *words*, and what each means."""

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words = words

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        first = self.params[0].make_metavar(ctx).strip("[]")
        with formatter.section(first):
            formatter.write_dl(list(self._words.items()))
        super().format_options(ctx, formatter)
