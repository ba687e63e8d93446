"""`hailuo-dsl ledger`: print what ran, when, and what it cost."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from hailuo_dsl.cli.options import completed_by
from hailuo_dsl.cli.page import show_csv, show_json, show_table
from hailuo_dsl.cli.scripts import folder_of
from hailuo_dsl.cli.shooting import ledger_option
from hailuo_dsl.cli.status import format_option, moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@click.command("ledger")
@click.argument("words", nargs=-1, metavar="[SCRIPT]", shell_complete=completed_by("scripts"))
@ledger_option
@format_option
def verb(words: tuple[str, ...], ledger: Path | None, form: str) -> None:
    """Print every attempt of every take, oldest first: when, task id, cost, clip.

    The ledger is that beside SCRIPT, or of the working folder. `money` is held while an outcome is
    open, paid for a clip that was made, forfeit for what failed, was moderated or given up, and
    void where nothing was accepted. JSON and CSV say all of it, hashes and the request included.
    """
    from hailuo_dsl.studio.accounts import COLUMNS, ledger_rows
    from hailuo_dsl.studio.production import ledger_of

    path = ledger or ledger_of(folder_of(words))
    rows = ledger_rows(path)
    if form == "json":
        show_json({"version": 1, "ledger": str(path), "attempts": rows})
    elif form == "csv":
        show_csv(COLUMNS, [[_cell(row[name]) for name in COLUMNS] for row in rows])
    elif rows:
        head = ("when", "shot", "attempt", "stage", "task", "price", "money", "clip", "")
        show_table(head, [_line(row) for row in rows])
    else:
        click.echo(f"nothing ran yet: the ledger {path} is empty or not there")


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        import json

        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else str(value)


def _line(row: dict[str, Any]) -> Sequence[str]:
    price = "unknown" if row["price"] is None else f"{row['price']} {row['currency']}".strip()
    free = row["currency"] == ""
    return (
        moment(datetime.fromisoformat(row["at"]).timestamp()),
        row["shot"],
        str(row["attempt"]),
        row["stage"],
        row["task_id"] or "",
        "free" if free else price,
        "" if free else row["money"],
        (row["clip"] or "")[:8],
        row["words"],
    )
