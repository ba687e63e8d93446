"""`hailuo-dsl status`: say where each take stands."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options
from hailuo_dsl.cli.page import counted_words, show_csv, show_json, show_table
from hailuo_dsl.cli.scripts import script_and_shots
from hailuo_dsl.cli.shooting import UNKNOWN_REMAINS, ledger_option
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from pathlib import Path

    from hailuo_dsl.studio.accounts import Account, Accounts
    from hailuo_dsl.studio.asked import Asked

HEAD = ("shot", "stage", "since", "task", "cost", "clip", "")

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="How it is printed (text).",
)


@click.command("status")
@click.argument("words", nargs=-1, metavar="[SCRIPT]", shell_complete=completed_by("scripts"))
@film_options
@ledger_option
@format_option
def verb(words: tuple[str, ...], asked: Asked, ledger: Path | None, form: str) -> None:
    """Say where each take of SCRIPT stands, since when, its task and what it cost.

    Nobody is asked: this is what the ledger knows. Exit code 4 while anything is unknown.
    """
    from hailuo_dsl.studio.accounts import accounts, accounts_document
    from hailuo_dsl.studio.production import known, produced

    script, others = script_and_shots(words)
    if others:
        raise Trouble(f"`status` takes a script alone; what is `{others[0]}`?")
    production = produced(sound_film(script, asked), ledger=ledger)
    found = accounts(production, known(production.ledger))
    if form == "json":
        show_json(accounts_document(found))
    elif form == "csv":
        show_csv((*HEAD[:-1], "message"), [_row(it, whole=True) for it in found.takes])
    else:
        _tell(found)
    sys.exit(UNKNOWN_REMAINS if found.remains_unknown else 0)


def _tell(found: Accounts) -> None:
    show_table(HEAD, [_row(it) for it in found.takes])
    click.echo(f"\n{counted_words(it.take.stage for it in found.takes)}")
    if found.cost:
        click.echo(f"cost of all takes at this provider: {found.cost}")
    for take in found.left:
        task = f" (task {take.task_id})" if take.task_id else ""
        click.echo(f"left from before: {take.id} is {take.stage}{task}")


def _row(account: Account, *, whole: bool = False) -> tuple[str, ...]:
    take = account.take
    said = f" ({take.said})" if take.said and take.said not in take.message else ""
    return (
        take.id,
        str(take.stage),
        "" if account.since is None else moment(account.since),
        take.task_id,
        account.cost,
        take.clip if whole else take.clip[:8],
        take.message + said,
    )


def moment(at: float) -> str:
    """*at*, seconds since the epoch, by the clock on the wall."""
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
