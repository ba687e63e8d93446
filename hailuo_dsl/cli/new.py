"""`hailuo-dsl new`: write a starter script."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hailuo_dsl.cli.page import put, show_report
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.storyboard.frame_value import IMAGE_SUFFIX
from hailuo_dsl.studio.film import STANDARD_INPUT, film_of
from hailuo_dsl.studio.rewrite import SUFFIX
from hailuo_dsl.studio.starter import quoted, starter, write_starter
from hailuo_dsl.syntax.grammar import HOMES

NAME = "film"
REFERENCE = "REFERENCE.md"


class _New(click.Command):
    """Ends its help with the place of the reference."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        with formatter.section("The reference of the language"):
            formatter.write(f"  {_reference()}\n")


@click.command("new", cls=_New)
@click.argument("name", default=NAME)
@click.argument("pictures", nargs=-1, type=click.Path(path_type=Path), metavar="[PICTURE]...")
def verb(name: str, pictures: tuple[Path, ...]) -> None:
    """Write a short script that explains itself, NAME.shots (`film.shots`).

    With PICTUREs, a shot starts from each; without, the film starts from words. Nothing is ever
    written over. `-` prints the script.
    """
    is_output = name == STANDARD_INPUT
    path = Path(f"{NAME}{SUFFIX}") if is_output else _path(name)
    text = starter(path, pictures)
    if is_output:
        put(text.encode())
        return
    write_starter(path, text)
    click.echo(path)
    _tell(path)
    report = film_of(text, str(path), folder=path.parent).compiled.report
    show_report(report, file=sys.stderr)
    sys.exit(bool(report.errors))


def _path(name: str) -> Path:
    """Where the script called *name* will be.

    Raises:
        Trouble: no script can be called so.
    """
    if not name.isprintable():
        raise Trouble(f"a script cannot be called {name!r}: it has letters that cannot be seen")
    if IMAGE_SUFFIX(name):
        raise Trouble(
            f"{name} is a picture, and the script's name stands before the pictures:"
            f" `hailuo-dsl new {NAME} {quoted(Path(name))}`"
        )
    path = Path(name)
    stem = path.name.removesuffix(SUFFIX)
    if not stem.strip(". "):
        raise Trouble(f"`{name}` names no script; try `hailuo-dsl new {NAME}`")
    return path.with_name(f"{stem}{SUFFIX}")


def _tell(path: Path) -> None:
    """What can be done with a new script."""
    word = quoted(path)
    for line in (
        f"hailuo-dsl check {word}     says what is wrong, if anything is",
        f"hailuo-dsl preview {word}   shows how each shot will move",
        f"hailuo-dsl run {word}       makes the clips, and cuts them into a reel",
        f"the reference: {_reference()}",
    ):
        click.echo(line, err=True)


def _reference() -> Path:
    """Where the reference is: beside the grammars."""
    return next((it / REFERENCE for it in HOMES if (it / REFERENCE).is_file()), Path(REFERENCE))
