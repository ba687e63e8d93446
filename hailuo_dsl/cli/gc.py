"""`hailuo-dsl gc`: list clips that nothing refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by
from hailuo_dsl.cli.page import show_table
from hailuo_dsl.cli.scripts import folder_of
from hailuo_dsl.cli.shooting import ledger_option
from hailuo_dsl.cli.status import moment

if TYPE_CHECKING:
    from pathlib import Path

    from hailuo_dsl.studio.clean import Loose


@click.command("gc")
@click.argument("words", nargs=-1, metavar="[SCRIPT]", shell_complete=completed_by("scripts"))
@ledger_option
@click.option("--yes", is_flag=True, help="Delete them.")
def verb(words: tuple[str, ...], ledger: Path | None, yes: bool) -> None:
    """List the clips in `.hailuo/clips/` that no script in the folder of SCRIPT refers to.

    Such are clips of shots that were changed, taken out or made once more, and those of `--set`,
    `--let` and of variants that are gone. They were paid: they are deleted only with `--yes`.
    """
    from hailuo_dsl.studio.clean import forget, loose

    found = loose(folder_of(words), ledger)
    if not found:
        click.echo("every clip is referred to")
        return
    show_table(("clip", "MB", "made", "for", "price"), [_row(it) for it in found])
    megabytes = sum(it.size for it in found) / 1e6
    many = f"{len(found)} clip{'s' if len(found) > 1 else ''}, {megabytes:.1f} MB"
    if yes:
        forget(found)
        click.echo(f"\n{many}: deleted")
    else:
        click.echo(f"\n{many}: nothing was deleted; `--yes` deletes them")


def _row(it: Loose) -> tuple[str, ...]:
    size = f"{it.size / 1e6:.1f}"
    if it.attempt is None:
        return (it.path.stem[:12], size, "", "the ledger does not know it", "")
    price = it.attempt.charge.price
    cost = "unknown" if price is None else str(price) if price.currency else "free"
    return (it.path.stem[:12], size, moment(it.attempt.ended), it.attempt.shot, cost)
