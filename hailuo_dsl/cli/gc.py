"""`hailuo-dsl gc`: list clips that nothing refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by
from hailuo_dsl.cli.page import show_table
from hailuo_dsl.cli.scripts import folder_of
from hailuo_dsl.cli.shooting import ledger_option
from hailuo_dsl.studio.statement import SHORT, moment

if TYPE_CHECKING:
    from pathlib import Path

    from hailuo_dsl.studio.clean import Loose

HEAD = ("clip", "MB", "made", "for", "price", "why")


@click.command("gc")
@click.argument("words", nargs=-1, metavar="[SCRIPT]", shell_complete=completed_by("scripts"))
@ledger_option
@click.option("--yes", is_flag=True, help="Delete them.")
def verb(words: tuple[str, ...], ledger: Path | None, yes: bool) -> None:
    """List the clips in `.hailuo/clips/` that no script in the folder of SCRIPT refers to.

    Such are clips of shots that were changed, taken out or made once more, of scripts that are
    gone or elsewhere, and those of `--set` and `--let`: a script counts as it stands, for every
    provider. They were paid, so they are deleted only with `--yes`, and never while a run is at
    work. Their named copies in `out/` stay.
    """
    from hailuo_dsl.studio.clean import forget, loose

    found = loose(folder_of(words), ledger)
    if not found:
        click.echo("every clip is referred to")
        return
    show_table(HEAD, [_row(it) for it in found])
    megabytes = sum(it.size for it in found) / 1e6
    many = f"{len(found)} clip{'s' if len(found) > 1 else ''}, {megabytes:.1f} MB"
    if yes:
        forget(found)
        click.echo(f"\n{many}: deleted")
    else:
        click.echo(f"\n{many}: nothing was deleted; `--yes` deletes them")


def _row(it: Loose) -> tuple[str, ...]:
    from hailuo_dsl.studio.costs import charge_said

    size, attempt = f"{it.size / 1e6:.1f}", it.attempt
    name = it.path.stem[:SHORT]
    if attempt is None:
        return (name, size, "", "", "", it.why)
    return (
        name,
        size,
        moment(attempt.ended),
        attempt.shot,
        charge_said(attempt.charge),
        it.why,
    )
