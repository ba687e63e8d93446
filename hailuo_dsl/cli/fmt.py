"""`hailuo-dsl fmt`: lay out scripts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from hailuo_dsl.cli.page import show_diff, show_report
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import MOST_BYTES, source_of_bytes
from hailuo_dsl.ground.text import shape_of
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.disk import read_file
from hailuo_dsl.studio.rewrite import rewrite, scripts_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

NARROWEST = 20


class Page(NamedTuple):
    """A script as it is and laid out.

    Attributes:
        path: where it is; None for standard input.
        after: None if it has errors.
    """

    path: Path | None
    before: bytes
    after: bytes | None

    @property
    def name(self) -> str:
        return str(self.path or "<stdin>")

    @property
    def changes(self) -> bool:
        return self.after is not None and self.after != self.before


@click.command("fmt")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.option(
    "--prose",
    type=click.IntRange(min=NARROWEST),
    metavar="WIDTH",
    help="Wrap motion lines longer than WIDTH columns; every prompt stays as it is.",
)
@click.option(
    "--max-size",
    type=click.FloatRange(min=0.001),
    metavar="MB",
    help="The largest script that is read (8).",
)
def verb(
    files: tuple[str, ...], check: bool, diff: bool, prose: int | None, max_size: float | None
) -> None:
    """Lay out each FILE in place. A folder means every `*.shots` below it.

    `-` reads standard input and writes standard output. Indentation and blank lines carry no
    meaning, so the requests stay as they are, and every comment is kept. A script with lines that
    cannot be read is left as it is.
    """
    most = int(max_size * 1_000_000) if max_size else MOST_BYTES
    pages = [_laid_out(page, prose, most) for page in _read(files)]
    if diff:
        for page in pages:
            if page.after is not None:
                show_diff(page.name, page.before, page.after)
    if check:
        _tell(pages)
    elif not diff:
        _write(pages)
    sys.exit(any(page.after is None or (check and page.changes) for page in pages))


def _read(files: Sequence[str]) -> list[Page]:
    """Every script as it is; all are read before one is written."""
    if "-" not in files:
        return [Page(path, read_file(path), None) for path in scripts_at(files)]
    if len(files) > 1:
        raise Trouble("`-`, the standard input, stands alone")
    return [Page(None, sys.stdin.buffer.read(), None)]


def _laid_out(page: Page, prose: int | None, most: int) -> Page:
    """Lay out one script, and say what is wrong with its lines or misleading about them."""
    from hailuo_dsl.syntax.format import format_script

    report = Report()
    source = source_of_bytes(page.name, page.before, report, most)
    text = format_script(source, report, prose=prose)
    show_report(report, file=sys.stderr)
    if text is None:
        click.echo(f"{page.name}: left as it is, because it has errors", err=True)
        return page
    return page._replace(after=shape_of(page.before).encoded(text))


def _write(pages: Iterable[Page]) -> None:
    """Put every page that changes in the place of its file; standard input goes on."""
    kept = 0
    for page in pages:
        if page.after is None:
            continue
        if page.path is None:
            sys.stdout.buffer.write(page.after)
        elif page.changes:
            rewrite(page.path, page.after)
            click.echo(f"formatted {page.name}", err=True)
        else:
            kept += 1
    if kept:
        click.echo(_counted(kept), err=True)


def _tell(pages: Sequence[Page]) -> None:
    """Say which pages would change."""
    for page in pages:
        if page.changes:
            click.echo(f"would format {page.name}")
    kept = sum(page.after == page.before for page in pages)
    if kept:
        click.echo(_counted(kept), err=True)


def _counted(kept: int) -> str:
    return f"{kept} {'files were' if kept > 1 else 'file was'} laid out already"
