"""`hailuo-dsl ledger`: print what ran, when, and what it cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by
from hailuo_dsl.cli.page import show_csv, show_json, show_table
from hailuo_dsl.cli.scripts import folder_of
from hailuo_dsl.cli.shooting import ledger_option
from hailuo_dsl.cli.spreadsheet import cell
from hailuo_dsl.cli.status import format_option
from hailuo_dsl.ground.render import visible
from hailuo_dsl.studio.statement import SHORT, moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hailuo_dsl.job.attempts import Attempt

HEAD = ("sent", "shot", "attempt", "stage", "task", "price", "money", "clip")


@click.command("ledger")
@click.argument("words", nargs=-1, metavar="[SCRIPT]", shell_complete=completed_by("scripts"))
@ledger_option
@format_option
def verb(words: tuple[str, ...], ledger: Path | None, form: str) -> None:
    """Print every attempt of every take, oldest first: when, task id, cost, clip.

    The ledger is that beside SCRIPT, or of the working folder; scripts of one folder share one.
    `money` is held while an outcome is open, paid for a clip that was made, forfeit for what
    failed, was moderated or given up, and void where nothing was accepted. JSON and CSV say all of
    it, hashes and the request included. In CSV a cell that a spreadsheet would run as a formula
    begins with an apostrophe.
    """
    from hailuo_dsl.studio.accounts import attempts_of
    from hailuo_dsl.studio.accounts_data import COLUMNS, cells, ledger_document
    from hailuo_dsl.studio.production import ledger_of

    path = ledger or ledger_of(folder_of(words))
    found = attempts_of(path)
    if form == "json":
        show_json(ledger_document(path, found))
    elif form == "csv":
        show_csv(COLUMNS, [[cell(it) for it in cells(attempt)] for attempt in found])
    elif found:
        _tell(found)
    else:
        click.echo(f"nothing ran yet: the ledger {path} is empty or not there")


def _tell(found: Sequence[Attempt]) -> None:
    """A row an attempt; where several places or scripts are in the ledger, each row names its."""
    from hailuo_dsl.studio.costs import cost_of

    apart = [name for name in ("script", "service", "account") if _differs(name, found)]
    rows = [(*_row(it), *(_data(it, name) for name in apart), _words(it)) for it in found]
    show_table((*HEAD, *apart, ""), rows)
    cost = str(cost_of(it.charge for it in found)) or "free"
    click.echo(f"\n{len(found)} attempt{'s' if len(found) > 1 else ''}: {cost}")


def _differs(name: str, found: Sequence[Attempt]) -> bool:
    return len({_data(it, name) for it in found}) > 1


def _data(attempt: Attempt, name: str) -> str:
    from hailuo_dsl.api.profile import LOCAL, LOCAL_URL

    said = str(attempt.asked.data.get(name, ""))
    return LOCAL if said == LOCAL_URL else visible(said)


def _row(attempt: Attempt) -> Sequence[str]:
    from hailuo_dsl.studio.costs import charge_said

    asked, state = attempt.asked, attempt.state
    price = charge_said(attempt.charge)
    return (
        moment(asked.at),
        attempt.shot,
        str(asked.attempt),
        str(state.stage),
        visible(state.task_id),
        price,
        "" if price == "free" else str(attempt.charge.standing),
        state.clip[:SHORT],
    )


def _words(attempt: Attempt) -> str:
    state = attempt.state
    said = state.said if state.said not in state.words else ""
    return visible(" ".join(filter(None, (state.words, f"({said})" if said else ""))))
