"""`hailuo-dsl check`: say what is wrong with scripts, and put right what can be."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options
from hailuo_dsl.cli.page import MOST, put, show_diagnostics, show_diff, show_json
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.film import STANDARD_INPUT, STDIN, read_film
from hailuo_dsl.studio.gather import named, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hailuo_dsl.compile import Compiled
    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.mend import Mended


@click.command("check")
@click.argument(
    "scripts",
    nargs=-1,
    required=True,
    metavar="SCRIPT...",
    shell_complete=completed_by("scripts"),
)
@film_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="`json` as `schema diagnostics` tells, `github` as workflow commands.",
)
@click.option(
    "--max",
    "most",
    type=click.IntRange(min=0),
    default=MOST,
    metavar="N",
    help=f"How many diagnostics are printed ({MOST}); the others are counted. JSON has all.",
)
@click.option("--fix", is_flag=True, help="Put right what can safely be; say what remains.")
@click.option("--unsafe-fixes", is_flag=True, help="Take also fixes that may change the meaning.")
@click.option("--diff", is_flag=True, help="Write nothing; print what `--fix` would change.")
def verb(
    scripts: tuple[str, ...],
    asked: Asked,
    form: str,
    most: int,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
) -> None:
    """Say everything that is wrong with each SCRIPT, in order.

    A folder means every `*.shots` below it. `-` reads standard input, and with `--fix` writes the
    script as it should be to standard output. A file that a script uses is put right too if it lies
    in the script's project. With `--diff` the exit code is 1 if anything would change.
    """
    if unsafe_fixes and not (fix or diff):
        raise Trouble("`--unsafe-fixes` goes with `--fix` or with `--diff`")
    if diff:
        sys.exit(_tell_changes(_mended(scripts, asked, unsafe_fixes)))
    out = sys.stdout
    if fix:
        out = sys.stderr if STANDARD_INPUT in scripts else sys.stdout
        films = [_write(mended) for mended in _mended(scripts, asked, unsafe_fixes)]
    else:
        films = [read_film(name, **asked).compiled for name in named(scripts)]
    found, sources = together(films)
    if form == "json":
        from hailuo_dsl.ground.data import document

        show_json(document(found, sources), file=out)
    else:
        show_diagnostics(found, sources, file=out, most=most, github=form == "github")
    sys.exit(not all(it.ok for it in films))


def _mended(scripts: Iterable[str], asked: Asked, unsafe: bool) -> Iterator[Mended]:
    """Each script with its fixes made; one that follows reads the files that others share so."""
    from hailuo_dsl.studio.mend import mend

    for name in named(scripts):
        mended = mend(name, asked, unsafe=unsafe)
        asked = {**asked, "drafts": mended.drafts}
        yield mended


def _write(mended: Mended) -> Compiled:
    """Put every page in the place of its file; standard input goes on to standard output."""
    from hailuo_dsl.studio.rewrite import rewrite

    for name, page in mended.pages.items():
        if name == STDIN:
            put(page.after)
        elif page.fixed:
            rewrite(Path(name), page.after)
            click.echo(f"put right: {page.fixed} in {name}", err=True)
    return mended.film.compiled


def _tell_changes(all_mended: Iterable[Mended]) -> bool:
    """Print what would change; whether anything would."""
    changes = False
    for mended in all_mended:
        for name, page in mended.pages.items():
            changes = changes or page.fixed > 0
            show_diff(name, page.before, page.after)
    return changes
