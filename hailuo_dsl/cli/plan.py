"""`hailuo-dsl plan`: say what a run would do, why, and what it costs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.budget import BUDGET_OPTIONS, produced_under
from hailuo_dsl.cli.options import completed_by, film_options
from hailuo_dsl.cli.page import show_json, show_table
from hailuo_dsl.cli.scripts import script_and_shots
from hailuo_dsl.cli.shooting import UNKNOWN_REMAINS, ledger_option
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.ground.render import counted
from hailuo_dsl.studio.film import selected

if TYPE_CHECKING:
    from pathlib import Path

    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.forecast import Outlook


@click.command("plan")
@click.argument(
    "words", nargs=-1, metavar="[SCRIPT] [SHOT]...", shell_complete=completed_by("shots_here")
)
@film_options
@ledger_option
@BUDGET_OPTIONS[0]
@BUDGET_OPTIONS[1]
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def verb(
    words: tuple[str, ...],
    asked: Asked,
    ledger: Path | None,
    budget: str | None,
    allow_unknown_price: bool,
    as_json: bool,
) -> None:
    """Say of each take of SCRIPT what `run` would do with it, why, and what that costs.

    Nothing is sent and nothing is written.

    \b
    reuse     its clip is there
    resume    the service is at it, or has its clip
    new       it is sent
    stale     it is sent, because what it starts from is another
    withheld  the budget does not hold it
    unknown   its answer was lost: `reconcile` settles it
    failed    it is left: `retake` sends it
    waits     what it starts from is not picked, or its clip does not come

    Exit codes: 0 fine, 1 the script has errors, 4 something of unknown outcome remains.
    """  # noqa: D301 - click takes the letter for "leave these lines as they are"
    from hailuo_dsl.studio.forecast import forecast
    from hailuo_dsl.studio.forecast_data import document
    from hailuo_dsl.studio.production import known

    script, shots = script_and_shots(words)
    film = sound_film(script, asked)
    production = produced_under(
        film, budget, allow_unknown_price=allow_unknown_price, ledger=ledger
    )
    outlook = forecast(production, known(production.ledger), selected(film, shots))
    if as_json:
        show_json(document(outlook))
    else:
        _tell(outlook)
    sys.exit(UNKNOWN_REMAINS if outlook.remains_unknown else 0)


def _tell(outlook: Outlook) -> None:
    from hailuo_dsl.studio.reprs import PLAN_HEAD, plan_row, plan_sums

    show_table(PLAN_HEAD, [plan_row(it, outlook) for it in outlook.takes])
    click.echo(f"\n{counted(it.fate for it in outlook.takes)}")
    for line in plan_sums(outlook):
        click.echo(line)
