"""`hailuo-dsl status`: say where each take stands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options
from hailuo_dsl.cli.page import show_csv, show_json, show_table
from hailuo_dsl.cli.scripts import script_and_shots
from hailuo_dsl.cli.shooting import UNKNOWN_REMAINS, ledger_option
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.cli.spreadsheet import cell
from hailuo_dsl.ground.render import visible
from hailuo_dsl.studio.film import selected
from hailuo_dsl.studio.statement import HEAD, row, sums

if TYPE_CHECKING:
    from pathlib import Path

    from hailuo_dsl.studio.accounts import Accounts
    from hailuo_dsl.studio.asked import Asked

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="How it is printed (text).",
)


@click.command("status")
@click.argument(
    "words", nargs=-1, metavar="[SCRIPT] [SHOT]...", shell_complete=completed_by("shots_here")
)
@film_options
@ledger_option
@format_option
def verb(words: tuple[str, ...], asked: Asked, ledger: Path | None, form: str) -> None:
    """Say where each take of SCRIPT, or of the SHOTs, stands, since when, its task and its cost.

    Nobody is asked: this is what the ledger knows. Of the cost, what is held is for takes that are
    under way or of unknown outcome, and what is forfeit for those that failed, were moderated or
    given up.

    Exit codes: 0 fine, 1 the script has errors, 4 something of unknown outcome remains.
    """
    from hailuo_dsl.studio.accounts import accounts
    from hailuo_dsl.studio.accounts_data import accounts_document
    from hailuo_dsl.studio.production import known, produced

    script, shots = script_and_shots(words)
    film = sound_film(script, asked)
    production = produced(film, ledger=ledger)
    found = accounts(production, known(production.ledger), selected(film, shots))
    if form == "json":
        show_json(accounts_document(found))
    elif form == "csv":
        rows = [map(cell, row(it, whole=True)) for it in found.takes]
        show_csv((*HEAD[:-1], "message"), [list(it) for it in rows])
    else:
        _tell(found)
    sys.exit(UNKNOWN_REMAINS if found.unknown else 0)


def _tell(found: Accounts) -> None:
    show_table(HEAD, [[visible(it) for it in row(take)] for take in found.takes])
    click.echo()
    for line in sums(found):
        click.echo(line)
