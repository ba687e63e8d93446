"""How the takes of a film stand, as a table for people: stage, since when, task, cost, clip."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from hailuo_dsl.ground.render import counted, visible
from hailuo_dsl.studio.reprs import table_html, table_text
from hailuo_dsl.studio.told import left_said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hailuo_dsl.studio.accounts import Account, Accounts

HEAD = ("shot", "stage", "since", "task", "cost", "clip", "")
SHORT = 8
"""Letters of a hash that are shown to people."""


def statement_text(found: Accounts) -> str:
    """The takes of the script, and what is to be said of all of them."""
    rows = [[visible(cell) for cell in row(it)] for it in found.takes]
    return "\n".join((table_text(HEAD, rows), "", *sums(found)))


def statement_html(found: Accounts) -> str:
    """The same as HTML."""
    rows = [[escape(visible(cell)) for cell in row(it)] for it in found.takes]
    return table_html(HEAD, rows) + f"<p>{'<br>'.join(map(escape, sums(found)))}</p>"


def row(account: Account, *, whole: bool = False) -> tuple[str, ...]:
    """A take: its id, its stage, since when, its task, what it cost, its clip, what is said of it.

    Args:
        whole: tell all of the clip's sha256.
    """
    take = account.take
    said = f" ({take.said})" if take.said and take.said not in take.message else ""
    return (
        take.id,
        str(take.stage),
        "" if account.since is None else moment(account.since),
        take.task_id,
        str(account.cost),
        take.clip if whole else take.clip[:SHORT],
        take.message + said,
    )


def sums(found: Accounts) -> Iterator[str]:
    """How many takes stand where, what they cost, what is left from before and what is unknown."""
    yield counted(it.take.stage for it in found.takes)
    if cost := str(found.cost):
        yield f"cost of all takes of the ledger at this provider: {cost}"
    for take in found.left:
        yield left_said(take)
    if found.unknown:
        yield f"{found.unknown} of unknown outcome: `hailuo-dsl reconcile` settles them"


def moment(at: float) -> str:
    """*at*, seconds since the epoch, by the clock on the wall."""
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
