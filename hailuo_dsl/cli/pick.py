"""`hailuo-dsl pick`: write into a script which clip of a shot is the one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options
from hailuo_dsl.cli.page import put, show_diagnostics, show_diff
from hailuo_dsl.cli.scripts import only_script, report_first, script_among
from hailuo_dsl.cli.sound import SCRIPT_HAS_ERRORS
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.film import STDIN

if TYPE_CHECKING:
    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.pick import Draft, Picked

USAGE = "`hailuo-dsl pick SHOT TAKE SCRIPT`"


@click.command("pick")
@click.argument(
    "words",
    nargs=-1,
    required=True,
    metavar="SHOT [TAKE] [SCRIPT]",
    shell_complete=completed_by("shots_here"),
)
@film_options
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
def verb(words: tuple[str, ...], asked: Asked, diff: bool) -> None:
    """Choose which clip of SHOT the reel shows, and later shots start from.

    TAKE is `2`, a variant as in `dawn`, or both, `dawn#2`; the shot's id may say it too:
    `harbour/arrive@dawn#2`. The line `pick: TAKE` is written into the shot, and every other letter
    of SCRIPT stays as it is. SCRIPT can be left out where the folder has but one; `-` reads
    standard input and writes standard output.

    A script that would have a new mistake by it is left as it is.
    """
    from hailuo_dsl.studio.pick import pick, read_draft

    shot, take, script = _sorted(words)
    draft = read_draft(script, asked)
    with report_first(draft.film):
        picked = pick(draft, shot, take)
    if picked.wrong:
        sources = picked.after.film.compiled.report.sources
        show_diagnostics(picked.wrong, sources, file=sys.stderr)
        click.echo(f"{draft.name}: left as it is, because of what that pick would do", err=True)
        sys.exit(SCRIPT_HAS_ERRORS)
    if diff:
        show_diff(draft.name, draft.data, picked.after.data)
    else:
        _write(picked.after, draft)
    if not diff or picked.after is draft:
        click.echo(_told(picked), err=True)


def _sorted(words: tuple[str, ...]) -> tuple[str, str, str]:
    """The shot, the take (empty if the shot's id says it) and the script."""
    script, others = script_among(words)
    if not others:
        raise Trouble(f"which shot of {script} is meant? {USAGE}")
    if len(others) > 2:
        raise Trouble(f"one shot, its take and its script are named, and no more: {USAGE}")
    if not (script := script or only_script()):
        raise Trouble(f"which script is meant? {USAGE}")
    shot, take = (*others, "")[:2]
    return shot, take, script


def _write(after: Draft, before: Draft) -> None:
    """Put *after* in the place of its file; standard input goes on to standard output."""
    from hailuo_dsl.studio.rewrite import rewrite

    if after.name == STDIN:
        put(after.data)
    elif after is not before:
        rewrite(Path(after.path), after.data)


def _told(picked: Picked) -> str:
    place = f"{picked.after.name}:{picked.line}: {picked.shot}"
    if picked.before == picked.value:
        return f"{place} picks {picked.value} already"
    return f"{place} picks {picked.value}" + f", no longer {picked.before}" * bool(picked.before)
