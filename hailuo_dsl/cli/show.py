"""`hailuo-dsl show`: print a script's tree, storyboard or requests."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from hailuo_dsl.cli.options import Listing, film_options, script_argument
from hailuo_dsl.cli.page import show_json, show_report
from hailuo_dsl.ground.render import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.studio.asked import Asked


class Shown(NamedTuple):
    """One stage of a script, ready to be printed either way."""

    report: Report
    text: Callable[[], str]
    document: Callable[[], dict[str, Any]]


def _tree(script: str, asked: Asked) -> Shown:
    from hailuo_dsl.studio.tree import read_tree
    from hailuo_dsl.syntax.data import document
    from hailuo_dsl.syntax.show import show_tree

    read = read_tree(script, **asked)
    return Shown(
        read.report,
        lambda: show_tree(read.script),
        lambda: document(read.script, read.source),
    )


def _storyboard(script: str, asked: Asked) -> Shown:
    from hailuo_dsl.storyboard.data import document
    from hailuo_dsl.storyboard.show import show_storyboard
    from hailuo_dsl.studio.film import read_film

    compiled = read_film(script, **asked).compiled
    return Shown(
        compiled.report,
        lambda: show_storyboard(compiled.storyboard),
        lambda: document(compiled.storyboard, compiled.report.sources),
    )


def _requests(script: str, asked: Asked) -> Shown:
    from hailuo_dsl.request.show import document, show_requests
    from hailuo_dsl.studio.film import read_film

    film = read_film(script, **asked)
    report = film.compiled.report
    return Shown(
        report,
        lambda: show_requests(film.requests, report.sources),
        lambda: document(film.requests),
    )


STAGES = {"tree": _tree, "storyboard": _storyboard, "requests": _requests}
WORDS = {
    "tree": "every line in its class, read and not yet understood",
    "storyboard": "every shot with all that it is shot with",
    "requests": "what each take asks for, and where each piece of its prompt came from",
}


@click.command("show", cls=Listing, words=WORDS)
@click.argument("what", type=click.Choice(list(STAGES)), metavar="WHAT")
@script_argument
@film_options
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document; `schema WHAT` tells its form."
)
def verb(what: str, script: str, asked: Asked, as_json: bool) -> None:
    """Print what SCRIPT becomes at one stage; `-` reads standard input.

    What is right of a script with errors is printed all the same; the errors go to the standard
    error, and the exit code is 1. Any file has a tree.
    """
    shown = STAGES[what](script, asked)
    if as_json:
        show_json(shown.document())
    else:
        click.echo(
            "".join(f"{visible(line)}\n" for line in shown.text().split("\n")[:-1]), nl=False
        )
    show_report(shown.report, file=sys.stderr)
    sys.exit(bool(shown.report.errors))
