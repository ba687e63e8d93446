"""`hailuo-dsl fmt`: lay out scripts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, max_size_option
from hailuo_dsl.cli.page import put, show_diff, show_report
from hailuo_dsl.studio.layout import lay_out
from hailuo_dsl.studio.rewrite import rewrite

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hailuo_dsl.studio.layout import Layout

NARROWEST = 20


@click.command("fmt")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    shell_complete=completed_by("scripts"),
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.option(
    "--prose",
    type=click.IntRange(min=NARROWEST),
    metavar="WIDTH",
    help="Wrap motion lines longer than WIDTH columns; every prompt stays as it is.",
)
@max_size_option
def verb(
    files: tuple[str, ...], check: bool, diff: bool, prose: int | None, max_size: float | None
) -> None:
    """Lay out each FILE in place. A folder means every `*.shots` below it.

    `-` reads standard input and writes standard output. Indentation and blank lines carry no
    meaning, so the requests stay as they are, and every comment is kept. A script with lines that
    cannot be read is left as it is.
    """
    pages = lay_out(files, prose=prose, max_size=max_size)
    for page in pages:
        show_report(page.report, file=sys.stderr)
        if page.after is None:
            click.echo(f"{page.name}: left as it is, because it has errors", err=True)
        elif diff:
            show_diff(page.name, page.before, page.after)
    if check:
        _tell(pages)
    elif not diff:
        _write(pages)
    sys.exit(any(page.after is None or (check and page.changes) for page in pages))


def _write(pages: Iterable[Layout]) -> None:
    """Put every page that changes in the place of its file; standard input goes on."""
    kept = 0
    for page in pages:
        if page.after is None:
            continue
        if page.path is None:
            put(page.after)
        elif page.changes:
            rewrite(page.path, page.after)
            click.echo(f"formatted {page.name}", err=True)
        else:
            kept += 1
    if kept:
        click.echo(_counted(kept), err=True)


def _tell(pages: Sequence[Layout]) -> None:
    """Say which pages would change."""
    for page in pages:
        if page.changes:
            click.echo(f"would format {page.name}")
    kept = sum(page.after == page.before for page in pages)
    if kept:
        click.echo(_counted(kept), err=True)


def _counted(kept: int) -> str:
    return f"{kept} {'files were' if kept > 1 else 'file was'} laid out already"
